"""The 25 points that every template keeps, one test each."""

import datetime as dt
import graphlib
import itertools
import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from openpyxl.utils import range_boundaries

from xlhedge.worksheet import CATALOGUE, cells

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
HEADER_ROWS = 3  # title, state, banner: they link to what stands below and behind
FRONT_MATTER = ("About", "Checks", "Chart texts", "Contracts")
BLUE, PALE_YELLOW, BLACK, GREEN = "FF0000FF", "FFFFF9DB", "FF000000", "FF00703C"
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FRAME = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def words_of(sheet):
    """Return all texts of a sheet in one."""
    return "\n".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None)


def is_header(row):
    """Whether a row belongs to the frozen head of a sheet."""
    return row <= HEADER_ROWS


def test_01_about_says_what_this_is(book):
    """About: purpose, owner, version, date, add-in version, colour key, links."""
    about = book.formulas_book["About"]
    text = words_of(about)
    for word in ("Owner", "Version", "Date", "Made for xlhedge", "Colour key", "Contents"):
        assert word in text
    assert about["B1"].value
    assert about["B2"].value, "the purpose"
    reached = set()
    for row in about.iter_rows():
        for cell in row:
            if cell.hyperlink:
                sheet, _, area = cell.hyperlink.location.rpartition("!")
                sheet = sheet.strip("'")
                range_boundaries(area)
                assert sheet in book.formulas_book.sheetnames
                reached.add(sheet)
    assert reached == set(book.formulas_book.sheetnames)


def test_02_inputs_stand_apart(book):
    """One Inputs block a sheet, with no formula in it; checks on a sheet of their own."""
    for sheet in book.content_sheets:
        cells = [cell for s, cell in book.inputs if s is sheet]
        if not cells:
            continue
        assert re.search(r"\bInputs\b", words_of(sheet))
        rows, columns = {c.row for c in cells}, {c.column for c in cells}
        inside = [
            f.place
            for f in book.formulas
            if f.sheet == sheet.title
            and min(rows) <= f.row <= max(rows)
            and min(columns) <= f.column <= max(columns)
        ]
        assert not inside


def test_03_formulas_hold_no_constants(book):
    """No constants but 0, 1, -1 inside formulas."""
    for formula in book.formulas:
        bare = re.sub(r"'[^']+'!", "", formula.bare)
        numbers = re.findall(r"(?<![\w$.])\d+\.?\d*(?:[eE][-+]?\d+)?(?![\w.])", bare)
        assert set(numbers) <= {"0", "1"}, formula.place


def test_04_every_input_is_labelled_and_looks_it(book):
    """Every input has label, unit, note and the input style; no formula has that style."""
    heads = {}
    for sheet, cell in book.inputs:
        place = f"{sheet.title}!{cell.coordinate}"
        assert (sheet.title, cell.row, cell.column) not in book.filled, place
        assert cell.font.color.rgb == BLUE, place
        assert cell.fill.fgColor.rgb == PALE_YELLOW, place
        label, unit = _label_and_unit(sheet, cell, heads)
        assert label, place
        assert unit, place
        validation = book.validations[sheet.title, cell.row, cell.column]
        assert "Unit: " in validation.prompt, place
        assert not validation.prompt.startswith("\n"), f"{place} has no note"
    for sheet, row, column in book.filled:
        cell = book.formulas_book[sheet].cell(row, column)
        assert cell.protection.locked
        assert cell.fill.fgColor.rgb != PALE_YELLOW


def _label_and_unit(sheet, cell, heads):
    """Return an input's label and unit: from its row, or from the head of its column.

    `heads` keeps the heads met so far: inputs come from top to bottom.
    """
    texts_before = [
        sheet.cell(cell.row, c).value
        for c in range(1, cell.column)
        if sheet.cell(cell.row, c).protection.locked
    ]
    labels = [t for t in texts_before if isinstance(t, str)]
    unit = sheet.cell(cell.row, cell.column + 1)
    if labels and "[" in labels[0]:  # a strip of inputs: the label holds the unit
        return labels[0], labels[0]
    if labels and isinstance(unit.value, str) and unit.protection.locked:
        return labels[0], unit.value
    place = (sheet.title, cell.column, cell.row)
    above = (sheet.title, cell.column, cell.row - 1)
    if above not in heads:  # the first cell of a column of inputs
        heads[above] = sheet.cell(cell.row - 1, cell.column).value
    heads[place] = heads[above]
    return heads[place], re.search(r"\[.+\]", heads[place] or "")


