"""A book that an older version made: its cells whose function changed are named, others are not."""

import json

import pytest

from xlhedge.recalc import recalculate
from xlhedge.recalc.errors import Unsupported
from xlhedge.recalc.pages.report import _rules
from xlhedge.recalc.version_remark import NO_REMARK
from xlhedge.worksheet import rule_changes
from xlhedge.worksheet.rule_changes import RuleChange

CHANGES = (
    RuleChange("0.2.0", ("FX_FORWARD_RATE",), "it was a", "it is b", "Do c.",
               omitted="compounding"),
    RuleChange("0.2.0", ("HEDGE_RATIO",), "it was d", "it is e", "Do f."),
)  # fmt: skip
STAMPED = {"xlhedge_version": "=About!$C$8"}


@pytest.fixture(autouse=True)
def _two_changes(monkeypatch):
    """Two changes of this version, whatever it brought."""
    monkeypatch.setattr(rule_changes, "CHANGES", CHANGES)
    monkeypatch.setattr(rule_changes, "__version__", "0.2.0")


def remark(book_of, cells, stamp="xlhedge 0.1.0", names=STAMPED, label=""):
    """Return the remark on a book with a sheet Model and a stamp on About."""
    about = {"B8": label, "C8": stamp} if stamp is not None else {"B8": "nothing"}
    names = names if stamp is not None else {}
    return recalculate(book_of({"About": about, "Model": cells}, names)).version_remark


def places(found):
    """Return the cells with their functions."""
    return [(changed.cell, changed.function) for changed in found.cells]


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        ("=FX_FORWARD_RATE(1,0.1,0.2,1)", True),
        ('=FX_FORWARD_RATE(1,0.1,0.2,1,"simple")', False),
        ("=FX_FORWARD_RATE(1,0.1,0.2,1,)", True),
        ("=FX_FORWARD_RATE(1,0.1,0.2,1,D1)", True),  # D1 is blank: the default
        ("=FX_FORWARD_RATE(1,0.1,0.2,1,D2)", False),
        ("=1+SUM(2,FX_FORWARD_RATE(1,0.1,0.2,1))", True),
        ("=fx_forward_rate(1,0.1,0.2,1)", True),
        ('=FX_FORWARD_RATE(FX_FORWARD_RATE(1,0.1,0.2,1),0.1,0.2,1,"simple")', True),
        ("=_xlfn.LET(_xlpm.x,FX_FORWARD_RATE(1,0.1,0.2,1),_xlpm.x)", True),
        ("=_xll.FX_FORWARD_RATE(1,0.1,0.2,1)", True),
        ('="FX_FORWARD_RATE(1)"', False),
        ("=HEDGE_STATUS(0.5)", False),
        ("{=FX_FORWARD_RATE(1,0.1,0.2,1)}", True),
    ],
)
def test_a_call_is_named_where_the_change_concerns_it(book_of, formula, named):
    """Left out or blank is the default; what is passed is not, however the call is written."""
    found = remark(book_of, {"A1": formula, "D2": "annual"})
    assert places(found) == ([("Model!A1", "FX_FORWARD_RATE")] if named else [])
    assert bool(found.text) is named


def test_what_was_what_is_what_to_do(book_of):
    """The remark names the cells of a function together and has the three parts."""
    cells = {"A1": "=HEDGE_RATIO(1,2)", "A2": "=HEDGE_RATIO(2,A1)", "B1": "=1+1"}
    found = remark(book_of, cells)
    assert found.made_by == "0.1.0"
    assert found.stamp == "About!C8"
    assert found.text == "HEDGE_RATIO (Model!A1, Model!A2): it was d; it is e. Do f."
    assert found.cells[0][2:] == ("0.2.0", "it was d", "it is e", "Do f.")


def test_a_copied_formula_is_found(book_of, with_part, parts_of):
    """Excel writes a formula that was filled down once; its copies are named as well."""
    data = book_of({"About": {"C8": "0.1.0"}, "Model": {"A1": 1.0, "A2": 2.0}}, STAMPED)
    part = "xl/worksheets/sheet2.xml"
    sheet = parts_of(data)[part].decode()
    cells = (
        '<row r="3"><c r="A3"><f t="shared" ref="A3:A4" si="0">HEDGE_RATIO(A1,A2)</f><v>0</v></c>'
        '</row><row r="4"><c r="A4"><f t="shared" si="0"/><v>0</v></c></row></sheetData>'
    )
    data = with_part(data, part, sheet.replace("</sheetData>", cells))
    assert places(recalculate(data).version_remark) == [
        ("Model!A3", "HEDGE_RATIO"),
        ("Model!A4", "HEDGE_RATIO"),
    ]


def test_a_formula_that_is_refused_is_named(book_of):
    """What is not computed is named all the same."""
    data = book_of(
        {"About": {"C8": "0.1.0"}, "Model": {"A1": "=HEDGE_RATIO(1,no_such_name)"}}, STAMPED
    )
    found = recalculate(data, partial=True)
    assert found.refusals
    assert places(found.version_remark) == [("Model!A1", "HEDGE_RATIO")]


def test_the_first_versions_books_are_known_by_their_label(book_of):
    """They say it beside "Made for xlhedge" on About, without a name."""
    cells = {"A1": "=HEDGE_RATIO(1,2)"}
    found = remark(book_of, cells, "0.1.0 or later", names={}, label="Made for xlhedge")
    assert found.made_by == "0.1.0"
    assert places(found) == [("Model!A1", "HEDGE_RATIO")]


