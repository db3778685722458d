"""The memo for the auditor's file: data, method, figures, verdicts, and a hash to replay it.

Nothing in it depends on the day, the machine or the locale: the same inputs give the same text.
"""

import hashlib
import json
import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from xlhedge.core.accounting import (
    NO_PARAGRAPH,
    NOT_A_CRITERION,
    Requirement,
    ifrs9_assessment,
)
from xlhedge.core.changes import FloatArray
from xlhedge.core.effectiveness import (
    Criterion,
    band,
    dollar_offset_test,
    regression_test,
)
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword
from xlhedge.core.keywords import Direction, Standard
from xlhedge.core.relationship import FAIL, NO_ROUNDING, NOT_ASSESSED, OLS, PASS

LONGEST = 32_767  # characters a cell holds

_SMALLEST_P = 0.0001  # a smaller one is written as below it
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")  # no file format has them
_HEAD = ("slope p-value", "direction", "overlap [rows]", "dropped")
_DECIDES = "Which test decides is what the hedge documentation designated."
_FRAMES: dict[str, tuple[str, str]] = {
    Standard.IFRS9: (
        "IFRS 9, paragraph 6.4.1(c)",
        "IFRS 9 has no 80-125 line; limits marked as a judgement are not its text.",
    ),
    Standard.IAS39: (
        "IAS 39, AG105(b)",
        f"80-125 per cent is its text, the limits of the regression are practice. {_DECIDES}",
    ),
    Standard.ASC815: (
        "ASC 815",
        f"80-125 per cent and the limits of the regression are practice, not its text. {_DECIDES}",
    ),
}


class MemoLimits(NamedTuple):
    """What the tests judge by, in the order of HEDGE_MEMO's `limits`."""

    min_r2: float = 0.8
    slope_low: float = -1.25
    slope_high: float = -0.8
    alpha: float = 0.05
    credit_limit: float = 0.5
    tolerance: float = 0.02
    direction: str = Direction.ITEM_ON_HEDGE
    low: float = 0.8
    high: float = 1.25
    noise_floor: float = 0.0


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
    limits: Sequence[float | str | None] = (),
    *,
    overlap: bool | int = False,
) -> str:
    """Return the documentation of one effectiveness assessment in short paragraphs.

    Parameters
    ----------
    item_changes, hedge_changes, credit_changes, designated_ratio, actual_ratio
        As `ifrs9_assessment`; the last three count for IFRS 9 only.
    standard : {"ifrs9", "ias39", "asc815"}
        Whose criteria are told: `ifrs9_assessment`, or else `dollar_offset_test` at the last period
        and `regression_test`.
    period, item, hedge : str
        What the reader should call them; empty = not stated.
    version : str
        Of this program, for the record.
    limits : sequence
        As `MemoLimits`; None or left out = the default. Limits of another standard do not count.
    overlap : bool or int
        Rows by which the changes overlap; False = none. True has no step to refer to here.

    Raises
    ------
    HedgeError
        As the assessments; DOMAIN for a text that no cell holds.
    """
    need_keyword("standard", standard, Standard)
    by = _filled_in(limits)
    data = (item_changes, hedge_changes)
    ratios = (designated_ratio, actual_ratio)
    if standard == Standard.IFRS9:
        direction: str = Direction.ITEM_ON_HEDGE
        table = _requirements(data, ratios, credit_changes, by, overlap)
        findings = _findings(table)
    else:
        direction = by.direction
        offset = _cumulative_offset(*data, by)
        table = regression_test(*data, *by[:4], overlap=overlap, direction=direction)
        findings = [_judged(offset), *_findings(table)]
    frame, reservation = _FRAMES[standard]
    inputs = (*data, standard, period, item, hedge, *ratios, credit_changes)
    return _that_a_cell_holds(
        f"Hedge effectiveness under {frame}.",
        f"Hedged item: {_plain_text(item)}. Hedging instrument: {_plain_text(hedge)}. Period: "
        f"{_plain_text(period)}.",
        _data(table),
        f"Method: least squares of {direction}, its two-sided p-value robust to autocorrelation, "
        "changing variance and overlap; the cumulative dollar offset -dH/dI.",
        *findings,
        reservation,
        f"Computed by HEDGE_MEMO of xlhedge {version}; sha256 of its inputs: "
        f"{inputs_hash((*inputs, *_beyond_the_defaults(limits, overlap)))}.",
    )


def _that_a_cell_holds(*paragraphs: str) -> str:
    memo = "\n".join(paragraphs)
    length = len(memo.encode("utf-16-le")) // 2  # a cell counts UTF-16 units
    if length > LONGEST:
        raise HedgeError(
            Kind.DOMAIN,
            f"item, hedge and period make a memo of {length:,} characters; a cell holds "
            f"{LONGEST:,}: shorten them.",
        )
    return memo


def _requirements(
    data: tuple[FloatArray, FloatArray],
    ratios: tuple[float, float],
    credit_changes: FloatArray | None,
    by: MemoLimits,
    overlap: bool | int,
) -> list[Criterion]:
    """Return the requirements of IFRS 9, each with its paragraph."""
    judgements = (by.alpha, by.credit_limit, by.tolerance)
    lines = ifrs9_assessment(*data, *ratios, credit_changes, *judgements, overlap=overlap)
    return [Criterion(_with_paragraph(line), *line[2:]) for line in lines]


