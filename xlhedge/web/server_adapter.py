"""All that depends on how xlwings and xlwings Server are made inside, beyond their manuals.

What a release of theirs would break is here, and tests/web/test_server_adapter.py names each:
how a call is computed, how a caller is known, and which troubles its start has.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import Request


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
    except xlwings.XlwingsError as trouble:
        raise NotACallError(400, str(trouble)) from trouble


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
