"""The shared pieces: names, calls, rules and formats."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest

from xlhedge import templates
from xlhedge.templates import rules
from xlhedge.templates.book import About, Book
from xlhedge.templates.cells import Cell
from xlhedge.templates.styles import LINK_LOOKS, LOOKS, NUMBERS

ABOUT = About("Title", "Purpose", "1.0", dt.date(2026, 1, 2), (), "", ())


def cell(name=""):
    """Return a cell on a sheet whose name needs quotes."""
    return Cell("Two words", 6, 2, 6, 2, name)


def test_a_cell_reads_as_its_name_or_its_address():
    """Formulas name what has a name; other sheets and charts get the whole address."""
    assert f"={cell('price')}*{cell()}" == "=price*C7"
    assert cell().far == "'Two words'!$C$7"
    block = Cell("Farmer", 4, 1, 8, 3)
    assert (block.near, block.rows, block.at(1, 2).near) == ("B5:D9", 5, "D6")


def test_a_function_name_is_refused_as_a_name():
    """A cell named hedge_ratio would hide HEDGE_RATIO in Excel."""
    with pytest.raises(ValueError, match="hedge_ratio is a function's name"):
        Book(ABOUT).define(cell(), "hedge_ratio", "output", "ratio", "what it is")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (rules.any_number(), "any number"),
        (rules.above(0), "a number above 0"),
        (rules.at_least(0), "a number of 0 or more"),
        (rules.between(-1, 1), "a number from -1 to 1"),
        (rules.whole_number(0, 100000), "a whole number from 0 to 100,000"),
        (rules.one_of(("sell", "buy")), "sell or buy"),
        (rules.day_since(dt.date(1990, 1, 1)), "a date from 1990-01-01 on"),
        (rules.text_up_to(60), "a text of at most 60 characters"),
    ],
)
def test_a_rule_says_what_it_accepts(rule, words):
    """The message tells note, unit and what is accepted, within Excel's limits."""
    shown = rule.validation("A label longer than Excel allows in a title", "USD", "Note." * 60)
    assert rule.words == words
    assert len(shown["input_title"]) <= 32
    assert len(shown["input_message"]) <= 255
    assert f"Accepts {words}." in rule.validation("Price", "USD", "Note.")["input_message"]


def test_every_formula_look_has_a_green_twin():
    """A formula that reads another sheet looks the same but for its colour."""
    for look, twin in LINK_LOOKS.items():
        assert LOOKS[twin] == {**LOOKS[look], "font_color": "#00703C"}
    assert all(NUMBERS.values())


@pytest.mark.parametrize("name", ["hedging-template", "commodity-cross-hedge"])
def test_shares_end_at_a_whole(name):
    """An axis of parts of a whole ends at 100 %, and not at the 120 % of Excel's own scale."""
    with zipfile.ZipFile(io.BytesIO(templates.build(name))) as package:
        charts = [package.read(p).decode() for p in package.namelist() if "charts/chart" in p]
    shares = [chart for chart in charts if "barChart" in chart and "Share of" in chart]
    assert shares
    assert all('<c:grouping val="percentStacked"/>' in chart for chart in shares)


def test_rows_that_a_chart_repeats_are_pale():
    """Spare rows repeat the last figure for the chart; a conditional format takes them back."""
    book = openpyxl.load_workbook(io.BytesIO(templates.build("rates-hedge")))
    rules = [
        (area.sqref, rule)
        for area in book["Key rates"].conditional_formatting
        for rule in area.rules
        if rule.type == "expression" and re.fullmatch(r"\$F\d+=\$F\d+", rule.formula[0])
    ]
    assert len(rules) == 1
    area, rule = rules[0]
    assert rule.dxf.font.color.rgb == "FFC9D2D8"
    assert str(area).startswith("B")
