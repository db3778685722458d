"""The function reference: whole, without dead links, and what it shows is what a cell gives."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from xlhedge.ooxml.local_form import from_local
from xlhedge.reference import page, pages, typeset, workbooks
from xlhedge.templates import NAMES
from xlhedge.worksheet import CATALOGUE


@pytest.fixture(scope="module", params=["html", "md"])
def written(request, root, tmp_path_factory):
    """The pages in one form, made now."""
    folder = tmp_path_factory.mktemp("reference") / "pages"
    return pages.write_pages(folder, request.param, root / "workbooks")


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.open = [], []

    def handle_starttag(self, tag, attributes):
        self.links += [value for name, value in attributes if name in {"href", "src"}]
        if tag not in {"meta", "input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def links_of(path):
    """Return a page's links; of HTML each element is closed where it has to be."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return re.findall(r"\]\(([^)\s]+)\)", text)
    parser = _Links()
    parser.feed(text)
    assert parser.open == []
    return parser.links


def test_a_page_for_every_function_and_no_dead_link(written):
    """Every function has its page, every link leads to a file, and the index to all pages."""
    index, *others = written
    assert {path.stem for path in others} == set(CATALOGUE)
    seen = set()
    for path in written:
        for link in links_of(path):
            target = (path.parent / unquote(link)).resolve()
            assert target.is_file(), f"{path.name}: {link}"
            seen.add(target.name)
    assert {Path(link).stem for link in links_of(index)} == set(CATALOGUE)
    assert {f"{name}.xlsx" for name in NAMES} <= seen


def test_every_page_says_what_the_catalogue_says(written):
    """Arguments, errors and a worked number are on the page of each function."""
    for path in written[1:]:
        entry, text = CATALOGUE[path.stem], path.read_text(encoding="utf-8")
        for argument in entry.arguments:
            assert argument.name in text
        assert all(code in text for code, _ in entry.entries("Raises"))
        assert ("Formula" in text) == (path.stem in typeset.latex())


def test_the_worked_number_is_computed():
    """A page shows what a cell gives; both forms of what to type are the same formula."""
    for name, value in {"FUTURES_CONTRACTS": "-3.6", "UNHEDGED_EXPOSURE": "7995"}.items():
        assert page.page_of(CATALOGUE[name]).answer == [[value]]
    for entry in CATALOGUE.values():
        shown = page.page_of(entry)
        if shown.local_cell != shown.cell and ";" in re.sub(r"\{.*?\}", "", shown.local_cell):
            assert from_local(shown.local_cell) == shown.cell


def test_formulas_are_of_functions():
    """`formulas.toml` names functions that exist, and `formulas.json` is what it converts to."""
    assert set(typeset.latex()) <= set(CATALOGUE)
    assert len(typeset.latex()) > len(CATALOGUE) / 2
    made = (Path(typeset.__file__).parent / "formulas.json").read_text(encoding="utf-8")
    assert made == typeset.formulas_json(), "run .ci/build"
    for name, text in typeset.mathml().items():
        assert ET.fromstring(text).tag.endswith("math"), name  # noqa: S314 - our own file
        assert "\\" not in text, f"{name}: a word of LaTeX that was not converted"


def test_workbooks_are_those_of_the_descriptions():
    """A function is said to be on the sheets whose description calls it, and on no other."""
    uses = workbooks.uses()
    assert ("hedging-template", "Crop hedge") in uses["HEDGE_RATIO"]
    assert all(use.template in NAMES for places in uses.values() for use in places)
    assert "GREEK_HEDGE" not in uses


def test_related_functions_name_each_other():
    """What a text names is linked first, and a function never to itself."""
    shown = page.page_of(CATALOGUE["HEDGE_STATS"])
    assert shown.related[0] == "HEDGE_RATIO_CI"
    assert "HEDGE_STATS" not in shown.related
    assert "MV_HEDGE_RATIO" in shown.related


def test_other_files_of_the_folder_stay(tmp_path):
    """A folder that exists keeps what is not a page; without workbooks none is linked to."""
    (tmp_path / "mine.txt").write_text("mine")
    written = pages.write_pages(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not [link for path in written for link in links_of(path) if link.endswith(".xlsx")]
