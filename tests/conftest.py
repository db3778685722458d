"""What several rooms' tests share: where things are, and what may be missing."""

import csv
import gc
import importlib.util
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from required import FULL, missing

from xlhedge import cli
from xlhedge.calc.program import OfficeError, find_office

settings.register_profile(
    "xlhedge", deadline=None, derandomize=True, max_examples=60 if FULL else 15
)
settings.load_profile("xlhedge")
# Hypothesis reads all our source for constants worth trying: 20 seconds of each process's time.
providers._get_local_constants = lambda: providers._local_constants

ROOT = Path(__file__).parent.parent
# There is one on the machine. The way out is the last: another installation takes a minute.
WINDOWS = ("tests/benchmarks/test_com_speed.py", "tests/excel/wine/")
LONG = (  # files that take long with few tests: one that starts last would decide the end
    *WINDOWS,
    "tests/recalc/test_excel_books.py",
    "tests/recalc/test_report.py",
    "tests/recalc/test_cluster.py",
    "tests/calc/test_functions_in_calc.py",
    "tests/web/test_serve.py",
    "tests/web/test_server_watch.py",
    "tests/web/test_lite_in_pyodide.py",
    "tests/recalc/test_opinions_on_books.py",
    "tests/test_cli_batch.py",
    "tests/templates/test_points.py",
)


def pytest_collection_modifyitems(items):
    """Put the long files first, in the order above; all others stay as they are."""
    places = list(enumerate(LONG))
    items.sort(
        key=lambda item: next((i for i, n in places if item.nodeid.startswith(n)), len(LONG))
    )


def pytest_configure():
    """Search for garbage seldom: each time all that was collected would be looked through."""
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With pytest-xdist a file's tests stay in one process, and so do those of the one Windows."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return "Windows" if file.startswith(WINDOWS) else file

    config.option.loadscopereorder = False  # by number of tests: the long files have few
    return ByFile(config, log)


@pytest.fixture(scope="session")
def root():
    """The top of the checkout."""
    return ROOT


def _beside(name, what):
    """Return a folder beside the checkout, where the project is developed: read in place."""
    folder = ROOT.parent / "shared" / "data" / name
    if not folder.is_dir():
        missing(f"{what}, which lie beside the checkout where the project is developed")
    return folder


@pytest.fixture(scope="session")
def markets():
    """The folder of real price series."""
    return _beside("markets", "the market data")


@pytest.fixture(scope="session")
def excel_books():
    """The folder of workbooks that Excel saved."""
    return _beside("books", "the workbooks saved by Excel")


@pytest.fixture(scope="session")
def wti(markets):
    """The daily WTI spot and first futures, NaN where a day has none."""
    with (markets / "eia_energy_spot_futures_daily.csv").open() as file:
        rows = list(csv.DictReader(file))
    return [
        np.array([float(row[name] or "nan") for row in rows])
        for name in ("wti_spot_usd_bbl", "wti_fut1_usd_bbl")
    ]


@pytest.fixture(scope="session")
def wheel_of_checkout(tmp_path_factory):
    """The wheel of this checkout: built without a network, by the backend among the test extra."""
    if importlib.util.find_spec("hatchling") is None:
        missing("hatchling, of the extra `test`")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("xlhedge-*.whl"))


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process; give its exit code and what it printed."""

    def call(*args, columns=160):
        monkeypatch.setattr(sys, "argv", ["xlhedge", *map(str, args)])
        monkeypatch.setenv("COLUMNS", str(columns))
        with pytest.raises(SystemExit) as left:
            cli.main()
        printed = capsys.readouterr()
        return left.value.code or 0, printed.out, printed.err

    return call


@pytest.fixture
def template(run, monkeypatch, tmp_path):
    """Run `xlhedge template` in a folder of its own; give exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    return lambda *args: run("template", *args, columns=1000)


@pytest.fixture(scope="session")
def office():
    """LibreOffice: left out where there is none."""
    try:
        return find_office()
    except OfficeError as reason:
        missing(f"LibreOffice: {reason}")


class Sheets:
    """A book under construction: sheet name -> address -> value, formula or {array formula}."""

    def __init__(self, sheets, names=None):
        stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(stream)
        self.sheets = {name: self.book.add_worksheet(name) for name in sheets}
        for name, cells in sheets.items():
            for address, value in cells.items():
                self._write(self.sheets[name], address, value)
        for name, target in (names or {}).items():
            self.book.define_name(name, target)
        self._stream = stream

    @staticmethod
    def _write(sheet, address, value):
        if isinstance(value, str) and value.startswith("{="):
            spill = address if ":" in address else f"{address}:{address}"
            sheet.write_dynamic_array_formula(spill, value[1:-1])
        elif isinstance(value, str) and value.startswith("="):
            sheet.write_formula(address, value)
        elif isinstance(value, str):
            sheet.write_string(address, value)
        elif value is not None:
            sheet.write(address, value)

    def data(self):
        """The finished file."""
        self.book.close()
        return self._stream.getvalue()


@pytest.fixture(scope="session")
def build():
    """Build a book: sheets as name -> address -> content, and defined names."""
    return Sheets


@pytest.fixture(scope="session")
def book_of():
    """The bytes of a book."""
    return lambda sheets, names=None: Sheets(sheets, names).data()


@pytest.fixture(scope="session")
def parts_of():
    """The parts of a book's file: name -> content."""

    def parts(data):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {name: package.read(name) for name in package.namelist()}

    return parts


@pytest.fixture(scope="session")
def with_part():
    """A book's file with one part replaced or added."""

    def changed(data, part, content):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
            for member in old.infolist():
                if member.filename != part:
                    new.writestr(member, old.read(member))
            new.writestr(part, content)
        return out.getvalue()

    return changed