@pytest.mark.parametrize("stamp", [None, "draft", "xlhedge 0.2.0", "xlhedge 0.2"])
def test_nothing_is_said_without_an_older_stamp(book_of, stamp):
    """A book without a stamp, or of this version, has no remark."""
    found = remark(book_of, {"A1": "=HEDGE_RATIO(1,2)"}, stamp)
    assert (found.text, found.cells) == ("", ())
    if stamp in (None, "draft"):
        assert found == NO_REMARK


def test_a_stamp_that_is_set_counts(book_of):
    """Who has read the remark sets the stamp, and it is not said again."""
    data = book_of({"About": {"C8": "0.1.0"}, "Model": {"A1": "=HEDGE_RATIO(1,2)"}}, STAMPED)
    result = recalculate(data, inputs={"xlhedge_version": "xlhedge 0.2.0"})
    assert result.version_remark.text == ""
    again = recalculate(result.to_bytes()).version_remark
    assert (again.made_by, again.text) == ("0.2.0", "")


def test_a_later_version_is_said(book_of):
    """What a later version changed is not known here."""
    found = remark(book_of, {"A1": "=HEDGE_RATIO(1,2)"}, "xlhedge 7.1")
    assert "made by xlhedge 7.1, later than" in found.text
    assert found.cells == ()


@pytest.fixture
def books(tmp_path, book_of):
    """A folder with an older book and one of this version."""
    for name, stamp in (("old", "xlhedge 0.1.0"), ("new", "xlhedge 0.2.0")):
        sheets = {"About": {"C8": stamp}, "Model": {"A1": "=HEDGE_RATIO(1,2)"}}
        (tmp_path / f"{name}.xlsx").write_bytes(book_of(sheets, STAMPED))
    return tmp_path


def test_recalc_prints_the_cells_and_how_to_settle_it(run, books):
    """A table's foot says it, the exit code stays 0; JSON has it cell by cell."""
    line = "HEDGE_RATIO (Model!A1): it was d; it is e. Do f."
    code, out, err = run("recalc", books / "old.xlsx")
    assert (code, err) == (0, "")
    assert line in out
    assert "Made by xlhedge 0.1.0" in out
    setting = out.partition('--set "')[2].partition('"')[0]
    settled = books / "settled.xlsx"
    assert run("recalc", books / "old.xlsx", "--set", setting, "-o", settled)[0] == 0
    for book in (settled, books / "new.xlsx"):
        assert "HEDGE_RATIO" not in run("recalc", book)[1]
    said = json.loads(run("recalc", books / "old.xlsx", "--json")[1])
    assert (said["made_by"], said["version_remark"]) == ("0.1.0", line)
    (cell,) = said["rule_changes"]
    assert cell == {
        "cell": "Model!A1",
        "function": "HEDGE_RATIO",
        "since": "0.2.0",
        "was": "it was d",
        "now": "it is e",
        "advice": "Do f.",
    }


def test_a_folder_names_them_book_by_book(run, books):
    """Each older book's cells stand below the table; JSON has them with their book."""
    code, out, _ = run("recalc", books)
    assert code == 0
    assert "old.xlsx: Made by xlhedge 0.1.0" in out
    assert "new.xlsx: Made" not in out
    done = {b["book"]: b for b in json.loads(run("recalc", books, "--json")[1])["books"]}
    assert [cell["cell"] for cell in done["old.xlsx"]["rule_changes"]] == ["Model!A1"]
    assert done["new.xlsx"]["rule_changes"] == []
    assert done["new.xlsx"]["version_remark"] is None


def test_a_report_says_it(book_of):
    """The first page has what changed, or that nothing did, or that nothing is known."""
    for stamp, words in (
        ("0.1.0", "HEDGE_RATIO (Model!A1): it was d; it is e. Do f."),
        ("0.2.0", "none since xlhedge 0.2.0."),
        ("draft", "not known: the book does not say which xlhedge made it."),
    ):
        sheets = {"About": {"C8": stamp}, "Model": {"A1": "=HEDGE_RATIO(1,2)"}}
        assert _rules(recalculate(book_of(sheets, STAMPED))) == words


@pytest.mark.usefixtures("office")
def test_the_second_engine_says_the_same(book_of):
    """LibreOffice's results carry the same remark."""
    from xlhedge.recalc.opinions.libreoffice_engine import recalculate_in_libreoffice

    sheets = {"About": {"C8": "0.1.0"}, "Model": {"A1": "=HEDGE_RATIO(1,2)"}}
    data = book_of(sheets, STAMPED)
    expected = recalculate(data).version_remark
    assert expected.text
    assert recalculate_in_libreoffice(data).version_remark == expected


def test_a_refusal_says_what_changed(book_of):
    """An older book whose table lacks room is not sent to Excel, which has none for it either."""
    data = book_of(
        {
            "About": {"C8": "0.1.0"},
            "Model": {"A1": "{=HEDGE_OUTCOME(20000,3,3.467,-3,5000,HEDGE_RATIO(1,2))}", "B1": 7.0},
        },
        STAMPED,
    )
    with pytest.raises(Unsupported, match="in the way") as refused:
        recalculate(data)
    said = str(refused.value)
    assert said.endswith(
        "What changed since the book was made:\n  HEDGE_RATIO (Model!A1): it was d; it is e. Do f."
    )
    assert "Excel itself" not in said
