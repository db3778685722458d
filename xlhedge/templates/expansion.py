"""What is written once in a description and stands in several places.

A text may hold `<week>` and the like, filled in from the price history; `{ sample = , own = }` is
one text for either prices; `{ for = { n = [1, 2] }, lines = [...] }` in a list is its lines twice;
`{ shared = "contract_size", size = "lot" }` is lines of shared.toml, with `lot` for `<size>`.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

from xlhedge.templates.places import in_place_of
from xlhedge.templates.schema import MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlhedge.templates.history import History
    from xlhedge.templates.schema import Where

Loop = dict[str, list[Any]]

MOST_ROUNDS = 100  # of a loop
_WORD = re.compile(r"<([A-Za-z_]+)>")


def words(history: History | None) -> dict[str, str]:
    """Return what a text may hold of the price history."""
    if history is None:
        return {}
    noun, adjective = history.rhythm.noun, history.rhythm.adjective
    return {
        "week": noun,
        "Week": noun.capitalize(),
        "weekly": adjective,
        "Weekly": adjective.capitalize(),
        "week_end": history.rhythm.end,
        "count": f"{len(history.rows)}",
        "changes": f"{len(history.rows) - 1}",
        "file": history.file,
        "kind": history.kind,
        "prices": history.subtitle,
        "tick": history.tick_unit,
        "tick_format": history.tick_format,
    }


def expand(
    value: Any,
    texts: Mapping[str, str],
    where: Where,
    *,
    own: bool = False,
    loops: Mapping[str, Loop] | None = None,
) -> Any:
    """Return a value of a description with loops unrolled and texts filled in.

    `own` chooses between the sample's texts and those with own prices; a loop may name one of
    `loops` instead of its lists.
    """
    if isinstance(value, str):
        return _WORD.sub(lambda match: _fill(match, texts, where), value)
    if isinstance(value, list):
        unrolled = (line for entry in value for line in _unrolled(entry, texts, where, loops or {}))
        # one more than a list may have is enough to be refused: loops in loops have no end else
        few = itertools.islice(unrolled, max(len(value), MOST_ENTRIES + 1))
        return [expand(item, known, where, own=own, loops=loops) for item, known in few]
    if not isinstance(value, dict):
        return value
    if set(value) == {"sample", "own"} and all(isinstance(text, str) for text in value.values()):
        return expand(value["own" if own else "sample"], texts, where)
    where = where.on(value)
    filled = {
        key: expand(item, texts, where.at(key, item), own=own, loops=loops)
        for key, item in value.items()
    }
    return in_place_of(value, filled)


def _fill(match: re.Match[str], texts: Mapping[str, str], where: Where) -> str:
    if match[1] not in texts:
        where.refuse(
            f"nothing fills in {match[0]}; "
            + (f"known here are {', '.join(f'<{t}>' for t in texts)}." if texts else
               "the book has no price history, and no loop is round it.")
        )  # fmt: skip
    return texts[match[1]]


def _unrolled(
    entry: Any, texts: Mapping[str, str], where: Where, loops: Mapping[str, Loop]
) -> Iterator[tuple[Any, Mapping[str, str]]]:
    """Return an entry of a list, or the lines it stands for with what fills them in."""
    if isinstance(entry, dict) and "shared" in entry:
        for line in _shared(entry["shared"], where.on(entry).at("shared")):
            known = {**texts, **{word: str(value) for word, value in entry.items()}}
            yield in_place_of(entry, line), known
        return
    if not isinstance(entry, dict) or "for" not in entry:
        yield entry, texts
        return
    place = where.on(entry).at("for")
    lists, lines = entry["for"], entry.get("lines")
    if isinstance(lists, str) and lists in loops:
        lists = loops[lists]
    if set(entry) != {"for", "lines"} or not isinstance(lines, list) or not lines:
        place.refuse("a loop has the keys for and lines, and lines is a list with something in it.")
    if not isinstance(lists, dict) or not all(isinstance(v, list) for v in lists.values()):
        place.refuse('write for = { n = ["1", "2"] }: a list of values for each word.')
    counts = {len(values) for values in lists.values()}
    few = 0 if lists is not entry["for"] else 1  # values: a list of ours may be empty
    if len(counts) != 1 or not few <= max(counts) <= MOST_ROUNDS:
        place.refuse(f"the lists of a loop have as many values each, 1 to {MOST_ROUNDS}.")
    for i in range(counts.pop()):
        known = {**texts, **{word: str(values[i]) for word, values in lists.items()}}
        for line in lines:
            yield from _unrolled(line, known, place, loops)


def _shared(name: Any, where: Where) -> list[Any]:
    """Return the lines that several books have."""
    file = resources.files("xlhedge.templates").joinpath("shared.toml")
    known = ours(file.read_text(encoding="utf-8"))
    if not isinstance(name, str) or name not in known:
        where.refuse(f"no lines are shared as {name!r}; there are {', '.join(known)}.")
    lines: list[Any] = known[name]
    return lines


@functools.cache
def ours(text: str) -> dict[str, Any]:
    """Return what a text of ours holds, without places: they are not those of the user's file."""
    return tomllib.loads(text)
