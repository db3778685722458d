"""The repair, run in a model of Excel: what a person has after opening a workbook."""

import re
from pathlib import Path

import pytest
import xlsxwriter
from excel.excel_model import ADDIN_PATH, ModelExcel, is_name_error
from pyopenvba.interpreter._values import EMPTY

from xlhedge.templates import NAMES
from xlhedge.worksheet import CATALOGUE

MANUAL = -4135
OTHER_PATH = r"D:\old\xlhedge.xlam"


@pytest.fixture
def excel(monkeypatch):
    """An Excel with the add-in open."""
    return ModelExcel(monkeypatch)


@pytest.fixture
def small(tmp_path):
    """What writes a workbook of a few sheets: cells of ours, a table, an array, a foreign one."""

    def write(password=None, *, options=None, also=(), name="small"):
        path = tmp_path / "given" / f"{name}.xlsx"
        path.parent.mkdir(exist_ok=True)
        with xlsxwriter.Workbook(path) as book:
            for title in ("One", "Two"):
                sheet = book.add_worksheet(title)
                sheet.write_formula("A1", "=HEDGE_RATIO(1,2)", None, 0.5)
                sheet.write_formula("A2", "=1+HEDGE_RATIO(3,4)", None, 1.75)
                sheet.write_dynamic_array_formula("C1:D2", "=HEDGE_STATS(1,2)", None, 7)
                sheet.write_array_formula("F1:G2", "{=HEDGE_STATS(3,4)}", None, 7)
                sheet.write_formula("A9", "=SUM(1,2)", None, 3)
                sheet.protect("", options)
            for place, formula, value in also:
                sheet.write_formula(place, formula, None, value)
            if password is not None:
                sheet.protect(password, options)
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": "=One!$A$1:$A$2"})
            book.add_chartsheet("Chart").set_chart(chart)
            hidden = book.add_worksheet("Very hidden")
            hidden.write_formula("A1", "=HEDGE_RATIO(5,6)", None, 5 / 6)
            hidden.very_hidden()
        return path

    return write


def state(book):
    """Return what a repair has to leave as it is: protection, and how each formula fills cells."""
    return {
        sheet.name: (
            sheet.protection,
            sheet.enable_selection,
            dict(sheet.array_formulas),
            {place: cell.formula for place, cell in sheet.cells_.items() if cell.formula},
        )
        for sheet in book.sheets_
    }  # fmt: skip


def modes(excel):
    """Return Excel's own settings that a repair changes meanwhile."""
    app = excel.app.application
    return app.calculation, app.enable_events, app.display_alerts, app.screen_updating


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_mended(excel, root, tmp_path, name):
    """A shipped template whose cells all show #NAME? works after opening, protected as before."""
    book = excel.open(root / "workbooks" / f"{name}.xlsx", tmp_path)
    assert any(sheet.protection for sheet in book.sheets_)
    before, settings = state(book), modes(excel)
    excel.lose(book)
    shown = [value for value in excel.formulas(book).values() if not is_name_error(value)]
    assert len(shown) < len(excel.formulas(book))
    assert all(isinstance(value, str) for value in shown)  # blank, or in words what is wrong
    assert excel.repair() == (len(excel.formulas(book)), "")
    assert excel.lost(book) == []
    after = state(book)
    for sheet, (protection, selection, *_, formulas) in before.items():
        assert after[sheet][:2] == (protection, selection)
        assert after[sheet][-1] == formulas
    assert modes(excel) == settings


def test_a_second_run_changes_nothing(excel, small, tmp_path):
    """What was mended needs no repair, and the workbook counts as unchanged."""
    book = excel.open(small(), tmp_path)
    excel.lose(book)
    assert excel.repair()[0] == len(excel.formulas(book))
    book.saved = True
    excel.links[book.name] = [rf"{ADDIN_PATH}\xlhedge.xlam"]
    assert excel.repair() == (0, "")
    assert book.saved


def test_numbers_of_the_file_are_kept_alive(excel, small, tmp_path):
    """Nothing is lost yet, but would be with the next change: the cells are entered anew."""
    book = excel.open(small(), tmp_path)
    assert excel.repair()[0] == len(excel.formulas(book))
    excel.lose(book)
    assert excel.lost(book) == []


