"""What a function gives: a figure, or a table with named columns, each with its summary."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import alternatives
from xlhedge.core.wording import plain
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from xlhedge.worksheet.cells import Scalar

_WIDTH = 78


@dataclass(frozen=True)
class Result:
    """What figures and tables have in common: of which call they are."""

    function: str  # its name in Python
    about: str  # one line on what it computes
    remarks: tuple[str, ...]  # what fell away or was put in order
    arguments: dict[str, Any] = field(repr=False)  # as they were computed, after the join
    dates: Any = field(repr=False)  # of the rows, or None


@dataclass(frozen=True)
class Figure:
    """One number, word or truth value.

    Parameters
    ----------
    call : Result
        Of which call it is.
    value : float, str or bool
        The figure.
    """

    call: Result
    value: Scalar

    def __repr__(self) -> str:
        return f"Figure({_shown(self.value)})"

    def __float__(self) -> float:
        return float(self.value)  # type: ignore[arg-type]  # a word raises ValueError, as it should

    def __round__(self, digits: int = 0) -> float:
        return round(float(self), digits)

    def __bool__(self) -> bool:
        raise TypeError(
            f"A figure of {self.call.function} is neither true nor false; compare its value, as "
            "with result.value > 0.8."
        )

    @property
    def remarks(self) -> tuple[str, ...]:
        """What fell away or was put in order before the figure was computed."""
        return self.call.remarks

    def summary(self) -> str:
        """Return the figure as a text block: what it is, its value, remarks."""
        return _block(self.call, [("value", _shown(self.value))])

    def to_frame(self) -> Any:
        """Return the figure as a pandas DataFrame of one row."""
        import pandas as pd

        return pd.DataFrame({"value": [self.value]}, index=[self.call.function])

    def plot(self, ax: Any = None) -> Any:
        """Draw what the figure is of; see `Table.plot`."""
        from xlhedge.hedge.plots import draw

        return draw(self.call, None, ax)

    def _repr_html_(self) -> str:
        return _html(self.call, ("", "value"), [(self.call.function, self.value)])


@dataclass(frozen=True)
class Table:
    """A table with named columns.

    Parameters
    ----------
    call : Result
        Of which call it is.
    columns : tuple of str
        The headers, with units in brackets.
    rows : tuple of tuples
        Numbers, words, and error values where a figure cannot be given.
    """

    call: Result
    columns: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]

    def __repr__(self) -> str:
        return f"Table({self.call.function}: {len(self.rows)} rows of {', '.join(self.columns)})"

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, label: str) -> Any:
        """Return a row's figure by its label, or a column by its header.

        Raises
        ------
        HedgeError
            The figure cannot be given; its sentence says why.
        KeyError
            There is no such label.
        """
        for row in self.rows:
            if row[0] == label and isinstance(row[0], str):
                return _need_value(row[1]) if len(row) > 1 else row[0]
        for place, header in enumerate(self.columns):
            if label in (header, header.partition(" [")[0]):
                return [row[place] for row in self.rows]
        labels = [row[0] for row in self.rows if isinstance(row[0], str)] or list(self.columns)
        raise KeyError(f"there is no {label!r}; there is {alternatives(labels)}")

    @property
    def remarks(self) -> tuple[str, ...]:
        """What fell away or was put in order before the table was computed."""
        return self.call.remarks

    def summary(self) -> str:
        """Return the table as a text block, its errors and remarks in sentences below."""
        lines = [tuple(_shown(cell) for cell in row) for row in self.rows]
        if len(self.columns) == 2:  # a label and its figure
            return _block(self.call, lines, self._sentences())
        widths = [max(map(len, cells)) for cells in zip(self.columns, *lines, strict=True)]
        return _block(
            self.call,
            [
                ("  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True)),)
                for line in [self.columns, *lines]
            ],
            self._sentences(),
        )

    def _sentences(self) -> list[str]:
        return [
            f"{row[0] if isinstance(row[0], str) else f'row {number}'}: {cell.message}"
            for number, row in enumerate(self.rows, 1)
            for cell in row
            if isinstance(cell, ExcelError)
        ]

    def to_frame(self) -> Any:
        """Return a pandas DataFrame: labels or dates as index, NaN where there is no figure."""
        import pandas as pd

        rows = [
            [math.nan if isinstance(cell, ExcelError) else cell for cell in row]
            for row in self.rows
        ]
        frame = pd.DataFrame(rows, columns=list(self.columns))
        if self.columns[0] == "row" and self.call.dates is not None:
            places = (frame["row"] - 1).astype(int)
            return frame.drop(columns="row").set_axis(self.call.dates[places])
        labels = frame.iloc[:, 0]
        if all(isinstance(label, str) for label in labels):
            return frame.set_index(self.columns[0])
        return frame

    def plot(self, ax: Any = None) -> Any:
        """Draw the table with matplotlib.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to; a new figure otherwise.

        Returns
        -------
        matplotlib Axes

        Raises
        ------
        HedgeError
            UNAVAILABLE: there is no picture of this function's result, or no matplotlib.
        """
        from xlhedge.hedge.plots import draw

        return draw(self.call, self, ax)

    def _repr_html_(self) -> str:
        return _html(self.call, self.columns, self.rows, self._sentences())


def _need_value(cell: Scalar) -> Scalar:
    if isinstance(cell, ExcelError):
        raise HedgeError(Kind.UNDEFINED, cell.message)
    return cell


def _shown(cell: Scalar) -> str:
    if isinstance(cell, float) and not isinstance(cell, bool):
        return plain(cell)
    return str(cell)


def _block(call: Result, lines: Any, sentences: Any = ()) -> str:
    """Return a text block between rules, as statistics packages print them."""
    inner = max([_WIDTH, *(len(line[0]) for line in lines if len(line) == 1)])
    body = [
        line[0] if len(line) == 1 else f"{line[0]:<34}{line[1]:>{inner - 34}}" for line in lines
    ]
    notes = [*sentences, *call.remarks]
    return "\n".join(
        [call.function.center(inner).rstrip(), call.about, "=" * inner, *body, "=" * inner, *notes]
    )


def _html(call: Result, headers: Any, rows: Any, sentences: Any = ()) -> str:
    def line(tag: str, cells: Any) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in cells) + "</tr>"

    body = "".join(line("td", map(_shown, row)) for row in rows)
    notes = "".join(f"<p>{html.escape(note)}</p>" for note in [*sentences, *call.remarks])
    return (
        f"<table><caption>{html.escape(call.about)}</caption>"
        f"<thead>{line('th', headers)}</thead><tbody>{body}</tbody></table>{notes}"
    )
