"""The application that xlwings Server runs: our project, with what a shared server needs.

The settings are xlwings Server's own: environment variables XLWINGS_NAME, and below them the
defaults in project/pyproject.toml. Ours are XLHEDGE_TOKENS, XLHEDGE_TOKEN_FILE and
XLHEDGE_MAX_BODY.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlhedge.web.server_errors import NoLicenceError, NotInstalledError, ServerError
from xlhedge.web.server_settings import bad_setting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PROJECT = Path(__file__).parent / "project"
LARGEST_BODY = 16 * 2**20  # a column of Excel, 1,048,576 rows of short numbers, is about 12 MB

_PROVIDERS = {"custom", "entraid"}


def create_app() -> Application:
    """Return xlwings Server with the catalogue, behind its checks; what uvicorn is to start.

    Raises
    ------
    ServerError
        xlwings Server or its licence is missing, or nobody could be told apart from anybody.
    """
    os.environ["XLWINGS_PROJECT_DIR"] = str(PROJECT)
    os.environ["XLWINGS_ON_SERVER"] = "true"  # read when xlwings is imported
    spare_the_search()
    largest_body = _largest_body()
    main = _xlwings_server()

    from xlwings_server.config import settings

    from xlhedge.web import server_guard, server_user

    _require_authentication(settings)
    if "custom" in settings.auth_providers:
        server_user.tokens()
        _require_our_check(server_user.validate_token)
    server_guard.guard(main.app, settings.app_path, largest_body)
    gc.collect()
    gc.freeze()  # what is loaded stays: a large range need not have it searched for garbage
    application: Application = main.main_app
    return application


def spare_the_search() -> None:
    """Let xlwings know at once that this is not Pyodide: it asks once a cell, by an import."""
    for module in ("pyodide", "pyodide.ffi"):
        sys.modules.setdefault(module, None)  # type: ignore[arg-type]  # None: "it is not there"


def _xlwings_server() -> Any:
    """Return xlwings Server's main module."""
    import importlib

    try:
        return importlib.import_module("xlwings_server.main")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in {"xlwings", "xlwings_server"}:
            raise NotInstalledError from missing
        raise
    except Exception as trouble:
        if type(trouble).__name__ == "LicenseError":  # xlwings raises it while it is imported
            raise NoLicenceError(str(trouble)) from trouble
        wrong = bad_setting(trouble)
        if wrong:
            raise wrong from trouble
        raise


def _require_authentication(settings: Any) -> None:
    """Refuse a server that would answer anybody."""
    providers = settings.auth_providers or []
    if not providers or not _PROVIDERS.issuperset(providers):
        raise ServerError(
            f"XLWINGS_AUTH_PROVIDERS is {providers!r}; the server starts only with "
            '["custom"] (tokens), ["entraid"] (Microsoft Entra ID) or both.'
        )
    lacking = [
        f"XLWINGS_{name.upper()}"
        for name in ("auth_entraid_client_id", "auth_entraid_tenant_id")
        if "entraid" in providers and not getattr(settings, name)
    ]
    if lacking:
        raise ServerError(f"Entra ID needs {' and '.join(lacking)}: set it in the environment.")


def _require_our_check(check: object) -> None:
    """Refuse to run with another token check: xlwings Server falls back to a sample of its own."""
    import importlib

    found = importlib.import_module("auth.custom")
    if getattr(found, "validate_token", None) is not check:
        raise ServerError(
            f"{found.__file__} stands before the token check of xlhedge; start the server in an "
            "environment without it."
        )


def _largest_body() -> int:
    """Return the largest request in bytes that is read."""
    text = os.environ.get("XLHEDGE_MAX_BODY") or str(LARGEST_BODY)
    if not (text.isdecimal() and int(text) > 0):
        raise ServerError(f"XLHEDGE_MAX_BODY is {text!r}; a whole number of bytes is needed.")
    return int(text)
