"""All that depends on how xlwings and xlwings Server are made inside, beyond their manuals.

What a release of theirs would break is here, and in project/static/js/main.js for the browser's
side; tests/web/test_server_adapter.py names each: how it starts and what it says of a setting that
is wrong, how a call is computed, how a caller is known, where keys come from.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from xlhedge.web.server_errors import NoLicenceError, NotInstalledError
from xlhedge.web.server_settings import bad_setting
from xlhedge.xlwings_imports import converted_libraries_unseen

if TYPE_CHECKING:
    from fastapi import Request


def xlwings_server() -> Any:
    """Return xlwings Server's main module, which holds its application.

    Raises
    ------
    ServerError
        It is not installed, has no licence, or one of its settings is wrong.
    """
    import importlib

    try:
        with converted_libraries_unseen():
            return importlib.import_module("xlwings_server.main")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in {"xlwings", "xlwings_server"}:
            raise NotInstalledError from missing
        raise
    except Exception as error:
        if type(error).__name__ == "LicenseError":  # xlwings raises it while it is imported
            raise NoLicenceError(str(error)) from error
        wrong = bad_setting(error)
        if wrong:
            raise wrong from error
        raise


def add_to_templates(name: str, value: str) -> None:
    """Let the templates of pages and manifest use a value of ours."""
    from xlwings_server.templates import templates

    templates.env.globals[name] = value


async def provided_keys() -> Any:
    """Return Entra ID's keys where they are given to xlwings Server, as for want of a network."""
    from xlwings_server.auth.entraid import jwks

    return await jwks.get_jwks_json()


def spare_the_search() -> None:
    """Let xlwings know at once that this is not Pyodide: it asks once a cell, by an import."""
    for module in ("pyodide", "pyodide.ffi"):
        sys.modules.setdefault(module, None)  # type: ignore[arg-type]  # None: "it is not there"


async def call_function(call: dict[str, object], module: object) -> object:
    """Return the rows that a function of a module gives, by xlwings' own way with arguments.

    Raises
    ------
    NotACallError
        xlwings itself refuses the call, as one of another version.
    """
    import xlwings.server

    from xlhedge.web.server_call import NotACallError

    try:
        return await xlwings.server.custom_functions_call(call, module)
    except xlwings.XlwingsError as error:
        raise NotACallError(400, str(error)) from error


async def user_of(request: Request) -> Any:
    """Return who calls, checked as xlwings Server's own routes check it: roles too.

    Raises
    ------
    HTTPException
        401 or 403, with a sentence.
    """
    from xlwings_server import dependencies

    headers = request.headers
    user = await dependencies.authenticate(
        headers.get("authorization", ""), headers.get("auth-provider")
    )
    return await dependencies.get_user(request, user)
