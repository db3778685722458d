"""A book without a leg that own prices lack: smaller, and right."""

from itertools import accumulate
from random import Random

import pytest
from own_data_files import PLAIN, rows, text, write

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.templates import legs, shelf
from xlhedge.templates.checks import failing
from xlhedge.templates.own_data import DataRequest, Source, read
from xlhedge.templates.schema import BadDescription

NAME = "commodity-cross-hedge"
LAYOUT = templates.layouts()[NAME]


def walk():
    """Return eighty days of a futures price that walks, and of a spot price that follows it."""
    random = Random(1)
    futures = list(accumulate((random.gauss(0, 0.02) for _ in range(79)), initial=3.4))
    days = [day for day, *_ in rows(80)]
    return [(d, f - 0.4 + random.gauss(0, 0.01), f) for d, f in zip(days, futures, strict=True)]


def one_leg(tmp_path):
    """Return what is read of a file with one series of futures."""
    path = write(tmp_path / "one.csv", text(walk()))
    return read(DataRequest((Source(path),)), LAYOUT)


def test_a_file_with_one_series_of_futures_makes_a_book(tmp_path):
    """What needs the second leg is left out, the rest is computed and no check of it fails."""
    own = one_leg(tmp_path)
    assert own.history.absent == ("second",)
    assert "no column for the second: the book is made without it" in " ".join(own.remarks)
    assert "a second --futures FILE" in " ".join(own.remarks)
    book = recalculate(templates.build(NAME, own.history))
    assert not book.kept
    assert "Multi-leg" not in book.sheets
    assert "crude_prices" not in book.names
    failed = [c for c in failing(book.cells("Checks")) if not c.startswith(("Sample", "Inputs"))]
    assert failed == []


def test_the_ratio_is_that_of_the_book_with_both(tmp_path):
    """A leg more or less changes nothing of the first one's ratio."""
    single = recalculate(templates.build(NAME, one_leg(tmp_path).history)).names["best_ratio"].value
    lines = [(*line, line[1] + i % 3 / 10) for i, line in enumerate(walk())]
    path = write(tmp_path / "both.csv", text(lines, header="Date,Spot,Futures,Crude"))
    both = read(DataRequest((Source(path),)), LAYOUT).history
    assert both.absent == ()
    book = recalculate(templates.build(NAME, both))
    assert "Multi-leg" in book.sheets
    assert book.names["best_ratio"].value == pytest.approx(single, rel=1e-12)


def test_a_book_of_one_leg_moves_into_one_of_one_leg(template, tmp_path):
    """An older book's history comes whole: the sample's second leg never stands beside it."""
    write(tmp_path / "p.csv", text(walk()))
    assert template(NAME, "-o", "old.xlsx", "--data", "p.csv")[0] == 0
    assert template(NAME, "-o", "new.xlsx", "--from", "old.xlsx")[0] == 0
    old, new = (recalculate(tmp_path / name) for name in ("old.xlsx", "new.xlsx"))
    assert "Multi-leg" not in new.sheets
    assert new.names["best_ratio"].value == pytest.approx(old.names["best_ratio"].value)


def test_a_leg_that_is_named_has_to_be_there(template, tmp_path):
    """--column second=HEADER asks for it: a header that is not there is refused."""
    write(tmp_path / "p.csv", PLAIN)
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.csv", "--column", "second=Crude")
    assert code == 2
    assert "no column 'Crude'" in err


def test_what_needs_no_leg_is_refused():
    """A slip in `needs` would leave out nothing, in silence."""
    own = templates.description_text(NAME).replace('needs = "second"', 'needs = "secnd"', 1)
    with pytest.raises(BadDescription, match=r"leg = true; there are second\."):
        shelf.build(own, "own.toml")


def test_without_takes_out_and_leaves_no_trace():
    """Lists lose what is absent at any depth; what stays loses the word alone."""
    tables = {"a": [{"x": 1, "needs": "k"}, {"b": [{"data": "k"}, {"data": "m", "needs": "m"}]}]}
    assert legs.without(tables, ["k"]) == {"a": [{"b": [{"data": "m"}]}]}
    assert legs.without(tables, []) == {"a": [{"x": 1}, {"b": [{"data": "k"}, {"data": "m"}]}]}
