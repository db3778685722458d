"""A workbook as one PDF for the file: a first page that says what it is, then every sheet.

LibreOffice prints the sheets, since it alone of what runs without Excel draws them as the workbook
has them: its charts, its number formats, its page breaks. A page laid out with reportlab or
weasyprint would need every chart drawn again, and a drawing of ours is not what the book shows. It
is also the second engine, so what is printed is what two engines computed and agree on. The first
page is a sheet that is put before the others in LibreOffice's memory: so there is one PDF with one
count of pages, and no library that joins files.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from xlhedge import __version__
from xlhedge.calc.office import TIME_LIMIT, OfficeStoppedError, with_office
from xlhedge.calc.program import OfficeError
from xlhedge.calc.rewrite import rewrite
from xlhedge.ooxml.addresses import cell_text
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.recalc.book import recalculate
from xlhedge.recalc.errors import EnginesDiffer
from xlhedge.recalc.opinions.libreoffice_engine import compare, recalculate_in_libreoffice
from xlhedge.recalc.opinions.second_opinion import SecondOpinion, second_opinion
from xlhedge.recalc.pages.blank_rows import blank_rows
from xlhedge.recalc.pages.cover import Facts, write_cover
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from xlhedge.calc.office import Session
    from xlhedge.recalc.pages.blank_rows import Rows
    from xlhedge.recalc.recalculated import Recalculated

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_COVER = "Report"
_TO_SIGN = "_" * 32
_DIGITS_IN_FOOTER = 16  # of the SHA-256: enough to tell two versions of a book apart


def report(
    book: Path | str,
    day: dt.date,
    *,
    prepared: str = "",
    reviewed: str = "",
    check: bool = True,
    time_limit: float = TIME_LIMIT,
) -> bytes:
    """Compute a workbook in both engines and print it, with a first page, as one PDF.

    Parameters
    ----------
    book : Path or str
        The workbook's file; it is left as it is.
    day : date
        The date on the first page.
    prepared, reviewed : str
        Who did, for the first page; where nobody is named it has a line to sign on.
    check : bool
        Whether formulon and IronCalc are asked too, where they are installed.
    time_limit : float
        Seconds that LibreOffice may take for one step.

    Returns
    -------
    bytes
        The PDF.

    Raises
    ------
    BadBook
        The book or LibreOffice cannot be used.
    Unsupported
        A formula's value would be a guess.
    EnginesDiffer
        The two engines give different values, or both others agree against the embedded one.
    """
    package = Package(book)
    embedded = recalculate(package.data)
    opinion = second_opinion(embedded) if check else SecondOpinion()
    opinion.require_agreement()
    name = Path(book).name
    digest = hashlib.sha256(package.data).hexdigest()

    def work(session: Session) -> bytes:
        _compute(session, package.data, embedded)
        cover, target = session.folder / "cover.xlsx", session.folder / "report.pdf"
        sheet = _free_name(embedded.sheets)
        facts = _facts(package, embedded, opinion, session, name, digest, day)
        facts.lines.append(("Blank rows left out", _leave_out(session, blank_rows(embedded))))
        signed = (("Prepared by", prepared), ("Reviewed by", reviewed))
        facts.lines[3:3] = [(label, who.strip() or _TO_SIGN) for label, who in signed]
        cover.write_bytes(write_cover(embedded, facts, sheet))
        session.add_cover(cover)
        session.print_book(target, f"{name}, SHA-256 {digest[:_DIGITS_IN_FOOTER]}")
        return target.read_bytes()

    try:
        return with_office(work, rewrite(package.data).methods, time_limit=time_limit)
    except OfficeError as error:
        raise BadBook(f"{book}: {error}") from error


def _compute(session: Session, data: bytes, embedded: Recalculated) -> None:
    """Compute a book in LibreOffice, where it stays open, and make sure that the engines agree."""
    try:
        other = recalculate_in_libreoffice(data, session=session)
    except BadBook as error:
        if isinstance(error.__cause__, OfficeStoppedError):
            raise error.__cause__ from None  # so that it is tried once more
        raise
    differences = compare(embedded, other)
    if differences:
        raise EnginesDiffer(differences)


def _leave_out(session: Session, blank: Mapping[str, list[Rows]]) -> str:
    """Take blank rows out of the print, and say which."""
    runs = {sheet: session.hide_rows(sheet, rows) for sheet, rows in blank.items()}
    words = [
        f"{sheet} {', '.join(f'{top}-{bottom}' for top, bottom in hidden)}"
        for sheet, hidden in runs.items()
        if hidden
    ]
    return "; ".join(words) + "." if words else "none."


def _free_name(sheets: list[str]) -> str:
    taken = {name.lower() for name in sheets}
    names = [_COVER, *(f"{_COVER} {number}" for number in range(2, len(sheets) + 3))]
    return next(name for name in names if name.lower() not in taken)


def _facts(
    package: Package,
    result: Recalculated,
    opinion: SecondOpinion,
    session: Session,
    name: str,
    digest: str,
    day: dt.date,
) -> Facts:
    from importlib.metadata import version

    cells = sum(map(len, result.values.values())) - len(result.depending)
    computed = (
        f"xlhedge {__version__}, in formualizer {version('formualizer')} and in LibreOffice "
        f"{session.version()}: the same value in every cell that a formula fills ({cells:,})."
    )
    lines = [
        ("File", name),
        ("SHA-256 of the file", digest),
        ("Date of this report", f"{day:%Y-%m-%d}"),
        ("Computed by", computed),
        ("Second opinion", " ".join(opinion.lines()) or "not asked for."),
        ("Values saved in the file", _saved(result)),
        ("Cells with an error", _errors(result)),
        ("Cells kept as saved", _kept(result)),
        ("Values of other workbooks", _linked(result)),
        ("Rules changed since it was made", _rules(result)),
        ("Sheets that follow", _sheets(result.sheets, session.sheets())),
    ]
    return Facts(_title(package) or Path(name).stem, lines)


def _title(package: Package) -> str:
    for target in package.targets("", "core-properties"):
        if target in package:
            return (package.xml(target).findtext(_TITLE) or "").strip()
    return ""


def _sheets(names: list[str], visible: list[str]) -> str:
    hidden = [name for name in names if name not in visible]
    return ", ".join(visible) + (f"; hidden and left out: {', '.join(hidden)}." if hidden else ".")


def _saved(result: Recalculated) -> str:
    differences = result.differences
    if not differences:
        return "the same as computed."
    first = differences[0]
    many = "1 cell" if len(differences) == 1 else f"{len(differences)} cells"
    return (
        f"out of date in {many}, first {first.sheet}!{first.cell}: {first.cached} saved, "
        f"{first.fresh} computed. This report shows the computed ones."
    )


def _kept(result: Recalculated) -> str:
    if not result.kept:
        return "none."
    first = result.kept[0]
    return (
        f"{len(result.kept)}, on which {len(result.depending)} formulas depend; first "
        f"{first.sheet}!{first.cell}: {first.reason}."
    )


def _linked(result: Recalculated) -> str:
    if not result.linked:
        return "none."
    sheet, cell, cells = result.linked[0]
    return (
        f"in {len(result.linked)} formulas, as the file remembers them; first {sheet}!{cell}: "
        f"{', '.join(cells)}."
    )


def _rules(result: Recalculated) -> str:
    remark = result.version_remark
    if remark.made_by is None:
        return "not known: the book does not say which xlhedge made it."
    return " ".join(remark.text.splitlines()) or f"none since xlhedge {remark.made_by}."


def _errors(result: Recalculated) -> str:
    errors = [
        (sheet, place, value)
        for sheet, cells in result.values.items()
        for place, value in sorted(cells.items())
        if isinstance(value, ExcelError)
    ]
    if not errors:
        return "none."
    sheet, place, value = errors[0]
    return f"{len(errors)}, first {sheet}!{cell_text(*place)}: {value}."
