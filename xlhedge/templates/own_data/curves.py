"""From a table of rates by date and term to the latest curve: terms in years, rates as decimals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.own_data import headers
from xlhedge.templates.own_data.errors import BadData, excerpt
from xlhedge.templates.own_data.source import clean, open_source, read_columns
from xlhedge.templates.own_data.suiting import refuse_days_to_come
from xlhedge.templates.own_data.table import RawTable, is_blank
from xlhedge.templates.own_data.tenors import (
    FORWARD,
    PAR,
    ZERO,
    Tenor,
    tenor_of,
    term_text,
    years_alone,
)
from xlhedge.templates.own_data.unstacking import unstack

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from xlhedge.templates.own_data.reading import DataRequest
    from xlhedge.templates.own_data.shape import Shape
    from xlhedge.templates.own_data.source import Strand

PERCENT, FRACTION = "percent", "fraction"
HIGH = 0.5  # no rate of half the amount a year stands in a curve of fractions
LOW = 0.2  # and no curve in percent has all its rates below it, but where rates are near nothing
FINE = 4  # decimals: rates in percent have two or three, fractions that are as fine four or more
FEWEST = 2  # terms of a curve
_PER_CENT = re.compile(r"\s*[-+\u2212]?[\d.,]+\s*%\s*")
_US = frozenset((1 / 12, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0, 30.0))
KINDS = {
    ("ECB", ZERO): "zero_continuous",
    ("ECB", PAR): "par_yearly",
    ("Treasury", PAR): "par_half_yearly",
}
WORDS = {
    "zero_continuous": "zero rates with continuous compounding",
    "par_yearly": "par yields paid yearly",
    "par_half_yearly": "par yields paid half-yearly (bond equivalent)",
}


class Curve(NamedTuple):
    """The curve of one day: `points` are terms in years and rates as decimals a year."""

    day: dt.date
    points: tuple[tuple[float, float], ...]
    kind: str  # a key of WORDS; nothing where the file does not tell
    file: str
    currency: str = ""  # of the book, where the reader says it


class ReadCurve(NamedTuple):
    """A curve, and what was done to the file's rows to get it: each remark a sentence."""

    curve: Curve
    remarks: tuple[str, ...]


class TenorColumn(NamedTuple):
    """A column of rates: its place from 0, its header, its term."""

    place: int
    header: str
    tenor: Tenor


def read_curve(request: DataRequest, most: int, unit: str = "") -> ReadCurve:
    """Return the latest curve of a file.

    Parameters
    ----------
    request : DataRequest
        The file, and what its reader is told.
    most : int
        How many terms the book has room for.
    unit : {"", "percent", "fraction"}
        What the rates are in, where the reader says so.

    Raises
    ------
    BadData
        The file cannot be read, has no terms, or does not tell percent from fractions.
    """
    (source,) = request.sources
    form, remarks = open_source(source, (), request)
    wide = unstack(form)
    wide, signs = _without_signs(wide)
    columns, sentences = _columns(wide)
    remarks = [*remarks, *sentences]
    if wide is not form:
        request = request._replace(sort=True)
    chosen = {c.header: headers.ColumnChoice(c.place, c.header) for c in columns}
    strands, sentences = read_columns(wide, source, chosen, request)
    remarks += sentences
    strand = strands[0]
    refuse_days_to_come(strand, request.today)
    at = _latest(strand, request)
    scale, words = _scale(strand, wide, columns, percent_signs=signs, unit=unit)
    points, sentences = _points(strand, at, columns, most)
    remarks += [words, *sentences]
    kind, words = _kind(columns)
    curve = Curve(
        strand.days[at],
        tuple((years, round(rate / scale, 12)) for years, rate in points),
        kind,
        clean(source.path.name),
    )
    (first, low), (last, high) = curve.points[0], curve.points[-1]
    span = f"{term_text(first)} at {low:.3%} to {term_text(last)} at {high:.3%}"
    remarks += [f"The curve of {curve.day}: {len(points)} terms, {span}.", words]
    return ReadCurve(curve, tuple(remarks))


