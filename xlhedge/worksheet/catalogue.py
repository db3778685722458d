"""Every worksheet function, described once: what all hosts serve and all help is made from."""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.wording import in_quotes
from xlhedge.worksheet import docstrings
from xlhedge.worksheet.cells import Cell, ErrorInCell, Reader, outgoing
from xlhedge.worksheet.errors import NUM, VALUE, ExcelError
from xlhedge.worksheet.index import MODULE_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

REQUIRED = inspect.Parameter.empty


_OUT_OF_RANGE = ExcelError(NUM, "The arguments are too large or too small to compute with.")


class Argument(NamedTuple):
    """One argument of a worksheet function."""

    name: str
    help: str  # units, shape and sign; at most 255 characters, the function wizard's limit
    default: object  # REQUIRED, or the value that an omitted or blank cell stands for
    reader: Reader
    repeats: bool  # whether it takes all the cells that follow in the call

    @property
    def required(self) -> bool:
        """Whether a call without it is an error."""
        return self.default is REQUIRED and not self.repeats


class WorksheetFunction:
    """A function of the catalogue: its description, and the way to call it with cell values.

    Name, arguments and defaults are read from the signature of `body`; help, source and example
    from its numpydoc docstring.
    """

    def __init__(self, category: str, body: Callable[..., object]) -> None:
        self.category = category  # under which lists and menus show it
        self.name = body.__name__
        self._body = body
        self._inputs: list[tuple[str, Reader, object]] = []
        self._rest: tuple[str, Reader] | None = None
        signature = inspect.signature(body)
        self.gives_table = str(signature.return_annotation).startswith("list")  # of rows of cells
        bare = [p.replace(annotation=REQUIRED) for p in signature.parameters.values()]
        self.signature = signature.replace(parameters=bare, return_annotation=REQUIRED)
        for p in signature.parameters.values():
            reader = p.annotation.__metadata__[0]
            if p.kind is p.VAR_POSITIONAL:
                self._rest = (p.name, reader)
            else:
                self._inputs.append((p.name, reader, p.default))
        if body.__doc__:  # none is kept under python -OO
            body.__doc__ = self._completed(body.__doc__)

    def __call__(self, *args: object, **kwargs: object) -> Cell:
        """Return the cell value of a call; whatever goes wrong becomes an error value."""
        try:
            with _silence():  # what is not finite becomes #NUM! on the way out
                return outgoing(self._body(*self._read(args, kwargs)))
        except ErrorInCell as error:
            answer = error.error
        except HedgeError as error:
            answer = ExcelError.from_hedge_error(error)
        except (OverflowError, ZeroDivisionError):  # all is checked before: only extremes do this
            answer = _OUT_OF_RANGE
        except Exception as fault:  # noqa: BLE001 - a cell must show an error, never a traceback
            first = self._first_error(args, kwargs)
            return self._internal_fault(fault) if first is None else first
        first = self._first_error(args, kwargs)
        return answer if first is None else first

    def _read(self, args: tuple[object, ...], kwargs: Mapping[str, object]) -> Iterator[object]:
        count = len(args)
        if count > len(self._inputs) and self._rest is None:
            raise HedgeError(
                Kind.TYPE,
                f"at most {len(self._inputs)} arguments are taken; {count} were given.",
            )
        if kwargs:
            self._check_keywords(count, kwargs)
        for i, (name, reader, default) in enumerate(self._inputs):
            value = args[i] if i < count else kwargs.get(name)
            if default is REQUIRED:
                if value is None and i >= count and name not in kwargs:
                    raise HedgeError(Kind.TYPE, f"{name} is missing; {reader.takes} is needed.")
                yield reader.read(value, name)
            elif _is_blank(value):
                yield default
            else:
                yield reader.read(value, name)
        if self._rest is not None:
            name, reader = self._rest
            for value in args[len(self._inputs) :]:
                yield reader.read(value, name)

    def _check_keywords(self, count: int, kwargs: Mapping[str, object]) -> None:
        names = [name for name, _, _ in self._inputs]
        for word in kwargs:
            if word not in names:
                raise HedgeError(
                    Kind.TYPE,
                    f"{self.name} has no argument {in_quotes(word)}; its arguments are "
                    f"{', '.join(names)}.",
                )
            if word in names[:count]:
                raise HedgeError(Kind.TYPE, f"{word} is given twice.")

    def _first_error(
        self, args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> ExcelError | None:
        """Return the first Excel error among the arguments: errors propagate before all else."""
        names = [name for name, _, _ in self._inputs]
        cells = [
            (names[i] if i < len(names) else f"argument {i + 1}", a) for i, a in enumerate(args)
        ]
        cells += sorted(
            kwargs.items(), key=lambda item: names.index(item[0]) if item[0] in names else 99
        )
        for name, value in cells:
            rows = value if isinstance(value, list | tuple) else [value]
            for r, row in enumerate(rows):
                for cell in row if isinstance(row, list | tuple) else [row]:
                    if isinstance(cell, ExcelError):
                        place = f" in row {r + 1}" if len(rows) > 1 else ""
                        return ExcelError(
                            cell.code, f"{name} holds {cell.code}{place}; correct that cell first."
                        )
        return None

    def _internal_fault(self, fault: Exception) -> ExcelError:
        import logging

        logging.getLogger("xlhedge").error("%s failed", self.name, exc_info=fault)
        return ExcelError(
            VALUE,
            f"{self.name} failed inside ({type(fault).__name__}: {fault}). This is a fault of "
            "xlhedge, not of your cells; the log has the details.",
        )

    def _completed(self, doc: str) -> str:
        """Return the docstring with what the arguments' types say of every such argument."""
        readers = {name: reader for name, reader, _ in self._inputs}
        if self._rest is not None:
            readers[self._rest[0]] = self._rest[1]
        return docstrings.whole_docstring(
            doc,
            [(name, reader.takes, reader.help) for name, reader in readers.items()],
            [
                (code, cause.format(name=name))
                for name, reader in readers.items()
                for code, cause in reader.errors
            ],
        )

    @functools.cached_property
    def _sections(self) -> dict[str, list[str]]:
        return docstrings.sections(self._body.__doc__ or "")

    @property
    def help(self) -> str:
        """The whole docstring, with what the arguments' types say of each."""
        return inspect.cleandoc(self._body.__doc__ or "")

    @property
    def summary(self) -> str:
        """One line on what the function computes: the function wizard's text."""
        return self._sections[""][0]

    @property
    def description(self) -> str:
        """What there is to say beyond the summary: result, errors, formula, source."""
        parts = [docstrings.paragraph(self._sections[""][1:])]
        for title in ("Returns", "Raises"):
            parts += [f"{head}: {text}" for head, text in self.entries(title)]
        for title in ("Notes", "References"):
            if self._sections[title]:
                parts.append(f"{title}: {docstrings.paragraph(self._sections[title])}")
        return "\n".join(filter(None, parts))

    def entries(self, title: str) -> list[tuple[str, str]]:
        """Return a docstring section's entries: what stands at the margin, and the text below."""
        return docstrings.entries(self._sections[title])

    @functools.cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The arguments in order, with the help that the docstring gives them."""
        help_of = {head.partition(" :")[0]: text for head, text in self.entries("Parameters")}
        plain = [Argument(n, help_of.get(n, ""), d, r, repeats=False) for n, r, d in self._inputs]
        if self._rest is not None:
            name, reader = self._rest
            plain.append(Argument(name, help_of.get(name, ""), REQUIRED, reader, repeats=True))
        return tuple(plain)

    @functools.cached_property
    def example(self) -> list[object]:
        """The arguments of the first call in the docstring's examples, as cell values."""
        import ast

        source = next(line for line in self._sections["Examples"] if line.startswith(">>> "))
        call = next(
            node
            for node in ast.walk(ast.parse(source[4:]))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == self.name
        )
        return [ast.literal_eval(argument) for argument in call.args]

    def text(self, title: str) -> str:
        """Return a docstring section, such as Notes or References, on one line."""
        return docstrings.paragraph(self._sections[title])

    @property
    def example_formula(self) -> str:
        """The same call as one would type it into a cell."""
        return f"={self.name}({','.join(_literal(cell) for cell in self.example)})"


def _silence() -> AbstractContextManager[object]:
    """Keep numpy, if it is in use at all, from warning of what is not finite."""
    if "numpy" not in sys.modules:
        return contextlib.nullcontext()
    import numpy as np  # not out of sys.modules: another thread may still be importing it

    return np.errstate(all="ignore")


def _literal(value: object) -> str:
    """Return a cell value, or rows of them, as Excel writes it in a formula."""
    if isinstance(value, list):
        return "{" + ";".join(",".join(_literal(cell) for cell in row) for row in value) + "}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return "" if value is None else f"{value:.15g}"


def _is_blank(value: object) -> bool:
    while isinstance(value, list | tuple) and len(value) == 1:
        value = value[0]
    return value is None


class _Catalogue(Mapping[str, WorksheetFunction]):
    """All worksheet functions by name; a function's topic is imported when it is looked up."""

    def __init__(self) -> None:
        self._entries: dict[str, WorksheetFunction] = {}

    def enter(self, entry: WorksheetFunction) -> None:
        """Take up a function that its topic's import has just defined."""
        self._entries[entry.name] = entry

    def __getitem__(self, name: str) -> WorksheetFunction:
        if name not in self._entries:
            function(name)
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        return name in MODULE_OF

    def __iter__(self) -> Iterator[str]:
        return iter(MODULE_OF)

    def __len__(self) -> int:
        return len(MODULE_OF)


CATALOGUE = _Catalogue()


def function(name: str) -> Callable[..., Cell]:
    """Return the callable that takes cell values, importing its topic if need be."""
    call: Callable[..., Cell] = getattr(
        importlib.import_module(f"xlhedge.worksheet.{MODULE_OF[name]}"), name
    )
    return call


def worksheet_function(
    category: str,
) -> Callable[[Callable[..., object]], Callable[..., Cell]]:
    """Enter a function in the catalogue and return the callable that takes cell values.

    Each argument of the body names its reader by annotation (see `cells`); what the body returns
    or raises is turned into a cell value.

    Parameters
    ----------
    category : str
        Under which lists and menus show it: "Currency".
    """

    def enter(body: Callable[..., object]) -> Callable[..., Cell]:
        entry = WorksheetFunction(category, body)
        CATALOGUE.enter(entry)

        @functools.wraps(body)
        def call(*args: object, **kwargs: object) -> Cell:
            return entry(*args, **kwargs)

        call.__signature__ = entry.signature  # type: ignore[attr-defined]  # what help() shows
        return call

    return enter
