"""The builders: the same file every time, computed, and with the published answers in it."""

import math
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from xlhedge import templates
from xlhedge.recalc import recalculate

WORKBOOKS = Path(__file__).parents[2] / "workbooks"


def parts(data):
    """Return the members of a package, unpacked: deflate differs from one zlib to another."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module", params=templates.NAMES)
def name(request):
    """Each template's name in turn."""
    return request.param


def test_every_committed_workbook_has_a_builder():
    """What lies in workbooks/ is what can be built."""
    assert sorted(path.stem for path in WORKBOOKS.glob("*.xlsx")) == sorted(templates.NAMES)


def test_building_twice_gives_the_same_bytes(name):
    """No clock, no chance and no machine goes into a file."""
    assert templates.build(name) == templates.build(name)


def test_the_committed_workbook_is_the_built_one(name):
    """Built and computed anew, the file is the one in workbooks/, part by part."""
    fresh = parts(recalculate(templates.build(name)).to_bytes())
    committed = parts((WORKBOOKS / f"{name}.xlsx").read_bytes())
    assert list(fresh) == list(committed)
    for part, content in fresh.items():
        assert content == committed[part], part


def test_the_committed_values_are_what_the_formulas_give(name):
    """Every value in the file is fresh, and none was refused."""
    computed = recalculate(WORKBOOKS / f"{name}.xlsx")
    assert not computed.differences
    assert not computed.refusals


def test_an_unknown_name_is_answered_with_the_known_ones():
    """A wrong name is told which there are."""
    with pytest.raises(ValueError, match=r"name is 'nosuch'; there are commodity-cross-hedge"):
        templates.build("nosuch")


@pytest.fixture(scope="module")
def tour():
    """The hedging template, computed."""
    return recalculate(WORKBOOKS / "hedging-template.xlsx")


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("hedge_value", 52005),
        ("position_value", 60000),
        ("ratio_by_value", 0.86675),
        ("value_open", 7995),
        ("share_open", 0.13325),
        ("ratio_by_quantity", 0.75),
        ("portfolio_ratio", 2 / 3),
        ("value_unhedged", 50000),
    ],
)
def test_published_figures(tour, name, published):
    """The published examples' answers stand in the file."""
    assert math.isclose(tour.names[name].value, published, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hedge_state", "partly hedged"),
        ("risk_profile", "typical, conservative"),
        ("portfolio_profile", "typical"),
    ],
)
def test_published_words(tour, name, words):
    """The published risk profiles stand in the file."""
    assert tour.names[name].value == words


def test_the_ratio_shows_as_published():
    """The published 87 % is what the cell shows for 0.86675."""
    book = recalculate(WORKBOOKS / "hedging-template.xlsx")
    rows = {book.value("Farmer", f"B{row}"): row for row in range(1, 30)}
    assert book.display("Farmer", rows["The same by value"], 3) == "87%"


def test_inputs_can_be_set_by_name():
    """A name sets an input and all that hangs on it follows: checks and all."""
    book = recalculate(WORKBOOKS / "hedging-template.xlsx", inputs={"futures_price": 3.6})
    assert math.isclose(book.names["ratio_by_value"].value, 3 * 5000 * 3.6 / 60000)
    assert book.value("Farmer", "I2").startswith("pass")


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": -20000, "contracts_held": 3},  # a mill that buys its wheat
        {"contracts_held": 0},
        {"contracts_held": -6},  # over-hedged
        {"target_ratio": 0.5},  # less hedge than there is
        {"tolerance_band": 1, "fx_band": 1},
        {"rounding_rule": 0},
        {"rounding_rule": 2, "fx_rounding": 3},
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever an owner may fill in."""
    book = recalculate(WORKBOOKS / "hedging-template.xlsx", inputs=changes)
    assert book.value("Farmer", "I2").startswith("pass")
