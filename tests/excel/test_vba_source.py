"""The add-in's VBA: what every module has to be, checked without Excel."""

import re

import pytest

from xlhedge import udfs
from xlhedge.excel import vba_source
from xlhedge.excel.vba_source import argument_name, ascii_text, wrapper, xlwings_module
from xlhedge.worksheet import CATALOGUE, rule_changes

MODULES = {
    module.name: module.source
    for module in [
        *vba_source.fixed_modules(
            [
                *vba_source.CALL_MODULES,
                *vba_source.ADDIN_MODULES,
                *vba_source.MACRO_BOOK_MODULES,
                "AddinWorkbook",
                "MacroWorkbook",
            ]
        ),
        *vba_source.catalogue_modules(),
    ]
}
OPENERS = {
    r"(?:Public |Private )?Function ": "End Function",
    r"(?:Public |Private )?Sub ": "End Sub",
    r"If .* Then$": "End If",
    r"For ": "Next",
    r"Do(?: |$)": "Loop",
    r"Select Case ": "End Select",
}
WORD = re.compile(r"(?<![.\w&#])([A-Za-z_]\w*)")
WORDS_OF_THE_LANGUAGE = """
    and application array as boolean while in byref byval call case cbool chr
    collection const createobject
    cstr cverr date declare dim do double each else elseif empty end err error exit explicit false
    for format function goto if instr instrrev is iserror ismissing isobject isempty isarray
    iribboncontrol lbound lcase left len lib long longptr loadlibraryw loop mid module msgbox new
    next not nothing now object on option optional or paramarray preserve print private ptrsafe
    public range redim replace resume right select set shell step strcomp strconv string strptr
    sub then thisworkbook timer to trim true ubound ucase until val variant vartype vbcrlf
    vbdirectory vbdouble vbempty vbexclamation vbfromunicode vbinformation vbnormalfocus vbnullchar
    vbobjecterror vbstring vbtextcompare vbunicode vbyes vbyesno withevents workbook worksheet ascw
    xlcelltypeformulas xlexcellinks xllinktypeexcellinks xlsheetvisible activeworkbook activecell
    xlcalculationmanual xlvalues xlwhole xlformulas xlpart iif with split vbboolean typename
    xlpydllactivateauto xlwings_version lset cdbl clng vbcurrency vbdate vbinteger vblong vbsingle
"""
LANGUAGE = set(WORDS_OF_THE_LANGUAGE.split())


def code_lines(source):
    """Return logical lines without texts, comments and attributes."""
    joined = re.sub(r" _\n\s*", " ", source)
    lines = []
    for line in joined.splitlines():
        bare = re.sub(r'"(?:[^"]|"")*"', '""', line)
        bare = re.sub(r"'.*", "", bare).strip()
        if bare and not bare.startswith(("Attribute ", "#")):
            lines.append(bare)
    return lines


def declared(lines):
    """Return the names that lines declare: Dim, Const, parameters, procedures."""
    names = set()
    for line in lines:
        if found := re.match(r"(?:Public|Private|Dim)?\s*(?:Const|Dim|WithEvents)?\s*(\w+)", line):
            is_declaration = re.match(r"(?:Dim|(?:Public|Private)(?: Const| WithEvents)?) \w", line)
            if is_declaration and not re.search(r"\b(?:Function|Sub)\b", line):
                names.add(found[1])
        if found := re.search(r"\b(?:Function|Sub) (\w+)", line):
            names.add(found[1])
            names |= set(
                re.findall(
                    r"(?:\(|, |ByVal |ByRef |Optional |ParamArray )(\w+)(?=\(?\)? As|\)|,)", line
                )
            )
        if found := re.match(r"(\w+):$|Private Type (\w+)", line):
            names.add(found[1] or found[2])
    return {name.lower() for name in names}


PUBLIC = {
    name.lower()
    for source in MODULES.values()
    for name in re.findall(r"^Public (?:Function|Sub|Const) (\w+)", source, re.MULTILINE)
}


@pytest.mark.parametrize("name", MODULES)
def test_lines_are_what_vba_takes(name):
    """ASCII, at most 1023 characters a line, at most 24 continuations, Option Explicit."""
    source = MODULES[name]
    assert source.isascii()
    assert "\nOption Explicit\n" in f"\n{source}"
    assert "\t" not in source
    assert max(map(len, source.splitlines())) < 1023
    longest = max((len(run.splitlines()) for run in re.findall(r"(?:.* _\n)+", source)), default=0)
    assert longest <= 24


@pytest.mark.parametrize("name", MODULES)
def test_blocks_are_balanced(name):
    """Every If, For, Do, Select, Function and Sub is closed, in the right order."""
    waiting = []
    for line in code_lines(MODULES[name]):
        if "Declare " in line:
            continue
        for opener, closer in OPENERS.items():
            if re.match(opener, line):
                waiting.append(closer)
        if re.match(r"(End (?:Function|Sub|If|Select)|Next|Loop)\b", line):
            assert line.startswith(waiting.pop()), line
    assert not waiting


