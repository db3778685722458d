"""An Excel that is none: pyOpenVBA's model of it, with our VBA in it and names as files have them.

The model knows no functions of add-ins, so those of the catalogue are entered among its own. What
it does not know, and what is added here: a name that came out of a file stays unknown to its cell
until the formula is entered anew; a formula is calculated when it is entered; an add-in is a
workbook of its own; links; two error values that are compared, as in Microsoft's own example (Cell
Error Values); Python's answers.
"""

import dataclasses
import functools
import re
import shutil
import weakref
from collections import defaultdict
from pathlib import Path

import numpy as np
from pyopenvba.apps.excel import ExcelApplication, _calc, _evaluate, _model
from pyopenvba.formula._calc import registry
from pyopenvba.formula._calc.values import NAME, Array
from pyopenvba.interpreter import _runtime, _values
from pyopenvba.interpreter._objects import MemberSpec
from pyopenvba.interpreter._runtime import NOTHING

from xlhedge.excel import vba_source
from xlhedge.worksheet import CATALOGUE

ADDIN_PATH = r"C:\Users\a\AppData\Local\xlhedge"
RUN = (
    "HedgeCalls", "HedgeFormulas", "HedgeBook", "HedgeProtection", "HedgeRepair",
    "HedgeVersions", "HedgeMenu", "HedgeSend", "HedgeRibbon", "HedgeWizard",
)  # fmt: skip
MADE = {"HedgeCatalogue", "HedgeErrors"}  # out of the catalogue and the table of errors
# What stands for the modules that call Windows and Python.
STUBS = """Attribute VB_Name = "Stubs"
Public pythonIsDown As Boolean
Public pagesAreThere As Boolean
Public told As String
Public asked As Long
Public refused As Long
Public sent As Variant
Public Function IsUp() As Boolean
    IsUp = Not pythonIsDown
End Function
Public Function LastTrouble() As String
End Function
Public Function StartServer() As Boolean
    StartServer = True
End Function
Public Sub StopServer()
End Sub
Public Sub KeepTrouble(ByVal sentence As String)
    Said sentence
End Sub
Public Function AskPython(ByVal f As String, ByVal g As Variant, ByRef answer As Variant) As Long
    asked = asked + 1
    sent = g
    answer = "ok"
End Function
Public Function Called(ByVal place As String) As String
    Dim answer As Variant
    asked = 0
    answer = HedgeCall("HEDGE_RATIO", Array(ActiveWorkbook.Worksheets(1).Range(place), 2))
    Called = asked & " " & CStr(answer)
End Function
Public Function DatesAsked(ByVal functionName As String, ByVal first As String, _
        ByVal start As String) As String
    Dim day As Range
    Set day = ActiveWorkbook.Worksheets(1).Range(start)
    If functionName = "HEDGE_EXPLAIN" Then
        HedgeCall functionName, Array(first, day, 44045, "act/360")
        DatesAsked = sent(1) & " " & sent(2)
    Else
        HedgeCall functionName, Array(day, Array2By(44045), "act/360")
        DatesAsked = sent(0) & " " & Dimensions(sent(1)) & " " & IIf(IsArray(sent(1)), 0, sent(1))
    End If
End Function
Private Function Array2By(ByVal value As Variant) As Variant
    Dim cells(1 To 1, 1 To 1) As Variant
    cells(1, 1) = value
    Array2By = cells
End Function
Public Function DataFolder() As String
    DataFolder = "C:\\Users\\a\\AppData\\Local\\xlhedge"
End Function
Public Function PythonPath(ByVal program As String) As String
    If Not pythonIsDown Then PythonPath = program
End Function
Public Function PythonCommand(ByVal python As String, ByVal words As String) As String
    PythonCommand = python & " " & words
End Function
Public Function Variable(ByVal variableName As String) As String
    Variable = variableName
End Function
Public Sub KeepVariable(ByVal variableName As String, ByVal text As String)
    Said variableName & "=" & text
End Sub
Public Sub Said(ByVal sentence As String)
    told = told & sentence & vbLf
End Sub
Public Function Told_() As String
    Told_ = told
End Function
Public Function Repaired(ByVal mayTry As Boolean) As String
    Dim remark As String
    Dim count As Long
    count = RepairBook(ActiveWorkbook, mayTry, remark)
    Repaired = count & "|" & remark
End Function
Public Sub Chosen(ByVal place As String)
    ActiveWorkbook.Worksheets(1).Range(place).Select
End Sub
Public Function Explained(ByVal place As String) As String
    Explained = ExplainCell(ActiveWorkbook.Worksheets(1).Range(place))
End Function
Public Function HasPages(ByVal path As String) As Boolean
    HasPages = pagesAreThere And InStr(path, "HEDGE_STATUS") = 0
End Function
Public Sub PagesInstalled()
    pagesAreThere = True
End Sub
Public Function Asked_(ByVal sentence As String, ByVal kind As Long, ByVal head As String) As Long
    Said sentence
    Asked_ = vbYes
End Function
Public Sub PythonDown()
    pythonIsDown = True
End Sub
"""
OF_A_CHARACTER = "iswordpart"  # nothing but the character decides what it gives
# What the model lacks: a dialog, the window of Protected View, COM.
REPLACED = {
    "MsgBox Left$(sentence, 1023), vbInformation, TITLE": "Said Left$(sentence, 1023)",
    "(control As IRibbonControl": "(control As Variant",
    "control.Tag": "control",
    "cell.FunctionWizard": "Said FormulaOf(cell)",
    "    Shell ": "    Said ",
    "MsgBox(": "Asked_(",
    'CreateObject("Scripting.FileSystemObject").FileExists(path)': "HasPages(path)",
    "ThisWorkbook.FollowHyperlink path": "Said path",
    "LSet same = numbers": "",
    "TypeName(Application.Caller)": "TypeName(0)",
    ", vbNormalFocus": "",
}
_ATTRIBUTE = re.compile(r"^Attribute \w+\.VB_.*\n", re.MULTILINE)


