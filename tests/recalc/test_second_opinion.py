"""What formulon and IronCalc say of a computed book, and what comes of it."""

import json

import pytest
from required import missing

from xlhedge.recalc import recalculate
from xlhedge.recalc.batch.one_book import Request, recompute
from xlhedge.recalc.errors import EnginesDiffer
from xlhedge.recalc.opinions import second_opinion as asking
from xlhedge.recalc.opinions.checked_copy import checked_copy
from xlhedge.recalc.opinions.program import EngineProcess, NoAnswerError
from xlhedge.worksheet.errors import ExcelError

BOOK = {
    "S": {
        "A1": 2.0,
        "A2": 3.0,
        "A3": "text",
        "B1": "=SUM(A1:A2)",
        "B2": "=HEDGE_RATIO(A1,A2)",
        "B3": "=B2*3",
        "B4": "=NA()",
        "B5": '=A3&"s"',
        "B6": "=A1>A2",
        "D1:D2": "{=A1:A2*10}",
        "E1": "=SUM(D1:D2)",
        "H1:M3": "{=HEDGE_OUTCOME(20000,3,3.467,-3,5000,{2.5;3.5})}",
    }
}


@pytest.fixture(scope="module")
def both():
    """Both engines are there."""
    if len(asking.installed_engines()) < len(asking.ENGINES):
        missing("formulon and IronCalc, of the extra `check`")


@pytest.fixture
def result(book_of):
    """A computed book."""
    return recalculate(book_of(BOOK))


@pytest.fixture
def wrong(result):
    """The same, as if we had computed a sum wrongly."""
    result.values["S"][1, 2] = 6.0
    return result


@pytest.mark.usefixtures("both")
def test_all_agree(result):
    """Of a right book each computed cell is compared, and nothing is said against it."""
    opinion = asking.second_opinion(result)
    assert [name.split()[0] for name in opinion.engines] == ["formulon", "IronCalc"]
    assert opinion.cells == 8  # all but B2 and the spill at H1, which call our functions
    assert (opinion.against, opinion.doubts, opinion.silent) == ([], [], ())
    assert opinion.lines() == [
        f"Checked by {' and '.join(opinion.engines)}: 8 cells, the same values."
    ]


@pytest.mark.usefixtures("both")
def test_two_against_one(wrong):
    """Where both agree with each other against us, we give up; what depends on it is theirs too."""
    opinion = asking.second_opinion(wrong)
    assert opinion.against == [("S", "B1", 6.0, 5.0)]
    with pytest.raises(EnginesDiffer, match=r"formulon .* and IronCalc .* S!B1: 5\.0 and 6\.0"):
        opinion.require_agreement()


@pytest.mark.usefixtures("both")
def test_one_alone_is_a_remark(result, monkeypatch):
    """A single engine that differs is named with its cell; nothing fails."""
    real = asking.engine_process

    class Liar:
        def values(self, _):
            return {"S": [(1, 2, 6.0, False), (6, 2, "#NAME?", True), (4, 2, "#ERROR!", True)]}

    monkeypatch.setattr(asking, "engine_process", lambda n: Liar() if n == "ironcalc" else real(n))
    opinion = asking.second_opinion(result)
    opinion.require_agreement()
    assert [(d.engine, d.cell) for d in opinion.doubts if d.cell in {"B1", "B4", "B6"}] == [
        ("IronCalc", "B1")
    ]  # a name or a function that it does not know is no opinion


@pytest.mark.usefixtures("both")
def test_an_engine_without_an_answer(result, monkeypatch):
    """One that crashes is named with the reason, and the other is still asked."""
    real = asking.engine_process

    class Broken:
        def values(self, _):
            raise NoAnswerError("it crashed")

    broken = {"formulon": Broken()}
    monkeypatch.setattr(asking, "engine_process", lambda n: broken.get(n) or real(n))
    opinion = asking.second_opinion(result)
    assert [name.split()[0] for name in opinion.engines] == ["IronCalc"]
    assert "formulon" in opinion.silent[0]
    assert "it crashed" in opinion.silent[0]


def test_a_process_that_hangs_is_left():
    """An engine has its time for a book; the next book finds a new process."""
    program = EngineProcess("ironcalc", 0.0)
    with pytest.raises(NoAnswerError, match="crashed or took more than 0 s"):
        program.values(b"")
    program.close()


@pytest.mark.usefixtures("both")
def test_formulon_is_compiled_once(book_of):
    """The second process of formulon starts in a moment: what the first compiled was kept."""
    for _ in range(2):
        program = EngineProcess("formulon", 60.0)
        program.values(book_of({"A": {"A1": "=1+1"}}))
        program.close()
    assert program.seconds < 2, "to compile it takes more than 4"


@pytest.mark.usefixtures("both")
def test_what_no_engine_reads():
    """A file that an engine cannot read is no answer, with its words."""
    program = EngineProcess("ironcalc", 60.0)
    with pytest.raises(NoAnswerError, match=r"\w"):
        program.values(b"no book")
    program.close()


