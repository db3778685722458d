"""A workbook as pages: what a person would see, without Excel."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from xlhedge.calc.office import TIME_LIMIT, with_office
from xlhedge.calc.program import OfficeError
from xlhedge.calc.rewrite import rewrite
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.recalc.opinions.libreoffice_engine import compute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.calc.office import Session

_DOTS_PER_INCH = 110


def render(
    book: Path | str | bytes,
    out_dir: Path | str,
    sheets: Sequence[str] | None = None,
    *,
    time_limit: float = TIME_LIMIT,
) -> list[Path]:
    """Compute a workbook in LibreOffice and print its sheets, charts included.

    Parameters
    ----------
    book : Path, str or bytes
        The workbook's file, or its content; it is left as it is.
    out_dir : Path or str
        The folder for the pages; it is made where it is missing.
    sheets : sequence of str, optional
        The sheets to print; by default all that are visible.
    time_limit : float
        Seconds that LibreOffice may take for one step.

    Returns
    -------
    list of Path
        For each sheet its PDF file, then the PNG picture of each of its pages.

    Raises
    ------
    BadBook
        The book, a sheet's name, the folder or one of the programs cannot be used.
    """
    package = Package(book)
    painter = shutil.which("pdftoppm")
    if painter is None:
        raise BadBook(
            "pdftoppm is not on this machine; it makes the pictures (on Debian: "
            "apt install poppler-utils)."
        )
    prepared = rewrite(package.data)
    target = Path(out_dir)
    stem = "book" if isinstance(book, bytes) else Path(book).stem

    def work(session: Session) -> list[Path]:
        compute(session, prepared)
        visible = session.sheets()
        pages = []
        for sheet in _chosen(sheets, visible):
            pdf = session.folder / f"{stem}-{_file_name(sheet)}.pdf"
            session.print_sheet(sheet, pdf)
            pages += _pictures(painter, pdf)
        return [Path(shutil.copy(page, target)) for page in pages]

    try:
        target.mkdir(parents=True, exist_ok=True)
        return with_office(work, prepared.methods, time_limit=time_limit)
    except OfficeError as error:
        raise BadBook(f"{package.label}: {error}") from error
    except OSError as error:
        raise BadBook(f"{target} cannot be written to ({error}).") from error


def _chosen(names: Sequence[str] | None, visible: list[str]) -> list[str]:
    if names is None:
        return visible
    by_name = {name.lower(): name for name in visible}
    for name in names:
        if name.lower() not in by_name:
            raise BadBook(f"There is no visible sheet {name!r}; there are {', '.join(visible)}.")
    return [by_name[name.lower()] for name in names]


def _file_name(sheet: str) -> str:
    return re.sub(r"[^\w-]+", "-", sheet).strip("-").lower() or "sheet"


def _pictures(painter: str, pdf: Path) -> list[Path]:
    """Return a PDF file and the pictures made of its pages."""
    done = subprocess.run(  # noqa: S603 - the program that was found, our own file
        [painter, "-png", "-r", str(_DOTS_PER_INCH), pdf, pdf.with_suffix("")],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BadBook(f"pdftoppm failed on {pdf.name}: {done.stderr.strip()}")
    return [pdf, *sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))]
