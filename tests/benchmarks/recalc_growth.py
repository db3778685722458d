# ruff: noqa: T201 - printing a table is what it is for
"""How recomputing grows with a book, beside LibreOffice: python tests/benchmarks/recalc_growth.py.

Each book is written here, then recomputed and written by `xlhedge recalc BOOK -o NEW`, by the same
command with `--engine libreoffice`, and by LibreOffice's converter alone, which is told to
recompute what it loads and changes all else in the file; each as a command of its own, its start
included.
Processor seconds and the memory of the largest process; the ratios are ours to LibreOffice's.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def copied(book, rows):
    """Five formulas a row: two differences, a hedge, a text by its sign, a rolling sum."""
    sheet, rng = book.add_worksheet("Data"), random.Random(3)
    for row in range(2, rows + 2):
        before, start = max(row - 1, 2), max(row - 9, 2)
        sheet.write_row(row - 1, 0, [90 + rng.gauss(0, 1), 100 + rng.gauss(0, 1)])
        for column, formula in enumerate(
            (
                f"=A{row}-A{before}",
                f"=B{row}-B{before}",
                f"=C{row}-0.8*D{row}",
                f'=IF(E{row}>0,"gain","loss")',
                f"=ROUND(SUM(E{start}:E{row}),4)",
            ),
            2,
        ):
            sheet.write_formula(row - 1, column, formula)


def windows(book, rows):
    """Five statistics of rolling windows of 60 rows a row."""
    sheet, rng = book.add_worksheet("Data"), random.Random(3)
    for row in range(1, rows + 1):
        sheet.write_row(row - 1, 0, [rng.gauss(0, 1), rng.gauss(0, 1)])
        spot, futures = (f"{c}{row}:{c}{row + 59}" for c in "AB")
        for column, name in enumerate(("AVERAGE", "STDEV", "MAX"), 2):
            sheet.write_formula(row - 1, column, f"={name}({spot})")
        sheet.write_formula(row - 1, 5, f"=SLOPE({spot},{futures})")
        sheet.write_formula(row - 1, 6, f"=F{row}*STDEV({futures})/D{row}")


def wide(book, columns):
    """One row of numbers and its sum."""
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [column * 1.5 for column in range(columns)])
    sheet.write_formula(1, 0, "=SUM(1:1)")


def constants(book, cells):
    """Ten columns of numbers and one sum."""
    sheet = book.add_worksheet()
    for row in range(cells // 10):
        sheet.write_row(row, 0, [row * 1.5 + column for column in range(10)])
    sheet.write_formula(cells // 10, 0, f"=SUM(A1:A{cells // 10})")


def tall(book, rows):
    """One column of numbers and its sum."""
    sheet = book.add_worksheet()
    for row in range(rows):
        sheet.write_number(row, 0, row * 1.5)
    sheet.write_formula(rows, 1, f"=SUM(A1:A{rows})")


def texts(book, rows):
    """As many doubtful texts as sums that may not meet them."""
    sheet = book.add_worksheet()
    for row in range(1, rows + 1):
        sheet.write(row - 1, 0, "1,000")
        sheet.write(row - 1, 1, row)
        sheet.write_formula(row - 1, 2, f"=B{row}*2+1")


def whole_sheet(path):
    """An array formula over all cells there are; xlsxwriter would write each of them."""
    book = openpyxl.Workbook()
    book.active["A1"] = ArrayFormula("A1:XFD1048576", "=1+1")
    book.active["B2"] = "=C3"
    book.save(path)


HEADS = (
    "size",
    "code",
    "xlhedge s",
    "MiB",
    "--engine libreoffice s",
    "ratio",
    "converter s",
    "ratio",
)
WIDTHS = (9, 6, 11, 7, 24, 7, 13, 7)
BOOKS = {
    "five copied formulas": (copied, (5_000, 10_000, 20_000, 100_000)),
    "five rolling statistics": (windows, (5_000, 20_000)),
    "a row of numbers": (wide, (16_384,)),
    "constants": (constants, (100_000, 400_000)),
    "rows of one cell": (tall, (225_000, 900_000)),
    "texts beside ranges": (texts, (5_000, 20_000)),
    "an array over the sheet": (None, (1,)),
}


def measured(command):
    """Run a command; return its exit code, processor seconds and MiB, of its children as well.

    Its modules are compiled once and kept, as where it is installed.
    """
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=settings,
    )
    _, status, used = os.wait4(process.pid, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    """Print the table, a row at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="books whose name holds this")
    parser.add_argument("--largest", type=int, default=1_000_000, help="rows or cells at most")
    options = parser.parse_args()
    office = shutil.which("soffice")
    print(" " * 24 + "".join(f"{head:>{width}}" for head, width in zip(HEADS, WIDTHS, strict=True)))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "user").mkdir()
        (place / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
        convert = [office, f"-env:UserInstallation={place.as_uri()}", "--headless", "--convert-to"]
        for name, (write, sizes) in BOOKS.items():
            for size in sizes if options.only in name else ():
                if size > options.largest:
                    continue
                path = place / "book.xlsx"
                if write is None:
                    whole_sheet(path)
                else:
                    with xlsxwriter.Workbook(path) as book:
                        write(book, size)
                ours = [sys.executable, "-m", "xlhedge", "recalc", path, "-o", place / "new.xlsx"]
                code, seconds, memory = measured([*ours, "--force"])
                cells = [f"{size:,}", code, f"{seconds:.2f}", f"{memory:.0f}"]
                others = [
                    [*ours, "--force", "--engine", "libreoffice"],
                    [*convert, "xlsx", "--outdir", place / "out", path],
                ]
                for other in others if office and write is not None else ():
                    _, theirs, _ = measured(other)
                    cells += [f"{theirs:.2f}", f"{seconds / theirs:.2f}"]
                row = f"{name:24}" + "".join(
                    f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=False)
                )
                print(row, flush=True)


if __name__ == "__main__":
    main()