def test_the_copy_holds_no_saved_value(result):
    """An engine cannot hand back what the file says: only constants have values in the copy."""
    copy, computed = checked_copy(result)
    again = recalculate(copy, functions={}, partial=True)
    sheet = again.parts.book.sheets["S"]
    for (row, column), cell in sheet.cells.items():
        if ("S", (row, column)) in computed:
            assert cell.value is None
    assert again.value("S", "B2") == pytest.approx(2 / 3)
    assert again.value("S", "I2") == pytest.approx(2.967)
    assert again.value("S", "E1") == 50.0
    assert again.value("S", "B4") == ExcelError("#N/A")


@pytest.mark.parametrize(
    ("text", "is_constant"),
    [
        ("=SUM(S!B:B)", True),
        ("=SUM(S!B:$F)", True),
        ("=SUM(S!2:3)", True),
        ("=S!A$1", True),
        ('=S!$A$1+LEN("A1")', False),
        ("=SUM(S!$A:$A)", False),
        ("=SUM(S!$1:$2)", False),
        ("=LOG10(S!$A$1)+1", False),
    ],
)
def test_a_name_that_means_other_cells_from_each(book_of, text, is_constant):
    """What a name with a relative reference gives is a constant in the copy, and nothing else."""
    cells = {"A1": 10.0, "A2": 20.0, "B1": 30.0, "D4": "=There*2"}
    result = recalculate(book_of({"S": cells}, {"There": text}))
    _, computed = checked_copy(result)
    assert (("S", (4, 4)) not in computed) == is_constant


def test_what_reads_another_workbook(book_of, up_to_date):
    """A formula that does is a constant in the copy; a table's column of figures is none."""
    cells = {"A1": 2.0, "B1": "=[1]Prices!C4*A1", "B2": '=LEN("[1]Prices!C4")*A1'}
    result = recalculate(up_to_date(book_of({"S": cells})), partial=True)
    _, computed = checked_copy(result)
    assert computed == {("S", (2, 2))}


@pytest.mark.usefixtures("both")
def test_inputs_are_in_the_copy(book_of):
    """The engines check the book with what was set."""
    opinion = asking.second_opinion(recalculate(book_of(BOOK), inputs={"S!A1": 5}))
    assert (opinion.against, opinion.doubts) == ([], [])


@pytest.mark.usefixtures("both")
def test_a_book_of_a_folder(book_of, monkeypatch):
    """In a batch a doubted book fails with exit code 4 and is not written."""
    outcome = recompute("x", book_of(BOOK), Request(write=True, check=True))
    assert (outcome.code, len(outcome.opinion.engines)) == (0, 2)
    doubted = asking.SecondOpinion(("a", "b"), against=[("S", "B1", 6.0, 5.0)])
    monkeypatch.setattr("xlhedge.recalc.opinions.second_opinion.second_opinion", lambda _: doubted)
    outcome = recompute("x", book_of(BOOK), Request(write=True, check=True))
    assert (outcome.code, outcome.file) == (4, None)
    assert "S!B1" in outcome.message


@pytest.mark.usefixtures("both")
def test_the_command(tmp_path, book_of, run):
    """--check says who was asked; in JSON the same; without it nobody is asked."""
    book = tmp_path / "book.xlsx"
    book.write_bytes(book_of(BOOK))
    _, out, _ = run("recalc", book, "--check")
    assert "Checked by formulon" in out
    assert json.loads(run("recalc", book, "--check", "--json")[1])["check"]["both_against"] == []
    assert json.loads(run("recalc", book, "--json")[1])["check"] is None


@pytest.mark.usefixtures("both")
def test_the_command_where_we_are_wrong(tmp_path, book_of, run, monkeypatch):
    """Two against one: exit code 4, the cells, and nothing is written."""
    book, target = tmp_path / "book.xlsx", tmp_path / "new.xlsx"
    book.write_bytes(book_of(BOOK))
    doubted = asking.SecondOpinion(("a 1", "b 2"), against=[("S", "B1", 6.0, 5.0)])
    monkeypatch.setattr(asking, "second_opinion", lambda _: doubted)
    code, out, err = run("recalc", book, "--check", "-o", target)
    assert (code, target.exists()) == (4, False)
    assert "S!B1" in out
    assert "a 1 and b 2" in err
    code, out, _ = run("recalc", book, "--check", "--json", "-o", target)
    assert code == 4
    assert json.loads(out)["check"]["both_against"] == [
        {"cell": "S!B1", "ours": 6.0, "theirs": 5.0}
    ]


def test_engines_that_are_not_installed(tmp_path, book_of, run, monkeypatch):
    """--check without the engines is a mistake that names the extra; nobody is asked silently."""
    book = tmp_path / "book.xlsx"
    book.write_bytes(book_of(BOOK))
    monkeypatch.setattr(asking, "_version", lambda _: "")
    code, _, err = run("recalc", book, "--check")
    assert code == 2
    assert "pip install" in err
