"""LibreOffice compiles and runs our VBA; xlwings' module and Python are stubbed."""

import functools
import re
from pathlib import Path

import pytest

from xlhedge.excel import addin, vba_source
from xlhedge.excel.addin import ADDIN_MODULES
from xlhedge.excel.ovba import Module
from xlhedge.excel.vba_source import CALL_MODULES, catalogue_modules, fixed_modules

FILTER = "Calc MS Excel 2007 VBA XML"
TAG = "\x1fxlhedge error\x1f"
GAP = -8.98846567431158e307
STUB = Module(
    "xlwings",
    """Attribute VB_Name = "xlwings"
Option Explicit
Public Const XLWINGS_VERSION As String = "0.0.0"
Public Function XLPyDLLActivateAuto(result As Variant, config As String, mode As Long) As Long
    XLPyDLLActivateAuto = ActivatedByJudge(result, config, mode)
End Function
""",
)
# Pieces of the shipped VBA that LibreOffice is given in another form, so that they are not judged
# here: what stands in their place, why, and who judges the piece itself. The model is
# pyOpenVBA's of Excel (test_repair.py); "paper" is the manual test of install/README.md alone.
REWRITTEN = {
    "Function AskPython(": ("Function AskRealPython(", "there is no server here", "paper"),
    "server.CallUDF(": ("CallJudge(", "the same", "paper"),
    ".Value2": (".Value", "Calc has no such property", "model"),
    ".SpecialCells(xlCellTypeFormulas)": ("", "Calc finds none by type", "model"),
    "cell.Worksheet.Evaluate(": ("Evaluated(", "Calc's sheets do not evaluate", "model"),
    "Function MayHoldHedgeCells(": (
        "Function ReallyMayHoldHedgeCells(",
        "Find is not Excel's",
        "model",
    ),
    "Function StampOf(": ("Function StampInExcel(", "Calc's names give no range", "model"),
    "vbObjectError": ("-2147221504", "the constant is unknown", "paper"),
    "Function Variable(": ("Function WindowsVariable(", "it asks Windows", "paper"),
    "Sub KeepVariable(": ("Sub KeepWindowsVariable(", "it tells Windows", "paper"),
    "Function FileIsThere(": ("Function FileIsOnWindows(", "it asks Windows", "paper"),
    "Function ShortPath(": ("Function WindowsShortPath(", "it asks Windows", "paper"),
    "Function IsOfCodePage(": ("Function IsOfWindowsCodePage(", "Linux has no code page", "paper"),
    "LoadLibraryW(StrPtr(library))": ("1", "it is Windows' own", "paper"),
    "CallingBook().Date1904": ("True", "Calc's workbooks do not say", "model"),
    "LSet same = numbers": ("", "Basic's LSet copies texts alone", "paper"),
    "BytesOf = same.Items": ("BytesOf = CopyOf(numbers.Items)", "the same", "paper"),
}
BROKEN = {
    "none": "",
    "block": "Public Sub Broken()\n    If 1 = 1 Then\nEnd Sub",
    "word": "Public Sub Broken()\n    Wend Next\nEnd Sub",
}


def judged(module):
    """Return a module as LibreOffice can run it: Python answers as the judge says."""
    source = module.source
    for ours, (theirs, _why, _judge) in REWRITTEN.items():
        source = source.replace(ours, theirs)
    return module._replace(source=source)


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Write the add-in with the stub and further modules; return its address."""

    def write(name, *modules):
        functions = [STUB, *map(judged, fixed_modules(CALL_MODULES)), *catalogue_modules()]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(addin, "function_modules", lambda: [*functions, *modules])
            patch.setattr(addin, "fixed_modules", lambda names: map(judged, fixed_modules(names)))
            path = tmp_path_factory.mktemp("judge") / name
            addin.write_addin(path)
        return path.as_uri()

    return write


@pytest.fixture(scope="module")
def judge(office, build):
    """The add-in, open, with the judge's module in it."""
    source = Path(__file__).with_name("Judge.bas").read_text(encoding="ascii")
    office.ask("open", build("judge.xlam", Module("Judge", source)), FILTER)

    def call(macro, *arguments):
        return office.call(f"xlhedge.{macro}", *arguments)

    call.cell = functools.partial(office.ask, "cell")
    call.cell.office = office
    return call


def test_each_piece_that_is_rewritten_is_in_what_ships():
    """No row outlives its piece of VBA, and each says who judges the piece instead."""
    shipped = "".join(module.source for module in fixed_modules([*CALL_MODULES, *ADDIN_MODULES]))
    assert [piece for piece in REWRITTEN if piece not in shipped] == []
    assert {judge for *_, judge in REWRITTEN.values()} == {"model", "paper"}


