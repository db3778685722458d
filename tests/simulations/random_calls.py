# ruff: noqa: T201 - printing what escaped is what it is for
"""Random calls of every worksheet function: python tests/simulations/random_calls.py --help.

Arguments are plausible, then spoilt: blanks, texts, errors, ragged and empty ranges, numbers from
5e-324 to 1e300, ties, lines, jumps, wrong keywords. What may never happen is counted and printed as
a call to repeat: an exception, a fault inside, a number that is not finite, an error without a
sentence, a page that HEDGE_EXPLAIN explains otherwise, more than a second for under 1,000 cells.
"""

import argparse
import copy
import itertools
import logging
import math
import re
import time
from collections import Counter
from typing import NamedTuple

import numpy as np

from xlhedge.worksheet import CATALOGUE, HEDGE_EXPLAIN, ExcelError

MOST_SECONDS = 1.0  # of this process, for fewer cells than MOST_CELLS
MOST_CELLS = 1_000
LONG = "x" * 40_000
QUOTED = re.compile(r'"[^"]*"')
UNREADABLE = re.compile(r"(?<![\d.,])\d{5,}|\de\+|\.\d{13,}|\[\s*-?\d|\barray|np\.|\bnan\b|\binf\b")

NUMBERS = [
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.0, 10.0, 80.0, 0.05, 0.95, 0.99, 1.01, 1e-12, -1e-12,
    5e-324, -5e-324, 1e-300, 1e-160, 1e160, 1e300, -1e300, 1.7e308, 1e19, -1e19, 1e9, -1e9, 2**53,
    2**63, 1e15 + 0.5, 43000.0, math.nan, math.inf, -math.inf, 10**400,
]  # fmt: skip
OTHERS = [
    None, "", " ", "abc", "1", "#N/A", "=1+1", "\ud800", "é" * 3, LONG, "\x00", True, False,
    ExcelError("#N/A"), ExcelError("#REF!"), [], [[]], [[], []], [[1.0], [2.0, 3.0]], (), ((1.0,),),
    [1.0, [2.0]], [[None]], [[[1.0]]],
]  # fmt: skip
SERIES = ["walk", "noise", "constant", "line", "ties", "tiny", "huge", "jump", "negative", "zeros"]


class Escape(NamedTuple):
    """What happened that never may."""

    kind: str
    function: str
    what: str
    arguments: str


