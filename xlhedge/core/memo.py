"""The paragraph for the auditor's file: data, method, figures, verdicts, and a hash to replay it.

Nothing in it depends on the day, the machine or the locale: the same inputs give the same text.
"""

import hashlib
import json

import numpy as np

from xlhedge.core.accounting import NO_PARAGRAPH, Requirement, ifrs9_assessment
from xlhedge.core.changes import FloatArray
from xlhedge.core.effectiveness import OVERALL, Criterion, dollar_offset_test, regression_test
from xlhedge.core.errors import HedgeError, Kind

LONGEST = 32_767  # characters a cell holds

_BAND = "0.8 to 1.25"
_DECIDES = "Which test decides is what the hedge documentation designated."
_METHOD = (
    "Method: least squares of the item's changes on the hedge's, and the cumulative dollar offset "
    "-dH/dI."
)
_FRAMES = {
    "ifrs9": (
        "IFRS 9, paragraph 6.4.1(c)",
        "IFRS 9 has no 80-125 line; limits marked as a judgement are not its text.",
    ),
    "ias39": (
        "IAS 39, AG105(b)",
        f"80-125 per cent is its text, the limits of the regression are practice. {_DECIDES}",
    ),
    "asc815": (
        "ASC 815 (highly effective)",
        f"80-125 per cent and the limits of the regression are practice, not its text. {_DECIDES}",
    ),
}


def hedge_memo(
    item_changes: FloatArray,
    hedge_changes: FloatArray,
    standard: str,
    period: str,
    item: str,
    hedge: str,
    designated_ratio: float,
    actual_ratio: float,
    credit_changes: FloatArray | None,
    version: str,
) -> str:
    """Return the documentation of one effectiveness assessment as one paragraph.

    Parameters
    ----------
    item_changes, hedge_changes, credit_changes, designated_ratio, actual_ratio
        As `ifrs9_assessment`; the last three count for IFRS 9 only.
    standard : {"ifrs9", "ias39", "asc815"}
        Whose criteria are reported.
    period, item, hedge : str
        What the reader should call them; empty = not stated, or the general word.
    version : str
        Of this program, for the record.

    Raises
    ------
    HedgeError
        As the assessments; DOMAIN for a text that no cell holds.
    """
    inputs = (
        item_changes, hedge_changes, standard, period, item, hedge,
        designated_ratio, actual_ratio, credit_changes,
    )  # fmt: skip
    frame, reservation = _FRAMES[standard]
    offset = dollar_offset_test(hedge_changes, item_changes)[-1]
    cumulative = Criterion("cumulative dollar offset", offset.ratio, _BAND, offset.verdict)
    if standard == "ifrs9":
        found = ifrs9_assessment(
            item_changes, hedge_changes, designated_ratio, actual_ratio, credit_changes
        )
        lines = [Criterion(_with_paragraph(line), *line[2:]) for line in found]
    else:
        lines = [cumulative, *regression_test(item_changes, hedge_changes)[:-1]]
    lines = [line for line in lines if line.name != "dropped"]  # said of the data
    missing = np.isnan(item_changes) | np.isnan(hedge_changes)
    if standard == "ifrs9" and credit_changes is not None:
        missing |= np.isnan(credit_changes)
    dropped = int(missing.sum())
    named = {"Hedged item": item, "Hedging instrument": hedge, "Period": period}
    memo = " ".join(
        [
            f"Hedge effectiveness under {frame}.",
            *(f"{what}: {' '.join(text.split()) or 'not stated'}." for what, text in named.items()),
            f"Data: {missing.size - dropped} paired changes in value; {dropped} rows were dropped.",
            _METHOD,
            f"Findings: {'; '.join(map(_finding, lines))}.",
            reservation,
            f"Computed by HEDGE_MEMO of xlhedge {version}; sha256 of its inputs:",
            f"{inputs_hash(inputs)}.",
        ]
    )
    length = len(memo.encode("utf-16-le")) // 2  # a cell counts UTF-16 units
    if length > LONGEST:
        raise HedgeError(
            Kind.DOMAIN,
            f"item, hedge and period make a memo of {length:,} characters; a cell holds "
            f"{LONGEST:,}: shorten them.",
        )
    return memo


def inputs_hash(inputs: tuple[object, ...]) -> str:
    """Return the sha256 of arguments, in order, as compact ASCII JSON; a missing cell is null.

    Examples
    --------
    >>> inputs_hash((np.array([1.0, np.nan]), "ifrs9", None))[:12]
    '11a06d178033'
    """
    plain = json.dumps([_plain(value) for value in inputs], separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return [None if np.isnan(x) else float(x) + 0.0 for x in value]  # + 0.0: -0.0 is 0.0
    return float(value) + 0.0 if isinstance(value, int | float) else value


def _with_paragraph(line: Requirement) -> str:
    return line.name if line.paragraph == NO_PARAGRAPH else f"{line.name} [{line.paragraph}]"


def _finding(line: Criterion) -> str:
    if line.name.startswith(OVERALL):
        return f"{line.name}: {line.verdict}, {line.figure} of {line.needed} met"
    figure = f"{line.figure:.6g}" if isinstance(line.figure, int | float) else str(line.figure)
    needed = f"needed: {line.needed}; " if line.needed else ""
    return f"{line.name} {figure} ({needed}{line.verdict})"
