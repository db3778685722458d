"""The line that an error of a description names is that of what is wrong."""

import re
import tomllib
from pathlib import Path

import pytest

from xlhedge import templates
from xlhedge.templates import places, shelf
from xlhedge.templates.schema import BadDescription

TEXT = (Path(__file__).parent / "coffee-roaster.toml").read_text(encoding="utf-8")

WRONG = {  # what stands in the line that is wrong, and what makes it so
    "a name twice": ('{ name = "lot"', '"lot"', '"coffee"'),
    "an id twice": ('{ id = "half_spread"', '"half_spread"', '"fee"'),
    "a column's name twice": ('{ name = "blend_shares"', '"blend_shares"', '"blend_pounds"'),
    "a chart of a missing column": ('"Arabica futures", x', '"futures_prices"', '"nobody"'),
    "a sheet's name twice": ('name = "Prices"', '"Prices"', '"INPUTS"'),
    "too many rows": ('name = "statistics"', "rows = 12", "rows = 10000"),
    "too many spare rows": ("{ inputs = [", "{ inputs", "{ spare = 5000, inputs"),
    "a block of no kind": ('{ section = "2  What', "section", "sektion"),
    "a key of a sheet": ("pages_tall = 1", "pages_tall", "page_tall"),
    "a key of the history": ("fewest = 13", "fewest", "least"),
    "a key of all": ("[history]", "history", "histories"),
    "an input of today's price": ("now = {", "coffee_price", "tea_price"),
    "a price column": ("now = {", '"spot"', '"cash"'),
    "the sheet's answer": ("headline = {", '"trade"', '"nobody"'),
    "a check": ("SUM({blend_pounds})", "{blend_pounds}", "{nobody}"),
    "a column of a table": ('{ id = "open_money"', "{coffee_price}", "{nobody}"),
    "a word of no input": ("Left open [lb]", "[lb]", "[{nobody}]"),
    "a word of no input in a price": ('{ data = "futures"', "USD/lb", "{nobody}"),
    "a word of nothing": ("Of the <weekly>",
                          "<weekly>", "<daily>"),
    "a width": ("widths = [38", "38", "380"),
    "a day": ("day = 2026", "2026-11-20", "1926-11-20"),
    "a key below a list": ('columns = "L:O"', "L:O", "L"),
    "a bracket": ('{ id = "trade"', "={whole_lots}", "=({whole_lots}"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "old", "new"), WRONG.values(), ids=WRONG)
def test_the_line_is_that_of_what_is_wrong(line, old, new):
    """One line of the text is made wrong, and that line is named."""
    lines = TEXT.splitlines()
    (number,) = [i for i, text in enumerate(lines) if line in text]
    lines[number] = lines[number].replace(old, new, 1)
    with pytest.raises(BadDescription) as refused:
        shelf.build("\n".join(lines), "my.toml")
    assert re.match(rf"my\.toml, line {number + 1}\b", str(refused.value))


def test_a_line_of_a_loop_is_its_own():
    """What a loop unrolls is refused where it is written, also beside equal labels before it."""
    loop = (
        '  { for = { n = [1, 2] }, lines = [\n    { note = "a" },\n    { nott = "<n>" },\n  ] },\n'
    )
    text = TEXT.replace('  { section = "2  What trading', f'{loop}  {{ section = "2  What trading')
    number = text[: text.index("nott")].count("\n") + 1
    with pytest.raises(BadDescription, match=rf"^my\.toml, line {number} .*did you mean note"):
        shelf.build(text, "my.toml")


ODD = """# { no table
"a b" = { c = '[x]', d = {} } # { }
[about] # [x]
text = \"\"\"
[history] = {
\"\"\"
b.c = 1
list = [
  ["a", 1],
  [ { d = [
    "} = x",
  ], "e f" = 1 }, { d = '"' }],
]
[[sheet]]
x = 1
[ sheet . head ]
y = '''{'''
[[sheet]]
z = "\\\\\\"{"
"""


def test_places_are_those_of_the_text():
    """Texts, comments, dotted keys, empty tables and tables of tables lead nobody astray."""
    read = places.read(ODD)
    assert read == tomllib.loads(ODD)
    assert read.place.keys == {"a b": 2, "about": 3, "sheet": 14}
    assert read["a b"].place.line == read["a b"]["d"].place.line == 2
    assert read["about"].place == (3, {"text": 4, "b": 7, "list": 8})
    assert [table.place.line for table in read["about"]["list"][1]] == [10, 12]
    assert read["about"]["list"][1][0].place == (10, {"d": 10, "e f": 12})
    assert [table.place.line for table in read["sheet"]] == [14, 18]
    assert read["sheet"][0]["head"].place == (16, {"y": 17})


@pytest.mark.parametrize("name", templates.NAMES)
def test_a_place_changes_nothing(name):
    """A shipped description reads as TOML's own reader has it, each sheet with its line."""
    text = templates.description_text(name)
    read = places.read(text)
    assert read == tomllib.loads(text)
    heads = [m.start() for m in re.finditer(r"(?m)^\[\[sheet\]\]", text)]
    assert [s.place.line for s in read["sheet"]] == [text.count("\n", 0, at) + 1 for at in heads]


@pytest.mark.parametrize("text", ["a = {", "a = 1\na = 2", "[a]\n[a]", '"@" = 1\n{', "a = [1,,2]"])
def test_what_is_no_toml_is_refused_in_its_own_lines(text):
    """The reader's sentence is that of the text as it was written."""
    with pytest.raises(tomllib.TOMLDecodeError) as own:
        tomllib.loads(text)
    with pytest.raises(tomllib.TOMLDecodeError, match=re.escape(str(own.value))):
        places.read(text)


def test_a_key_of_the_numbering_is_the_users():
    """A text that has the numbering's own key is read without places."""
    assert places.read('a = { "@" = 7 }') == {"a": {"@": 7}}
