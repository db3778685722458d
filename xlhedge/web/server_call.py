"""The shape of a call: what a request must hold before a function is looked up and computed."""

import re
import reprlib

from xlhedge.worksheet import CATALOGUE

_MOST_ARGUMENTS = 255  # Excel's own limit
_TEXTS = ("client", "version", "runtime")
_OPTIONAL_TEXTS = ("caller_address", "culture_info_name", "date_format", "session_id")


# Rows that take about 30 seconds on a core of a busy machine, by tests/benchmarks/growth.py: the
# first kind compares all lags with all rows, the second each exposure with each date. What is not
# here takes less for all rows that a request can hold.
MOST_ROWS = dict.fromkeys(
    (
        "HEDGE_HEALTH",
        "HEDGE_MEMO",
        "HEDGE_RATIO_CI",
        "HEDGE_REGRESSION_TEST",
        "HEDGE_STATS",
        "HYPOTHETICAL_DERIVATIVE_TEST",
        "IFRS9_ASSESSMENT",
    ),
    120_000,
) | {"HEDGE_MODEL_CONTEST": 250_000, "LAYERED_HEDGE": 6_000}


class NotACallError(Exception):
    """A request that is not computed.

    Parameters
    ----------
    status : int
        What HTTP calls it.
    sentence : str
        What is wrong, and what would do.
    """

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def check_rows(function: str, args: list[object]) -> None:
    """Refuse ranges that are longer than a function can compute in the time of a call.

    Raises
    ------
    NotACallError
        422, with the number of rows that would do.
    """
    if function == "HEDGE_EXPLAIN" and len(args) > 1 and isinstance(args[1], list):
        function, args = _first_text(args[0]), args[1]  # it computes the function that it explains
    most = MOST_ROWS.get(function)
    rows = max(map(_length, args), default=0)
    if most and rows > most:
        raise NotACallError(
            422,
            f"{function} takes at most {most:,} rows on this server; {rows:,} were sent. Use fewer "
            "rows, such as the latest ones or weekly figures, or calculate on your own machine.",
        )


def _length(value: object) -> int:
    """Return the rows of a block, or its columns where it lies on its side."""
    if not (isinstance(value, list) and value and isinstance(value[0], list)):
        return 0
    return max(len(value), len(value[0]))


def _first_text(value: object) -> str:
    while isinstance(value, list) and value:
        value = value[0]
    return value.strip().upper() if isinstance(value, str) else ""


def check_call(call: object) -> str:
    """Refuse a request that is no call of a function.

    Parameters
    ----------
    call : object
        The request's JSON.

    Returns
    -------
    str
        The function's name.

    Raises
    ------
    NotACallError
        404 for an unknown function, 400 for the rest; the sentence names what is wrong.
    """
    if not isinstance(call, dict):
        raise _bad(f"The request is a JSON {_kind(call)}; an object is needed.")
    for name in ("func_name", *_TEXTS):
        if not isinstance(call.get(name), str):
            raise _bad(f"{name} is {_shape(call, name)}; a text is needed.")
    for name in _OPTIONAL_TEXTS:
        if not isinstance(call.get(name), str | None):
            raise _bad(f"{name} is {_shape(call, name)}; a text or null is needed.")
    if call["func_name"] not in CATALOGUE:
        raise NotACallError(
            404, f"{reprlib.repr(call['func_name'])} is no function of this server."
        )
    _check_runtime(call["runtime"])
    _check_arguments(call["func_name"], call.get("args"))
    return str(call["func_name"])


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


def _bad(sentence: str) -> NotACallError:
    return NotACallError(400, sentence)


def _shape(call: dict[str, object], name: str) -> str:
    return f"a JSON {_kind(call[name])}" if name in call else "missing"


def _kind(value: object) -> str:
    kinds = {dict: "object", list: "array", str: "text", bool: "boolean", type(None): "null"}
    return kinds.get(type(value), "number")