def test_05_inputs_say_what_they_accept(book):
    """Data validation with a message on every input."""
    for sheet, cell in book.inputs:
        validation = book.validations[sheet.title, cell.row, cell.column]
        assert validation.showInputMessage
        assert validation.showErrorMessage
        assert "Accepts" in validation.prompt
        assert validation.error


def test_06_one_form_along_a_block(book):
    """One R1C1 form along a row or column block: where most of a run agree, all do."""
    columns = {}
    for formula in book.formulas:
        columns.setdefault((formula.sheet, formula.column), []).append(formula)
    for formulas in columns.values():
        for run in _runs(sorted(formulas, key=lambda f: f.row)):
            # 0 and 1 are what a check is held against
            forms = Counter(f.r1c1 for f in run if f.text not in {"=0", "=1"})
            form, count = forms.most_common(1)[0] if forms else ("", 0)
            if len(run) >= 3 and count > len(run) / 2:
                assert len(forms) == 1, f"{run[0].place} and below: {form} {forms}"


def _runs(formulas):
    """Split a column's formulas where a row without one lies between."""
    run = formulas[:1]
    for before, after in pairwise(formulas):
        if after.row != before.row + 1:
            yield run
            run = []
        run.append(after)
    yield run


def test_07_formulas_are_short(book):
    """Formulas of at most 80 characters, no nested IF."""
    for formula in book.formulas:
        assert len(formula.text) <= 80, f"{formula.place} {formula.text}"
        assert len(re.findall(r"\bIFS?\(", formula.bare)) <= 1, formula.place


def test_08_nothing_volatile(book):
    """No OFFSET, INDIRECT, NOW, TODAY, RAND."""
    for formula in book.formulas:
        volatile = r"\b(OFFSET|INDIRECT|NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY)\("
        assert not re.search(volatile, formula.bare), formula.place


def test_09_no_path_in_any_formula(book):
    """No path in any formula: function names are plain."""
    for formula in book.formulas:
        assert not re.search(r"[\[\]\\]|_xll|\.xla|file:", formula.bare), formula.place
    assert not [part for part in book.parts if "externalLink" in part]


def test_10_no_merged_cells(book):
    """No merged cells, in calculation ranges or elsewhere."""
    assert not [s.title for s in book.sheets if s.merged_cells.ranges]


def test_11_nothing_hidden(book):
    """Nothing hidden: no sheet, row, column, nor a value by its number format."""
    for sheet in book.sheets:
        assert sheet.sheet_state == "visible"
        assert not [r for r, d in sheet.row_dimensions.items() if d.hidden]
        assert not [c for c, d in sheet.column_dimensions.items() if d.hidden]
        for row in sheet.iter_rows():
            for cell in row:
                assert ";;;" not in cell.number_format
                assert not cell.protection.hidden


def test_12_names_belong_to_hedge_functions(book):
    """Names only for the inputs and outputs of the hedge functions, listed on About."""
    todo = [f for f in book.formulas if f.is_hedge and not is_header(f.row)]
    todo += book.labels  # units
    areas = set()  # each is looked through once, however many formulas read it
    fed = set()
    outputs = {place for place, formula in book.filled.items() if formula.is_hedge}
    while todo:
        for area in set(book.areas(todo.pop())) - areas:
            areas.add(area)
            places = set(book.cells_of(area)) - fed
            fed |= places
            todo += {book.filled[place] for place in places if place in book.filled}
    listed = words_of(book.formulas_book["About"]).split("\n")
    for name, (sheet, area) in book.names.items():
        left, top, _, _ = range_boundaries(area)
        assert (sheet, top, left) in fed | outputs, name
        assert name in listed
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)


def test_13_nothing_is_calculated_twice(book):
    """Nothing calculated twice: no formula stands in two cells, but for links and checks."""
    texts = Counter()
    for formula in book.formulas:
        # a lone reference repeats a figure, it does not work it out again
        link = re.fullmatch(r"=('[^']+'!|\w+!)?[\w$:]+", formula.text)
        if not link and not is_header(formula.row) and formula.sheet != "Checks":
            texts[formula.sheet, formula.text] += 1
            if not re.search(r"[A-Z]\$?\d", formula.bare):  # names mean the same on every sheet
                texts[formula.text] += 1
    assert not [text for text, count in texts.items() if count > 1]


