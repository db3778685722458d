"""What changed since a workbook was made: the table, and what HEDGE_EXPLAIN makes of it."""

import re
from pathlib import Path

import pytest

from xlhedge import __version__
from xlhedge.worksheet import CATALOGUE, HEDGE_EXPLAIN, rule_changes
from xlhedge.worksheet.rule_changes import (
    CHANGES,
    FunctionCall,
    RuleChange,
    sentence_of,
    version_of,
)

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
TWO = (
    RuleChange("0.2.0", ("CIP_BASIS", "FX_FORWARD_RATE"), "it was a", "it is b", "Do c.",
               omitted="compounding"),
    RuleChange("0.3.0", ("FUTURES_CONTRACTS",), "it was d", "it is e", "Do f.", passed="rounding"),
)  # fmt: skip


@pytest.fixture
def _two(monkeypatch):
    """Two changes, seen by a version in which both have come."""
    monkeypatch.setattr(rule_changes, "CHANGES", TWO)
    monkeypatch.setattr(rule_changes, "__version__", "0.3.0")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.functions[0])
def test_the_table_speaks_of_functions_and_arguments_that_there_are(change):
    """Every entry names functions, their arguments and a version that has come."""
    assert version_of(change.since) <= version_of(__version__)
    assert not (change.omitted and change.passed)
    for name in change.functions:
        assert name != "HEDGE_EXPLAIN"
        assert name in CATALOGUE
        named = {argument.name for argument in CATALOGUE[name].arguments if not argument.required}
        assert {change.omitted, change.passed} - {""} <= named
    assert len(change.sentence) <= 160, "a line of the Checks page"
    assert change.advice.endswith(".")


def test_the_changelog_says_the_same():
    """The changelog has each entry of this version, word for word."""
    text = CHANGELOG.read_text(encoding="utf-8")
    missing = [line for line in rule_changes.changelog_lines(__version__) if line not in text]
    assert not missing, "\n".join(["the changelog lacks:", *missing])


@pytest.mark.parametrize(
    ("stamp", "version"),
    [
        ("xlhedge 0.1.0", (0, 1)),
        ("0.1.0 or later", (0, 1)),
        ("0.10", (0, 10)),
        (0.2, (0, 2)),
        ("xlhedge 1.2.0rc1", (1, 2)),
        ("draft", None),
        (None, None),
        ("", None),
    ],
)
def test_versions_are_read_as_people_write_them(stamp, version):
    """With the program's name or without; 0.10 is later than 0.9; a text without one is none."""
    assert version_of(stamp) == version


@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize(
    ("stamp", "uses", "answer"),
    [
        ("0.1.0", [FunctionCall("CIP_BASIS")], "CIP_BASIS: it was a; it is b. Do c."),
        ("0.2.0", [FunctionCall("CIP_BASIS")], "ok"),
        ("0.1.0", [FunctionCall("HEDGE_RATIO")], "ok"),
        ("0.1.0", [FunctionCall("CIP_BASIS", "A!B1", frozenset({0, 1, 2, 3, 4, 5}))], "ok"),
        (
            "0.1.0",
            [
                FunctionCall("CIP_BASIS", "A!B1", frozenset({0, 1, 2, 3, 4})),
                FunctionCall("CIP_BASIS", "A!B2"),
                FunctionCall("FX_FORWARD_RATE", "A!B2"),
                FunctionCall("FUTURES_CONTRACTS", "A!B3", frozenset({0, 1, 7})),
            ],
            """\
CIP_BASIS (A!B1, A!B2), FX_FORWARD_RATE (A!B2): it was a; it is b. Do c.
FUTURES_CONTRACTS (A!B3): it was d; it is e. Do f.""",
        ),
        ("0.2.0", [FunctionCall("FUTURES_CONTRACTS", "A!B3", frozenset({0, 1}))], "ok"),
        ("0.3.0", [FunctionCall("FUTURES_CONTRACTS", "A!B3")], "ok"),
    ],
)
def test_only_calls_that_a_change_concerns_are_told(stamp, uses, answer):
    """A call counts where the argument is left out or passed, or where that is not known."""
    assert sentence_of(stamp, uses) == answer


@pytest.mark.usefixtures("_two")
def test_a_sentence_names_twenty_cells_and_counts_the_others():
    """A column of thousands stays one sentence; a cell with two calls is named once."""
    uses = [FunctionCall("CIP_BASIS", f"A!B{row}") for row in (*range(1, 26), 1)]
    assert "A!B19, A!B20 and 5 more): it was a" in sentence_of("0.1.0", uses)


@pytest.mark.usefixtures("_two")
def test_a_book_of_a_later_version_is_not_called_ok():
    """What changed after this version is not known here, and that is said."""
    said = sentence_of("xlhedge 0.4.0", [FunctionCall("HEDGE_RATIO")])
    assert said.startswith("The book was made by xlhedge 0.4.0, later than 0.3.0")


@pytest.mark.usefixtures("_two")
def test_the_worksheet_function_takes_cells():
    """A column of names; a second column says where, a third which arguments are filled."""
    names = [["HEDGE_RATIO"], [None], ["cip_basis"], [""]]
    assert HEDGE_EXPLAIN("changes since", "0.1.0", names) == "CIP_BASIS: it was a; it is b. Do c."
    table = [["CIP_BASIS", "A!B1", "1 2 3 4 5"], ["CIP_BASIS", "A!B2", "1 2 3 4 5 6"]]
    said = HEDGE_EXPLAIN("Changes since", [["xlhedge 0.1.0"]], table)
    assert said == "CIP_BASIS (A!B1): it was a; it is b. Do c."
    assert HEDGE_EXPLAIN("changes since", "0.1.0", [["FUTURES_CONTRACTS", "A!B1", 1.0]]) == "ok"
    assert HEDGE_EXPLAIN("changes since", "0.1.0").count("\n") == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "the version is None"),
        (("soon",), "the version is soon"),
        (("0.1.0", "FX_FORWRD_RATE"), "did you mean FX_FORWARD_RATE"),
        (("0.1.0", [["CIP_BASIS"], ["nothing at all"]]), "nothing at all"),
    ],
)
def test_a_question_that_cannot_be_answered_is_an_error(args, words):
    """No version, or a name that is no function's, is #VALUE! with a sentence, never "ok"."""
    said = HEDGE_EXPLAIN("changes since", *args)
    assert str(said) == "#VALUE!"
    assert re.search(re.escape(words), said.message)
