"""All template workbooks built and computed, and one's own prices laid into one.

Run with ``python -m pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group``.
The promise is processor time on one core: 15 seconds for all templates; 2.2, 3 and 9 seconds for
500, 2,000 and 10,000 rows of one's own, beside what pandas takes to read and write them; and
300 MB of memory for the 10,000.
"""

import datetime as dt
import random
import subprocess
import sys
import time

import pandas as pd
import pytest
from typer.testing import CliRunner

from xlhedge import templates
from xlhedge.cli import app
from xlhedge.recalc import recalculate


def made(names):
    """Build workbooks and put their values in, as `xlhedge template` does."""
    return {name: recalculate(templates.build(name)).to_bytes() for name in names}


def test_all_templates(benchmark, size):
    """From nothing to the files that are shipped, one after another."""
    benchmark.group = "templates"
    names = templates.NAMES[: size(None, 1)]
    assert len(benchmark.pedantic(made, (names,), rounds=3)) == len(names)


@pytest.mark.parametrize("name", templates.NAMES)
def test_one_template(benchmark, name):
    """One of them; its values are final: computing it again changes nothing."""
    benchmark.group = "templates, one by one"
    book = benchmark.pedantic(made, ((name,),), rounds=3)[name]
    assert recalculate(book).differences == []


MEMORY_LIMIT = 300 * 2**20  # bytes
# The command, then what memory it took at most, in KiB. The kernel's ru_maxrss would be the test
# process's own where that is larger: a program started by vfork inherits it.
COMMAND = """
import pathlib, re, sys
from xlhedge.cli import main
try:
    main()
finally:
    status = pathlib.Path("/proc/self/status").read_text()
    print(re.search(r"VmHWM:\\s+([0-9]+) kB", status)[1], file=sys.stderr)
"""


def prices(path, count):
    """Write so many daily prices of a spot that follows its futures."""
    draw, spot, futures = random.Random(count), 300.0, 305.0
    lines = []
    for i in range(count):
        futures *= 1 + draw.gauss(0, 0.01)
        spot = 0.98 * futures + draw.gauss(0, 1)
        lines.append(
            (dt.date(1990, 1, 1) + dt.timedelta(days=i), round(spot, 2), round(futures, 2))
        )
    pd.DataFrame(lines, columns=["date", "spot", "futures"]).to_csv(path, index=False)
    return path


def with_pandas(path, target):
    """Read the prices and write them as a workbook, without a formula."""
    pd.read_csv(path, parse_dates=["date"]).to_excel(target, engine="xlsxwriter")


def with_template(path, target):
    """Lay the prices into a template, computed."""
    options = ["template", "hedging-template", "--data", str(path), "-o", str(target), "--force"]
    assert CliRunner().invoke(app, options).exit_code == 0


@pytest.mark.parametrize("way", [with_pandas, with_template])
@pytest.mark.parametrize("count", [500, 2_000, 10_000])
def test_own_prices(benchmark, size, tmp_path, count, way):
    """One's own prices, from a text file to the workbook."""
    benchmark.group = f"{count:,} rows of one's own"
    file = prices(tmp_path / "prices.csv", size(count, 60))
    begun = time.process_time()
    benchmark.pedantic(way, (file, tmp_path / "book.xlsx"), rounds=1)
    benchmark.extra_info["processor seconds"] = round(time.process_time() - begun, 2)
    assert (tmp_path / "book.xlsx").stat().st_size > 5_000


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc")
def test_memory_of_own_prices(tmp_path):
    """10,000 rows into the template in a process of its own, from start to end."""
    file, target = prices(tmp_path / "prices.csv", 10_000), tmp_path / "book.xlsx"
    args = ["template", "hedging-template", "--data", file, "-o", target]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *args], capture_output=True, text=True, check=True
    )
    assert target.stat().st_size > 100_000
    assert int(done.stderr.split()[-1]) * 1024 < MEMORY_LIMIT
