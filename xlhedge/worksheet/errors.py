"""Excel's error values, each carrying the sentence that explains it."""

from xlhedge.core.errors import HedgeError, Kind

DIV0 = "#DIV/0!"
NA = "#N/A"
NUM = "#NUM!"
VALUE = "#VALUE!"

CODES = frozenset(
    {
        DIV0, NA, NUM, VALUE,
        "#NAME?", "#NULL!", "#REF!", "#SPILL!", "#CALC!", "#GETTING_DATA",
        "#BLOCKED!", "#BUSY!", "#CONNECT!", "#EXTERNAL!", "#FIELD!", "#PYTHON!", "#UNKNOWN!",
    }
)  # fmt: skip

_CODE_OF = {
    Kind.UNDEFINED: DIV0,
    Kind.DOMAIN: NUM,
    Kind.MISMATCH: NA,
    Kind.UNAVAILABLE: NA,
    Kind.TYPE: VALUE,
}


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

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"ExcelError({self.code!r}, {self.message!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExcelError) and other.code == self.code

    def __hash__(self) -> int:
        return hash(self.code)
