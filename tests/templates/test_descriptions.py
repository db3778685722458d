"""Books from descriptions: the shipped ones, a desk's own, and what is wrong in one sentence."""

import copy
import datetime as dt
import functools
import math
import random
import re
import tomllib
import zipfile
from pathlib import Path

import pytest

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.templates import data_check, expansion, rules, schema, shelf
from xlhedge.templates.cells import Cell
from xlhedge.templates.references import FormulaPlace, Scope
from xlhedge.templates.schema import BadDescription, Where

COFFEE = Path(__file__).parent / "coffee-roaster.toml"
TEXT = COFFEE.read_text(encoding="utf-8")
WHERE = Where("my.toml")
FEE = '{ id = "fee", label = "Fee", value = 2.5, unit = "USD/contract", format = "cents"'


@pytest.fixture
def run(run, monkeypatch, tmp_path):
    """Run `xlhedge template` in a folder of its own; give exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    return lambda *args: run("template", *args, columns=1000)


def build(text):
    """Build a description and return the file's bytes."""
    return shelf.build(text, "my.toml")


def changed(old, new):
    """Return the coffee roaster's description with one thing changed."""
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


@pytest.mark.parametrize("name", templates.NAMES)
def test_a_shipped_description_can_be_printed_and_built_again(run, tmp_path, name):
    """What `template show` prints makes the same book, byte for byte."""
    code, out, _ = run("show", name)
    assert code == 0
    assert out == templates.description_text(name)
    assert build(out) == templates.build(name)
    assert not list(tmp_path.iterdir())


def test_the_vocabulary_is_printed(run):
    """All that a description may hold: the table that checks it."""
    assert tomllib.loads(run("show", "vocabulary")[1])["blocks"] == schema.vocabulary("blocks")


def test_a_desk_builds_its_own_book(run, tmp_path):
    """`template build` writes a book that is computed, passes its checks and stays as it is."""
    code, out, err = run("build", COFFEE, "-o", "my.xlsx")
    assert (code, out, err) == (0, "my.xlsx written.\n", "")
    book = recalculate(tmp_path / "my.xlsx")
    assert not book.differences
    assert book.value("Hedge", "I2").startswith("pass")
    assert book.names["whole_lots"].value == 18
    assert run("build", COFFEE)[1] == "coffee-roaster.xlsx written.\n"


def test_own_prices_and_inputs_go_into_a_desks_book(run, tmp_path):
    """--data and --set do for a described book what they do for a template."""
    rows = [f"2024-01-{day:02},{2 + day * 7 % 11 / 100:.2f},{2 + day * 5 % 13 / 100:.2f}"
            for day in range(1, 29)]  # fmt: skip
    (tmp_path / "p.csv").write_text("\n".join(["Date,Green,Arabica", *rows]), encoding="utf-8")
    code, out, _ = run("build", COFFEE, "--data", "p.csv", "--set", "coffee=-1000000")
    assert code == 0
    assert "28 rows from 2024-01-01 to 2024-01-28." in out
    assert "Your last prices, of 2024-01-28, are in coffee_price" in out
    book = recalculate(tmp_path / "coffee-roaster.xlsx")
    assert book.names["coffee"].value == -1_000_000
    assert "Prices: a daily history of coffee" in book.cells("Prices").values()
    assert "Column Green, taken as USD/lb" in book.cells(data_check.NAME).values()


def test_a_desks_book_goes_to_lite(run, tmp_path):
    """--lite puts the functions' page into a described book, too."""
    assert run("build", COFFEE, "--lite")[0] == 0
    with zipfile.ZipFile(tmp_path / "coffee-roaster-lite.xlsx") as package:
        assert len(package.namelist()) > 20


def test_a_check_that_fails_is_told(run, tmp_path):
    """A book is written also where a check fails, and the check is named."""
    text = changed('expected = "RSQ({green_changes},{futures_changes})"', 'expected = "0"')
    (tmp_path / "my.toml").write_text(text, encoding="utf-8")
    code, out, _ = run("build", "my.toml")
    assert code == 0
    assert "Check failed: Hedge: risk taken away = correlation squared." in out