def test_arrays_stay_arrays_and_tables_spill(excel, small, tmp_path):
    """An array formula fills the same cells as an array, a spilling one spills, no @ appears."""
    book = excel.open(small(), tmp_path)
    excel.lose(book)
    excel.repair()
    sheet = book.sheet_named("One")
    assert [str(area) for area in sheet.array_formulas.values()]
    assert (1, 6) in sheet.array_formulas
    assert sheet.cells_[1, 3].dynamic
    assert sheet.spills[1, 3].area.bottom == 2
    assert not any("@" in cell.formula for cell in sheet.cells_.values())


def test_names_that_excel_does_not_know_cost_no_number(excel, small, tmp_path):
    """Where the names stay unknown the file's numbers stay, and so do protection and Saved."""
    book = excel.open(small(), tmp_path)
    excel.installed = False
    before, values = state(book), excel.formulas(book)
    assert excel.repair() == (0, "")
    assert (state(book), excel.formulas(book), book.saved) == (before, values, True)


def test_another_unknown_function_costs_no_number(excel, small, tmp_path):
    """A cell that also calls a function of an add-in that is missing keeps the file's number."""
    also = [
        ("A5", "=HEDGE_RATIO(1,2)+OTHER_UDF(3)", 42),
        ("A6", '=HEDGE_RATIO(1,2)&"NOT_F(1)"', "x"),
    ]
    book = excel.open(small(also=also), tmp_path)
    assert excel.repair()[0] == len(excel.formulas(book)) - 1
    assert book.sheet_named("Two").cells_[5, 1].value == 42


def test_a_password_leaves_all_as_it_is(excel, small, tmp_path):
    """One sheet with a password: nothing is changed on any, and the sentence names that sheet."""
    book = excel.open(small("secret"), tmp_path)
    excel.lose(book)
    before, lost = state(book), excel.lost(book)
    count, remark = excel.repair()
    assert (count, state(book), excel.lost(book)) == (0, before, lost)
    assert remark.startswith("the sheet Two is protected with a password")
    assert "Repair links" in remark


def test_permissions_come_back(excel, small, tmp_path):
    """What the protection allowed before it allows afterwards."""
    options = {
        "objects": True, "format_cells": True, "sort": True, "autofilter": True,
        "select_locked_cells": False, "insert_rows": True,
    }  # fmt: skip
    book = excel.open(small(options=options), tmp_path)
    before = {sheet.name: (sheet.protection, sheet.enable_selection) for sheet in book.sheets_}
    assert before["One"][0].allows
    excel.lose(book)
    assert excel.repair()[0]
    assert {s.name: (s.protection, s.enable_selection) for s in book.sheets_} == before


def test_manual_calculation(excel, small, tmp_path):
    """Who calculates by hand gets #NAME? mended and nothing tried, and keeps the setting."""
    book = excel.open(small(), tmp_path)
    excel.app.application.calculation = MANUAL
    values = excel.formulas(book)
    assert excel.repair(may_try=False) == (0, "")
    assert excel.formulas(book) == values
    excel.lose(book)
    assert excel.repair(may_try=False)[0] == len(values)
    assert excel.app.application.calculation == MANUAL


def test_without_python_numbers_stay(excel, small, tmp_path):
    """A cell that shows a number is not entered anew while no Python would answer."""
    book = excel.open(small(), tmp_path)
    values = excel.formulas(book)
    excel.app.run("PythonDown")
    assert excel.repair() == (0, "")
    assert excel.formulas(book) == values


def test_a_workbook_open_for_reading_asks_for_no_saving(excel, small, tmp_path):
    """It is mended to be read, and closing it asks nothing."""
    book = excel.open(small(), tmp_path)
    excel.read_only = True
    excel.lose(book)
    book.saved = True
    assert excel.repair()[0] == len(excel.formulas(book))
    assert book.saved


def test_what_excel_has_tied_is_left_alone(excel, small, tmp_path):
    """A workbook that Excel saved with the add-in, on any path, is neither opened nor relinked."""
    book = excel.open(small("secret"), tmp_path, tied=True)
    excel.links[book.name] = [OTHER_PATH]
    before = state(book)
    assert excel.repair() == (0, "")
    assert (excel.relinked, state(book), book.saved) == ([], before, True)


