"""Tables that can be read at any width: side by side where there is room, else row by row."""

from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.cli.screen import console

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOM = 24  # characters: the narrowest that a column of longer texts is folded to


class TableLine(NamedTuple):
    """A line of a table; the first cell is what it is called."""

    cells: "Sequence[str]"
    style: str | None = None


def print_table(
    headings: "Sequence[str]", rows: "Sequence[TableLine]", *, title: str = "", texts: int = 1
) -> None:
    """Print a table; where its columns would be cut, each row becomes a paragraph of its own.

    Parameters
    ----------
    headings : sequence of str
        One a column.
    rows : sequence of TableLine
        The lines, which may be shorter than the headings.
    title : str
        Above the table.
    texts : int
        How many columns from the left are texts; the others stand at the right.
    """
    from rich.text import Text

    screen = console()
    if title:
        screen.print(title, style="bold", markup=False)
    longest = [
        max(len(text) for text in (heading, *(row.cells[i] for row in rows if i < len(row.cells))))
        for i, heading in enumerate(headings)
    ]
    narrowest = [min(length, _ROOM) for length in longest]
    if sum(narrowest) + 3 * len(headings) + 2 <= screen.width:  # with what stands between
        screen.print(_side_by_side(headings, rows, narrowest, texts))
        return
    for name, *cells in ((Text(row.cells[0], row.style or "bold"), *row.cells[1:]) for row in rows):
        screen.print(name)
        sentence = ", ".join(
            f"{h} {cell}" for h, cell in zip(headings[1:], cells, strict=False) if cell
        )
        if sentence:
            screen.print(_indented(sentence))


def _side_by_side(
    headings: "Sequence[str]", rows: "Sequence[TableLine]", narrowest: list[int], texts: int
) -> Any:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    for i, heading in enumerate(headings):
        justify: Any = "left" if i < texts else "right"
        table.add_column(heading, justify=justify, overflow="fold", min_width=narrowest[i])
    for row in rows:
        table.add_row(*(Text(cell) for cell in row.cells), style=row.style)
    return table


def print_grid(rows: "Sequence[Sequence[str]]") -> None:
    """Print the cells of a sheet: below each other where there is room, else row by row.

    A row with one text, such as a heading, is a line of its own, as in a sheet it reaches over its
    empty neighbours; what no row fills is left out.
    """
    from rich.table import Table
    from rich.text import Text

    screen = console()
    tabled = [row for row in rows if sum(map(bool, row)) > 1]
    used = [i for i in range(max(map(len, rows), default=0)) if any(row[i] for row in tabled)]
    longest = {i: max(len(row[i]) for row in tabled) for i in used}
    widths = {i: min(length, _ROOM) for i, length in longest.items()}
    spare = screen.width - sum(widths.values()) - 2 * len(used)
    for i, length in longest.items():
        more = min(length - widths[i], max(spare, 0))
        widths[i], spare = widths[i] + more, spare - more
    for row in rows:
        cells = [cell for cell in row if cell]
        if len(cells) < 2 or spare < 0:
            screen.print(Text("  ".join(cells)))
            continue
        line = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        for i in used:
            line.add_column(width=widths[i], overflow="fold")
        line.add_row(*(Text(row[i]) for i in used))
        screen.print(line)


def print_paragraphs(groups: "dict[str, list[tuple[str, str]]]") -> None:
    """Print named texts under headings: beside their names, or below them where room is short."""
    from rich.table import Table

    screen = console()
    widest = max(len(name) for entries in groups.values() for name, _ in entries)
    for heading, entries in groups.items():
        screen.print(f"\n{heading}", style="bold", markup=False)
        if screen.width < widest + 2 * _ROOM:
            for name, text in entries:
                screen.print(name, markup=False)
                screen.print(_indented(text))
            continue
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        table.add_column(min_width=widest, no_wrap=True)
        for name, text in entries:
            table.add_row(name, text)
        screen.print(table)


def _indented(text: str) -> Any:
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(text), (0, 0, 0, 4))
