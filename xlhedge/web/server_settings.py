"""Settings: ours, and what xlwings Server finds wrong with its own, in a sentence."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from xlhedge.web.server_errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator


_EXAMPLES = {
    "XLWINGS_APP_PATH": "/hedge",
    "XLWINGS_AUTH_PROVIDERS": '["custom"]',
    "XLWINGS_CORS_ALLOW_ORIGINS": '["*"]',
    "XLWINGS_CUSTOM_HEADERS": '{"NAME": "VALUE"}',
}


def whole_setting(name: str, default: int, unit: str, least: int = 1) -> int:
    """Return a setting that is a whole number, `least` or above."""
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and least <= int(text) < 2**63):
        above = f", {least} or more" if least > 1 else ""
        raise ServerError(f"{name} is {text!r}; a whole number of {unit}{above} is needed.")
    return int(text)


def folder_of_figures() -> str | None:
    """Return the folder in which several servers of one machine add up their figures.

    "" for one server alone, None where nobody may ask for figures.
    """
    if not os.environ.get("XLHEDGE_METRICS"):
        return None
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    if folder and not os.access(folder, os.W_OK | os.X_OK):
        raise ServerError(
            f"PROMETHEUS_MULTIPROC_DIR is {folder!r}; a folder that can be written is needed."
        )
    return folder


def bad_setting(error: Exception) -> ServerError | None:
    """Return the sentence for a setting XLWINGS_NAME that cannot be used, None for other troubles.

    Parameters
    ----------
    trouble : Exception
        What was raised while xlwings Server was imported.

    Returns
    -------
    ServerError or None
        Each setting that is wrong, with what it is set to.
    """
    sentences = list(_sentences(error))
    return ServerError(" ".join(sentences)) if sentences else None


def _sentences(error: Exception) -> Iterator[str]:
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        for each in error.errors():
            yield _sentence(str(each["loc"][0]), each["msg"])
    elif type(error).__name__ == "SettingsError":  # of pydantic_settings: the value is no JSON
        yield _sentence(re.findall(r'field "(\w+)"', str(error))[0], "Input should be JSON")
    elif "Unknown level" in str(error):  # of logging
        yield _sentence("log_level", "Input should be DEBUG, INFO, WARNING or ERROR")
    elif "Routed paths must start" in str(error):  # of Starlette
        yield _sentence("static_url_path", "Input should start with /")
    elif "path prefix" in str(error):  # of FastAPI
        yield _sentence("app_path", "Input should start with / and not end with it")


def _sentence(setting: str, requirement: str) -> str:
    name = f"XLWINGS_{setting.upper()}"
    example = f", such as {_EXAMPLES[name]}" if name in _EXAMPLES else ""
    value = repr(os.environ[name]) if name in os.environ else "not right"
    return f"{name} is {value}; {requirement[0].lower()}{requirement[1:]}{example}."
