"""Every allowed function and operator against values that were worked out elsewhere."""

import re
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate
from xlhedge.recalc.compiling.rules import INTERNAL, RULES, ParameterKind
from xlhedge.recalc.compiling.special import SPECIAL
from xlhedge.worksheet.errors import ExcelError

CASES = Path(__file__).parent / "conformance"
TOPICS = sorted(path.stem.removesuffix("_cases") for path in CASES.glob("*_cases.py"))
SINGLE = re.compile(r"=((?:_xlfn\.)?([A-Z0-9.]+))\((-?[\d.]+)((?:,[^(){}:!]*)?)\)")

_ONE_VALUE = {
    ParameterKind.VALUE,
    ParameterKind.NUMBER,
    ParameterKind.TEXT,
    ParameterKind.LOGICAL,
}


def _same(got, expected, same_value):
    if isinstance(expected, list):
        return (
            isinstance(got, list)
            and [len(row) for row in got] == [len(row) for row in expected]
            and all(
                same_value(g, e)
                for row, wanted in zip(got, expected, strict=True)
                for g, e in zip(row, wanted, strict=True)
            )
        )
    return same_value(got, expected)


@pytest.mark.parametrize("topic", TOPICS)
def test_values_are_excels(topic, tables, compute, same_value):
    """Each formula gives the expected value, or is refused where that is expected."""
    cases = tables[topic]
    results = compute([formula for formula, _ in cases])
    wrong = {
        formula: (got, expected)
        for (formula, expected), got in zip(cases, results, strict=True)
        if not _same(got, expected, same_value)
    }
    assert wrong == {}


def test_every_allowed_function_has_a_case(tables):
    """No function is on the list without a formula in the tables that is computed."""
    used = set()
    for cases in tables.values():
        for formula, expected in cases:
            if expected != "refused":
                used.update(re.findall(r"([A-Z][A-Z0-9.]*)\(", formula))
    assert set(RULES) - INTERNAL - used == set()
    assert set(SPECIAL) - INTERNAL - used == set()


def test_functions_work_cell_by_cell(tables, compute, same_value):
    """A function of single values gives, over an array, what it gives for each value alone."""
    singles = [
        (found, expected)
        for cases in tables.values()
        for formula, expected in cases
        if (found := SINGLE.fullmatch(formula))
        and expected != "refused"
        and (rule := RULES.get(found[2]))
        and {*rule.required, *rule.optional, *rule.repeated} <= _ONE_VALUE
    ]
    arrays = [f"{{={f[1]}({{{f[3]};{f[3]}}}{f[4]})}}" for f, _ in singles]
    wrong = {
        formula: (got, expected)
        for formula, (_, expected), got in zip(arrays, singles, compute(arrays), strict=True)
        if not _same(got, [[expected], [expected]], same_value)
    }
    assert len(singles) > 100
    assert wrong == {}


def _expected(value):
    if isinstance(value, dict):
        return ExcelError(value["err"])
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@pytest.mark.parametrize(("name", "right", "refused"), [("book", 1146, 2), ("edge", 74, 0)])
def test_suite(name, right, refused, suite, lab_functions, same_value):
    """Every cell with a known answer is right or refused; none is wrong."""
    path, answers = suite(name)
    result = recalculate(path, functions=lab_functions, partial=True)
    refusals = {(refusal.sheet, refusal.cell) for refusal in result.refusals}
    counts = {"right": 0, "refused": 0}
    wrong = []
    for sheet, cell, value, *_ in answers:
        if (sheet, cell) in refusals:
            counts["refused"] += 1
        elif same_value(result.value(sheet, cell), _expected(value)):
            counts["right"] += 1
        else:
            wrong.append((sheet, cell, value, result.value(sheet, cell)))
    assert wrong == []
    assert counts == {"right": right, "refused": refused}
