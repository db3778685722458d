# ruff: noqa: T201 - printing tables is what it is for
"""The promises of intervals and tests, measured: python tests/simulations/inference.py --help."""

import argparse
import sys
import time

import numpy as np
from processes import (
    LONG_MEMORY,
    PROCESSES,
    RATIO,
    changes_of,
    left_by_hedges,
)

from xlhedge.core.changes import joint_changes
from xlhedge.core.inference.advantage import advantage_p_values
from xlhedge.core.inference.breaks import break_test
from xlhedge.core.inference.interval import bootstrap_interval, hac_interval
from xlhedge.core.inference.slope import fewest_changes, robust_slope

SIZES = (12, 20, 30, 60, 120, 250)
SEED = 1


def columns(*, long_memory=False):
    """Return the columns of the tables: a name, a process and the overlap that is declared."""
    listed = [(name, process, 1) for name, process in PROCESSES.items()]
    listed.append(("ovl 12 declared", PROCESSES["ovl 12"], 12))
    if long_memory:
        listed.append(("long memory", LONG_MEMORY, 1))
    return listed


def samples(process, n, count, ratio=RATIO, overlap=1):
    """Yield so many samples of changes."""
    random = np.random.default_rng((SEED, n))
    for _ in range(count):
        spot, futures = changes_of(process, random, n, ratio)
        yield joint_changes([spot, futures], "given", overlap=overlap)


def table(title, listed, rows, figure):
    """Print a table whose cells are made by `figure(column, row)`; None is an empty cell."""
    print(f"\n{title}")
    print(" " * 18 + "".join(f"{name:>17}" for name, *_ in listed))
    for row in rows:
        started = time.perf_counter()
        print(f"{row!s:>18}", end="", flush=True)
        for column in listed:
            cell = figure(column, row)
            print(f"{'' if cell is None else cell:>17}", end="", flush=True)
        print(f"   {time.perf_counter() - started:.0f} s", flush=True)


def coverage(replications):
    """Nominal 95 % intervals of both methods: coverage, and median width over the oracle's.

    The oracle knows the spread of the estimates, and takes an interval of one width, which holds
    the ratio in 95 % of samples.
    """

    def figure(interval):
        def cell(column, n):
            _, process, overlap = column
            if n < fewest_changes(overlap):
                return None
            found = np.array(
                [
                    (i.estimate.slope, i.low, i.high)
                    for i in map(interval, samples(process, n, replications, overlap=overlap))
                ]
            )
            held = np.mean((found[:, 1] <= RATIO) & (found[:, 2] >= RATIO))
            oracle = 2 * np.quantile(np.abs(found[:, 0] - RATIO), 0.95)
            return f"{100 * held:.1f} {np.median(found[:, 2] - found[:, 1]) / oracle:.2f}"

        return cell

    for name, interval in (("hac", hac_interval), ("bootstrap", bootstrap_interval)):
        table(
            f"{name}: coverage of 95 % intervals [%], median width over the oracle's",
            columns(long_memory=True),
            SIZES,
            figure(interval),
        )


def size(replications):
    """The one-sided relationship test at 2.5 %: size without a relationship, and its power."""

    def rejected(column, n, ratio):
        _, process, overlap = column
        if n < fewest_changes(overlap):
            return None
        found = [robust_slope(s) for s in samples(process, n, replications, ratio, overlap=overlap)]
        below = np.mean([r.slope < 0 and r.p_value() / 2 < 0.025 for r in found])
        above = np.mean([r.slope > 0 and r.p_value() / 2 < 0.025 for r in found])
        return below, above

    def sizes(column, n):
        both = rejected(column, n, 0.0)
        return both and "{:.1f} {:.1f}".format(*(100 * x for x in both))

    def powers(column, n):
        both = rejected(column, n, -0.5 * 0.8 / 0.6)  # errors of 0.5: a correlation of -0.8
        return both and f"{100 * both[0]:.1f}"

    table(
        "relationship at 2.5 %: found where there is none [% below, above]", columns(), SIZES, sizes
    )
    table("its power at a correlation of -0.8 [%]", columns()[:1], SIZES[:3], powers)


def breaks(replications):
    """The break test at 5 %: size, and power for a fall of the ratio midway."""

    def broken(process, n, ratio=RATIO, overlap=1):
        found = map(break_test, samples(process, n, replications, ratio, overlap))
        return f"{100 * np.mean([b.p_value <= 0.05 for b in found]):.1f}"

    def sizes(column, n):
        _, process, overlap = column
        return None if n < 4 * overlap else broken(process, n, overlap=overlap)

    def powers(column, n):
        _, after = column
        return broken(
            lambda random, n: (random.standard_normal(n), 0.4 * random.standard_normal(n)),
            n,
            np.where(np.arange(n) < n // 2, 0.9, after),
        )

    table("break test at 5 %: broken though steady [%]", columns(), (30, 60, 120, 250), sizes)
    falls = [("0.9 to 0.6", 0.6), ("0.9 to 0.3", 0.3)]
    table("its power, a fall midway [%]", falls, (30, 60, 120, 250), powers)


def contest(replications):
    """Five models as good as naive, 5 %: how often one looks better; then models that are."""

    def found(n, *, clustered, better=0.0):
        random = np.random.default_rng((SEED, n))
        p = [
            advantage_p_values(left_by_hedges(random, n, clustered=clustered, better=better))
            for _ in range(replications)
        ]
        raw, holm = (np.array([getattr(x, name) for x in p]) <= 0.05 for name in ("raw", "holm"))
        return (
            f"{100 * raw.mean():.1f} {100 * raw.any(1).mean():.1f} {100 * holm.any(1).mean():.1f}"
        )

    kinds = [("iid", False), ("garch", True)]
    rows = (10, 20, 50, 100, 250, 1000)
    table(
        "contest at 5 %, models no better: raw, any raw, any by Holm [%]",
        kinds,
        rows,
        lambda column, n: found(n, clustered=column[1]),
    )
    table(
        "models' errors of 0.03 against 0.1: raw, any raw, any by Holm [%]",
        kinds,
        (250, 1000),
        lambda column, n: found(n, clustered=column[1], better=0.7),
    )


PARTS = {"coverage": coverage, "size": size, "break": breaks, "contest": contest}


def main():
    """Run the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=1000, help="samples a cell")
    parser.add_argument("--part", choices=PARTS, action="append", help="all when left out")
    asked = parser.parse_args()
    for part in asked.part or PARTS:
        PARTS[part](asked.replications)


if __name__ == "__main__":
    sys.exit(main())
