"""What a later version changed in a function's defaults and rules: told of every older workbook.

`CHANGES` is the one list. HEDGE_EXPLAIN, `recalc`, the Checks page and the ribbon's Repair read it,
and the changelog's lines are its `changelog_lines`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlhedge import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

OK = "ok"
STAMP_NAME = "xlhedge_version"  # the cell of a workbook that says which version made it
STAMP_LABEL = "Made for xlhedge"  # what stands left of it: the first version's books have no name
STAMP = f"xlhedge {__version__}"  # no bare number: Excel reads 1.2.0 as a date in some countries

_CELLS_NAMED = 20  # of one function in one sentence

_VERSION = re.compile(r"\d+(?:\.\d+)*")


class RuleChange(NamedTuple):
    """A default or rule that differs since a version, told in three parts of a sentence."""

    since: str
    functions: tuple[str, ...]
    was: str
    now: str
    advice: str  # what to do about it
    omitted: str = ""  # the argument that has to be left out for the change to matter
    passed: str = ""  # the one that has to be there

    @property
    def sentence(self) -> str:
        """What was, what is, what to do."""
        return f"{self.was}; {self.now}. {self.advice}"


class FunctionCall(NamedTuple):
    """One call of a function in a workbook."""

    function: str
    place: str = ""  # such as Compare!C9
    filled: frozenset[int] | None = None  # which arguments it passes, from 0; None: not known


_ROUNDED = "1 rounded a half to the even whole number"
_ROUNDS = "it rounds a half away from zero, as ROUND does"
_LOOK_AT_HALVES = "Look where the exact figure ends in .5."

CHANGES = (
    RuleChange(
        "0.2.0",
        ("FX_FORWARD_RATE", "CIP_BASIS"),
        "interest was continuous where compounding is left out",
        "it is simple",
        'Pass "continuous" for the old figure.',
        omitted="compounding",
    ),
    RuleChange(
        "0.2.0",
        ("GARCH_HEDGE_RATIO",),
        "the ratio was of log changes where changes is left out",
        "it is of price changes",
        'Pass "log" for the old figure, times spot / futures for contracts.',
        omitted="changes",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_MEMO", "IFRS9_ASSESSMENT"),
        "tolerance was a difference of ratios",
        "it is a share of the designated ratio",
        "Divide the old tolerance by the designated ratio.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_MEMO", "HEDGE_REGRESSION_TEST", "IFRS9_ASSESSMENT"),
        "the p-value took changes as independent",
        "it is robust, and not assessed below 12 changes",
        "Verdicts may change; declare overlap where changes overlap.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_REGRESSION_TEST",),
        "the F test was a fourth criterion",
        "it is information",
        "Read the p-value of the slope.",
    ),
    RuleChange(
        "0.2.0",
        ("HYPOTHETICAL_DERIVATIVE_TEST",),
        "the slope was of hedge on hypothetical where direction is left out",
        "it is of item on hedge",
        'Pass "hedge on item" for the old one.',
        omitted="direction",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_MEMO",),
        "the memo was one paragraph of exact figures",
        "it is short ones of rounded figures, under the same hash",
        "Compare the hash with that of a filed memo, not the text.",
    ),
    RuleChange(
        "0.2.0",
        (
            "HEDGE_MODEL_CONTEST",
            "HEDGE_RATIO_CI",
            "HEDGE_REGRESSION_TEST",
            "HYPOTHETICAL_DERIVATIVE_TEST",
            "IFRS9_ASSESSMENT",
            "INTEGER_HEDGE",
        ),
        "the table was smaller",
        "it has more rows or columns, some between the old ones",
        "Make room where #SPILL! shows; look at cells that read it by row.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_RATIO_CI",),
        "the interval was too narrow for few or dependent changes",
        "it keeps its level, below 12 changes #DIV/0!",
        "Use it; declare overlap where changes overlap.",
    ),
    RuleChange(
        "0.2.0",
        ("CORREL_BREAK_TEST",),
        "a sup-Wald statistic stood beside a critical value for long samples",
        "it is a sup-F with bootstrapped p-value",
        "Use the new verdict.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_HEALTH",),
        "basis risk and correlation were judged by one figure each",
        "the p-value and the break test count too",
        "Read the figure beside a status that changed.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_REGRESSION_TEST", "HEDGE_STATS"),
        "a row held the Newey-West standard error",
        "it holds a robust one, #DIV/0! below 12 changes",
        "Use the new one.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_MODEL_CONTEST",),
        "the naive ratio was 1 where naive_ratio is left out",
        "it is spot / futures at the end of the burn-in",
        "Pass 1 as naive_ratio for the old one.",
        omitted="naive_ratio",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_MODEL_CONTEST",),
        "p-values came from a bootstrap",
        "they are robust, beside them adjusted by Holm's rule",
        "Judge by the adjusted ones.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_EFFECTIVENESS",),
        "two changes were enough",
        "three are needed, fewer are #DIV/0!",
        "Take a longer history.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_PROFILE",),
        'a ratio below 0 or above 1 was "between bands"',
        'it "adds risk" or is "over-hedged"',
        "Look at cells that compare the text.",
    ),
    RuleChange(
        "0.2.0",
        (
            "BETA_HEDGE_CONTRACTS",
            "DURATION_HEDGE_CONTRACTS",
            "DV01_HEDGE_CONTRACTS",
            "FUTURES_CONTRACTS",
            "MACRO_HEDGE_CONTRACTS",
        ),
        f"rounding {_ROUNDED}",
        _ROUNDS,
        _LOOK_AT_HALVES,
        passed="rounding",
    ),
    RuleChange(
        "0.2.0",
        ("CROSS_HEDGE", "REBALANCE_CONTRACTS"),
        f"rounding {_ROUNDED}",
        _ROUNDS,
        _LOOK_AT_HALVES,
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_MEMO", "IFRS9_ASSESSMENT"),
        "nothing held could pass, and a designated 0 was judged",
        "nothing held fails, and a designated 0 is #DIV/0!",
        "Enter the ratio that was designated.",
    ),
    RuleChange(
        "0.2.0",
        ("IFRS9_ASSESSMENT",),
        "the third figure was designated less actual",
        "it is actual / designated - 1",
        "Look at cells that read it.",
    ),
    RuleChange(
        "0.2.0",
        ("INTEGER_HEDGE",),
        "a long search was #NUM!",
        "it gives the best basket reached",
        'Read the last row: "best, proven" or "best found, not proven".',
    ),
    RuleChange(
        "0.2.0",
        ("FX_HEDGE_COMPARE",),
        "the first of equals was named best",
        'the word is "equal: " and their names',
        "Look at cells that compare the word.",
    ),
    RuleChange(
        "0.2.0",
        ("KALMAN_HEDGE_RATIO", "ROBUST_HEDGE_RATIO"),
        "spot that never moves was #DIV/0!",
        "its ratio is 0",
        "Look at cells with IFERROR.",
    ),
    RuleChange(
        "0.2.0",
        ("HEDGE_BACKTEST", "QUANTILE_HEDGE_RATIO", "ROBUST_HEDGE_RATIO", "ROLLING_HEDGE_RATIO"),
        "one price far out could spoil the ratio, also of later rows",
        "every row is exact",
        "Nothing; look again where a price was wrong by far.",
    ),
    RuleChange(
        "0.2.0",
        (
            "DOLLAR_OFFSET_TEST",
            "HEDGE_BACKTEST",
            "HEDGE_POLICY_CHECK",
            "HEDGE_PROFILE",
            "HEDGE_STATUS",
            "MICRO_HEDGE_RISK",
            "REBALANCE_CONTRACTS",
            "STRESS_HEDGE",
        ),
        "a share such as 80 was computed with",
        "it is #NUM!, with the decimal that it should be",
        "Enter 0.8 for 80 %.",
    ),
)


def version_of(stamp: object) -> tuple[int, ...] | None:
    """Return the version that a stamp such as "xlhedge 0.1.0" names; None where it names none.

    >>> version_of("0.1.0 or later"), version_of("draft")
    ((0, 1), None)
    """
    text = version_text(stamp)
    if not text:
        return None
    parts = [int(part) for part in text.split(".")]
    while parts and parts[-1] == 0:  # 0.2 is 0.2.0
        parts.pop()
    return tuple(parts)


def version_text(stamp: object) -> str:
    """Return the version that a stamp names, as it is written there; nothing where none is."""
    match = _VERSION.search(str(stamp))
    return match[0] if match else ""


def newer_than_this(stamp: object) -> str:
    """Return the sentence on a book that a later version made, or nothing."""
    made, here = version_of(stamp), version_of(__version__)
    if made is None or here is None or made <= here:
        return ""
    return (
        f"The book was made by xlhedge {version_text(stamp)}, later than {__version__}, which "
        "computes it: update xlhedge, what changed in between is not known here."
    )


def changes_since(stamp: object) -> list[RuleChange]:
    """Return what changed after the version that a stamp names; nothing where it names none."""
    made, here = version_of(stamp), version_of(__version__) or ()
    if made is None:
        return []
    return [c for c in CHANGES if made < (version_of(c.since) or ()) <= here]


def concerns(change: RuleChange, use: FunctionCall) -> bool:
    """Whether a change matters to a call; one whose arguments are not known counts."""
    if use.function not in change.functions:
        return False
    if use.filled is None or not (change.omitted or change.passed):
        return True
    from xlhedge.worksheet.catalogue import CATALOGUE

    names = [argument.name for argument in CATALOGUE[use.function].arguments]
    if change.omitted:
        return names.index(change.omitted) not in use.filled
    return names.index(change.passed) in use.filled


def changes_for(
    stamp: object, uses: Iterable[FunctionCall]
) -> list[tuple[RuleChange, list[FunctionCall]]]:
    """Return each change since the version that a stamp names, with the calls it matters to."""
    calls = list(uses)
    pairs = ((c, [use for use in calls if concerns(c, use)]) for c in changes_since(stamp))
    return [(change, matter) for change, matter in pairs if matter]


def sentence_of(stamp: object, uses: Iterable[FunctionCall]) -> str:
    """Return what changed for the calls of a workbook since the version that made it.

    Parameters
    ----------
    stamp : object
        What the workbook says of its version.
    uses : iterable of FunctionCall
        Its calls.

    Returns
    -------
    str
        A line a change: functions with their cells, what was, what is, what to do; "ok" when
        nothing changed.
    """
    newer = newer_than_this(stamp)
    if newer:
        return newer
    lines = [f"{_listed(calls)}: {change.sentence}" for change, calls in changes_for(stamp, uses)]
    return "\n".join(lines) or OK


def _listed(calls: list[FunctionCall]) -> str:
    """Return functions with the cells they stand in: CIP_BASIS (Compare!C9, Compare!C10)."""
    places: dict[str, list[str]] = {}
    for use in calls:
        places.setdefault(use.function, []).append(use.place)
    named = {name: list(dict.fromkeys(filter(None, cells))) for name, cells in places.items()}
    return ", ".join(f"{name} ({_some(cells)})" if cells else name for name, cells in named.items())


def _some(cells: list[str]) -> str:
    """Return cells as a sentence can hold them."""
    more = len(cells) - _CELLS_NAMED
    return ", ".join(cells[:_CELLS_NAMED]) + (f" and {more} more" if more > 0 else "")


def changelog_lines(version: str) -> list[str]:
    """Return what the changelog says of a version's changed defaults and rules, item by item."""
    import textwrap

    items = (f"- {', '.join(c.functions)}: {c.sentence}" for c in CHANGES if c.since == version)
    return [textwrap.fill(item, 100, subsequent_indent="  ") for item in items]