@pytest.mark.parametrize("fault", BROKEN)
def test_the_project_compiles(office, build, fault):
    """Any function answers only if every module compiles: a fault in one is noticed."""
    more = [Module("Faulty", f'Attribute VB_Name = "Faulty"\nOption Explicit\n{BROKEN[fault]}')]
    judge_source = Path(__file__).with_name("Judge.bas").read_text(encoding="ascii")
    office.ask("open", build("judge.xlam", Module("Judge", judge_source), *more), FILTER)
    answer = office.call("xlhedge.HedgeCatalogue.HedgeVersion")
    assert (answer == vba_source.__version__) == (fault == "none")


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("#NULL!", 2000), ("#DIV/0!", 2007), ("#VALUE!", 2015), ("#REF!", 2023), ("#NAME?", 2029),
        ("#NUM!", 2036), ("#N/A", 2042), ("#GETTING_DATA", 2043), ("#SPILL!", 2045),
        ("#CALC!", 2050), ("#PYTHON!", 2015),
    ],
)  # fmt: skip
def test_a_tagged_answer_is_an_error(judge, code, number):
    """The server's tag and code become Excel's error; an unknown one is #VALUE!."""
    assert judge("Judge.Answer", TAG + code) == f"Error {number}"


def test_errors_in_a_table(judge):
    """A table keeps its shape and values, and each tagged cell is an error."""
    table = [[1.0, "a", TAG + "#N/A"], [2.0, True, ""]]
    expected = "[Double 1,String a,Error 2042;Double 2,Boolean True,String ]"
    assert judge("Judge.TableAnswer", table) == expected
    assert judge("Judge.Answer", ["#N/A", TAG + "#NUM!"]) == "[String #N/A,Error 2036]"


@pytest.mark.parametrize("rows", [256, 512, 600])
def test_packing(judge, rows):
    """A range becomes its size and its cells row by row, in blocks; a blank is a number."""
    cells = [[float(row), None if row % 9 == 4 else row + 0.5] for row in range(rows)]
    size, blocks = judge("Judge.PackedText", cells).split(";", 1)
    assert size == f"Variant() Double {rows} Double 2"
    sent = [text.split("|") for text in blocks.split(";")]
    assert {len(block) for block in sent} == {1024}
    assert len(sent) == -(-2 * rows // 1024)
    given = [cell for row in cells for cell in row]
    blank = f"{GAP:.14E}"
    expected = [blank if cell is None else f"{cell:g}" for cell in given]
    assert [text for block in sent for text in block][: len(given)] == expected


@pytest.mark.parametrize("other", ["x", True, -(2.0**1023)])
def test_a_range_that_is_not_packed(judge, other):
    """A text, TRUE or the figure of a blank leaves the range as it is, and so do few cells."""
    cells = [[1.0, None], *[[2.0, 3.0]] * 255]
    assert judge("Judge.PackedText", cells[:-1]).startswith("Variant() [Double 1,Empty;Double 2,")
    cells[255] = [2.0, other]
    assert judge("Judge.PackedText", cells).startswith("Variant() [Double 1,Empty;Double 2,")


def test_the_mark_of_a_blank(judge):
    """A packed blank is the same number, to the last bit, in VBA and in Python."""
    assert judge("HedgeCalls.Gap") == -(2.0**1023)


def test_omitted_arguments(judge):
    """An omitted argument arrives as a blank does; what is given arrives unchanged."""
    assert judge("Judge.OrBlankText") == "Empty Integer 2 String x"
    blanks = ",".join(["Empty"] * 6)
    assert judge("Judge.WrapperText", 1) == (
        f"String FUTURES_CONTRACTS[Integer 1000,Integer 50,{blanks}]"
    )
    assert judge("Judge.WrapperText", 2) == (
        "String FUTURES_CONTRACTS[Integer 1000,Integer 50,Empty,Integer 2,Empty,Empty,Empty,"
        "Boolean True]"
    )


def test_all_cells_that_follow(judge):
    """A function of any number of arguments passes them as one list, omitted ones as blanks."""
    assert judge("Judge.WrapperText", 3) == (
        "String HEDGE_EXPLAIN[String HEDGE_RATIO,Integer 5,Empty,String x]"
    )
    assert judge("Judge.WrapperText", 4) == "String HEDGE_EXPLAIN[String HEDGE_RATIO]"


@pytest.mark.parametrize(
    ("function", "cells", "asked"),
    [
        ("DAY_COUNT_FRACTION", [0.0, 180.0, "act/360"], "Double 1462,Double 1642,String act/360"),
        ("DAY_COUNT_FRACTION", [None, "text"], "Empty,String text"),
        ("DAY_COUNT_FRACTION", [True, 1.5], "Boolean True,Double 1463.5"),
        ("HEDGE_EXPLAIN", ["=day_count_fraction ", 1.0, 2.0, "x"],
         "String =day_count_fraction ,Double 1463,Double 1464,String x"),
        ("HEDGE_EXPLAIN", ["HEDGE_RATIO", 1.0, 2.0], "String HEDGE_RATIO,Double 1,Double 2"),
        ("HEDGE_RATIO", [1.0, 2.0], "Double 1,Double 2"),
    ],
)  # fmt: skip
def test_days_counted_from_1904(judge, function, cells, asked):
    """Where a workbook counts so, dates alone reach Python 1462 later; no other argument does."""
    assert judge("Judge.Asked", function, cells) == f"String {function}[{asked}]"


def test_errors_and_blanks_go_in(judge):
    """An error cell reaches Python as an error, a blank one as a blank."""
    assert judge("Judge.WrapperText", 5) == "String HEDGE_RATIO[Error 2007,Empty]"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("no python", "Error 2042"), ("exception", "Error 2015"), ("#NUM!", "Error 2036")],
)
def test_no_answer_is_an_error(judge, asked, shown):
    """Without Python #N/A, for an exception #VALUE!: never a text, never 0."""
    assert judge("Judge.CallText", "HEDGE_RATIO", asked) == shown