def test_links_to_two_other_addins(excel, small, tmp_path):
    """Where cells show #NAME?, every link to an add-in of our name leads to the open one."""
    book = excel.open(small(), tmp_path)
    links = [OTHER_PATH, "D:\\other.xlsx", r"E:\v2\XLHEDGE.xlam"]
    excel.links[book.name] = links
    excel.lose(book)
    assert excel.repair()[0] == len(excel.formulas(book)) + 2
    ours = rf"{ADDIN_PATH}\xlhedge.xlam"
    assert [str(Path(new)).replace("/", "\\") for _, new in excel.relinked] == [ours, ours]
    assert [old for old, _ in excel.relinked] == [OTHER_PATH, r"E:\v2\XLHEDGE.xlam"]


@pytest.mark.parametrize(("formulas", "ours"), [(1_000, 0), (200, 20)])
def test_other_peoples_models(excel, tmp_path, monkeypatch, formulas, ours):
    """A sheet without our names is searched once, and none of its formulas is read."""
    from pyopenvba.apps.excel import _find, _model

    path = tmp_path / "given.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(formulas):
            sheet.write_formula(row, 0, f"=SUM(C{row + 1},2)", None, 2)
        sheet.write(0, 1, "a_text(")
        other = book.add_worksheet()
        for row in range(ours):
            other.write_formula(row, 0, "=HEDGE_RATIO(1,2)", None, 0.5)
    book = excel.open(path, tmp_path / "..")
    read, searched = [], []
    find, read_formulas = _find.find, _model.Range._read_formulas

    def reading(target, **more):
        read.append(target.sheet.name)
        return read_formulas(target, **more)

    def searching(target, *more, **named):
        searched.append(target.sheet.name)
        return find(target, *more, **named)

    monkeypatch.setattr(_model.Range, "_read_formulas", reading)
    monkeypatch.setattr(_find, "find", searching)
    assert excel.repair() == (ours, "")
    assert searched[:2] == ["Sheet1", "Sheet2"]
    assert set(read) <= ({"Sheet2"} if ours else set())


def test_no_workbook_is_open(excel):
    """Excel starts without one: nothing fails, and the buttons say what is needed."""
    excel.app.application.workbooks_.books.clear()
    excel.app.application.active_book = None
    excel.app.run("HedgeStarted")
    for button in ("HedgeRepairLinks", "HedgeRecalculate", "HedgeExplain"):
        excel.app.run(button, "x")
    assert excel.app.run("Told_").splitlines() == ["Open a workbook first."] * 3


def test_help_opens_the_page_of_the_function_in_the_cell(excel, tmp_path):
    """Its page where there is one; else what to do, and all pages; without pages the text alone."""
    path = tmp_path / "given" / "help.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1+MV_HEDGE_RATIO(HEDGE_RATIO(1,2),3)", None, 1)
        sheet.write_formula("A2", '=HEDGE_STATUS(1)&"HEDGE_RATIO(1,2)"', None, 1)
        sheet.write("A3", "HEDGE_RATIO(1,2)")
    excel.open(path, tmp_path)
    said = []
    for installed in (False, True):
        if installed:
            excel.app.run("PagesInstalled")
        for place in ("A1", "A2", "A3"):
            excel.app.run("Chosen", place)
            before = excel.app.run("Told_")
            excel.app.run("HedgeHelp", "x")
            said.append(excel.app.run("Told_").removeprefix(before))
    assert all("Ctrl+Shift+A" in text and "Open the pages" not in text for text in said[:3])
    folder = r"C:\Users\a\AppData\Local\xlhedge\reference"
    assert said[3] == rf"{folder}\MV_HEDGE_RATIO.html" + "\n"
    for text in said[4:]:  # a page that is missing; a cell that holds no function
        assert "Open the pages of all functions?" in text
        assert text.splitlines()[-1] == rf"{folder}\index.html"


def test_protected_view(excel):
    """In Protected View the buttons say how to leave it."""
    excel.app.application.active_book = None
    excel.protected_view = excel.addin
    excel.app.run("HedgeRepairLinks", "x")
    assert "Enable Editing" in excel.app.run("Told_")


