"""A docstring and what the types of its arguments say, put together."""

import pytest

from xlhedge.worksheet import docstrings
from xlhedge.worksheet.docstrings import whole_docstring

DOC = """What it is.

    Parameters
    ----------
    b : number
        Of its own.

    Returns
    -------
    number
        The sum.

    Raises
    ------
    #NUM!
        Its own. In a line alone: another.

    Examples
    --------
    >>> 1
    1
    """
ARGUMENTS = [("a", "one number", "Of the type."), ("b", "one number", "Not this one.")]


def read(doc):
    """Return summary, entries of arguments, entries of errors."""
    parts = docstrings.sections(doc)
    return parts[""][0], *(docstrings.entries(parts[t]) for t in ("Parameters", "Raises"))


def test_own_help_takes_the_place_of_the_types():
    """Arguments stand in the order of the call, each with its own help or its type's."""
    summary, arguments, _ = read(whole_docstring(DOC, ARGUMENTS, []))
    assert summary == "What it is."
    assert arguments == [("a : one number", "Of the type."), ("b : number", "Of its own.")]


def test_errors_of_the_types_come_first_and_once():
    """An own remark on one line of a table stays last, so that nothing else falls under it."""
    errors = [("#NUM!", "Too large."), ("#NUM!", "Too large."), ("#N/A", "Two counts.")]
    *_, raised = read(whole_docstring(DOC, ARGUMENTS, errors))
    assert raised == [
        ("#N/A", "Two counts."),
        ("#NUM!", "Too large. Its own. In a line alone: another."),
    ]


def test_the_rest_is_untouched():
    """Sections that the types say nothing of stand as they were written."""
    before, after = (docstrings.sections(d) for d in (DOC, whole_docstring(DOC, ARGUMENTS, [])))
    for title in ("Returns", "Examples"):
        assert [line for line in before[title] if line] == [line for line in after[title] if line]
    assert whole_docstring("Bare.", [], []) == "Bare."


def test_a_long_help_is_folded_and_read_back_whole():
    """Folding breaks at spaces alone, so that reading gives the same text."""
    long = "A cheapest-to-deliver " + "duration of 0.0000001 and more " * 9 + "end."
    doc = whole_docstring("Sum.", [("x", "one number", long)], [])
    assert max(map(len, doc.splitlines())) <= 100
    assert read(doc)[1] == [("x : one number", long)]


def test_an_argument_that_nobody_takes_shows():
    """A misspelt entry is not dropped in silence: it stands after the others."""
    assert [head for head, _ in read(whole_docstring(DOC, ARGUMENTS[:1], []))[1]] == [
        "a : one number",
        "b : number",
    ]


@pytest.mark.parametrize("title", ["Return", "Refrences"])
def test_a_misspelt_section_is_refused(title):
    """A title that no host reads is a mistake, not a section."""
    with pytest.raises(KeyError, match=title):
        docstrings.sections(f"Sum.\n\n{title}\n------\nnumber\n")
