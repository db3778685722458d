"""The VBA of the add-in: fixed modules from `vba/`, and those made from the catalogue.

One module a category: its functions, and the texts that the function wizard shows for them.
"""

from __future__ import annotations

import importlib.util
import re
import textwrap
import unicodedata
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from xlhedge import __version__
from xlhedge.excel.ovba import Module
from xlhedge.worksheet import CATALOGUE
from xlhedge.worksheet.cells import DATE
from xlhedge.worksheet.errors import ERRORS, VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlhedge.worksheet.catalogue import Argument, WorksheetFunction

PROJECT_NAME = "xlhedge"
PYTHON_PLACES = (r"\python\Scripts", r"\python")  # below %LOCALAPPDATA%\xlhedge; see `environment`
CALL_MODULES = ("HedgeCalls", "HedgeServer", "HedgeWizard")
ADDIN_MODULES = (
    "HedgeFormulas",
    "HedgeBook",
    "HedgeProtection",
    "HedgeRepair",
    "HedgeVersions",
    "HedgeMenu",
    "HedgeSend",
    "HedgeRibbon",
)
MACRO_BOOK_MODULES = ("HedgeMacros",)

TEXT_LIMIT = 255  # of a description and of an argument's help, in the function wizard
NAMES_LIMIT = 254  # of the arguments' names together, each with a separator
_LINE_LENGTH = 110
_NAMES_PER_LINE = 800  # characters; a line of VBA holds 1023
_RESERVED_WORDS = """
abs access addressof alias and any append array as attribute base binary boolean byref byte
byval call case cbool cbyte ccur cdate cdbl cdec circle cint class clng close compare const
csng cstr currency cvar cverr date debug decimal declare defbool defdbl defint deflng deftype
dim do doevents double each else elseif empty end endif enum eqv erase error event exit
explicit false fix for friend function get global gosub goto if imp implements in input int
integer is lbound left len lenb let lib like line lock long longlong longptr loop lset me mid
mod module name new next not nothing null object on open option optional or output paramarray
preserve print private property pset public put raiseevent random read redim rem reset resume
return rset scale seek select set sgn shared single spc static step stop string sub tab text
then to true type typeof ubound unlock until variant wend while width with withevents write
xor orblank withrest hedgecall describe rest
"""
_RESERVED = frozenset(_RESERVED_WORDS.split())
_PLAIN_TEXT = str.maketrans(
    {
        "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{MINUS SIGN}": "-",
        "\N{MULTIPLICATION SIGN}": "x", "\N{DIVISION SIGN}": "/", "\N{SQUARE ROOT}": "sqrt",
        "\N{LESS-THAN OR EQUAL TO}": "<=", "\N{GREATER-THAN OR EQUAL TO}": ">=",
        "\N{NOT EQUAL TO}": "<>", "\N{ALMOST EQUAL TO}": "~", "\N{RIGHTWARDS ARROW}": "->",
        "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{SECTION SIGN}": "section ", "\N{EURO SIGN}": "EUR", "\N{DEGREE SIGN}": " degrees",
    }
)  # fmt: skip


def ascii_text(text: str) -> str:
    """Return a text without what VBA's sources cannot hold: accents go, Greek is spelled out."""
    out = []
    for character in unicodedata.normalize("NFKD", text.translate(_PLAIN_TEXT)):
        if character.isascii():
            out.append(character)
        elif not unicodedata.combining(character):
            out.append(unicodedata.name(character, "?").split()[-1].lower())
    return "".join(out)


