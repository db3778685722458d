"""The shape of a call: what a request must hold before a function is looked up and computed."""

import re
import reprlib

from fastapi import HTTPException

from xlhedge.worksheet import CATALOGUE

_MOST_ARGUMENTS = 255  # Excel's own limit
_TEXTS = ("client", "version", "runtime")
_OPTIONAL_TEXTS = ("caller_address", "culture_info_name", "date_format", "session_id")


def check_call(call: object) -> None:
    """Refuse a request that is no call of a function.

    Parameters
    ----------
    call : object
        The request's JSON.

    Raises
    ------
    HTTPException
        404 for an unknown function, 400 for the rest; the sentence names what is wrong.
    """
    if not isinstance(call, dict):
        raise _bad(f"The request is a JSON {_kind(call)}; an object is needed.")
    for name in ("func_name", *_TEXTS):
        if not isinstance(call.get(name), str):
            raise _bad(f"{name} is {_found(call, name)}; a text is needed.")
    for name in _OPTIONAL_TEXTS:
        if not isinstance(call.get(name), str | None):
            raise _bad(f"{name} is {_found(call, name)}; a text or null is needed.")
    if call["func_name"] not in CATALOGUE:
        raise HTTPException(
            404, f"{reprlib.repr(call['func_name'])} is no function of this server."
        )
    _check_runtime(call["runtime"])
    _check_arguments(call["func_name"], call.get("args"))


def _check_runtime(text: str) -> None:
    if not re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,4}", text):
        raise _bad(f"runtime is {reprlib.repr(text)}; a version such as 1.4 is needed.")


def _check_arguments(function: str, args: object) -> None:
    if not isinstance(args, list):
        raise _bad(f"args is a JSON {_kind(args)}; an array of arguments is needed.")
    arguments = CATALOGUE[function].arguments
    repeats = bool(arguments) and arguments[-1].repeats
    if len(args) > len(arguments):
        raise _bad(f"{function} takes at most {len(arguments)} arguments; {len(args)} were sent.")
    if repeats and len(args) == len(arguments):
        rest = args[-1]
        if not isinstance(rest, list) or len(rest) > _MOST_ARGUMENTS:
            raise _bad(
                f"{arguments[-1].name} is no array of at most {_MOST_ARGUMENTS} further arguments."
            )


def _bad(sentence: str) -> HTTPException:
    return HTTPException(400, sentence)


def _found(call: dict[str, object], name: str) -> str:
    return f"a JSON {_kind(call[name])}" if name in call else "missing"


def _kind(value: object) -> str:
    kinds = {dict: "object", list: "array", str: "text", bool: "boolean", type(None): "null"}
    return kinds.get(type(value), "number")