def series(random, length):
    """Return one column of plausible or degenerate numbers."""
    noise = random.normal(size=length)
    made = {
        "walk": 50 + np.cumsum(noise),
        "noise": noise,
        "constant": np.full(length, 3.3),
        "line": 1 + 0.1 * np.arange(length),
        "ties": np.round(noise),
        "tiny": 10.0 ** random.integers(-320, -5) * noise,
        "huge": 10.0 ** random.integers(5, 308) * noise,
        "jump": np.where(np.arange(length) < length // 2, 1.0, 1e12) + noise,
        "negative": -np.exp(noise),
        "zeros": np.zeros(length),
    }[random.choice(SERIES, p=[0.4, 0.15, *[0.45 / 8] * 8])]
    return made.tolist()


def spoilt(random, cells):
    """Return cells of which some are replaced by what does not belong there."""
    share = random.choice([0.0, 0.0, 0.02, 0.2])
    return [
        pick(random, NUMBERS + OTHERS[:16]) if random.random() < share else cell for cell in cells
    ]


def pick(random, things):
    """Return one of the things, whatever they are (numpy would make an array of them)."""
    return things[random.integers(len(things))]


def block(random, rows, columns):
    """Return a block of numbers: series side by side, a covariance, or a few of both."""
    if rows == columns and random.random() < 0.6:
        loads = random.normal(size=(random.integers(1, rows + 2), rows))
        made = loads.T @ loads * 10.0 ** random.integers(-3, 4)
        return [spoilt(random, row) if random.random() < 0.1 else row for row in made.tolist()]
    columns_of = [series(random, rows) for _ in range(columns)]
    if columns > 1 and random.random() < 0.2:
        columns_of[1] = [2 * x for x in columns_of[0]]
    return [spoilt(random, list(row)) for row in zip(*columns_of, strict=True)]


def shaped(random, cells):
    """Return cells as a column, a row, or what COM, numpy and a careless host make of one."""
    shape = random.integers(8)
    if shape == 0:
        return [list(cells)]
    if shape == 1:
        return list(cells)
    if shape == 2:
        return tuple((cell,) for cell in cells)
    if shape == 3 and all(type(cell) is float for cell in cells):
        return np.array(cells, dtype=float).reshape(-1, 1)
    return [[cell] for cell in cells]


def argument(random, described, length, width):
    """Return a value for one argument, and seldom one of another kind."""
    if random.random() < 0.04:
        return copy.deepcopy(pick(random, OTHERS))
    reader = described.reader
    if reader.choices:
        return pick(random, [*reader.choices] * 3 + ["Price ", "no such word", 3.0, None])
    if reader.is_range and "block" in reader.takes:
        return block(random, *pick(random, [(length, width), (width, width), (width, 3)]))
    if reader.is_range:
        some = pick(random, [length, length, length, width, width, 1])
        return shaped(random, spoilt(random, series(random, some)))
    if "number" in reader.takes or "TRUE" in reader.takes:
        usual = [float(random.integers(0, 30)), float(random.normal()), abs(random.normal()) / 10]
        return pick(random, usual * 5 + NUMBERS + [True, False, None])
    return pick(random, [*CATALOGUE, "2024 Q1", "fuel", *OTHERS[:12]])


def arguments_for(random, entry):
    """Return the arguments of one call: the example's in part, or all of them new."""
    length = int(pick(random, [1, 2, 3, 4, 5, 8, 12, 13, 30, 60, 61, 120, 250]))
    width = int(random.integers(1, 9))
    described = entry.arguments
    if described[-1].repeats:
        described = [*described[:-1], *[described[-1]] * int(random.integers(0, 6))]
    keep = random.choice([0.0, 0.5, 0.9])
    args = []
    for i, one in enumerate(described):
        if i >= len(entry.example) and random.random() < 0.5:
            args.append(None)
        elif i < len(entry.example) and random.random() < keep:
            args.append(copy.deepcopy(entry.example[i]))
        else:
            args.append(argument(random, one, length, width))
    surplus = random.random()
    if surplus < 0.03:
        args = args[: random.integers(len(args) + 1)]
    elif surplus < 0.05:
        args += [1.0] * random.integers(1, 4)
    return args


def cells_in(value):
    """Return how many cells an argument has."""
    if isinstance(value, list | tuple | np.ndarray):
        return sum(cells_in(one) for one in value)
    return 1


def trouble_with(result):
    """Yield what is wrong with a result's cells."""
    cells = itertools.chain.from_iterable(result) if isinstance(result, list) else [result]
    for cell in cells:
        if isinstance(cell, float) and not math.isfinite(cell):
            yield "NOT-FINITE", repr(cell)
        elif isinstance(cell, ExcelError):
            if "failed inside" in cell.message:
                yield "INTERNAL", cell.message
            elif not cell.message.strip() or not cell.message.endswith((".", "?", '"', ")")):
                yield "NO-SENTENCE", f"{cell.code} {cell.message!r}"
            elif UNREADABLE.search(QUOTED.sub("", cell.message)):
                yield "NOT-AS-PEOPLE-WRITE", cell.message
            elif len(cell.message) > 1_000:
                yield "LONG-SENTENCE", f"{len(cell.message)} characters: {cell.message[:80]}"
        elif not isinstance(cell, float | bool | str):
            yield "NO-CELL", repr(cell)
    if isinstance(result, list) and len({len(row) for row in result}) != 1:
        yield "RAGGED", f"rows of {sorted({len(row) for row in result})} cells"


def call(entry, args, explain):
    """Yield the escapes of one call."""
    shown = repr(args).replace(LONG, "x...")
    start = time.process_time()
    try:
        result = entry(*args)
    except BaseException as fault:  # noqa: BLE001 - nothing at all may come out
        yield Escape("RAISES", entry.name, repr(fault), shown)
        return
    seconds = time.process_time() - start
    if seconds > MOST_SECONDS and cells_in(args) < MOST_CELLS:
        yield Escape("SLOW", entry.name, f"{seconds:.1f} s", shown)
    for kind, what in trouble_with(result):
        yield Escape(kind, entry.name, what, shown)
    if explain:
        yield from explained(entry, args, result, shown)


def explained(entry, args, result, shown):
    """Yield an escape where HEDGE_EXPLAIN does not say what the function's own cells say."""
    try:
        said = HEDGE_EXPLAIN(entry.name, *args)
    except BaseException as fault:  # noqa: BLE001 - as above
        yield Escape("EXPLAIN-RAISES", entry.name, repr(fault), shown)
        return
    cells = itertools.chain.from_iterable(result) if isinstance(result, list) else [result]
    errors = [cell.message for cell in cells if isinstance(cell, ExcelError)]
    said = said.message if isinstance(said, ExcelError) else said
    # an error among the arguments comes back from HEDGE_EXPLAIN too, under its own argument's name
    if said != (errors[0] if errors else "ok") and not has_error(args):
        yield Escape("EXPLAIN", entry.name, f"{said!r}, not {errors[:1]}", shown)


def has_error(value):
    """Whether an Excel error is anywhere in the arguments."""
    if isinstance(value, list | tuple | np.ndarray):
        return any(has_error(one) for one in value)
    return isinstance(value, ExcelError)


def escapes(calls, seed, functions=None):
    """Yield what escapes in so many calls, the functions in turn; a call depends on its number."""
    logging.getLogger("xlhedge").setLevel(logging.CRITICAL)
    entries = [CATALOGUE[name] for name in sorted(functions or CATALOGUE)]
    for entry in entries:
        entry(*entry.example)  # what it imports is no part of a call's time
    for i in range(calls):
        random = np.random.default_rng([seed, i])
        entry = entries[i % len(entries)]
        yield from call(entry, arguments_for(random, entry), explain=i // len(entries) % 10 == 0)


def main():
    """Run the calls, print what escaped and a line of counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--function", action="append", help="only this function; may be repeated")
    chosen = parser.parse_args()
    counts = Counter()
    start = time.monotonic()
    for escape in escapes(chosen.calls, chosen.seed, chosen.function):
        counts[escape.kind, escape.function] += 1
        if counts[escape.kind, escape.function] <= 3:
            print(
                escape.kind, escape.function, escape.what[:400].encode("ascii", "replace").decode()
            )
            print("   ", escape.arguments[:1500], flush=True)
    took = time.monotonic() - start
    print(
        f"{chosen.calls:,} calls, seed {chosen.seed}, {took:,.0f} s: {sum(counts.values())} escapes"
    )
    for (kind, function), n in counts.most_common():
        print(f"  {n:6} {kind} {function}")
    return bool(counts)


if __name__ == "__main__":
    raise SystemExit(main())