@pytest.mark.parametrize(
    ("number", "lost"),
    [(462, True), (-2147023174, True), (-2147417848, True), (-2147352567, False), (13, False)],
)
def test_a_lost_server_is_known(judge, number, lost):
    """RPC failures and 462 mean a restart; what Python raised does not."""
    assert judge("HedgeServer.IsLost", number) is lost


def test_the_servers_command(judge):
    """The interpreter is absolute, isolated, and told nothing of any workbook; starts differ."""
    assert judge("HedgeServer.ServerCommand", "C:\\p\\python\\pythonw.exe", 7) == (
        '"C:\\p\\python\\pythonw.exe" -I -B '
        "-c \"from xlhedge.excel.com_server import serve;serve('$(CLSID)') #7\""
    )


def test_a_restart_has_a_text_of_its_own(judge):
    """Stop ends what start began; the next start asks for a class that no server has had."""
    steps, trouble = judge("Judge.Restarts").split(" because ")
    assert trouble.startswith("Python did not start: it ended. A policy")
    assert steps.split() == [
        *("find#0", "stop#0", "start#1", "warm"),  # the first call
        *("find#1", "warm"),  # VBA was reset: the same server is found
        *("stop#1", "find#1", "stop#1", "start#2", "warm"),  # Restart Python
        *("find#2", "warm", "stop#2", "start#3", "warm"),  # the one found is dead
        *("find#3", "warm", "stop#3", "start#4", "warm", "stop#4"),  # the next one as well
        *("find#4", "stop#4", "start#5", "warm"),  # so it is tried once more
        *("stop#5", "find#5", "stop#5", "start#6", "stop#6"),  # one that ends at once
        *("find#6", "stop#6", "start#7", "warm"),
        *("stop#7", "find#7", "stop#7", "start#8", "stop#8"),  # and for good
        *("find#8", "stop#8", "start#9", "stop#9", "False"),
    ]


def test_letters_beyond_the_code_page(judge):
    """Python is started by its folder's short name; without one the start says what is wrong."""
    path = "C:\\Users\\{}\\pythonw.exe"
    said = judge("HedgeServer.ServerCommand", path.format("Łukasz"), 1)
    assert said.startswith('"C:\\Users\\UKASZ~1\\pythonw.exe" -I ')
    nameless = path.format("Ł")
    assert judge("Judge.CommandTrouble", nameless) == (
        f"Windows' code page lacks letters of {nameless}, and the folder has no short name; "
        "Doctor says what to do."
    )


def test_the_doctors_command(judge):
    """The doctor needs the standard library alone, and gets the folder's name from Windows."""
    assert judge("Judge.DoctorText", "\\python\\python.exe") == (
        'cmd.exe /K ""%LOCALAPPDATA%\\xlhedge\\python\\python.exe" '
        '-I -m xlhedge.excel.install_main doctor"'
    )