def vba_literal(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return a text as a VBA literal of at most so many characters."""
    return '"' + ascii_text(text)[:limit].replace('"', '""') + '"'


def argument_name(name: str) -> str:
    """Return an argument's name; one that means something in VBA gets an underscore."""
    return f"{name}_" if name.lower() in _RESERVED else name


def category_module(category: str) -> str:
    """Return the name of the module that holds a category's functions."""
    words = re.findall(r"[A-Za-z0-9]+", ascii_text(category))
    return "Functions" + "".join(word[:1].upper() + word[1:] for word in words)


def _parameter(argument: Argument) -> str:
    name = argument_name(argument.name)
    if argument.repeats:
        return f"ParamArray {name}() As Variant"
    return f"{name} As Variant" if argument.required else f"Optional {name} As Variant"


def _passed(argument: Argument) -> str:
    name = argument_name(argument.name)
    return name if argument.required else f"OrBlank({name})"


def _folded(text: str) -> str:
    """Return a long statement on several lines; only for statements without literals."""
    lines = textwrap.wrap(text, _LINE_LENGTH, subsequent_indent="        ", break_long_words=False)
    return " _\n".join(lines)


def wrapper(entry: WorksheetFunction) -> str:
    """Return the VBA function that stands for a function of the catalogue.

    Parameters
    ----------
    entry : WorksheetFunction
        The function's description.

    Raises
    ------
    ValueError
        Its arguments' names are together longer than the function wizard takes.
    """
    names = [argument_name(argument.name) for argument in entry.arguments]
    if sum(map(len, names)) + len(names) > NAMES_LIMIT:
        raise ValueError(
            f"{entry.name}: the names of its {len(names)} arguments have more than "
            f"{NAMES_LIMIT} characters together."
        )
    fixed = [argument for argument in entry.arguments if not argument.repeats]
    call = f"Array({', '.join(map(_passed, fixed))})"
    parameters = ", ".join(map(_parameter, entry.arguments))
    lines = [
        _folded(f"Public Function {entry.name}({parameters}) As Variant"),
        f"Attribute {entry.name}.VB_Description = {vba_literal(entry.summary)}",
        f'Attribute {entry.name}.VB_ProcData.VB_Invoke_Func = " \\n14"',
    ]
    if len(fixed) < len(entry.arguments):
        lines += ["    Dim rest As Variant", f"    rest = {names[-1]}"]
        call = f"WithRest({call}, rest)"
    lines.append(_folded(f'    {entry.name} = HedgeCall("{entry.name}", {call})'))
    return "\n".join([*lines, "End Function"])


def _description(entry: WorksheetFunction) -> str:
    help_texts = [f"        {vba_literal(argument.help)}" for argument in entry.arguments]
    head = (
        f'    failures = failures + Describe("{entry.name}", '
        f"{vba_literal('Hedge: ' + entry.category)}, _\n"
        f"        {vba_literal(entry.summary)}, Array( _\n"
    )
    return head + ", _\n".join(help_texts) + "))"


def _category_source(category: str, entries: Iterable[WorksheetFunction]) -> str:
    entries = list(entries)
    name = category_module(category)
    return "\n".join(
        [
            f'Attribute VB_Name = "{name}"',
            "Option Explicit",
            "",
            f"' Made from the catalogue of worksheet functions: {ascii_text(category)}.",
            "",
            *[wrapper(entry) + "\n" for entry in entries],
            f"Public Sub Describe{name}(ByRef failures As Long)",
            "    If failures > 0 Then Exit Sub ' Excel takes all of them, or none",
            *map(_description, entries),
            "End Sub",
        ]
    )


def _catalogue_source(categories: Iterable[str]) -> str:
    """Return the module that tells the fixed modules what the catalogue holds."""
    pieces = textwrap.wrap("| ".join(sorted(CATALOGUE)), _NAMES_PER_LINE, break_long_words=False)
    names = [piece.replace(" ", "") for piece in pieces]
    places = ", ".join(f'"{place}\\"' for place in PYTHON_PLACES)
    return "\n".join(
        [
            'Attribute VB_Name = "HedgeCatalogue"',
            "Option Explicit",
            "Option Private Module",
            "",
            "' Made from the catalogue of worksheet functions.",
            "",
            *[f'Private Const NAMES_{i} As String = "{names[i]}"' for i in range(len(names))],
            "",
            "Public Function HedgeNames() As String",
            f'    HedgeNames = "|" & {" & ".join(f"NAMES_{i}" for i in range(len(names)))} & "|"',
            "End Function",
            "",
            "Public Function HedgeVersion() As String",
            f'    HedgeVersion = "{__version__}"',
            "End Function",
            "",
            *_date_arguments(),
            "' Where the private installation may keep its interpreter.",
            "Public Function PythonPlaces() As Variant",
            f"    PythonPlaces = Array({places})",
            "End Function",
            "",
            "' Gives the function wizard its texts; returns how often Excel refused.",
            "Public Function DescribeFunctions() As Long",
            *[f"    Describe{category_module(c)} DescribeFunctions" for c in categories],
            "End Function",
        ]
    )


def _date_arguments() -> list[str]:
    """Return the VBA function that knows which arguments are dates."""
    cases = []
    for name, entry in sorted(CATALOGUE.items()):
        dates = [i for i, a in enumerate(entry.arguments) if a.reader.takes == DATE.takes]
        if dates:
            places = " ".join(map(str, dates))
            cases += [f'        Case "{name}"', f'            DateArguments = "{places}"']
    return [
        "' The places, from 0, of a function's arguments that are dates, with blanks between.",
        "Public Function DateArguments(ByVal functionName As String) As String",
        "    Select Case functionName",
        *cases,
        "    End Select",
        "End Function",
        "",
    ]


def _errors_source() -> str:
    """Return the module that knows the number of each error value: ERROR_NA is that of #N/A."""
    names = {e.code: f"ERROR_{re.sub(r'[^A-Z0-9_]', '', e.code)}" for e in ERRORS if e.cverr}
    return "\n".join(
        [
            'Attribute VB_Name = "HedgeErrors"',
            "Option Explicit",
            "Option Private Module",
            "",
            "' Made from the table of error values: the numbers that CVErr wants.",
            "",
            *[f"Public Const {names[e.code]} As Long = {e.cverr}" for e in ERRORS if e.cverr],
            "",
            "' An error that this Excel may not know is shown as #VALUE!.",
            "Public Function ErrorNumberOf(ByVal code As String) As Long",
            f"    ErrorNumberOf = {names[VALUE]}",
            "    Select Case code",
            *[
                f'        Case "{code}"\n            ErrorNumberOf = {name}'
                for code, name in names.items()
            ],
            "    End Select",
            "End Function",
        ]
    )


def catalogue_modules() -> list[Module]:
    """Return the modules that are made: the functions by category, their list, the errors."""
    ordered = sorted(CATALOGUE.values(), key=lambda entry: (entry.category, entry.name))
    by_category = {c: list(e) for c, e in groupby(ordered, key=lambda entry: entry.category)}
    return [
        Module("HedgeCatalogue", _catalogue_source(by_category)),
        Module("HedgeErrors", _errors_source()),
        *[Module(category_module(c), _category_source(c, e)) for c, e in by_category.items()],
    ]


def fixed_source(name: str) -> str:
    """Return one of the module texts in `vba/`."""
    return (resources.files(__package__) / "vba" / f"{name}.bas").read_text(encoding="ascii")


def fixed_modules(names: Iterable[str]) -> list[Module]:
    """Return modules whose texts lie in `vba/`."""
    return [Module(name, fixed_source(name)) for name in names]


def xlwings_module() -> Module:
    """Return xlwings' own VBA module, as the installed package brings it, under our project's name.

    It is kept private to the project, or its helpers would show as worksheet functions.

    Raises
    ------
    ValueError
        It does not look as expected: this xlwings is too new or too old for the add-in.
    """
    spec = importlib.util.find_spec("xlwings")
    folder = Path(next(iter((spec and spec.submodule_search_locations) or [])))
    source = (folder / "xlwings.bas").read_text(encoding="ascii")
    for before, after in (
        (
            'Public Const PROJECT_NAME As String = "xlwings"',
            f'Public Const PROJECT_NAME As String = "{PROJECT_NAME}"',
        ),
        (
            'Attribute VB_Name = "xlwings"\n',
            'Attribute VB_Name = "xlwings"\nOption Private Module\n',
        ),
    ):
        if source.count(before) != 1:
            raise ValueError(f"xlwings.bas has not exactly one line {before.strip()!r}.")
        source = source.replace(before, after)
    return Module("xlwings", source)


def function_modules() -> list[Module]:
    """Return every module that a cell's formula needs."""
    return [xlwings_module(), *fixed_modules(CALL_MODULES), *catalogue_modules()]