def test_14_checks_and_master_check(book):
    """Checks sheet, each check 0/1 with its tolerance, master check shown on every sheet."""
    sheet = book.values_book["Checks"]
    heads = {c.value: c.column for row in sheet.iter_rows() for c in row if c.value}
    top = next(c.row for row in sheet.iter_rows() for c in row if c.value == "Check")
    count = 0
    row = top + 1
    while sheet.cell(row, heads["Check"]).value:
        assert sheet.cell(row, heads["Result, 1 = pass"]).value == 1, sheet.cell(row, 2).value
        assert sheet.cell(row, heads["Tolerance [unit]"]).value >= 0
        assert sheet.cell(row, heads["How it is held"]).value
        assert len(sheet.cell(row, heads["Check"]).value) <= 75, "its column is no wider"
        row, count = row + 1, count + 1
    assert count >= 10
    master = next(f for f in book.formulas if f.sheet == "Checks" and f.text.startswith("=MIN("))
    assert len(list(book.precedents(master))) == count, "the master check reads every check"
    for shown in book.sheets:
        head = next(f for f in book.formulas if f.sheet == shown.title and f.row == 2)
        assert head.text.startswith("=HYPERLINK(")
        read = [book.filled[place] for place in book.precedents(head)]
        assert {place for f in read for place in book.precedents(f)} > {
            (master.sheet, master.row, master.column)
        }
        assert book.value(shown.title, 2, head.column) == f"pass: all {count} checks"


def test_15_no_error_values(book):
    """No error value with the sample data, and no formula without a value."""
    for name, part in book.parts.items():
        if name.startswith("xl/worksheets/sheet"):
            assert b't="e"' not in part
    for sheet, row, column in book.filled:
        value = book.value(sheet, row, column)
        assert not str(value).startswith("#"), (sheet, row, column)


def test_16_no_circularity_automatic_calculation(book):
    """No circularity, automatic calculation, values as computed."""
    graph = {
        f.place: {book.filled[place].place for place in book.precedents(f) if place in book.filled}
        for f in book.formulas
    }
    list(graphlib.TopologicalSorter(graph).static_order())
    calculation = book.xml("xl/workbook.xml")[0].find(f"{SPREADSHEET}calcPr")
    assert calculation.get("calcMode", "auto") == "auto"
    assert calculation.get("iterate", "0") == "0"
    assert calculation.get("fullCalcOnLoad", "0") == "0"


def test_17_signs_stated_dates_true(book):
    """Sign convention stated, true dates."""
    assert "Sign convention" in words_of(book.formulas_book["About"])
    dates = 0
    for sheet in book.values_book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.is_date:
                    assert isinstance(cell.value, dt.datetime | None)
                    dates += 1
                elif isinstance(cell.value, str):
                    assert not re.fullmatch(r"\d{4}-\d\d-\d\d|\d+[./]\d+[./]\d+", cell.value)
    assert dates


def test_18_flow_left_to_right_top_to_bottom(book):
    """Formulas read what stands above them, left of them, or on a sheet that does not read theirs.

    A page that answers opens the book, and reads the sheets behind it. The day of a period stands
    left of the period's number, as the label of its row. A table that spills may read a column to
    its left down into the spare rows.
    """
    reads = {name: set() for name in book.formulas_book.sheetnames}
    for formula in book.formulas:
        if is_header(formula.row):
            continue
        for sheet, row, column in book.precedents(formula):
            if sheet != formula.sheet:
                reads[formula.sheet].add(sheet)
                continue
            _, top, _, bottom = range_boundaries(formula.filled)
            spare = bottom if bottom == top else row
            beside = top <= row <= max(bottom, spare) and column < formula.column
            is_label = (row, column) == (formula.row, formula.column + 1)
            assert row < formula.row or beside or is_label, formula.place
    list(graphlib.TopologicalSorter(reads).static_order())  # refuses a circle


def test_19_ready_to_print(book):
    """Print area, titles, one page wide, footer."""
    for sheet in book.sheets:
        assert sheet.print_area
        assert sheet.print_title_rows == f"$1:${int(sheet.freeze_panes[1:]) - 1}"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {1, None}
        assert "Page" in sheet.oddFooter.right.text
        assert sheet.oddFooter.left.text


def test_20_protected_without_a_password(book):
    """Protected without a password, inputs unlocked."""
    for sheet in book.sheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.hashValue
    assert book.inputs