@pytest.mark.parametrize(
    ("formula", "holds"),
    [
        ("=HEDGE_RATIO(1,2)", True),
        ("=1+hedge_ratio(A1,B1)", True),
        ("='C:\\a\\xlhedge.xlam'!HEDGE_RATIO(A1,B1)", True),
        ("=[1]!HEDGE_RATIO(A1,B1)", True),
        ("=xlhedge.xlam!HEDGE_RATIO(A1,B1)", True),
        ("=SUM(Table1[[#This Row],[a'[b]])+HEDGE_RATIO(1,2)", True),
        ('="HEDGE_RATIO(1,2)"', False),
        ("='HEDGE_RATIO(1)'!A1", False),
        ("=HEDGE_RATIO+1", False),
        ("=MY_HEDGE_RATIO(1,2)", False),
        ("=_xll.HEDGE_RATIO(1,2)", False),
        ("=_xldudf_HEDGE_RATIO(1,2)", False),
        ("=Table1[HEDGE_RATIO(]", False),
        ("=SUM(1,2)", False),
        ("", False),
    ],
)
def test_our_functions_are_found_in_formulas(judge, formula, holds):
    """A call of ours counts, in any case and behind any path; texts and sheet names do not."""
    assert judge("HedgeFormulas.HoldsHedgeFunction", formula) is holds


@pytest.mark.parametrize(
    ("formula", "repaired"),
    [
        ("='C:\\a b\\xlhedge.xlam'!HEDGE_RATIO(A1,B1)", "=HEDGE_RATIO(A1,B1)"),
        ("=1+xlhedge.xlam!HEDGE_RATIO(1,'D:\\XLHEDGE.xlam'!HEDGE_RATIO(2,3))",
         "=1+HEDGE_RATIO(1,HEDGE_RATIO(2,3))"),
        ("='C:\\it''s\\xlhedge.xlam'!HEDGE_RATIO('a''b'!A1,7)", "=HEDGE_RATIO('a''b'!A1,7)"),
        ("='C:\\other.xlam'!HEDGE_RATIO(1,2)", "='C:\\other.xlam'!HEDGE_RATIO(1,2)"),
        ("='xlhedge.xlam'!OTHER(1)", "='xlhedge.xlam'!OTHER(1)"),
        ("=HEDGE_RATIO(1,2)", "=HEDGE_RATIO(1,2)"),
    ],
)  # fmt: skip
def test_paths_to_the_addin_are_removed(judge, formula, repaired):
    """Only what stands before a function of ours and names our add-in goes; again, nothing more."""
    assert judge("HedgeFormulas.WithoutAddinPath", formula) == repaired
    assert judge("HedgeFormulas.WithoutAddinPath", repaired) == repaired


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        ("1,2", "1|2"),
        ("SUM(A1,B2), {1,2;3,4},", "SUM(A1,B2)|{1,2;3,4}|"),
        ('"a,""b",\'x,y\'!A1,Table1[[a,b],[c]]', '"a,""b"|\'x,y\'!A1|Table1[[a,b],[c]]'),
        ("", ""),
    ],
)
def test_arguments_are_told_apart(judge, inside, texts):
    """Commas within texts, sheet names, brackets, braces and other calls separate nothing."""
    formula = f"=HEDGE_RATIO({inside})+F(9,9)"
    assert judge("Judge.Texts", formula, formula.index("(") + 1) == texts


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("D:\\old\\XLHEDGE.xlam", True),
        ("https://x/y/xlhedge.xlam", True),
        ("c:\\new\\xlhedge.xlam", False),
        ("D:\\old\\other.xlam", False),
    ],
)
def test_links_to_repair(judge, path, other):
    """A link is repaired if it names our add-in at any other path."""
    assert judge("HedgeRepair.IsOtherAddin", path, "C:\\new\\xlhedge.xlam") is other


def test_what_the_status_bar_says(judge):
    """Cells, seconds and errors, each in the right number."""
    assert judge("HedgeBook.ResultText", 1, 0, 0.5) == (
        "Hedge: 1 cell recalculated in 0.50 s, 0 errors."
    )


def test_the_menu_of_templates(judge):
    """File names become labels, with what XML would misread written out."""
    item = judge("HedgeMenu.TemplateItem", 3, 'a & "b" <c.xlsx')
    assert 'label="a &amp; &quot;b&quot; &lt;c"' in item
    assert 'id="template3"' in item
    assert judge("HedgeMenu.TemplateMenu", item).endswith(f">{item}</menu>")
    assert 'enabled="false"' in judge("HedgeMenu.TemplateMenu", "")


def test_events_trap_errors(judge):
    """What runs when Excel opens ends quietly where half of Excel is missing."""
    assert judge("HedgeRibbon.HedgeStarted") is None