def _cumulative_offset(item: FloatArray, hedge: FloatArray, by: MemoLimits) -> Criterion:
    last = dollar_offset_test(hedge, item, by.low, by.high, by.noise_floor)[-1]
    return Criterion("cumulative dollar offset", last.ratio, band(by.low, by.high), last.verdict)


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
    if isinstance(value, list):
        return [_plain(x) for x in value]
    if isinstance(value, np.ndarray):
        return [None if np.isnan(x) else float(x) + 0.0 for x in value]  # + 0.0: -0.0 is 0.0
    return float(value) + 0.0 if isinstance(value, int | float) else value


def _filled_in(limits: Sequence[float | str | None]) -> MemoLimits:
    kept: dict[str, Any] = {
        name: limit
        for name, limit in zip(MemoLimits._fields, limits, strict=False)
        if limit is not None
    }
    return MemoLimits()._replace(**kept)


def _beyond_the_defaults(
    limits: Sequence[float | str | None], overlap: bool | int
) -> tuple[object, ...]:
    """Return limits and overlap without what was left out, so that memos without them replay."""
    filled = list(limits)
    while filled and filled[-1] is None:
        filled.pop()
    if overlap:
        return (filled or None, overlap)
    return (filled,) if filled else ()


def _plain_text(text: str) -> str:
    """Return a text on one line, with nothing that a file cannot hold."""
    # half a character of two UTF-16 units becomes U+FFFD, two halves in a row become one
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return " ".join(_NOT_TEXT.sub(" ", whole).split()) or "not stated"


def _with_paragraph(line: Requirement) -> str:
    return line.name if line.paragraph == NO_PARAGRAPH else f"{line.name} [{line.paragraph}]"


def _data(table: list[Criterion]) -> str:
    count = {line.name: line.figure for line in table}
    dropped, overlap = count["dropped"], count["overlap [rows]"]
    rows = "1 row was" if dropped == 1 else f"{dropped:,} rows were"
    shared = "" if overlap == 1 else f" They overlap by {overlap:,} rows."
    return f"Data: {count['observations']:,} paired changes in value; {rows} dropped.{shared}"


def _findings(table: list[Criterion]) -> list[str]:
    """Return a sentence for each line judged, one for all of them, and one of information."""
    *lines, overall = table
    verdicts = (PASS, FAIL, NOT_ASSESSED)
    judged = [x for x in lines if x.verdict in verdicts and x.name != "observations"]
    noted = [x for x in lines if x not in judged and x.name not in _HEAD]
    p_value = next(line.figure for line in lines if line.name == "slope p-value")
    reasons = ""
    for verdict in (FAIL, NOT_ASSESSED):
        names = [line.name.partition(" [")[0] for line in judged if line.verdict == verdict]
        reasons += f"; {verdict}: {', '.join(names)}" if names else ""
    return [
        *(_judged(line, p_value) for line in judged),
        f"{overall.name}: {overall.verdict}, {overall.figure} of {overall.needed} met{reasons}.",
        f"For information: {'; '.join(map(_noted, noted))}.",
    ]


def _judged(line: Criterion, p_value: float | str | HedgeError = "") -> str:
    figure = _figure(line)
    if line.name.startswith("economic relationship"):
        figure = f"r = {figure}, {_probability(p_value, line.needed)}"
    return f"{line.name}: {figure}; needed: {line.needed}; verdict: {line.verdict}."


def _noted(line: Criterion) -> str:
    note = f" ({NOT_A_CRITERION})" if line.verdict == NOT_A_CRITERION else ""
    if line.name == "observations" and line.needed:
        note = f" ({line.needed} are usual)"
    elif line.needed == OLS:
        note = f" ({OLS})"
    # why there is none is said where it is judged
    figure = "none" if isinstance(line.figure, HedgeError) else _figure(line)
    return f"{line.name}: {figure}{note}"


def _figure(line: Criterion) -> str:
    if line.name in ("slope p-value", "significance f"):
        return _probability(line.figure, line.needed)
    if isinstance(line.figure, HedgeError):
        return f"none ({line.figure.message.rstrip('.')})"
    return line.figure if isinstance(line.figure, str) else _number(line.figure, line.needed)


def _probability(p_value: float | str | HedgeError, needed: str) -> str:
    if isinstance(p_value, HedgeError):
        return f"no p ({p_value.message.rstrip('.')})"
    p = float(p_value)
    fine = any(0 < bound < _SMALLEST_P for bound in _numbers(needed))
    if p < _SMALLEST_P and not fine:
        return f"p below {_SMALLEST_P:g}"
    return f"p = {_number(p, needed, 4)}"


def _number(number: float, needed: str, decimals: int = 3) -> str:
    """Write a number as people do, on the same side of the limits in `needed` as it is."""
    if isinstance(number, int) or number == 0:
        return f"{number:,.0f}"
    size = math.log10(abs(number)) if math.isfinite(number) else math.inf
    if not -10 < size < 15:
        return f"{number:.3g}" if math.isfinite(number) else "no number that a cell holds"
    if size >= 3:
        decimals = 0
    elif size < -decimals:
        decimals = 2 - math.floor(size)
    bounds = [sign * bound for bound in _numbers(needed) for sign in (1, -1)]  # within 0.02
    while decimals < 15 and any(
        _side(round(number, decimals), bound) != _side(number, bound) for bound in bounds
    ):
        decimals += 1
    return f"{number:,.{decimals}f}"


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _side(number: float, bound: float) -> int:
    return 0 if abs(number - bound) <= NO_ROUNDING else (1 if number > bound else -1)