def _without_signs(form: Shape) -> tuple[Shape, bool]:
    """Return a table without its signs of per cent, and whether there were any."""
    signs = False
    rows = []
    for number, row in form.table.rows:
        cells = list(row)
        for i, cell in enumerate(cells):
            if isinstance(cell, str) and _PER_CENT.fullmatch(cell):
                cells[i], signs = cell.replace("%", "").strip(), True
        rows.append((number, cells))
    if not signs:
        return form, False
    for number, row in form.table.rows[form.top :]:
        for i, cell in enumerate(row):
            plain = (
                not is_blank(cell) and i not in form.dates and not _PER_CENT.fullmatch(str(cell))
            )
            if plain and any(map(str.isdigit, str(cell))):
                raise BadData(
                    f"{form.table.label}, row {number}: {excerpt(cell)} stands without the sign "
                    "of per cent that other rates have; write all of them alike."
                )
    table = RawTable(form.table.label, rows, form.table.commas, form.table.remarks)
    return form.__class__(table, form.top, form.headers, form.dates), True


def _columns(form: Shape) -> tuple[list[TenorColumn], list[str]]:
    """Return the columns of a term, shortest first, and what is said of the others."""
    matches: list[TenorColumn] = []
    others, empty, bare = [], [], 0
    for place, header in enumerate(form.headers):
        if place in form.dates or not header.name:
            continue
        tenor = next(filter(None, map(tenor_of, (*header.own[::-1], header.text))), None)
        if tenor is None and (years := next(filter(None, map(years_alone, header.own)), None)):
            tenor, bare = Tenor(years), bare + 1
        if tenor is None:
            others.append(clean(header.name))
        elif not form.is_numeric(place):
            empty.append(clean(header.name))
        else:
            matches.append(TenorColumn(place, clean(header.name), tenor))
    kinds = {c.tenor.kind for c in matches}
    if FORWARD in kinds and kinds != {FORWARD}:
        others += [c.header for c in matches if c.tenor.kind == FORWARD]
        matches = [c for c in matches if c.tenor.kind != FORWARD]
    if {ZERO, PAR} <= kinds:
        others += [c.header for c in matches if c.tenor.kind != ZERO]
        matches = [c for c in matches if c.tenor.kind == ZERO]
    _need_terms(form, matches)
    sentences = [f"Headers of plain numbers are read as years: {bare} of them."] if bare else []
    if others:
        more = ", ..." if len(others) > 6 else ""
        sentences.append(f"No term of the curve: {', '.join(others[:6])}{more}.")
    if empty:
        sentences.append(f"Without numbers: {', '.join(empty)}.")
    return sorted(matches, key=lambda c: c.tenor.years), sentences


def _need_terms(form: Shape, matches: Sequence[TenorColumn]) -> None:
    label = form.table.label
    if matches and all(c.tenor.kind == FORWARD for c in matches):
        raise BadData(
            f"{label} holds instantaneous forward rates; zero rates (SR_) or par yields are needed."
        )
    if len(matches) < FEWEST:
        seen = ", ".join(excerpt(h.name) for h in form.headers if h.name)[:300]
        raise BadData(
            f"{label} has {len(matches) or 'no'} column of a term, a curve needs {FEWEST}; found "
            f"are {seen or 'no headers'}. Terms are headed as 3M, 10Y, 2 YR, BC_10YEAR, SR_10Y."
        )
    terms: dict[float, str] = {}
    for column in matches:
        other = terms.setdefault(round(column.tenor.years, 6), column.header)
        if other != column.header:
            raise BadData(
                f"{label} has {term_text(column.tenor.years)} twice: {excerpt(other)} and "
                f"{excerpt(column.header)}. Take one curve: --where HEADER=VALUE, or keep one."
            )


def _latest(strand: Strand, request: DataRequest) -> int:
    """Return the place of the last day that has a curve, up to the one chosen."""
    last = request.choice.last
    for at in reversed(range(len(strand.days))):
        rates = [values[at] for values in strand.prices.values()]
        if (last is None or strand.days[at] <= last) and sum(
            r is not None for r in rates
        ) >= FEWEST:
            return at
    raise BadData(
        f"{strand.label} has no day with {FEWEST} rates{f' up to {last}' if last else ''}."
    )


