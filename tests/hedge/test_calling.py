"""The functions of `xlhedge.hedge` are the worksheet functions, in Python's manners."""

import inspect
import math

import pytest

from xlhedge import hedge, worksheet
from xlhedge.hedge.results import Table
from xlhedge.worksheet import CATALOGUE
from xlhedge.worksheet.errors import ExcelError


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_function_gives_what_its_cell_gives(name):
    """No arithmetic twice: every function's example comes to the cell's figures."""
    entry = CATALOGUE[name]
    cell = entry(*entry.example)
    result = getattr(hedge, name.lower())(*entry.example)
    if isinstance(cell, list):
        assert [list(result.columns), *map(list, result.rows)] == cell
    else:
        assert result.value == cell
    assert name.lower() in result.summary()


@pytest.mark.parametrize("name", CATALOGUE)
def test_signatures_and_help_are_pythons(name):
    """Help shows names and defaults, and nothing of how a cell is read."""
    function = getattr(hedge, name.lower())
    shown = str(inspect.signature(function))
    assert "Reader" not in shown
    assert "Annotated" not in shown
    assert function.__name__ == name.lower()
    assert f"{name}(" not in function.__doc__
    assert "HedgeError (#" in function.__doc__ or "Raises" not in function.__doc__


def test_mistakes_of_the_programmer_are_type_errors():
    """An unknown word, one too many, one too few: Python's own TypeError, which names it."""
    with pytest.raises(TypeError, match=r"'hedge_rato'; there are exposure, contract_size, "):
        hedge.futures_contracts(1000, 50, hedge_rato=1)
    with pytest.raises(TypeError, match=r"no argument 'expo'"):
        hedge.futures_contracts(expo=1000, contract_size=50)
    with pytest.raises(TypeError, match=r"hedge_ratio\(\): too many positional arguments"):
        hedge.hedge_ratio(1, 2, 3)
    with pytest.raises(TypeError, match="contract_size"):
        hedge.futures_contracts(1000)
    with pytest.raises(AttributeError, match="mv_hedge_rato") as raised:
        _ = hedge.mv_hedge_rato
    assert "mv_hedge_ratio" in dir(raised.value.obj)  # from which Python takes what it proposes


def test_errors_are_exceptions_with_the_cells_sentence():
    """What a cell shows as an error is raised, with the same words and kind."""
    cell = worksheet.HEDGE_RATIO(1, 0)
    with pytest.raises(hedge.HedgeError) as raised:
        hedge.hedge_ratio(1, 0)
    assert str(raised.value) == cell.message
    assert ExcelError.from_hedge_error(raised.value) == cell


def test_a_figure_is_a_number_but_no_truth():
    """It rounds and converts; `if figure:` is refused, since 0 is a figure, too."""
    figure = hedge.hedge_ratio(1, 3)
    assert round(figure, 2) == 0.33
    assert math.isclose(float(figure), 1 / 3)
    with pytest.raises(TypeError, match="hedge_ratio is neither true nor false"):
        bool(figure)


def test_the_stub_is_up_to_date(root):
    """What a type checker sees is made from the catalogue."""
    from xlhedge.hedge.listing import stub_source

    assert (root / "xlhedge" / "hedge" / "__init__.pyi").read_text("utf-8") == stub_source()
    assert sorted(hedge.__all__) == sorted(
        ["Figure", "HedgeError", "Table", *(name.lower() for name in CATALOGUE)]
    )


def test_tables_are_tables():
    """A function that spills gives a Table."""
    assert isinstance(hedge.hedge_stats(*CATALOGUE["HEDGE_STATS"].example), Table)
