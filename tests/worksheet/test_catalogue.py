"""What every function says of itself: the text of the wizard, the manifest and the README."""

import doctest
import importlib
import inspect
import re

import pytest

from xlhedge import worksheet
from xlhedge.worksheet import CATALOGUE

FUNCTIONS = sorted(CATALOGUE.values(), key=lambda entry: entry.name)
pytestmark = pytest.mark.parametrize("entry", FUNCTIONS, ids=[entry.name for entry in FUNCTIONS])

DEFAULT = re.compile(
    r'("[^"]+"|[-\w.]+)(?: [a-zA-Z ]+)? \(default\)|(?<![-\w.])([-\w.]+) by default'
)
CELL_LIKE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")


def test_name_is_a_function_name_and_not_a_cell(entry):
    """Names are UPPER_SNAKE and cannot be taken for a cell reference."""
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", entry.name)
    assert not CELL_LIKE.fullmatch(entry.name)


def test_help_fits_the_function_wizard(entry):
    """Summary and argument help have at most 255 characters, argument names 254 in all."""
    assert 0 < len(entry.summary) <= 255
    for argument in entry.arguments:
        assert 0 < len(argument.help) <= 255, argument.name
    assert sum(len(a.name) + 1 for a in entry.arguments) <= 254


def test_documentation_is_whole(entry):
    """A function documents its arguments, its result and its source, and belongs to a category."""
    assert entry.category
    documented = [head.partition(" :")[0] for head, _ in entry.entries("Parameters")]
    assert documented == [argument.name for argument in entry.arguments]
    for title in ("Returns", "References", "Examples"):
        assert entry._sections[title], title


def test_the_docstring_has_what_the_types_say(entry):
    """help() shows every argument's help and the errors of its type, once each."""
    doc = inspect.getdoc(getattr(worksheet, entry.name))
    raised = dict(entry.entries("Raises"))
    for argument in entry.arguments:
        assert re.search(rf"^{argument.name} : .+\n    \S", doc, re.MULTILINE)
        for code, cause in argument.reader.errors:
            assert raised[code].count(cause.format(name=argument.name)) == 1
    assert [*raised] == [code for code in ("#N/A", "#DIV/0!", "#NUM!", "#VALUE!") if code in raised]


def test_help_names_the_default_that_holds(entry):
    """What help calls the default is the signature's: the text of a type serves many functions."""
    for argument in entry.arguments:
        if argument.default is not None:  # None stands for what the function itself makes of it
            default = argument.default
            shown = str(default).upper() if isinstance(default, bool) else str(default)
            for words in DEFAULT.findall(argument.help):
                assert max(words).strip('"') == shown, argument.name


def test_a_default_is_a_keyword_of_the_list(entry):
    """A keyword that stands in for an omitted argument is one that the argument takes."""
    for argument in entry.arguments:
        if argument.reader.choices and not argument.required:
            assert argument.default in argument.reader.choices


def test_optional_arguments_come_last(entry):
    """Required arguments stand before optional ones, as a worksheet needs it."""
    required = [argument.required for argument in entry.arguments if not argument.repeats]
    assert required == sorted(required, reverse=True)


def test_example_computes(entry):
    """The example's arguments give a value, not an error."""
    result = entry(*entry.example)
    assert not isinstance(result, worksheet.ExcelError), getattr(result, "message", "")


def test_example_is_printed_right(entry):
    """What the docstring prints is what the function returns."""
    module = importlib.import_module(entry._body.__module__)
    function = getattr(worksheet, entry.name)
    test = doctest.DocTestParser().get_doctest(
        function.__doc__, vars(module), entry.name, module.__file__, 0
    )
    results = doctest.DocTestRunner(verbose=False).run(test)
    assert results.attempted > 0
    assert results.failed == 0


def test_example_as_a_formula(entry):
    """The example can be shown as one types it: an equals sign, the name, constants."""
    assert entry.example_formula.startswith(f"={entry.name}(")
    assert entry.example_formula.endswith(")")


def test_the_catalogue_knows_which_functions_give_tables(entry):
    """Calc has to know before the call; what help() shows has no annotation that would tell."""
    assert entry.gives_table or not isinstance(entry(*entry.example), list)
    assert not CATALOGUE["HEDGE_RATIO"].gives_table
