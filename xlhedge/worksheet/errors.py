"""Excel's error values, each carrying the sentence that explains it.

`ERRORS` is the one table of how every program that we speak to names each of them.
"""

from typing import NamedTuple, NoReturn

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.errors import XlhedgeError as XlhedgeError  # noqa: PLC0414 - for the hosts

DIV0 = "#DIV/0!"
NA = "#N/A"
NUM = "#NUM!"
VALUE = "#VALUE!"

SCODES = range(-0x7FF60000, -0x7FF50000)  # 0x800A0000 and what follows: all of CVErr


class ErrorName(NamedTuple):
    """One error value, as each program names it; None where a program has no name for it."""

    code: str  # as a cell shows it
    cverr: int | None = None  # what VBA's CVErr takes
    calc: int | None = None  # what LibreOffice Calc numbers it
    office: str | None = None  # what a custom function returns to Office.js
    engine: str | None = None  # what formualizer calls it
    kinds: tuple[Kind, ...] = ()  # which of our own kinds it stands for

    @property
    def scode(self) -> int | None:
        """What COM hands over for it."""
        return None if self.cverr is None else SCODES[self.cverr]


ERRORS = (
    ErrorName("#NULL!", 2000, 521, "Null", "Null"),
    ErrorName(DIV0, 2007, 532, "Div0", "Div", (Kind.UNDEFINED,)),
    ErrorName(VALUE, 2015, 519, "Value", "Value", (Kind.TYPE,)),
    ErrorName("#REF!", 2023, 524, "Ref", "Ref"),
    ErrorName("#NAME?", 2029, 525, "Name", "Name"),
    ErrorName(NUM, 2036, 503, "Num", "Num", (Kind.DOMAIN,)),
    ErrorName(NA, 2042, 32767, "NotAvailable", "Na", (Kind.MISMATCH, Kind.UNAVAILABLE)),
    ErrorName("#GETTING_DATA", 2043),
    ErrorName("#SPILL!", 2045, engine="Spill"),
    ErrorName("#CONNECT!", 2046),
    ErrorName("#BLOCKED!", 2047),
    ErrorName("#UNKNOWN!", 2048),
    ErrorName("#FIELD!", 2049),
    ErrorName("#CALC!", 2050, engine="Calc"),
    ErrorName("#BUSY!"),
    ErrorName("#EXTERNAL!"),
    ErrorName("#PYTHON!"),
)
CODES = frozenset(error.code for error in ERRORS)
STORED = frozenset(  # what a file keeps as it is; the later ones as #VALUE! with a note elsewhere
    error.code for error in ERRORS if error.cverr is not None and error.cverr <= 2043
)

_CODE_OF = {kind: error.code for error in ERRORS for kind in error.kinds}


class ExcelError:
    """An error in a cell: a value like any other, never an exception.

    Two errors are equal when their codes are; the message is for people.

    Parameters
    ----------
    code : str
        As the cell shows it: ``#DIV/0!``, ``#N/A``, ``#NUM!``, ``#VALUE!``, ``#REF!``, ...
    message : str, optional
        The sentence behind it.

    Examples
    --------
    >>> str(ExcelError("#N/A", "spot has 3 cells and futures has 2."))
    '#N/A'
    """

    __slots__ = ("code", "message")

    def __init__(self, code: str, message: str = "") -> None:
        if code not in CODES:
            raise ValueError(
                f"{code!r} is not an Excel error; known are {', '.join(sorted(CODES))}"
            )
        self.code = code
        self.message = message or f"{code} came in with the arguments."

    @classmethod
    def from_hedge_error(cls, error: HedgeError) -> "ExcelError":
        """Translate a core error: the one place where kinds become Excel's codes."""
        return cls(_CODE_OF[error.kind], error.message)

    def __bool__(self) -> NoReturn:
        """Refuse to be true or false: `if ratio:` would take an error for a figure."""
        raise TypeError(f"{self.code} is an error, neither true nor false: {self.message}")

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"ExcelError({self.code!r}, {self.message!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExcelError) and other.code == self.code

    def __hash__(self) -> int:
        return hash(self.code)
