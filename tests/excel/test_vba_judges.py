"""Judges of VBA that know Excel: a compiler's rules, its object model, the file; their judge."""

import functools

import pytest
from excel import vba_members
from pyopenvba import check_file
from pyvbaanalysis import (
    ModuleInput,
    ModuleSymbolKind,
    analyze_office_file,
    analyze_project,
)
from pyvbaanalysis.reader import read_office_project

from xlhedge.excel import vba_source
from xlhedge.excel.addin import write_addin
from xlhedge.excel.macro_book import macro_book

# It takes an argument that a condition fills (ByRef) for the 0 that it began with.
FALSE_ALARMS = {(module, "runtime-argument-value") for module in ("HedgeRepair", "HedgeMenu")}
OF_OTHERS = {"xlwings"}  # shipped as it is
DOCUMENTS = {"AddinWorkbook": "ThisWorkbook", "MacroWorkbook": "ThisWorkbook"}
FIXED = (*vba_source.CALL_MODULES, *vba_source.ADDIN_MODULES, *vba_source.MACRO_BOOK_MODULES)


@pytest.fixture(scope="module", params=["xlam", "xlsm"])
def file(request, root, tmp_path_factory):
    """The add-in, and a workbook with the functions inside, built now."""
    path = tmp_path_factory.mktemp("judged") / f"built.{request.param}"
    if request.param == "xlam":
        write_addin(path)
    else:
        path.write_bytes(macro_book((root / "workbooks" / "rates-hedge.xlsx").read_bytes()))
    return path


def test_the_compiler_finds_nothing(file):
    """No module of ours has what VBA's compiler or a first run would stop at."""
    names = {module.name for module in read_office_project(file).modules}
    said = analyze_office_file(file, only=names - OF_OTHERS)
    assert {"ThisWorkbook", "HedgeCalls", "HedgeCatalogue", "FunctionsOptions"} <= set(said)
    found = {
        (module, one.code): one.message
        for module, diagnostics in said.items()
        for one in diagnostics
        if one.severity.value in {"error", "warning"}
    }
    assert set(found) <= FALSE_ALARMS, found


def test_the_file_is_sound(file):
    """The package and the VBA project in it hold together."""
    report = check_file(file)
    assert report.complete
    assert report.issues == ()


@functools.cache
def modules():
    """Return our modules' texts by name."""
    names = [*FIXED, *DOCUMENTS]
    return {
        m.name: m.source
        for m in [*vba_source.fixed_modules(names), *vba_source.catalogue_modules()]
    }


@pytest.mark.parametrize("name", [*FIXED, *DOCUMENTS])
def test_excel_has_what_is_asked_of_it(name):
    """Each member, named argument and constant that a module uses is one of Excel's."""
    functions = vba_members.results(modules().values())
    assert vba_members.objections(modules()[name], functions) == []


COMPILER, MODEL = "compiler", "object model"
# An If without its End If escapes both: test_vba_source and LibreOffice notice it.
FAULTS = {  # the module, what becomes what, and who has to notice
    "member of an object": ("HedgeRepair", "cell.Calculate", "cell.Calculat", {MODEL}),
    "member": ("HedgeBook", "book.ActiveSheet", "book.ActivSheet", {MODEL}),
    "constant": ("HedgeRepair", "xlCalculationManual", "xlCalculationManuall", {COMPILER, MODEL}),
    "named argument": ("HedgeProtection", "AllowSorting:=", "AllowSort:=", {COMPILER, MODEL}),
    "by reference": (
        "HedgeBook",
        "Dim prefixStart As Long",
        "Dim prefixStart As Integer",
        {COMPILER},
    ),
    "no PtrSafe": (
        "HedgeServer",
        "Declare PtrSafe Function LoadL",
        "Declare Function LoadL",
        {COMPILER},
    ),
    "undeclared": (
        "HedgeCalls",
        "rowCount = source.Rows.Count",
        "rowCont = source.Rows.Count",
        {COMPILER},
    ),
    "argument missing": ("HedgeRepair", "NeedsRepair(cell) Then", "NeedsRepair() Then", {COMPILER}),
    "declared twice": (
        "HedgeMenu",
        "    Dim count As Long\n",
        "    Dim count As Long\n    Dim count As Long\n",
        {COMPILER},
    ),
    "label": ("HedgeRibbon", "On Error GoTo Failed", "On Error GoTo Fail", {COMPILER}),
    "ambiguous name": (
        "HedgeMenu",
        "Public Function TemplateFolder",
        "Public Function HedgeNames() As String\nEnd Function\nPublic Function TemplateFolder",
        {COMPILER},
    ),
    "unknown type": ("HedgeRepair", "Dim cell As Range", "Dim cell As Rnge", {COMPILER}),
    "event": (
        "AddinWorkbook",
        "excelEvents_NewWorkbook(ByVal Wb As Workbook)",
        "excelEvents_NewWorkbook(ByVal Wb As Workbook, x)",
        {COMPILER},
    ),
    "continuations": (
        "HedgeMenu",
        'DataFolder() & "\\templates"',
        "DataFolder()" + ' _\n        & ""' * 26,
        {COMPILER},
    ),
}


@functools.cache
def errors(faults):
    """Return what the compiler's judge says of our modules with some faults in, each in another."""
    sources = sources_with("AddinWorkbook")
    for module, ours, theirs, _ in map(FAULTS.get, faults):
        assert ours in sources[module]
        sources[module] = sources[module].replace(ours, theirs, 1)
    inputs = [
        ModuleInput(
            DOCUMENTS.get(name, name),
            ModuleSymbolKind.DOCUMENT if name in DOCUMENTS else ModuleSymbolKind.STANDARD,
            text.replace("\n", "\r\n"),
        )
        for name, text in sources.items()
    ]
    looked_at = {said_in(fault) for fault in faults or FAULTS}
    found = analyze_project(
        inputs,
        only=looked_at,
        host="excel",
        referenced_hosts=[],
        referenced_libraries=["stdole", "Office"],
    )
    return {
        module: {(one.code, one.message) for one in said if one.severity.value == "error"}
        for module, said in found.items()
    }


def said_in(fault):
    """Return the module in which the compiler stops: of two that share a name, at the call."""
    module = FAULTS[fault][0]
    return "HedgeFormulas" if fault == "ambiguous name" else DOCUMENTS.get(module, module)


@functools.cache
def together():
    """Return the faults in groups of one a module: what a group takes is nearly that of one."""
    groups = []
    for fault in FAULTS:
        places = {FAULTS[fault][0], said_in(fault)}
        for group in groups:
            if not places & {place for one in group for place in (FAULTS[one][0], said_in(one))}:
                group.append(fault)
                break
        else:
            groups.append([fault])
    return {fault: tuple(group) for group in groups for fault in group}


def sources_with(module):
    """Return the texts of the modules that are looked at together: of two documents one."""
    other = "MacroWorkbook" if module != "MacroWorkbook" else "AddinWorkbook"
    return {n: s for n, s in modules().items() if n != other and not n.startswith("Functions")}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_judges_notice(fault):
    """Each fault put into a module of ours is noticed by the judge that has to."""
    module, ours, theirs, noticed_by = FAULTS[fault]
    sources = sources_with(module)
    faulty = sources[module].replace(ours, theirs, 1)
    noticed, place = set(), said_in(fault)
    if errors(together()[fault])[place] - errors(())[place]:
        noticed.add(COMPILER)
    functions = vba_members.results(sources.values())
    if vba_members.objections(faulty, functions):
        noticed.add(MODEL)
    assert noticed == noticed_by
