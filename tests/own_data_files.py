"""Files of prices as tests write them, and the prices in a book that was made of one."""

import datetime as dt
import warnings

import openpyxl
import pytest

NAME = "hedging-template"


def rows(count=30):
    """Return plain rows: a day, spot, futures."""
    return [
        (dt.date(2024, 1, 1) + dt.timedelta(days=i), 3 + i * 7 % 11 / 100, 3.4 + i * 5 % 13 / 100)
        for i in range(count)
    ]


def cell(value):
    """Return a cell: a number with four digits, a text as it is."""
    return value if isinstance(value, str) else f"{value:.4g}"


def text(lines, header="Date,Spot,Futures", separator=",", decimal="."):
    """Return rows as CSV."""
    body = [
        separator.join([f"{line[0]}", *(cell(x).replace(".", decimal) for x in line[1:])])
        for line in lines
    ]
    return "\n".join([header.replace(",", separator), *body]) + "\n"


PLAIN = text(rows())


def write(path, content):
    """Write text or bytes and return the path."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def prices(path):
    """Return the rows of prices in a book that was written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl names what it does not keep
        sheet = openpyxl.load_workbook(path, data_only=True)["Prices"]
    lines = [[cell.value for cell in row[1:4]] for row in sheet.iter_rows(min_row=7)]
    return [(line[0].date(), *line[1:]) for line in lines if isinstance(line[0], dt.datetime)]


def as_workbook(path, title="Sheet1", lead=(), header=("Date", "Spot", "Futures")):
    """Write rows on a sheet of a workbook, below whatever leads."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for line in (*lead, header, *rows()):
        sheet.append(line)
    book.create_sheet("Notes")["A1"] = "nothing"
    book.save(path)
    return path


def as_parquet(path, unnamed_index=False):
    """Write rows as Parquet."""
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    import pyarrow.parquet as pq

    days, spot, futures = zip(*rows(), strict=True)
    names = ["__index_level_0__" if unnamed_index else "Date", "Spot", "Futures"]
    pq.write_table(pa.table(dict(zip(names, (days, spot, futures), strict=True))), path)
    return path


def without_cell(row, column, value):
    """Return the plain text with one cell replaced."""
    lines = [line.split(",") for line in PLAIN.splitlines()]
    lines[row][column] = value
    return "\n".join(map(",".join, lines))
