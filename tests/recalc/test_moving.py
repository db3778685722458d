"""An older workbook's inputs and history in a new one, by their names."""

import datetime as dt
import io

import pytest
import xlsxwriter

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate
from xlhedge.recalc.moving import history_of, move_of
from xlhedge.worksheet.cells import serial

DAYS = [dt.date(2026, 1, 2) + dt.timedelta(weeks=i) for i in range(4)]


def book(cells, names, *, sheet="Inputs"):
    """Return a workbook: cells by address, unlocked where no formula, and names of ranges."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        page = made.add_worksheet(sheet)
        page.protect()
        unlocked = made.add_format({"locked": False})
        for address, value in cells.items():
            if isinstance(value, str) and value.startswith("="):
                page.write_formula(address, value)
            elif isinstance(value, tuple):
                page.write_blank(address, None, unlocked)
            elif isinstance(value, str) and value.endswith(":"):
                page.write_string(address, value)
            else:
                page.write(address, value, unlocked)
        for name, area in names.items():
            made.define_name(name, f"={sheet}!{area}")
    return stream.getvalue()


BLANK = ()
OLD = book(
    {
        "B2": "Crop:", "C2": 35000, "B3": "Owner:", "C3": "Ann", "B4": "Gone:", "C4": 7,
        "B6": "fund a", "C6": 100, "B7": "fund b", "C7": 200, "C8": BLANK,
    },
    {"quantity": "$C$2", "values": "$C$6:$C$8", "gone": "$C$4"},
)  # fmt: skip
NEW = book(
    {
        "B3": "Crop:", "C3": 20000, "B4": "Owner:", "C4": "fill in", "C5": "=2*C3",
        "B9": "sample x", "C9": 1, "B10": "sample y", "C10": 2, "B11": "sample z", "C11": 3,
        "B12": BLANK, "C12": BLANK,
    },
    {"quantity": "$C$3", "values": "$C$9:$C$12", "gone": "$C$5"},
)  # fmt: skip


def test_inputs_go_by_name_neighbours_with_them_and_labels_for_the_rest():
    """A name's cells move, what stands beside them too, the sample gives way, blanks stay blank."""
    result = move_of(OLD, NEW)
    assert result.inputs == {
        "Inputs!C3": 35000.0, "Inputs!C4": "Ann", "Inputs!B9": "fund a", "Inputs!C9": 100.0,
        "Inputs!B10": "fund b", "Inputs!C10": 200.0, "Inputs!C11": None, "Inputs!C12": None,
    }  # fmt: skip
    fresh = recalculate(recalculate(NEW, inputs=result.inputs, functions={}).to_bytes())
    assert fresh.value("Inputs", "C5") == 70000
    assert fresh.value("Inputs", "C11") is None


def test_what_finds_no_place_is_said():
    """Where today's layout computes what was an input, the cell, its label and value are named."""
    assert move_of(OLD, NEW).left == ["Inputs!C4 (Gone:), 7: today's layout has no input for it."]


def test_another_workbook_is_refused():
    """Without an input of the same name nothing is carried over."""
    with pytest.raises(BadBook, match="no input of the same name"):
        move_of(book({"C1": 1}, {"other": "$C$1"}), NEW)


def test_what_the_new_cell_does_not_take_is_said(root):
    """A value that a validation refuses stays behind with the reason."""
    template = (root / "workbooks" / "hedging-template.xlsx").read_bytes()
    old = book({"C1": 35000, "C2": 9}, {"quantity": "$C$1", "rounding_rule": "$C$2"})
    result = move_of(old, template)
    assert 35000.0 in result.inputs.values()
    (sentence,) = result.left
    assert "9" in sentence


def test_the_history():
    """Days and prices up to the last row with a price; nothing where a name is missing."""
    cells = {f"B{i}": serial(day) for i, day in enumerate(DAYS, 2)}
    cells |= {f"C{i}": 3.0 + i for i in range(2, 5)} | {"C5": BLANK, "C6": BLANK}
    made = book(cells, {"spot_prices": "$C$2:$C$6"})
    assert history_of(made, ["spot_prices"]) == [(serial(DAYS[i]), 5.0 + i) for i in range(3)]
    assert history_of(made, ["spot_prices", "futures_prices"]) == []


def test_the_command(root, run, tmp_path, monkeypatch):
    """A filled-in book moves into today's layout with all its inputs; the command says how many."""
    monkeypatch.chdir(tmp_path)
    old = tmp_path / "mine.xlsx"
    shipped = root / "workbooks" / "hedging-template.xlsx"
    changed = {"quantity": 35000, "contracts_held": -4, "currency": "EUR"}
    old.write_bytes(recalculate(shipped, inputs=changed).to_bytes())
    code, out, err = run("template", "hedging-template", "--from", old, "-o", "new.xlsx")
    assert code == 0, err
    assert "inputs of mine.xlsx were carried over." in out
    assert "found no place" not in out
    new, before = recalculate(tmp_path / "new.xlsx"), recalculate(old)
    assert {name: new.names[name].value for name in changed} == changed
    assert {n: c.value for n, c in new.names.items()} == {
        n: c.value for n, c in before.names.items()
    }


def test_the_command_refuses_what_it_cannot_do(run, tmp_path, monkeypatch):
    """No such book, and a book together with prices: a sentence and exit code 2."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run("template", "hedging-template", "--from", "no.xlsx", "-o", "n.xlsx")
    assert (code, "there is no workbook no.xlsx" in err) == (2, True)
    (tmp_path / "a.xlsx").write_bytes(OLD)
    (tmp_path / "p.csv").write_text("date,spot,futures\n")
    words = ("--from", "a.xlsx", "--data", "p.csv", "-o", "n.xlsx")
    code, _, err = run("template", "hedging-template", *words)
    assert (code, "brings its own history" in err) == (2, True)
    assert not (tmp_path / "n.xlsx").exists()


def test_what_finds_no_place_is_named_as_the_page_has_it():
    """A label that takes a unit is a formula: a person reads its words, not the formula."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        page = made.add_worksheet("Inputs")
        page.protect()
        unlocked = made.add_format({"locked": False})
        page.write("C1", 7, unlocked)
        page.write_formula("B2", '="Price ["&"USD"&"]"', None, "Price [USD]")
        page.write("C2", 5, unlocked)
        made.define_name("kept", "=Inputs!$C$1")
    fresh = book({"C1": 1}, {"kept": "$C$1"})
    assert move_of(stream.getvalue(), fresh).left == [
        "Inputs!C2 (Price [USD]), 5: today's layout has no input for it."
    ]
