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


MODEL = "object model"
OF_XLWINGS = ("XLPyDLLActivateAuto", "XLWINGS_VERSION")  # whose module is not among those changed
# An If without its End If escapes both: test_vba_source and LibreOffice notice it.
# The module, what becomes what, and who has to notice: the compiler, by what it says, or the model.
FAULTS = {
    "member of an object": ("HedgeRepair", "cell.Calculate", "cell.Calculat", {MODEL}),
    "member": ("HedgeBook", "book.ActiveSheet", "book.ActivSheet", {MODEL}),
    "constant": (
        "HedgeRepair",
        "xlCalculationManual",
        "xlCalculationManuall",
        {"undeclared-variable", MODEL},
    ),
    "named argument": (
        "HedgeProtection",
        "AllowSorting:=",
        "AllowSort:=",
        {"argument-count", MODEL},
    ),
    "by reference": (
        "HedgeBook",
        "Dim prefixStart As Long",
        "Dim prefixStart As Integer",
        {"byref-argument-type-mismatch"},
    ),
    "no PtrSafe": (
        "HedgeServer",
        "Declare PtrSafe Function LoadL",
        "Declare Function LoadL",
        {"declare-missing-ptrsafe"},
    ),
    "undeclared": (
        "HedgeCalls",
        "rowCount = source.Rows.Count",
        "rowCont = source.Rows.Count",
        {"undeclared-variable"},
    ),
    "argument missing": (
        "HedgeRepair",
        "NeedsRepair(cell) Then",
        "NeedsRepair() Then",
        {"argument-count"},
    ),
    "declared twice": (
        "HedgeMenu",
        "    Dim count As Long\n",
        "    Dim count As Long\n    Dim count As Long\n",
        {"duplicate-declaration"},
    ),
    "label": ("HedgeRibbon", "On Error GoTo Failed", "On Error GoTo Fail", {"undefined-label"}),
    "ambiguous name": (
        "HedgeMenu",
        "Public Function TemplateFolder",
        "Public Function HedgeNames() As String\nEnd Function\nPublic Function TemplateFolder",
        {"ambiguous-project-procedure"},
    ),
    "unknown type": (
        "HedgeRepair",
        "Dim cell As Range",
        "Dim cell As Rnge",
        {"invalid-as-type-name"},
    ),
    "event": (
        "AddinWorkbook",
        "excelEvents_NewWorkbook(ByVal Wb As Workbook)",
        "excelEvents_NewWorkbook(ByVal Wb As Workbook, x)",
        {"event-handler-signature"},
    ),
    "continuations": (
        "HedgeMenu",
        'DataFolder() & "\\templates"',
        "DataFolder()" + ' _\n        & ""' * 26,
        {"invalid-line-continuation"},
    ),
}


@functools.cache
def errors():
    """Return the codes of what the compiler's judge says by module, with all faults in."""
    sources = sources_with("AddinWorkbook")
    for module, ours, theirs, _ in FAULTS.values():
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
    found = analyze_project(
        inputs,
        only={said_in(fault) for fault in FAULTS},
        host="excel",
        referenced_hosts=[],
        referenced_libraries=["stdole", "Office"],
    )
    return {
        module: {
            one.code
            for one in said
            if one.severity.value == "error"
            and (module, one.code) not in FALSE_ALARMS
            and not any(name in one.message for name in OF_XLWINGS)
        }
        for module, said in found.items()
    }


def said_in(fault):
    """Return the module in which the compiler stops: of two that share a name, at the call."""
    module = FAULTS[fault][0]
    return "HedgeFormulas" if fault == "ambiguous name" else DOCUMENTS.get(module, module)


def sources_with(module):
    """Return the texts of the modules that are looked at together: of two documents one."""
    other = "MacroWorkbook" if module != "MacroWorkbook" else "AddinWorkbook"
    return {n: s for n, s in modules().items() if n != other and not n.startswith("Functions")}


def test_the_compiler_says_nothing_else():
    """With all faults in, each module has the errors that its own faults make, and no others."""
    expected = {module: set() for module in errors()}
    for fault, (*_, noticed_by) in FAULTS.items():
        expected[said_in(fault)] |= noticed_by - {MODEL}
    assert errors() == expected


@pytest.mark.parametrize("fault", FAULTS)
def test_the_judges_notice(fault):
    """Each fault put into a module of ours is noticed by the judge that has to."""
    module, ours, theirs, noticed_by = FAULTS[fault]
    sources = sources_with(module)
    faulty = sources[module].replace(ours, theirs, 1)
    assert noticed_by - {MODEL} <= errors()[said_in(fault)]
    functions = vba_members.results(sources.values())
    assert bool(vba_members.objections(faulty, functions)) == (MODEL in noticed_by)
