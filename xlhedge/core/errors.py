"""What can be wrong with a hedge's numbers, in one exception with five kinds; the base of all."""

from enum import Enum


class Kind(Enum):
    """Why there is no answer."""

    UNDEFINED = "undefined"  # too few observations, no variance, a zero denominator
    DOMAIN = "domain"  # a number outside what the formula is defined for; no convergence
    MISMATCH = "mismatch"  # ranges that should pair up and do not
    UNAVAILABLE = "unavailable"  # needs a library that is not installed here
    TYPE = "type"  # not the kind of value that is needed, or an unknown keyword


class XlhedgeError(Exception):
    """What xlhedge itself refuses, in any of its parts: its text is a whole sentence."""

    exit_code = 2  # of the command line, which shows the sentence and no traceback


class HedgeError(XlhedgeError, ValueError):
    """A hedge figure that cannot be given, and the sentence that says why.

    Parameters
    ----------
    kind : Kind
        What is wrong with it; a spreadsheet turns it into its own error value.
    message : str
        One sentence: the argument, what was given, what would be accepted.

    Examples
    --------
    >>> HedgeError(Kind.UNDEFINED, "position_value is 0; a value other than 0 is needed.").kind
    <Kind.UNDEFINED: 'undefined'>
    """

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
