"""Published figures: every example in print, as its source gives it."""

import csv
import json
import math
from pathlib import Path

import pytest

from xlhedge.worksheet import CATALOGUE

DATA = Path(__file__).parent / "data"
TABLES = [DATA / "worked_examples.csv", DATA / "published_examples.csv"]
ROWS = [
    row
    for table in TABLES
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())
]


def _part(result, part):
    """Return the cell that a published figure names by row or column, or the result itself."""
    if not part:
        return result
    header, *rows = result
    for row in rows:
        if row[0] == part:
            return row[1]
    return rows[0][header.index(part)]


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["id"])
def test_published_figure(row):
    """A published figure is reproduced within the tolerance that its rounding calls for.

    Where the source and the functions differ, the row's note says who is right and why.
    """
    result = CATALOGUE[row["function"]](**json.loads(row["inputs_json"]))
    assert _part(result, row["part"]) == pytest.approx(
        float(row["expected"]), abs=float(row["tolerance"]), rel=0
    )


def test_every_example_has_a_name_a_source_and_a_figure():
    """No two examples share a name, and each says where it comes from."""
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert all(row["source"] and math.isfinite(float(row["expected"])) for row in ROWS)