def test_21_frozen_headers_no_gridlines_opens_at_a1(book):
    """Frozen headers, gridlines off, opens on its first sheet at A1, and there alone."""
    for sheet in book.sheets:
        assert int(sheet.freeze_panes[1:]) > HEADER_ROWS
        assert sheet.sheet_view.showGridLines is False
    assert book.formulas_book.active is book.sheets[0]
    assert [s.title for s in book.sheets if s.sheet_view.tabSelected] == [book.sheets[0].title]
    assert book.sheets[0].sheet_view.selection[-1].activeCell in {"A1", "A4", None}


def test_22_charts_are_titled_and_flat(book):
    """Charts with title, axis titles with units, alt text, no 3-D; their words stand in cells."""
    charts = book.xml("xl/charts/chart")
    assert charts
    for chart in charts:
        assert not [e.tag for e in chart.iter() if "3D" in e.tag]
        titles = [words_from_cells(book, e) for e in chart.iter(f"{CHART}title")]
        assert all(titles)
        assert len(titles) == 3, "the chart's, and one an axis"
        axes = [
            axis for kind in ("valAx", "catAx", "dateAx") for axis in chart.iter(f"{CHART}{kind}")
        ]
        assert len(axes) == 2
        for axis in axes:
            title = words_from_cells(book, axis.find(f"{CHART}title"))
            assert re.search(r"\[.+\]", title), title
        for series in chart.iter(f"{CHART}ser"):
            assert words_from_cells(book, series)
    drawings = book.xml("xl/drawings/drawing")
    frames = [frame for drawing in drawings for frame in drawing.iter(f"{FRAME}cNvPr")]
    assert len(frames) == len(charts)
    assert all(len(frame.get("descr", "")) > 40 for frame in frames)


def words_from_cells(book, element):
    """Return a chart's text: that of the cell it refers to, which it also keeps."""
    reference = element.find(f"{CHART}tx/{CHART}strRef")
    sheet, _, cell = reference.findtext(f"{CHART}f").rpartition("!")
    text = book.formulas_book[sheet.strip("'")][cell.replace("$", "")].value
    if not str(text).startswith("="):
        assert "".join(reference.find(f"{CHART}strCache").itertext()) == text
    return text


def test_23_no_personal_metadata(book):
    """No personal metadata, and no path of the machine it was made on."""
    core = book.xml("docProps/core.xml")[0]
    said = {e.tag.rpartition("}")[2]: e.text for e in core}
    assert said["creator"] == said["lastModifiedBy"] == "xlhedge"
    app = book.xml("docProps/app.xml")[0]
    assert not [e.text for e in app.iter() if e.tag.endswith(("Manager", "Company")) and e.text]
    for part in book.parts.values():
        assert not re.search(rb"absPath|/home/|/root/|/tmp/|[A-Z]:\\", part)


def test_24_a_banner_without_the_addin(book):
    """A banner says that the add-in is absent, and says it anew whenever an input changes."""
    heads = {f.sheet: f for f in book.formulas if f.row == HEADER_ROWS and f.column == 2}
    assert set(heads) == set(book.formulas_book.sheetnames)
    with_inputs = [s for s in book.content_sheets if any(at is s for at, _ in book.inputs)]
    for sheet in with_inputs:
        formula = heads[sheet.title]
        assert re.fullmatch(
            r"=IF\(ISERROR\(HEDGE_EXPLAIN\(.+\)\),About!\$C\$\d+,\"\"\)", formula.text
        )
        read = set(book.precedents(formula))
        assert {(s.title, c.row, c.column) for s, c in book.inputs if s is sheet} <= read
    asking = {heads[sheet.title] for sheet in with_inputs}
    for name in set(heads) - {sheet.title for sheet in with_inputs}:
        target = list(book.precedents(heads[name]))
        assert book.filled[target[0]] in asking
    for name in heads:
        assert not book.value(name, HEADER_ROWS, 2)
    message = next(p for p in book.precedents(heads[with_inputs[0].title]) if p[0] == "About")
    assert book.value(*message).startswith("xlhedge add-in is not loaded")


def test_25_banking_colours(book):
    """Blue inputs on pale yellow, black formulas, green cross-sheet links; the key printed."""
    for formula in book.formulas:
        cell = book.formulas_book[formula.sheet].cell(formula.row, formula.column)
        elsewhere = any(sheet != formula.sheet for sheet, _, _ in book.precedents(formula))
        if is_header(formula.row) and elsewhere and "HEDGE_EXPLAIN" in formula.text:
            continue
        colour = cell.font.color.rgb if cell.font.color else BLACK
        linked = elsewhere and (formula.sheet, formula.row, formula.column) not in book.verdicts
        assert colour == (GREEN if linked else BLACK), formula.place
    key = words_of(book.formulas_book["About"])
    for word in ("Blue on pale yellow", "Black:", "Green:"):
        assert word in key


