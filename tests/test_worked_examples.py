"""Published figures: every example in print, as its source gives it."""

import csv
import json
from pathlib import Path

import pytest

from xlhedge.worksheet import CATALOGUE

TABLE = Path(__file__).parent / "data" / "worked_examples.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


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
    """A published figure is reproduced within the tolerance that its rounding calls for."""
    result = CATALOGUE[row["function"]](**json.loads(row["inputs_json"]))
    assert _part(result, row["part"]) == pytest.approx(
        float(row["expected"]), abs=float(row["tolerance"]), rel=0
    )