CELLS = [
    ("=HEDGE_RATIO(1;2)", "[Double 1,Double 2]"),
    ("=HEDGE_RATIO(A2;B2)", "[Double 2,Double 20]"),
    ("=HEDGE_RATIO(A9;B2)", "[Empty,Double 20]"),
    ("=HEDGE_RATIO(A2:A3;B2)", "[[Double 2;Double 3],Double 20]"),
    ("=HEDGE_RATIO(A6:A7;B2)", "[[String text;Boolean True],Double 20]"),
    ("=HEDGE_RATIO(A4:A5;B2)", "[[Double 4;Empty],Double 20]"),
]


@pytest.fixture(scope="module")
def sheet(judge):
    """Two columns with a blank, a text and TRUE; the used range ends in row 7."""
    for row in (2, 3, 4):
        judge.cell(f"A{row}", str(row))
    judge.cell("A6", "text")
    judge.cell("A7", "=TRUE()")
    for row in range(2, 8):
        judge.cell(f"B{row}", str(10 * row))
    return judge.cell


@pytest.mark.parametrize(("formula", "arguments"), CELLS)
def test_cells_arrive_as_values(sheet, formula, arguments):
    """From a cell's formula, ranges arrive as the values of their cells, blanks as blanks."""
    assert sheet("D9", formula) == f"HEDGE_RATIO{arguments}"


def test_whole_columns_end_together(sheet):
    """Whole columns are cut at the last used row, all at the same, and never at their start."""
    shown = sheet("D7", "=MV_HEDGE_RATIO(A$1:A$1048576;F$1:F$1048576;D8;E8)")
    spot, futures = re.findall(r"\[([^\[\]]*)\]", shown)
    assert len(spot.split(";")) == len(futures.split(";")) == 9
    assert spot.startswith("String xlhedge")


def test_several_areas_are_refused(sheet):
    """A reference of more than one area is #VALUE!."""
    assert sheet("D9", "=HEDGE_RATIO((A2~A3);B2)") in {"Error 2015", "#VALUE!", "Err:504"}


def test_our_cells_are_found(sheet):
    """Recalculation concerns the cells whose formula holds one of our functions, no others."""
    sheet("G2", "=1+HEDGE_RATIO(1;2)")
    sheet("G3", "=SUM(1;2)")
    sheet("G4", "HEDGE_RATIO(1;2)")
    found = sheet.office.call("xlhedge.Judge.CellsFound").split()
    assert "$G$2" in found
    assert not {"$G$3", "$G$4", "$A$2"} & set(found)


def changes(sheet, stamp):
    """Return what VBA says of the workbook when its stamp reads so."""
    sheet("L1", stamp)
    return sheet.office.call("xlhedge.Judge.Changes")


def test_the_calls_of_an_older_book_are_asked_about(sheet):
    """Python is asked since when, with each call's function, cell and filled arguments."""
    sheet("K1", "=HEDGE_RATIO(A2;B2)+FUTURES_CONTRACTS(A2;B2;A9;;HEDGE_RATIO(1;A9))")
    said = changes(sheet, "xlhedge 0.1.0")
    assert said.startswith("HEDGE_EXPLAIN[String changes since,String xlhedge 0.1.0,[")
    calls = [row for row in re.split(r"[\[\];]", said) if "!K1," in row]
    assert [re.sub("String '?[^']*'!", "", call) for call in calls] == [
        "String HEDGE_RATIO,K1,String  1 2",
        "String FUTURES_CONTRACTS,K1,String  1 2 5",
        "String HEDGE_RATIO,K1,String  1",
    ]


def test_a_book_of_this_version_or_without_a_stamp_is_not_asked_about(sheet):
    """Nothing is said, and Python is not started for it."""
    assert changes(sheet, f"xlhedge {vba_source.__version__}") == ""
    assert changes(sheet, "") == ""


def test_explaining_a_cell(sheet):
    """HEDGE_EXPLAIN is asked about each of our functions in the formula, with its arguments."""
    sheet("H2", "=1+HEDGE_RATIO(A2;7)*HEDGE_RATIO(5;B2)")
    said = sheet.office.call("xlhedge.Judge.Explained", "H2").split("\r\n")
    assert said == [
        "HEDGE_RATIO: HEDGE_EXPLAIN[String HEDGE_RATIO,Double 2,Double 7]",
        "HEDGE_RATIO: HEDGE_EXPLAIN[String HEDGE_RATIO,Double 5,Double 20]",
        "",
    ]
    sheet("H3", "=1+2")
    assert "none of the hedge functions" in sheet.office.call("xlhedge.Judge.Explained", "H3")
