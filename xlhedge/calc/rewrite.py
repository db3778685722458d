"""A workbook's formulas as LibreOffice 7.4 and later understand them.

From a file LibreOffice 7.4 takes an add-in's function only by its full name. Each call of ours
gets the name of a method that is declared for the very arguments which stand there.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from xlhedge.calc.functions import ANY, RANGE, Method, variant
from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = re.compile(r"xl/(?:workbook|worksheets/[^/]+|tables/[^/]+)\.xml")
_FORMULA = re.compile(
    r"(<(?:\w+:)?(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula"
    r"|totalsRowFormula)(?:\s[^>]*)?>)([^<]*)(</)"
)
_DEFINED_NAME = re.compile(r'<definedName\b[^>]*\bname="([^"]*)"[^>]*>([^<]*)<')
_ARRAY_CELL = re.compile(
    r'<c\b(?=[^>]*\br="([A-Z]+)(\d+)")([^>]*)>\s*<f\b(?=[^>]*\bt="array")[^>]*\bref="([^"]+)"'
)
_SKIPPED = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'(?!!?\w*\()')
_CALL = re.compile(  # with what Excel writes before the name of an add-in's function
    r"(?<![\w.])"
    r"(?:_xll\.|_xldudf_|_xludf\.|_xlfn\.|\[\d+\]!|'(?:[^']|'')*'!|[A-Za-z_][\w.]*!)*"
    r"([A-Za-z][\w.]*)\("
)
_WORD = re.compile(r"[\w.]+|.", re.DOTALL)
_SHEET = r"(?:'(?:[^']|'')+'!|[\w.]+!)?"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_CELLS = rf"{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d+:\$?\d+"
_REFERENCE = re.compile(rf"{_SHEET}(?:{_CELLS})")
_TABLE_COLUMN = re.compile(r"[A-Za-z_\\][\w.]*\[(?:[^\[\]]|\[[^\[\]]*\])*\]")
_NAME = re.compile(rf"{_SHEET}([A-Za-z_\\][\w.]*)")
_ANCHOR = "ANCHORARRAY"


class Anchor(NamedTuple):
    """A dynamic array: the cell whose formula fills others."""

    sheet: str
    row: int  # from 0
    column: int  # from 0
    filled: str  # the range that the file says it fills


class Rewritten(NamedTuple):
    """A workbook that LibreOffice can compute with our functions."""

    data: bytes
    methods: frozenset[Method]  # what the add-in must offer for it
    arrays: list[Anchor]  # the dynamic arrays
    followed: frozenset[tuple[str, str]]  # sheet and cell of the arrays that ``#`` refers to


def rewrite(book: bytes) -> Rewritten:
    """Return a workbook with the calls of our functions renamed.

    Parameters
    ----------
    book : bytes
        An .xlsx or .xlsm file that has been checked: it is read without further suspicion.
    """
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        sheet_of = _sheet_names(package)
        workbook = package.read("xl/workbook.xml").decode()
        texts = {
            part: package.read(part).decode()
            for part in package.namelist()
            if _PARTS.fullmatch(part)
        }
        arrays = [
            anchor
            for part, name in sheet_of.items()
            for anchor in _arrays(name, texts.get(part, ""))
        ]
        writer = _Writer(_range_names(workbook), arrays)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for member in package.infolist():
                if member.filename in texts:
                    writer.sheet = sheet_of.get(member.filename, "")
                    text = _FORMULA.sub(writer.element, texts[member.filename])
                    target.writestr(member.filename, text)
                else:
                    target.writestr(member, package.read(member))
    dynamic = [anchor for anchor in arrays if anchor.filled]
    return Rewritten(out.getvalue(), frozenset(writer.methods), dynamic, frozenset(writer.followed))


def _sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheets' names by their parts."""
    relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - checked before
    target_of = {
        r.get("Id"): posixpath.normpath(posixpath.join("/xl", r.get("Target", ""))).lstrip("/")
        for r in relations
    }
    root = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - checked before
    found = {}
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        identity = next(v for k, v in sheet.attrib.items() if k.endswith("}id"))
        found[target_of[identity]] = sheet.get("name", "")
    return found


