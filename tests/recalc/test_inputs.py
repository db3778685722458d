"""Inputs set from outside: found by name or address, taken only where they fit."""

import io

import pytest
import xlsxwriter

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate


@pytest.fixture(scope="module")
def book():
    """A model with a bounded number, a list, a flag, a text and a blank."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet, other = book.add_worksheet("Inputs"), book.add_worksheet("ETF portfolio")
    for row, value in enumerate([0.05, "sell", True, None, 45658.0, 3.0, "free"]):
        sheet.write(row, 0, value)
    sheet.write_row("C1", ["buy", "sell"])
    sheet.write_row("C2", [1.0, 10.0])
    message = {"error_title": "Rate", "error_message": "A rate lies between 0 and 1."}
    sheet.data_validation(
        "A1", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, **message}
    )
    sheet.data_validation("A2", {"validate": "list", "source": ["buy", "sell"]})
    sheet.data_validation(
        "A6",
        {"validate": "integer", "criteria": "between", "minimum": "=$C$2", "maximum": "=$D$2"},
    )
    sheet.data_validation("A7", {"validate": "list", "source": "=$C$1:$D$1"})
    other.write_formula("B3", "=Inputs!A1*100")
    other.write("B4", 7.0)
    other.write_dynamic_array_formula("D1:D3", "=Inputs!A5:A6*1")
    book.define_name("Rate", "=Inputs!$A$1")
    book.define_name("Both", "=Inputs!$A$1:$A$2")
    book.define_name("Inputs!Local", "=Inputs!$A$6")
    book.define_name("'ETF portfolio'!Local", "='ETF portfolio'!$B$4")
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("target", "given", "sheet", "cell", "value"),
    [
        ("Rate", "0.25", "Inputs", "A1", 0.25),
        ("rate", 0.25, "Inputs", "A1", 0.25),
        ("Rate", "12.5%", "Inputs", "A1", 0.125),
        ("Inputs!A2", "buy", "Inputs", "A2", "buy"),
        ("inputs!$A$3", "false", "Inputs", "A3", False),
        ("Inputs!A3", False, "Inputs", "A3", False),
        ("Inputs!A4", "2", "Inputs", "A4", 2.0),
        ("Inputs!A4", "two", "Inputs", "A4", "two"),
        ("Inputs!A4", "TRUE", "Inputs", "A4", True),
        ("Inputs!A5", "2025-12-31", "Inputs", "A5", 46022.0),
        ("Inputs!A6", 10, "Inputs", "A6", 10.0),
        ("Inputs!Local", 4, "Inputs", "A6", 4.0),
        ("'ETF portfolio'!Local", 5, "ETF portfolio", "B4", 5.0),
        ("'ETF portfolio'!B4", "8", "ETF portfolio", "B4", 8.0),
        ("Inputs!Z99", "new", "Inputs", "Z99", "new"),
    ],
)
def test_accepted(book, target, given, sheet, cell, value):
    """The value lands in the cell, as the cell's kind of value, and in the written file."""
    result = recalculate(book, inputs={target: given})
    assert result.value(sheet, cell) == value
    assert type(result.value(sheet, cell)) is type(value)
    assert result.differences == []
    again = recalculate(result.to_bytes())
    assert again.value(sheet, cell) == value
    assert again.differences == []


def test_results_follow(book):
    """Formulas are computed with the new input."""
    assert recalculate(book, inputs={"Rate": 0.5}).value("ETF portfolio", "B3") == 50.0


@pytest.mark.parametrize(
    ("target", "given", "sentence"),
    [
        ("Nonsense", 1, r"no input 'Nonsense'.*Rate"),
        ("Inputs!Nonsense", 1, "no input"),
        ("Nowhere!A1", 1, r"no sheet 'Nowhere'.*Inputs, ETF portfolio"),
        ("A1", 1, r"could be on any sheet; write Inputs!A1"),
        ("Both", 1, "takes 2 values with commas between; 1 was given"),
        ("Local", 1, "different cells on the sheets"),
        ("'ETF portfolio'!B3", 1, "holds a formula; only input cells"),
        ("'ETF portfolio'!D2", 1, "filled by a formula"),
        ("Rate", "low", r"takes a number \(it holds 0.05\); 'low' was given"),
        ("Rate", True, "takes a number"),
        ("Rate", "nan", "takes a number"),
        ("Rate", "1_000", "takes a number"),
        ("Inputs!A2", 1.0, r"takes a text \(it holds 'sell'\)"),
        ("Inputs!A3", "maybe", "takes TRUE or FALSE; 'maybe' was given"),
        ("Rate", 1.5, r"does not take 1.5: A rate lies between 0 and 1\.$"),
        ("Inputs!A2", "hold", r"accepts one of buy, sell\.$"),
        ("Inputs!A6", 2.5, r"a whole number\.$"),
        ("Inputs!A6", 11, r"accepts 1 to 10\.$"),
        ("Inputs!A7", "hold", "accepts one of buy, sell"),
    ],
)
def test_refused(book, target, given, sentence):
    """What does not fit is refused with a sentence that says what would."""
    with pytest.raises(BadBook, match=sentence):
        recalculate(book, inputs={target: given})


def test_of_a_long_list_what_is_near_is_named():
    """74 contracts do not fit into a sentence: where the list is, and those of the same words."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("S")
        kinds = [f"K{n} - kind {n}" for n in range(30)] + ["ZW - soft wheat", "KE - hard wheat"]
        sheet.write_column("B1", kinds)
        sheet.write("A1", "K1 - kind 1")
        sheet.data_validation("A1", {"validate": "list", "source": "=S!$B$1:$B$32"})
    sentences = {
        "Soft wheat": r"in S!B1:B32; the nearest: ZW - soft wheat; KE - hard wheat\.$",
        "K7 - kynd 7": r"the nearest: K7 - kind 7\.$",
        "nothing": r"one of the 32 in S!B1:B32\.$",
    }
    for entry, sentence in sentences.items():
        with pytest.raises(BadBook, match=sentence):
            recalculate(stream.getvalue(), inputs={"A1": entry})


def test_an_address_is_said_once(book):
    """Who gives an address reads it once; who gives a name reads where that is."""
    with pytest.raises(BadBook, match=r"^'ETF portfolio'!B3 holds a formula"):
        recalculate(book, inputs={"ETF portfolio!B3": 1})


def test_sheet_may_be_left_out_where_there_is_one(book_of):
    """A book of one sheet needs no sheet's name."""
    book = book_of({"Only": {"A1": 2.0, "A2": "=A1*3"}})
    assert recalculate(book, inputs={"A1": "5"}).value("Only", "A2") == 15.0


@pytest.mark.parametrize(
    ("criteria", "bound", "good", "bad"),
    [
        ("equal to", 5, 5, 6),
        ("not equal to", 5, 6, 5),
        (">", 5, 6, 5),
        ("<", 5, 4, 5),
        (">=", 5, 5, 4),
        ("<=", 5, 5, 6),
    ],
)
def test_bounds(criteria, bound, good, bad):
    """Every comparison that a validation can make is honoured."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("S")
    sheet.write("A1", 5.0)
    sheet.data_validation("A1", {"validate": "decimal", "criteria": criteria, "value": bound})
    book.close()
    assert recalculate(stream.getvalue(), inputs={"A1": good}).value("S", "A1") == good
    with pytest.raises(BadBook, match="does not take"):
        recalculate(stream.getvalue(), inputs={"A1": bad})