def test_what_opening_says(excel, small, tmp_path):
    """The status bar says what was mended, or why nothing was."""
    excel.lose(excel.open(small(), tmp_path))
    excel.app.run("HedgeStarted")
    assert "9 links repaired in small.xlsx" in excel.app.application.status_bar
    excel.lose(excel.open(small("secret", name="other"), tmp_path))
    excel.app.run("HedgeStarted")
    assert "Unprotect it" in excel.app.application.status_bar


def test_send_as_values(excel, small, tmp_path):
    """Python freezes a copy of the workbook as it is now, where the person wants it."""
    excel.open(small(), tmp_path)
    excel.app.run("HedgeSendValues", "x")
    suggested, copy = excel.copies
    assert suggested == "small (values).xlsx"
    assert re.fullmatch(r"TEMP\\xlhedge \d{14}\.xlsx", copy)
    assert excel.app.run("Told_").splitlines() == [
        f"XLHEDGE_COPY={copy}",
        f"XLHEDGE_VALUES={excel.target}",
        'python.exe xlhedge freeze "%XLHEDGE_COPY%" -o "%XLHEDGE_VALUES%" & del "%XLHEDGE_COPY%"',
    ]


def test_send_as_values_says_what_is_missing(excel, small, tmp_path):
    """Cancelled, nothing is written; another kind of file and a missing Python have a sentence."""
    book = excel.open(small(), tmp_path)
    excel.target = False
    excel.app.run("HedgeSendValues", "x")
    assert excel.copies == ["small (values).xlsx"]
    assert excel.app.run("Told_") == ""
    book.name = "small.xlsb"
    excel.app.run("HedgeSendValues", "x")
    assert "small.xlsb is neither .xlsx nor .xlsm" in excel.app.run("Told_")
    excel.app.run("PythonDown")
    excel.app.run("HedgeSendValues", "x")
    assert "Python is missing" in excel.app.run("Told_")
    assert len(excel.copies) == 1


def test_cells_that_are_not_calculated_yet(excel, tmp_path):
    """A cell that is empty and holds a formula costs no call of Python: #N/A; a blank one does."""
    path = tmp_path / "given.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_column("B1", [4, None, 6])
        for row in range(3):
            sheet.write_formula(row, 2, "=1+1", None, 2)
            sheet.write_formula(row, 4, "=1+1", None, 2 if row != 1 else "")
    excel.app.application.calculation = MANUAL
    book = excel.open(path, tmp_path / "..")
    cell = book.sheets_[0].cells_[2, 5]
    cell.value, cell.stale = EMPTY, True
    assert excel.app.run("Called", "A1:B3") == "1 ok", excel.app.run("Told_")
    assert excel.app.run("Called", "C1:D3") == "1 ok"
    for place in ("E1:E3", "E2", "A1:E3"):
        assert excel.app.run("Called", place) == "0 Error 2042"
    assert "not calculated yet" in excel.app.run("Told_")


@pytest.mark.parametrize(("since_1904", "later"), [(False, 0), (True, 1462)])
def test_the_dates_of_a_workbook(excel, tmp_path, since_1904, later):
    """Python gets days from 1900, whatever the calling workbook counts from, in Explain too."""
    path = tmp_path / "given" / "dates.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as book:
        book.add_worksheet().write("A1", 43861)
    excel.open(path, tmp_path)
    excel.since_1904 = since_1904
    asked = excel.app.run("DatesAsked", "DAY_COUNT_FRACTION", "", "A1").split()
    assert asked[0] == f"{43861 + later}"
    assert asked[1:] == (["0", f"{44045 + later}"] if since_1904 else ["2", "0"])
    for name in ("day_count_fraction", " =DAY_COUNT_FRACTION"):
        asked = excel.app.run("DatesAsked", "HEDGE_EXPLAIN", name, "A1")
        assert asked == f"{43861 + later} {44045 + later}"
    assert excel.app.run("DatesAsked", "HEDGE_EXPLAIN", "HEDGE_RATIO", "A1") == "43861 44045"