BAD = {
    "unknown key": ('"above 0", note = "The exchange', '"above 0", not = "The exchange',
                    ["block 5", "no key not;", "here may stand label, value, height, unit, rule"]),
    "missing key": ('unit = "lb/contract", ', "", ["line 40", "block 5", "unit is missing"]),
    "unknown table": ("[history]", "[histories]", ["no key histories", "about, sheet"]),
    "a name twice": ('name = "lot"', 'name = "coffee"', ["the name coffee is used twice"]),
    "a formula naming nobody": ("={open_pounds}*{coffee_price}", "={open_pounds}*{open_tea}",
                                ["sheet Hedge", "formula", "there is no open_tea"]),
    "a name further down": ('"={coffee}*{open_share}"', '"={coffee}*{removed}"',
                            ["removed stands further down or on a later sheet"]),
    "a cycle": ('"={coffee}*{open_share}"', '"={coffee}*{whole_lots}"',
                ["in a circle", "whole_lots reads open_coffee"]),
    "itself": ("={open_pounds}*{coffee_price}", "={open_money}*{coffee_price}",
               ["open_money reads itself"]),
    "no such rule": ('"above 0", note = "The exchange', '"over 0", note = "The exchange',
                     ["line 40", "rule", "no rule 'over'", "any_number, above"]),
    "a rule without its bound": ('"whole_number -10000 10000"', '"whole_number 1"',
                                 ["after whole_number stands a whole number and a whole number"]),
    "a choice of nothing": ('"one_of 0 1 2 3"', '"one_of"', ["after one_of stand the choices"]),
    "a block of no kind": ("{ group = ", "{ grup = ", ["grup does not say", "did you mean group?"]),
    "a block of nothing": ("{ group = ", "{ xyz = ", ["xyz does not say", "is; value, values"]),
    "an open bracket": ('"={whole_lots}-{held}"', '"=({whole_lots}-{held}"',
                        ["line 102", "formula", "the bracket of ( is never closed"]),
    "no operator": ('"={whole_lots}-{held}"', '"={whole_lots} {held}"',
                    ["line 102", "an operator is missing before '{held}'"]),
    "a check without a value": ('expected = "{@exact}"',
                                'expected = "2*{@exact}-"', ["a value is missing at the end"]),
    "a value its rule refuses": ("value = 37500", "value = -1", ["-1 will not do", "above 0"]),
    "a chart of a missing column": ('y = "cases.hedged" }', 'y = "hedge" }',
                                    ["series Hedged", "there is no hedge;"]),
    "a column a table has not": ('y = "cases.hedged" }', 'y = "statistics.sd" }',
                                 ["statistics has no column sd; its columns are figure, value"]),
    "10,000 rows": ("rows = 12,", "rows = 10000,", ["rows", "at most 1,000 rows, not 10,000"]),
    "10,000 lines": ("    [],\n", '    ["x", -1, 0],\n' * 10_000,
                     ["block 14, rows", "10,002 entries, 1,000 at most"]),
    "loops without end": ("    [],\n", "    { for = { a = [%s] }, lines = [" % ("1," * 100) * 4
                          + "[]" + "] }" * 4 + ",\n", ["rows", "entries, 1,000 at most"]),
    "a character that cannot be seen": ('unit = "lb/contract"', 'unit = "lb\\u0007"',
                                        ["block 5, unit", "cannot be seen"]),
    "not TOML": ("[about]", "[about", ["not TOML", "line 4"]),
    "a number for a text": ('unit = "lb/contract"', "unit = 5",
                            ["unit", "5 will not do; a text in quotes is expected"]),
    "a text for a number": ("value = 37500", 'value = "many"', ["'many' will not do"]),
    "a date that is none": ("day = 2026-11-20", 'day = "today"', ["about, day", "a date as"]),
    "no equals sign": ('"={coffee}*{open_share}"', '"{coffee}*{open_share}"',
                       ["does not begin with ="]),
    "an address": ('"={coffee}*{open_share}"', '"={coffee}*Inputs!C6"',
                   ["Inputs!C6 stands without braces"]),
    "a figure in a formula": ('"={coffee}*{open_share}"', '"={coffee}*0.8"',
                              ["holds the figure 0.8", "make it an input"]),
    "a function that is none": ("=HEDGE_STATS(", "=HEDGE_STAT(",
                                ["no function HEDGE_STAT; HEDGE_STATS is one"]),
    "a sheet's name": ('name = "Hedge"', 'name = "Hedge/2"', ["'Hedge/2' is no sheet's name"]),
    "a long sheet's name": ('name = "Hedge"', f'name = "{"H" * 32}"', ["32 characters"]),
    "a sheet that is made by itself": ('name = "Hedge"', 'name = "checks"', ["made by itself"]),
    "two sheets of a name": ('name = "Hedge"', 'name = "INPUTS"', ["capital from small letters"]),
    "a function's name": ('name = "lot"', 'name = "hedge_ratio"', ["is a function's name"]),
    "no such format": ('format = "whole", rule = "above 0", note = "The exchange',
                       'format = "hole", rule = "above 0", note = "The exchange',
                       ["'hole' will not do; a format, one of general"]),
    "a column of no format": ("{ figure = ", "{ more = [], figure = ", ["there is no format ''"]),
    "cells on others": ('{ gap = 1, name = "statistics"', '{ gap = -2, name = "statistics"',
                        ["would stand on other cells"]),
    "too wide": ("widths = [38, 15, 16, 14, 14, 14, 14, 14]", "widths = [38, 15]",
                 ["wider than the sheet"]),
    "no history": ("sample = { spot = 2.15, futures = 2.02 }", 'sample = "nosuch"',
                   ["history, sample", "no sample is called 'nosuch'"]),
    "an input of no name": ("now = { coffee_price", "now = { tea_price", ["no input", "tea_price"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_written(
    run, tmp_path, old, new, words
):
    """Exit code 2, one sentence with the file, the place in it and what would do, no file."""
    (tmp_path / "my.toml").write_text(changed(old, new), encoding="utf-8")
    code, out, err = run("build", "my.toml", "-o", "my.xlsx")
    assert (code, out) == (2, "")
    assert err.startswith("xlhedge: my.toml")
    assert err.count("\n") == 1
    for word in words:
        assert word in err
    assert [path.name for path in tmp_path.iterdir()] == ["my.toml"]


def test_the_line_is_that_of_the_block_also_where_its_name_stands_before():
    """A headline names a cell above it: the line told is the block's own."""
    text = changed('formula = "={whole_lots}-{held}"', 'formula = "={whole_lots}-{hold}"')
    number = next(n for n, line in enumerate(text.splitlines(), 1) if "{hold}" in line)
    with pytest.raises(BadDescription, match=f"my.toml, line {number} .*there is no hold;"):
        build(text)


def test_what_cannot_be_built_at_all_is_said(run, tmp_path):
    """No file, a folder, bytes that are no text, nothing after build, no such template."""
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for args, words in (
        (("build",), "build takes a description"),
        (("build", "nosuch.toml"), "there is no file nosuch.toml"),
        (("build", tmp_path), "there is no file"),
        (("build", "bytes.toml"), "cannot be read as a text in UTF-8"),
        (("show",), "show takes a template; use commodity-cross-hedge or "),
        (("show", "nosuch"), "there is no template 'nosuch'"),
        (("rates-hedge", "my.toml"), "nothing stands after rates-hedge"),
    ):
        code, _, err = run(*args)
        assert code == 2
        assert words in err
    assert [path.name for path in tmp_path.iterdir()] == ["bytes.toml"]


def test_the_description_and_the_data_are_never_written_over(run, tmp_path):
    """--force replaces an older book, not what the new one is made from."""
    (tmp_path / "my.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "p.csv").write_text("Date,Spot,Futures\n", encoding="utf-8")
    for args in (
        ("build", "my.toml", "-o", "my.toml"),
        ("hedging-template", "--data", "p.csv", "-o", "p.csv"),
    ):
        code, _, err = run(*args, "--force")
        assert code == 2
        assert "is what the book is made from, and would be lost; use another -o FILE" in err
    assert (tmp_path / "my.toml").read_text(encoding="utf-8") == TEXT


def test_a_function_that_the_engine_does_not_know_writes_nothing(run, tmp_path):
    """A slip in Excel's own function is found by computing: nothing is written."""
    (tmp_path / "my.toml").write_text(changed("=ABS({trade})", "=ABSS({trade})"), encoding="utf-8")
    code, _, err = run("build", "my.toml")
    assert code == 3
    assert "ABSS is a function of an add-in or a macro, or misspelt" in err
    assert [path.name for path in tmp_path.iterdir()] == ["my.toml"]


ODD = ("", "x", -1, 10**9, math.nan, math.inf, True, [], {}, [1], ["a"], {"a": 1}, "{", "=A1",
       "={coffee", "={coffee[9]}", "days", "<week>", "x" * 2000, dt.date(1, 1, 1), 10**400, [[1]],
       dt.datetime(2026, 1, 1), {"for": {"n": [1]}, "lines": ["<n>"]})  # fmt: skip  # noqa: DTZ001


def places(tree, way=()):
    """Return the way to every value of a description."""
    for step in tree if isinstance(tree, dict) else range(len(tree)):
        yield (*way, step)
        if isinstance(tree[step], dict | list):
            yield from places(tree[step], (*way, step))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_stands_for_a_value_is_built_or_refused_in_a_sentence(monkeypatch, seed):
    """Values of every kind, keys left out and lists out of order end in no traceback."""
    draw = random.Random(seed)
    tree = tomllib.loads(TEXT)
    every = list(places(tree))
    for _ in range(25):
        *way, last = draw.choice(every)
        odd = copy.deepcopy(tree)
        node = functools.reduce(lambda inside, step: inside[step], way, odd)
        if draw.random() < 0.2:
            del node[last]
        else:
            node[last] = draw.choice(ODD)
        monkeypatch.setattr(shelf, "tables_of", lambda *_, odd=odd: copy.deepcopy(odd))
        said = ""
        try:
            build(TEXT)
        except BadDescription as refusal:
            said = str(refusal)
        assert re.fullmatch(r"(my\.toml.*)?", said)


CELLS = {
    "price": Cell("S", 4, 2, 4, 2, "price"),
    "rate": Cell("S", 5, 2, 5, 2),
    "strip": Cell("S", 6, 2, 6, 5),
    "column": Cell("S", 10, 1, 14, 1),
    "other": Cell("T u", 10, 2, 14, 2),
    "block": Cell("S", 10, 3, 14, 5),
}


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("={price}*{rate}", None, "=price*C6"),
        ("={@price}*{$rate}", None, "=C5*$C$6"),
        ("={other}", None, "='T u'!$C$11:$C$15"),
        ("={other[2]}", None, "='T u'!$C$12"),
        ("={~other[row]}", 0, "='T u'!C11"),
        ("={strip[2]}", None, "=D7"),
        ("={strip[row]}", 3, "=F7"),
        ("={column[last]}-{column[1]}", None, "=B15-B11"),
        ("={column[row]}-{column[row-1]}", 1, "=B12-B11"),
        ("=SUM({column[-2:last]})", None, "=SUM(B14:B15)"),
        ("=SUM({column[-9:last]})", None, "=SUM(B11:B15)"),
        ("=INDEX({column[top:last]},1)", None, "=INDEX(B1:B15,1)"),
        ("=SUM({column[2:row]})", 3, "=SUM(B$12:B14)"),
        ("=SUM({block[2,]})+{block[3,2]}", None, "=SUM(D12:F12)+E13"),
        ("=SUM({block[,1]})", None, "=SUM(D11:D15)"),
        ("={column[head]}", None, "=B10"),
        ("=SUM({column:block})", None, "=SUM(B11:F15)"),
        ("={rate}*{column[row]}", 0, "=$C$6*B11"),
        ("={table.ratio}", None, "=I21:I24"),
        ("={table.ratio[slope]}", None, "=I22"),
        ('=IF({rate}=0,"{rate}","")', None, '=IF(C6=0,"{rate}","")'),
    ],
)
def test_a_reference_reads_as_excel_does(text, row, expected):
    """Names, addresses, rows and columns of tables, by the rules of references.py."""
    scope = Scope()
    for key, cell in CELLS.items():
        scope.add(key, cell)
    scope.add("table", Cell("S", 19, 7, 23, 8), ("step", "ratio"), ("level", "slope"))
    assert scope.formula(text, FormulaPlace("S", WHERE, row)) == expected


def test_a_long_formula_goes_by_address():
    """Where names make a formula longer than 80 characters, it has its own sheet's addresses."""
    scope = Scope()
    scope.add("long", Cell("S", 4, 2, 4, 2, "a_name_of_many_words_" * 3))
    assert scope.formula("={long}+{long}", FormulaPlace("S", WHERE)) == "=C5+C5"
    with pytest.raises(BadDescription, match="80 can be read at a glance"):
        scope.formula(f"={'+'.join(['{long}'] * 30)}", FormulaPlace("S", WHERE))


def test_loops_and_words_are_filled_in():
    """A loop stands for its lines; words of the prices and own texts are filled in once."""
    text = {
        "a": [
            {"for": {"n": [1, 2]}, "lines": ["<n> <week>", "<n>"]},
            {"sample": "s", "own": "<week>"},
        ]
    }
    filled = expansion.expand(text, {"week": "<n>"}, WHERE, own=True)
    assert filled == {"a": ["1 <n>", "1", "2 <n>", "2", "<n>"]}
    with pytest.raises(BadDescription, match="nothing fills in <weak>; known here are <week>"):
        expansion.expand("a <weak> one", {"week": "day"}, WHERE)
    with pytest.raises(BadDescription, match="as many values each"):
        expansion.expand([{"for": {"n": [1], "m": [1, 2]}, "lines": ["a"]}], {}, WHERE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("any_number", "any number"),
        ("between 0 0.5", "a number from 0 to 0.5"),
        ("one_of 0 1 2", "0 or 1 or 2"),
        ("at_most 0", "a number of 0 or less"),
        ("day_since 1990-01-01", "a date from 1990-01-01 on"),
    ],
)
def test_a_rule_is_read_from_its_words(text, words):
    """A rule's name, then its bounds."""
    assert rules.read(text, WHERE).words == words


@pytest.mark.parametrize(
    "text", ["", "between 1 0", "above many", "day_since 1899-01-01", "above nan"]
)
def test_a_rule_that_does_not_exist_is_refused(text):
    """No such rule, bounds the wrong way round, a day before Excel's."""
    with pytest.raises(BadDescription):
        rules.read(text, WHERE)


def test_every_kind_of_block_is_used_by_some_book():
    """The vocabulary has no word that no shipped book needs."""
    every = "\n".join(map(templates.description_text, templates.NAMES))
    every += (Path(data_check.__file__).parent / "data_check.toml").read_text(encoding="utf-8")
    for kind, keys in schema.vocabulary("blocks").items():
        assert re.search(rf"\b{kind} = ", every), kind
        for key in set(keys) - {"workings"}:
            assert re.search(rf"\b{key} = ", every), f"{kind}: {key}"