def test_27_units_are_typed_once(book):
    """A label that takes a word holds its text; the words are inputs, or what stands for them."""
    words = {(s.title, c.row, c.column) for s, c in book.inputs}
    made = [*book.labels, *(f for f in book.formulas if '=""' in f.text)]
    words |= {(f.sheet, f.row, f.column) for f in made}
    for label in book.labels:
        text = book.value(label.sheet, label.row, label.column)
        assert text, label.place
        assert not re.search(r"[{}]", text), label.place
        assert set(book.precedents(label)) <= words, label.place


def test_28_verdicts_are_words_with_a_conditional_format(book):
    """Each cell that says pass, watch or fail turns its band with the word, and is never green."""
    for sheet in book.values_book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                place = (sheet.title, cell.row, cell.column)
                judged = re.match(r"(pass|watch|fail)\b", str(cell.value), re.IGNORECASE)
                if judged and place in book.filled:
                    assert place in book.verdicts, place


def test_30_the_answer_first(book):
    """The first sheet answers, inputs are next, front matter is last."""
    titles = [sheet.title for sheet in book.sheets]
    front = [title for title in FRONT_MATTER if title in titles]
    assert titles[-len(front) :] == front
    if not (WORKBOOKS / book.path.name).exists():  # a desk's own opens as its description says
        return
    first = book.sheets[0]
    assert not [cell for sheet, cell in book.inputs if sheet is first]
    assert [place for place in book.verdicts if place[0] == first.title and place[1] > HEADER_ROWS]
    assert first._charts  # as openpyxl has read them
    assert [cell for sheet, cell in book.inputs if sheet is book.sheets[1]]
    figures = [f for f in book.formulas if f.sheet == first.title and f.row > HEADER_ROWS]
    assert not [f.place for f in figures if f.is_hedge]  # nothing is worked out again


def test_34_charts_cut_nothing_and_have_no_empty_slot(book):
    """No point or stack lies beyond an axis that is fixed, and every column has its name."""
    for chart in book.xml("xl/charts/chart"):
        title = words_from_cells(book, chart.find(f".//{CHART}title"))
        stacked = any(e.get("val") == "stacked" for e in chart.iter(f"{CHART}grouping"))
        for name, axis in (("xVal", 0), ("yVal", -1), ("val", -1)):
            drawn = [figures_of(book, e) for e in chart.iter(f"{CHART}{name}")]
            rows = [[v for v in row if isinstance(v, int | float)] for row in drawn]
            points = map(sum, zip(*rows, strict=True)) if stacked else itertools.chain(*rows)
            low, high = bounds_of(list(chart.iter(f"{CHART}valAx"))[axis])
            assert all(low - 1e-9 <= point <= high + 1e-9 for point in points), title
        for names in chart.iter(f"{CHART}cat"):
            slots = figures_of(book, names)
            assert None not in slots, title
            assert "" not in slots, title


def figures_of(book, data):
    """Return the values of the cells that a part of a chart draws from, days as numbers."""
    sheet, _, area = data.find(f".//{CHART}f").text.rpartition("!")
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    places = itertools.product(range(top, bottom + 1), range(left, right + 1))
    values = [book.value(sheet.strip("'"), row, column) for row, column in places]
    return [cells.serial(v) if isinstance(v, dt.datetime) else v for v in values]


def bounds_of(axis):
    """Return the least and the greatest figure of an axis, endless where none is fixed."""
    ends = (axis.find(f"{CHART}scaling/{CHART}{end}") for end in ("min", "max"))
    endless = (-math.inf, math.inf)
    return [
        e if end is None else float(end.get("val")) for end, e in zip(ends, endless, strict=True)
    ]


def test_names_resolve_and_hide_no_function(book):
    """Every name stands for cells that hold something; none is a function's or a cell's name."""
    for name, (sheet, area) in book.names.items():
        left, top, _, _ = range_boundaries(area)
        formula = book.filled.get((sheet, top, left))
        # an input may wait, a size for the contract's, and what is worked out from it with it
        if formula and '""' not in formula.text:
            assert book.value(sheet, top, left) is not None, name
        # Excel tells no case apart: a name hedge_ratio would stand in for the function
        assert name.upper() not in CATALOGUE
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*", name)