def readable(source, replaced=REPLACED):
    """Return a module's text as the model takes it."""
    for ours, theirs in replaced.items():
        source = source.replace(ours, theirs)
    return _ATTRIBUTE.sub("", source).replace("Option Private Module\n", "")


class ModelExcel:
    """One Excel with the add-in open; its books are opened from files.

    Parameters
    ----------
    patch : pytest.MonkeyPatch
        Undoes what is changed in the model.
    change : callable
        Changes a module's text before it is loaded: (name, text) -> text.
    """

    def __init__(self, patch, change=lambda _, text: text):
        self.app = ExcelApplication()
        self.installed = True  # whether Excel knows the add-in's names at all
        self.entered = set()  # cells whose formula was entered in this Excel
        self.links = {}  # the paths that a book links to, by the book's name
        self.relinked = []
        self.copies = []  # what was suggested as a file's name, and written
        self.target = r"D:\for you.xlsx"
        self.read_only = False
        self.since_1904 = False  # what the workbooks count their days from
        self.protected_view = NOTHING
        addin = self.app.add_workbook()
        addin.name, addin.path = "xlhedge.xlam", ADDIN_PATH
        self.app.application._this_workbook = addin
        self.addin = addin
        self._teach(patch)
        self._compare_errors(patch)
        self._add_members(patch)
        modules = [
            *vba_source.fixed_modules(RUN),
            *(
                m
                for m in vba_source.function_modules()
                if m.name in {"HedgeCatalogue", "HedgeErrors"}
            ),
        ]
        self.app.add_module(STUBS, name="Stubs")
        for module in modules:
            text = module.source
            if module.name == "HedgeCatalogue":  # with the wizard's texts for none of them
                text = re.sub(r"    Describe.* DescribeFunctions\n", "", text)
            self.app.add_module(readable(change(module.name, text)), name=module.name)
        self._find_language_first(patch)
        self._find_readers_at_once(patch)

    def _teach(self, patch):
        """Enter our functions among the model's, and note where formulas are entered."""

        def answer(context, *_):
            asked_outside = isinstance(context.book, _evaluate._FromNoCell)
            place = (context.sheet, context.row, context.column)
            if not self.installed or not (asked_outside or place in self.entered):
                return NAME
            return Array([[1.0, 2.0], [3.0, 4.0]])

        for name in CATALOGUE:
            entry = registry.Function(name, answer, (registry.R,), 0, registry.MAX_ARGUMENTS)
            patch.setitem(registry.FUNCTIONS, name, entry)
        write = _model.Range._formula_written
        array = _model.Range._vba_members["formulaarray"]

        def noting(target, enter):
            before = set(self.entered)
            self.entered |= {(target.sheet.name, *place) for place in target.positions()}
            try:
                enter()
            except Exception:  # a protected sheet refuses: nothing was entered
                self.entered = before
                raise
            for place in target.positions():  # with manual calculation too
                target.sheet.book.calculator.value_of(target.sheet.name, *place, force=True)

        def writing(target, value, *, dynamic=False):
            noting(target, lambda: write(target, value, dynamic=dynamic))

        def writing_array(target, value):
            noting(target, lambda: array.setter(target, value))

        patch.setattr(_model.Range, "_formula_written", writing)
        patch.setitem(
            _model.Range._vba_members,
            "formulaarray",
            dataclasses.replace(array, setter=writing_array),
        )

    @staticmethod
    def _compare_errors(patch):
        """Have two error values compared by their numbers."""
        order = _values._order

        def order_of_errors(left, right, **more):
            if isinstance(left, _values.VBAErrorValue) and isinstance(right, _values.VBAErrorValue):
                return left.number - right.number
            return order(left, right, **more)

        patch.setattr(_values, "_order", order_of_errors)

    def _find_language_first(self, patch):
        """Have VBA's own functions found at once, not after a search of every module.

        And have ours for one character run once a character: it is asked of every one.
        """
        interpreter = self.app.interpreter
        ours = {"len", "lenb"}  # of a variable they are another thing
        for module in interpreter.modules.values():
            module.initialise()
            ours |= {*module.procedures, *module.variables, *module.constants, *module.declares}
        patch.setattr(_runtime, "_bare", functools.cache(_runtime._bare))
        own = set(interpreter._intrinsics) - ours
        call, known = interpreter._call_name, {}

        def call_name(callee, args, frame, **more):
            name = _runtime._bare(callee.name)
            if name in own and name not in frame.locals:
                given, named = interpreter._arguments(args, frame, intrinsic=name)
                return interpreter.call_intrinsic(name, given, named)
            if name == OF_A_CHARACTER:
                (character,), _ = interpreter._arguments(args, frame, intrinsic=name)
                if character not in known:
                    known[character] = call(callee, args, frame, **more)
                return known[character]
            return call(callee, args, frame, **more)

        patch.setattr(interpreter, "_call_name", call_name)

    @staticmethod
    def _find_readers_at_once(patch):
        """Have the formulas that read a cell found by numpy, not by asking each of thousands."""
        calculator = _calc.Calculator
        keep, rebuild = calculator._keep, calculator.rebuild
        places = weakref.WeakKeyDictionary()  # of a calculator: sheet -> formulas, edges of blocks

        def keeping(one, key, compiled):
            before = one._blocks.get(key)
            keep(one, key, compiled)
            if one._blocks.get(key) != before:  # most formulas are entered as they were
                places.pop(one, None)

        def rebuilding(one):
            places.pop(one, None)
            rebuild(one)

        def placed(one):
            rows = defaultdict(list)
            for key, areas in one._blocks.items():
                for area in areas:
                    edges = (area.top, area.bottom, area.left, area.right)
                    rows[area.sheet.lower()].append((key, edges))
            return {
                sheet: ([key for key, _ in found], np.array([edges for _, edges in found]).T)
                for sheet, found in rows.items()
            }

        def reading(one, name, row, column):
            if one not in places:
                places[one] = placed(one)
            found = set(one._readers.get((name, row, column), ()))
            if name in places[one]:
                keys, (top, bottom, left, right) = places[one][name]
                inside = (top <= row) & (row <= bottom) & (left <= column) & (column <= right)
                found.update(keys[i] for i in np.flatnonzero(inside))
            return found

        patch.setattr(calculator, "_keep", keeping)
        patch.setattr(calculator, "rebuild", rebuilding)
        patch.setattr(calculator, "_reading", reading)

    def _add_members(self, patch):
        """Give the model the members that it lacks and our VBA uses."""

        def links_of(book, _kind=1):
            paths = self.links.get(book.name)
            return (
                _values.VBAArray([(1, len(paths))], items=list(paths)) if paths else _values.EMPTY
            )

        def change_link(book, before, after, _kind=1):
            self.relinked.append((before, after))
            self.links[book.name] = [after if p == before else p for p in self.links[book.name]]
            return _values.EMPTY

        members = {
            (_model.Workbook, "LinkSources"): (links_of, ("Type",)),
            (_model.Workbook, "ChangeLink"): (change_link, ("Name", "NewName", "Type")),
            (_model.Workbook, "SaveCopyAs"): (self._save_copy, ("Filename",)),
            (_model.Application, "GetSaveAsFilename"): (self._ask_where, ("Initial", "Filter")),
            (_model.Workbook, "ReadOnly"): (lambda _: self.read_only, ()),
            (_model.Workbook, "Date1904"): (lambda _: self.since_1904, ()),
            (_model.Application, "ActiveProtectedViewWindow"): (lambda _: self.protected_view, ()),
        }
        for (owner, name), (getter, parameters) in members.items():
            kind = "method" if parameters else "property"
            spec = MemberSpec(name=name, kind=kind, getter=getter, parameters=parameters)
            patch.setitem(owner._vba_members, name.lower(), spec)

    def _save_copy(self, _book, path):
        self.copies.append(path)
        return _values.EMPTY

    def _ask_where(self, _application, suggested, _filter):
        self.copies.append(suggested)
        return self.target

    def open(self, path, folder, *, tied=False):
        """Open a workbook, a copy of it; with `tied` Excel knows its formulas already."""
        copy = folder / Path(path).name
        shutil.copyfile(path, copy)
        book = self.app.open_workbook(copy)
        book.saved = True
        self.app.activate_workbook(book)
        if tied:
            self.entered |= set(self.formulas(book))
        return book

    def formulas(self, book):
        """Return the cells of a book that hold one of our functions, with what they show."""
        names = re.compile(rf"\b(?:{'|'.join(CATALOGUE)})\(")
        return {
            (sheet.name, *place): cell.value
            for sheet in book.sheets_
            for place, cell in sheet.cells_.items()
            if cell.formula and names.search(cell.formula)
        }

    def lost(self, book):
        """Return the cells of ours that show #NAME?."""
        return [place for place, value in self.formulas(book).items() if is_name_error(value)]

    def lose(self, book):
        """Have Excel calculate every cell of ours: those out of a file lose their names."""
        for name, row, column in self.formulas(book):
            book.calculator.value_of(name, row, column, force=True)

    def repair(self, *, may_try=True):
        """Run the repair on the active book; return how many, and the remark."""
        count, remark = self.app.run("Repaired", may_try).split("|", 1)
        return int(count), remark


def is_name_error(value):
    """Whether a value of the model is #NAME?."""
    return not isinstance(value, str) and str(value) == "#NAME?"


__all__ = ["ADDIN_PATH", "ModelExcel", "is_name_error", "readable"]