def test_explain_says_what_it_cannot_see(excel, tmp_path):
    """A name of LET is named as such; what can be read on its own is explained."""
    path = tmp_path / "given.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=LET(_xlpm.x,5,HEDGE_RATIO(_xlpm.x,2))", None, 2.5)
        sheet.write_formula("A2", "=HEDGE_RATIO(1,2)", None, 0.5)
    excel.open(path, tmp_path / "..", tied=True)
    assert "argument 1, x, is known inside" in excel.app.run("Explained", "A1")
    assert excel.app.run("Explained", "A2").strip() == "HEDGE_RATIO: ok"


def test_insert_function_can_spill(excel):
    """No function gets an @ when it is inserted by the ribbon: it spills if it gives a table."""
    book = excel.app.add_workbook()
    excel.app.activate_workbook(book)
    for name in CATALOGUE:
        excel.app.run("HedgeInsertFunction", name)
        cells = book.sheets_[0].cells_.values()
        assert not any(cell.formula for cell in cells)  # nothing was filled in: taken away again
    assert excel.app.run("Told_").split() == [f"={name}()" for name in CATALOGUE]


FAULTS = {  # in which module, what becomes what, and the test that has to notice
    "no opening": ("HedgeProtection", 'sheet.Unprotect ""', "", "mended"),
    "no closing": ("HedgeProtection", "        CloseSheet sheet, one(1)\n", "", "protected"),
    "permissions": ("HedgeProtection", "Sorting:=before(11)", "Sorting:=False", "protected"),
    "one value": ("HedgeBook", "cell.Formula2 = formula", "cell.Formula = formula", "spills"),
    "unasked": ("HedgeRepair", "ElseIf KnowsAll(cell, answers) Then", "Else", "kept"),
    "events": ("HedgeRepair", "    Application.EnableEvents = events\n", "", "modes"),
    "saved": ("HedgeRepair", "If RepairBook = 0 Or book.ReadOnly Then", "If False Then", "saved"),
    "mode": ("HedgeRepair", "If Application.Calculation <> mode Then", "If False Then", "modes"),
    "member": ("HedgeRepair", ".FormulaArray", ".FormulaAray", "mended"),
}  # fmt: skip


@pytest.mark.parametrize("fault", ["none", *FAULTS])
def test_the_model_notices(monkeypatch, small, tmp_path, fault):
    """Each fault put into our VBA changes what the tests above look at; without one all is well."""
    module, ours, theirs, effect = FAULTS.get(fault, ("", "", "", ""))

    def change(name, text):
        if name == module:
            assert ours in text
            return text.replace(ours, theirs)
        return text

    excel = ModelExcel(monkeypatch, change)
    also = [("A5", "=HEDGE_RATIO(1,2)+OTHER_UDF(3)", 42)]
    book = excel.open(small(options={"sort": True}, also=also), tmp_path)
    protection = [sheet.protection for sheet in book.sheets_]
    settings = modes(excel)
    excel.repair()
    excel.lose(book)
    lost = [place for place in excel.lost(book) if place[1:] != (5, 1)]
    well = {
        "mended": not lost,
        "protected": protection == [sheet.protection for sheet in book.sheets_],
        "spills": book.sheets_[0].cells_[1, 3].dynamic and "@" not in _shown(excel, "C1"),
        "modes": settings == modes(excel),
    }
    excel.installed = False
    other = excel.open(small(also=also, name="other"), tmp_path)
    excel.repair()
    well["kept"] = not excel.lost(other)
    well["saved"] = other.saved
    assert [effect] * (fault != "none") == [
        name for name, is_well in well.items() if not is_well
    ] or (fault != "none" and not well[effect])


def _shown(excel, place):
    """Return the formula of a cell as Excel 365 shows it."""
    return excel.app.sheet("One").sheet.vba_get("Range", [place]).vba_get("Formula2")


def test_every_module_of_the_model_is_ours(root):
    """What is run here is what is shipped: the model's replacements all apply."""
    from excel.excel_model import REPLACED

    folder = root / "xlhedge" / "excel" / "vba"
    sources = "".join(path.read_text() for path in folder.glob("*.bas"))
    for ours in REPLACED:
        assert ours in re.sub(r" _\n\s*", " ", sources), ours
