"""A recomputed book written: new values in, every other byte as it was."""

import io

import openpyxl
import xlsxwriter

from xlhedge.recalc import recalculate


def _rich_book():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Model")
    percent = book.add_format({"num_format": "0%", "bold": True})
    sheet.write_row("A1", [4.0, 5.0, 6.0])
    sheet.write_formula("B3", "=SUM(A1:C1)/100", percent, 0.15)
    sheet.write_formula("B4", "=B3*2", None, 99)
    sheet.write_dynamic_array_formula("E1:E3", "=TRANSPOSE(A1:C1)", None, 4.0)
    sheet.write_column("E2", [5.0, 6.0])
    sheet.data_validation("A1", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.conditional_format("A1:C1", {"type": "data_bar"})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Model!$A$1:$C$1"})
    sheet.insert_chart("G2", chart)
    book.close()
    return stream.getvalue()


def test_only_the_values_change(parts_of):
    """One stale cell: its sheet changes in that value alone, all other parts not at all."""
    data = _rich_book()
    result = recalculate(data)
    assert [(d.cell, d.cached, d.fresh) for d in result.differences] == [("B4", 99.0, 0.3)]
    before, after = parts_of(data), parts_of(result.to_bytes())
    assert list(before) == list(after)
    sheet = "xl/worksheets/sheet1.xml"
    assert {name for name in before if before[name] != after[name]} == {sheet}
    assert after[sheet] == before[sheet].replace(b"<v>99</v>", b"<v>0.3</v>")


def test_right_book_is_byte_identical():
    """A book whose values are right comes back byte for byte."""
    data = recalculate(_rich_book()).to_bytes()
    assert recalculate(data).to_bytes() == data


def test_another_reader_agrees():
    """The patched file opens elsewhere and shows the fresh values."""
    data = recalculate(_rich_book(), inputs={"Model!A1": 40.0}).to_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Model"]
    assert [sheet[c].value for c in ("A1", "B3", "B4", "E1", "E3")] == [40, 0.51, 1.02, 40, 6]