def _arrays(sheet: str, text: str) -> Iterator[Anchor]:
    for column, row, attributes, filled in _ARRAY_CELL.findall(text):
        if re.search(r'\bcm="', attributes):  # the mark of a dynamic array
            yield Anchor(sheet, int(row) - 1, _column(column), filled)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _range_names(workbook: str) -> frozenset[str]:
    """Return the defined names that always stand for cells."""
    meanings: dict[str, list[bool]] = {}
    for name, text in _DEFINED_NAME.findall(workbook):
        meaning = _REFERENCE.fullmatch(html.unescape(text).strip()) is not None
        meanings.setdefault(html.unescape(name).lower(), []).append(meaning)
    return frozenset(name for name, known in meanings.items() if all(known))


class _Writer:
    """Rewrites formulas and remembers which methods they call."""

    def __init__(self, names: frozenset[str], arrays: list[Anchor]) -> None:
        self._names = names
        self._filled = {(a.sheet.lower(), a.row, a.column): a.filled for a in arrays}
        self.sheet = ""
        self.methods: set[Method] = set()
        self.followed: set[tuple[str, str]] = set()

    def element(self, found: re.Match[str]) -> str:
        """Return an XML element with its formula rewritten."""
        opening, text, closing = found.groups()
        return f"{opening}{escape(self.formula(html.unescape(text)))}{closing}"

    def formula(self, text: str) -> str:
        """Return a formula, or a part of one, rewritten."""
        done: list[str] = []
        place = 0
        while place < len(text):
            skipped = _SKIPPED.match(text, place)
            call = None if skipped else _CALL.match(text, place)
            ours = call and call[1].upper()
            end = _closing(text, call.end()) if call and self._is_known(ours) else -1
            if call and end >= 0:
                done.append(self._call(str(ours), _split(text[call.end() : end])))
                place = end + 1
                continue
            # A name that is not ours is copied whole, so that no part of it is taken for a call.
            step = skipped or _WORD.match(text, place)
            done.append(step[0] if step else "")
            place += len(done[-1])
        return "".join(done)

    def _is_known(self, name: str | None) -> bool:
        return name in CATALOGUE or name == _ANCHOR

    def _call(self, name: str, arguments: list[str]) -> str:
        if name == _ANCHOR:
            return self._filled_range(arguments[0].strip())
        written = [self.formula(argument) for argument in arguments]
        kinds = "".join(RANGE if self._is_reference(w.strip()) else ANY for w in written)
        method = variant(name, kinds)
        self.methods.add(method)
        return f"{method.full_name}({','.join(written)})"

    def _is_reference(self, text: str) -> bool:
        if _REFERENCE.fullmatch(text) or _TABLE_COLUMN.fullmatch(text):
            return True
        name = _NAME.fullmatch(text)
        return name is not None and name[1].lower() in self._names

    def _filled_range(self, anchor: str) -> str:
        """Return the range that stands for ``A1#``, which LibreOffice 7.4 does not know."""
        prefix, mark, cell = anchor.rpartition("!")
        sheet = prefix.strip("'").replace("''", "'") if mark else self.sheet
        place = re.fullmatch(r"\$?([A-Za-z]+)\$?(\d+)", cell)
        if place is None:
            return f"_xlfn.{_ANCHOR}({anchor})"
        key = (sheet.lower(), int(place[2]) - 1, _column(place[1].upper()))
        filled = self._filled.get(key)
        if filled is None:
            return f"_xlfn.{_ANCHOR}({anchor})"
        self.followed.add((sheet, cell.replace("$", "")))
        first, _, last = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", filled).partition(":")
        return f"{prefix}{mark}{first}:{last or first}"


def _closing(text: str, start: int) -> int:
    """Return where the bracket closes that was opened before `start`; -1 if it never does."""
    depth = 1
    for place, sign in _signs(text, start):
        depth += (sign in "({") - (sign in ")}")
        if depth == 0:
            return place
    return -1


def _split(text: str) -> list[str]:
    """Return the arguments between a call's brackets."""
    depth, start, parts = 0, 0, []
    for place, sign in _signs(text, 0):
        depth += (sign in "({") - (sign in ")}")
        if sign == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    last = text[start:]
    return [*parts, last] if parts or last.strip() else []


def _signs(text: str, place: int) -> Iterator[tuple[int, str]]:
    """Yield brackets and commas outside texts, quoted sheet names and table columns."""
    pattern = re.compile(
        r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\[(?:[^\[\]]|\[[^\[\]]*\])*\]|([(){},])'
    )
    for found in pattern.finditer(text, place):
        if found[1]:
            yield found.start(), found[1]
