"""The application that xlwings Server runs: our project, with what a shared server needs.

The settings are xlwings Server's own: environment variables XLWINGS_NAME, and below them the
defaults in project/pyproject.toml. Ours are XLHEDGE_TOKENS, XLHEDGE_TOKEN_FILE, the limits
XLHEDGE_MAX_BODY, XLHEDGE_DEADLINE, XLHEDGE_COMPUTE and XLHEDGE_MEMORY, and XLHEDGE_METRICS, which
opens /metrics.
"""

from __future__ import annotations

import gc
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlhedge import __version__
from xlhedge.web.server_adapter import add_to_templates, spare_the_search, xlwings_server
from xlhedge.web.server_errors import ServerError
from xlhedge.web.server_settings import folder_of_figures, whole_setting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PROJECT = Path(__file__).parent / "project"
LARGEST_BODY = 16 * 2**20  # a column of Excel, 1,048,576 rows of short numbers, is about 12 MB
DEADLINE = 60  # seconds from a call's arrival to its answer
MEMORY = 3 * 2**30  # bytes of address space of a process that computes; some 300 MB are libraries
LEAST_MEMORY = 2**30  # below, libraries alone may need more
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")

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
    figures = folder_of_figures()
    largest_body = whole_setting("XLHEDGE_MAX_BODY", LARGEST_BODY, "bytes")
    limits = (
        whole_setting("XLHEDGE_COMPUTE", max(3, (os.cpu_count() or 1) + 1), "processes"),
        whole_setting("XLHEDGE_DEADLINE", DEADLINE, "seconds"),
        whole_setting("XLHEDGE_MEMORY", MEMORY, "bytes", LEAST_MEMORY),
    )
    # the front waits longer than the server computes: nothing is asked twice because it is slow
    os.environ.setdefault("XLWINGS_REQUEST_TIMEOUT", str(limits[1] + 30))
    main = xlwings_server()

    from xlwings_server.config import settings

    from xlhedge.web import server_entra, server_guard, server_pages, server_user
    from xlhedge.web.server_pool import Limits, Pool

    _require_authentication(settings)
    if settings.hostname and not _HOST.fullmatch(settings.hostname):
        raise ServerError(
            f"XLWINGS_HOSTNAME is {settings.hostname!r}; a name such as hedge.example.com is "
            "needed, without https:// and without a path."
        )
    if "custom" in settings.auth_providers:
        server_user.access_tokens()
        _require_our_check("custom", server_user.validate_token)
    if "entraid" in settings.auth_providers:
        _require_our_check("entraid", server_entra.validate_token)
    add_to_templates("manifest_version", manifest_version(__version__))
    main.app.add_middleware(
        server_pages.Pages, app_path=settings.app_path, static_path=settings.static_url_path
    )
    pool = Pool(Limits(*limits))
    server_guard.guard(main.app, settings.app_path, largest_body, pool, figures)
    gc.collect()
    gc.freeze()  # what is loaded stays: a large range need not have it searched for garbage
    application: Application = main.main_app
    return application


def manifest_version(version: str) -> str:
    """Return a release of ours as a manifest has it: four whole numbers, the first above 0.

    Excel takes a manifest for new when this has risen.

    Examples
    --------
    >>> manifest_version("0.2.0")
    '1.0.2.0'
    """
    return ".".join(["1", *re.findall(r"\d+", version)[:3]])


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
    if "entraid" in providers and settings.auth_entraid_multitenant:
        raise ServerError(
            "XLWINGS_AUTH_ENTRAID_MULTITENANT would let every organisation's users in; unset it. "
            "Guests of your own tenant can call without it."
        )


def _require_our_check(provider: str, check: object) -> None:
    """Refuse to run with another token check: xlwings Server falls back to one of its own."""
    import importlib

    module = importlib.import_module(f"auth.{provider}")
    if getattr(module, "validate_token", None) is not check:
        raise ServerError(
            f"{module.__file__} stands before the token check of xlhedge; start the server in an "
            "environment without it."
        )