def _scale(
    strand: Strand, form: Shape, columns: Sequence[TenorColumn], *, percent_signs: bool, unit: str
) -> tuple[float, str]:
    """Return what rates are divided by to be decimals, and why."""
    rates = [abs(r) for values in strand.prices.values() for r in values if r is not None]
    example = next(r for r in reversed([*strand.prices.values()][-1]) if r is not None)
    named = " ".join(form.headers[c.place].text + form.headers[c.place].unit for c in columns)
    if unit:
        if unit not in {PERCENT, FRACTION}:
            raise BadData(f"--unit {unit!r}: rates are in {PERCENT} or in {FRACTION}.")
        why = unit, "as told"
    elif percent_signs:
        why = PERCENT, "as their signs say"
    elif "%" in named or PERCENT in named.casefold():
        why = PERCENT, "as their headers say"
    elif all(c.tenor.made_by for c in columns):
        why = PERCENT, f"as the {columns[0].tenor.made_by} publishes them"
    elif max(rates) > HIGH:
        why = PERCENT, f"as the highest, {max(rates):g}, would be {max(rates):.0%} a year otherwise"
    elif max(rates) <= LOW and _decimals(rates) >= FINE:
        why = FRACTION, f"as they end in {_decimals(rates)} decimals and none is above {LOW:g}"
    else:
        raise BadData(
            f"{strand.label}: rates such as {example:g} can be {example:g} % or {example:.3%}, and "
            f"no other one tells; say --unit {PERCENT} or --unit {FRACTION}."
        )
    scale = 100.0 if why[0] == PERCENT else 1.0
    words = PERCENT if why[0] == PERCENT else "fractions"
    return scale, (
        f"Rates are read as {words}, {why[1]}: {example:g} is {example / scale:.3%} a year."
    )


def _decimals(rates: Sequence[float]) -> int:
    """Return how many decimals the rates have, as most of them are written."""
    counts = sorted(len(f"{rate:.12f}".rstrip("0").partition(".")[2]) for rate in rates)
    return counts[len(counts) // 2]


def _points(
    strand: Strand, at: int, columns: Sequence[TenorColumn], most: int
) -> tuple[list[tuple[float, float]], list[str]]:
    """Return terms and rates of one day, and what is said of terms that are not taken."""
    there = [(c.tenor.years, strand.prices[c.header][at]) for c in columns]
    points = [(years, rate) for years, rate in there if rate is not None]
    absent = [term_text(years) for years, rate in there if rate is None]
    sentences = []
    if absent:
        sentences.append(f"Without a rate on {strand.days[at]}: {', '.join(absent[:12])}.")
    if len(points) > most:
        step = (len(points) - 1) / (most - 1)
        kept = [points[round(i * step)] for i in range(most)]
        sentences.append(
            f"Of {len(points)} terms the book has room for {most}: every {step:.1f}th is taken, "
            "the first and the last among them."
        )
        points = kept
    return points, sentences


def _kind(columns: Sequence[TenorColumn]) -> tuple[str, str]:
    """Return which rates they are, as the headers tell, and the sentence for it."""
    makers = {(c.tenor.made_by, c.tenor.kind) for c in columns}
    kind = KINDS.get(next(iter(makers)), "") if len(makers) == 1 else ""
    if not kind and {round(c.tenor.years, 6) for c in columns} >= {round(y, 6) for y in _US}:
        return "par_half_yearly", (
            "Their terms are those of the US Treasury's par yields: taken as par yields paid "
            "half-yearly. If they are zero rates: --set curve_kind=zero_continuous."
        )
    if kind:
        return kind, f"They are taken as {WORDS[kind]}, as the headers say."
    return "", (
        "Nothing says which rates they are: taken as zero rates with continuous compounding. "
        "If they are par yields: --set curve_kind=par_half_yearly, or par_yearly."
    )