@pytest.mark.parametrize("name", MODULES)
def test_every_name_is_declared(name):
    """Each procedure uses only names of the language, of the project, or declared in it."""
    lines = code_lines(MODULES[name])
    starts = [
        i
        for i, line in enumerate(lines)
        if re.match(r"(?:Public |Private )?(?:Function|Sub) ", line)
    ]
    head = declared(lines[: starts[0]]) if starts else set()
    head |= {
        found[1].lower()
        for line in lines
        if (found := re.match(r"Private (?:Function|Sub|Declare PtrSafe Function) (\w+)", line))
    }
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        body = lines[start:end]
        known = LANGUAGE | PUBLIC | head | declared(body)
        for line in body:
            used = {word.lower() for word in WORD.findall(re.sub(r"\b\w+:=", "", line))}
            assert not used - known, f"{line}: {used - known}"


def test_every_function_has_its_wrapper():
    """The catalogue's functions, and no others, are what a cell can call."""
    modules = [source for name, source in MODULES.items() if name.startswith("Functions")]
    found = re.findall(r"^Public Function (\w+)", "\n".join(modules), re.MULTILINE)
    assert sorted(found) == sorted(CATALOGUE)


def test_helpers_are_no_worksheet_functions():
    """A module with Public Functions is private to the project, unless the catalogue made it."""
    for name, source in MODULES.items():
        if not name.startswith("Functions") and "\nPublic Function " in source:
            assert "\nOption Private Module\n" in source, name


def test_public_names_are_given_once():
    """No two modules that go together, xlwings' own among them, offer the same name."""
    together = {name: source for name, source in MODULES.items() if not name.endswith("Workbook")}
    together["xlwings"] = xlwings_module().source
    procedure = re.compile(r"^(?!Private)(?:Public )?(?:Function|Sub) (\w+)", re.MULTILINE)
    names = [
        (name.lower(), module)
        for module, source in together.items()
        for name in set(procedure.findall(source))
    ]
    assert len({name for name, _ in names}) == len(names)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_wrapper(entry):
    """A wrapper passes every argument in order, and the wizard's texts keep within the limits."""
    text = re.sub(r" _\n\s*", " ", wrapper(entry))
    names = [argument_name(argument.name) for argument in entry.arguments]
    passed = re.search(r"HedgeCall\(.*?Array\(((?:OrBlank\(\w+\)|\w+|, )*)\)", text)[1]
    repeated = [argument_name(a.name) for a in entry.arguments if a.repeats]
    assert re.sub(r"OrBlank\((\w+)\)", r"\1", passed).split(", ") + repeated == names
    assert sum(map(len, names)) + len(names) <= vba_source.NAMES_LIMIT
    (description,) = re.findall(r'VB_Description = "(.*)"', text)
    assert 0 < len(description.replace('""', '"')) <= vba_source.TEXT_LIMIT
    assert not re.fullmatch(r"[A-Z]{1,3}\d{1,7}", entry.name)
    assert "_" in entry.name  # HedgeFormulas looks for it first


def test_words_of_vba_are_no_arguments():
    """An argument that means something in VBA is renamed, any other keeps its name."""
    assert [argument_name(n) for n in ("step", "Function", "spot")] == [
        "step_",
        "Function_",
        "spot",
    ]


def test_texts_become_ascii():
    """Accents go, signs are written out, Greek letters are spelled."""
    assert ascii_text("β̂ ≥ 2 × σ – naïve") == "beta >= 2 x sigma - naive"  # noqa: RUF001 - what is tested


def test_too_many_names_are_refused():
    """Arguments whose names the wizard could not show are refused with the function's name."""

    class Wide:
        name = "WIDE_FUNCTION"
        arguments = tuple(
            argument._replace(name=f"{argument.name}_{i}" * 4)
            for argument in CATALOGUE["HEDGE_RATIO"].arguments
            for i in range(9)
        )

    with pytest.raises(ValueError, match="WIDE_FUNCTION"):
        wrapper(Wide)


def test_xlwings_module_keeps_its_notice():
    """The module of xlwings is as shipped, but for the project's name and its being private."""
    source = xlwings_module().source
    assert "BSD 3-clause license" in source
    assert "Copyright (C) 2014-present, Zoomer Analytics LLC." in source
    assert 'Public Const PROJECT_NAME As String = "xlhedge"' in source
    assert source.splitlines()[1] == "Option Private Module"


def test_the_tag_is_the_servers():
    """VBA and `udfs` mean the same text before an error's code."""
    (text,) = re.findall(r'TAG_TEXT As String = "(.*)"', MODULES["HedgeCalls"])
    assert f"\x1f{text}\x1f" == udfs.ERROR_TAG


def test_the_stamp_is_that_of_the_templates():
    """VBA looks for the cell that the templates write, and knows the text of this version."""
    texts = dict(re.findall(r'(STAMP_\w+) As String = "(.*)"', MODULES["HedgeVersions"]))
    assert texts == {
        "STAMP_NAME": rule_changes.STAMP_NAME,
        "STAMP_LABEL": rule_changes.STAMP_LABEL,
        "STAMP_START": rule_changes.STAMP.removesuffix(vba_source.__version__),
    }
