"""Arguments as cells: arrays, Series and DataFrames read, those with dates joined by date."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.wording import in_quotes, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOME = 3  # dates that a remark names


class _Labelled(NamedTuple):
    """An argument whose rows have labels: dates, or names."""

    name: str
    frame: Any  # a pandas Series or DataFrame


def join_frames(
    values: Mapping[str, object], ranges: Sequence[str]
) -> tuple[dict[str, Any], Any, list[str]]:
    """Return the arguments as cells, the dates of their rows, and what is to be known of the join.

    Parameters
    ----------
    values : mapping
        The arguments of a call by name.
    ranges : sequence of str
        Which of them are ranges.

    Returns
    -------
    tuple
        The arguments as the worksheet function takes them; the dates that the rows have, or None;
        a sentence for each thing that fell away or was put in order.

    Raises
    ------
    HedgeError
        TYPE: texts or complex numbers, dates with a zone beside dates without. UNDEFINED: nothing
        in an argument, or no date in common. MISMATCH: a date twice, labels that differ, rows with
        dates beside rows without.

    Examples
    --------
    >>> join_frames({"spot": [1.0, float("nan")], "step": 2}, ["spot"])
    ({'spot': [[1.0], [None]], 'step': 2}, None, [])
    """
    tables = {name: _table(values[name], name) for name in ranges}
    remarks: list[str] = []
    dated = [_Labelled(name, table) for name, table in tables.items() if _has_dates(table)]
    named = [_Labelled(name, table) for name, table in tables.items() if _has_names(table)]
    dates = None
    if dated:
        dates = _join(dated, tables, remarks)
    if len(named) > 1:
        _align(named, tables)
    cells = {
        name: _cells(tables[name], name) if name in tables else _real(value, name)
        for name, value in values.items()
    }
    return cells, dates, remarks


def _library(value: object) -> str:
    return type(value).__module__.partition(".")[0]


def _table(value: object, name: str) -> Any:
    """Return an argument as pandas where it has labels; arrays and lists stay as they are."""
    if _library(value) == "polars":
        value = _from_polars(value)
    if _library(value) == "pandas":
        frame: Any = value
        if frame.ndim == 1 and not hasattr(frame, "index"):  # an Index, or an array of pandas'
            frame = frame.to_numpy()
        if frame.shape[0] == 0 or (frame.ndim > 1 and frame.shape[1] == 0):
            raise HedgeError(Kind.UNDEFINED, f"{name} is empty; at least one row is needed.")
        return frame
    return value


def _from_polars(value: Any) -> Any:
    """Return pandas' form of a polars object: its one column of dates, if any, is the index."""
    import pandas as pd

    if not hasattr(value, "columns"):
        return (
            value.to_numpy()
            if value.dtype.is_numeric() and not value.null_count()
            else [[cell] for cell in value.to_list()]
        )
    days = [name for name in value.columns if value[name].dtype.is_temporal()]
    rest = [name for name in value.columns if name not in days]
    if len(days) > 1:
        raise HedgeError(
            Kind.TYPE, f"The table has {len(days)} columns of dates; one column of dates is needed."
        )
    frame = pd.DataFrame({name: value[name].to_list() for name in rest})
    if days:
        frame.index = pd.DatetimeIndex(value[days[0]].to_list())
    return frame


def _has_index(table: Any) -> bool:
    return _library(table) == "pandas" and hasattr(table, "index")


def _has_dates(table: Any) -> bool:
    if not _has_index(table):
        return False
    import pandas as pd

    return isinstance(table.index, pd.DatetimeIndex | pd.PeriodIndex)


def _has_names(table: Any) -> bool:
    return _has_index(table) and not _has_dates(table) and bool(table.index.dtype == object
        or str(table.index.dtype).startswith(("str", "category")))  # fmt: skip


def _join(dated: list[_Labelled], tables: dict[str, Any], remarks: list[str]) -> Any:
    """Put the rows that all have into order of date; return the dates."""
    _need_one_zone(dated)
    plain_dates = [_in_order(one, remarks) for one in dated]
    common = plain_dates[0].frame.index
    for one in plain_dates[1:]:
        common = common.intersection(one.frame.index)
    if len(common) == 0:
        spans = "; ".join(
            f"{one.name} from {_day(one.frame.index[0])} to {_day(one.frame.index[-1])}"
            for one in plain_dates
        )
        raise HedgeError(Kind.UNDEFINED, f"The ranges have no date in common: {spans}.")
    for one in plain_dates:
        gone = one.frame.index.difference(common)
        if len(gone):
            remarks.append(_fell_away(one.name, len(one.frame), gone))
        tables[one.name] = one.frame.loc[common]
    _need_no_rows_without_dates(dated, tables, len(common))
    return common


def _in_order(one: _Labelled, remarks: list[str]) -> _Labelled:
    """Return an argument with a row a date, oldest first; a period is its first moment."""
    import pandas as pd

    index = one.frame.index
    moments = index.to_timestamp() if isinstance(index, pd.PeriodIndex) else index
    frame = one.frame.set_axis(moments)
    if frame.index.hasnans:
        raise HedgeError(Kind.TYPE, f"{one.name} has a row without a date; each row needs one.")
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        raise HedgeError(
            Kind.MISMATCH,
            f"{one.name} has the date {_day(twice)} more than once; keep one row a date.",
        )
    if not frame.index.is_monotonic_increasing:
        frame = frame.sort_index()
        remarks.append(f"{one.name} was put in order of date, oldest first.")
    return one._replace(frame=frame)


def _need_one_zone(dated: list[_Labelled]) -> None:
    """Refuse dates with a time zone beside dates without one or of another zone."""
    zones = {one.name: str(getattr(one.frame.index, "tz", None) or "") for one in dated}
    aware = next((name for name, zone in zones.items() if zone), "")
    other = next((name for name, zone in zones.items() if zone != zones.get(aware, "")), None)
    if other is None:
        return
    if not zones[other]:
        raise HedgeError(
            Kind.TYPE,
            f"{aware} has dates with a time zone and {other} has dates without; make them alike, "
            f"as with {aware}.tz_localize(None).",
        )
    raise HedgeError(
        Kind.TYPE,
        f"{aware} has dates of {zones[aware]} and {other} of {zones[other]}; make them alike, as "
        f"with {other}.tz_convert({zones[aware]!r}), or tz_localize(None) on both for whole days.",
    )


def _need_no_rows_without_dates(
    dated: list[_Labelled], tables: Mapping[str, Any], count: int
) -> None:
    """Refuse a column of as many rows that has no dates: nobody knows to which they belong."""
    names = {one.name for one in dated}
    before = {len(one.frame) for one in dated}
    changed = any(
        len(one.frame) != count or not one.frame.index.is_monotonic_increasing for one in dated
    )
    for name, table in tables.items():
        if name not in names and changed and _count(table) in before | {count} and count > 1:
            raise HedgeError(
                Kind.MISMATCH,
                f"{dated[0].name} has dates and {name} has none, so that their rows cannot be "
                f"joined; give {name} as a Series with dates.",
            )


def _count(table: Any) -> int:
    return len(table) if hasattr(table, "__len__") and not isinstance(table, str) else 1


def _fell_away(name: str, count: int, gone: Any) -> str:
    days = ", ".join(_day(day) for day in gone[:_SOME]) + (", ..." if len(gone) > _SOME else "")
    return (
        f"{name}: {plain(len(gone))} of {plain(count)} rows fell away, since another range has no "
        f"such date ({days})."
    )


def _day(moment: Any) -> str:
    return str(moment.date() if moment == moment.normalize() else moment)


def _align(named: list[_Labelled], tables: dict[str, Any]) -> None:
    """Put rows with names in the order of the first argument's."""
    first = named[0]
    for one in named:
        if one.frame.index.has_duplicates:
            twice = str(one.frame.index[one.frame.index.duplicated()][0])
            raise HedgeError(
                Kind.MISMATCH, f"{one.name} has the label {in_quotes(twice)} more than once."
            )
        lacking = first.frame.index.symmetric_difference(one.frame.index)
        if len(lacking):
            raise HedgeError(
                Kind.MISMATCH,
                f"{in_quotes(str(lacking[0]))} is a label of only one of {first.name} and "
                f"{one.name}; give both the same labels, or plain arrays.",
            )
        tables[one.name] = one.frame.loc[first.frame.index]


def _cells(table: Any, name: str) -> object:
    """Return an argument as rows of cells; what is missing is a blank."""
    if _library(table) == "pandas":
        _need_numbers(table, name)
        table = table.to_numpy(dtype=float, na_value=math.nan)
    if hasattr(table, "dtype"):
        return _from_array(table, name)
    if isinstance(table, list | tuple):
        return _from_rows(table, name)
    if isinstance(table, AbstractSet | Mapping | Iterator):
        kind = type(table).__name__
        raise HedgeError(
            Kind.TYPE, f"{name} is a {kind}; a list, an array or a Series, oldest first, is needed."
        )
    return table


def _need_numbers(frame: Any, name: str) -> None:
    import pandas as pd

    columns = [frame] if frame.ndim == 1 else [frame.iloc[:, i] for i in range(frame.shape[1])]
    for column in columns:
        kind = pd.api.types
        if kind.is_complex_dtype(column):
            raise HedgeError(Kind.TYPE, f"{name} holds complex numbers; real numbers are needed.")
        if kind.is_numeric_dtype(column) and not kind.is_bool_dtype(column):
            continue
        shown = next((cell for cell in column if _is_no_number(cell)), None)
        if column.dtype != object or shown is not None:
            what = f"as {in_quotes(str(shown))}" if shown is not None else f"of {column.dtype}"
            raise HedgeError(
                Kind.TYPE,
                f"{name} holds what is no number, {what}; convert it first, as with "
                "pandas.to_numeric.",
            )


def _is_no_number(cell: object) -> bool:
    import pandas as pd

    if isinstance(cell, bool | str | bytes | complex):
        return True
    return not hasattr(cell, "__float__") and cell is not None and cell is not pd.NA


def _from_array(array: Any, name: str) -> object:
    import numpy as np

    array = np.ma.filled(array.astype(float), math.nan) if np.ma.isMaskedArray(array) else array
    if array.size == 0:
        raise HedgeError(Kind.UNDEFINED, f"{name} is empty; at least one number is needed.")
    if array.ndim > 2:  # rows and columns are two
        raise HedgeError(
            Kind.TYPE, f"{name} has {array.ndim} dimensions; one column, or rows, are needed."
        )
    if array.dtype.kind == "c":
        raise HedgeError(Kind.TYPE, f"{name} holds complex numbers; real numbers are needed.")
    if array.dtype.kind not in "fiu":
        return _from_rows(array.tolist(), name)
    numbers = array.astype(np.float64).reshape(len(array), -1) if array.ndim else array.item()
    if not array.ndim or not np.isnan(numbers).any():
        return numbers
    return [[None if math.isnan(cell) else cell for cell in row] for row in numbers.tolist()]


def _from_rows(rows: Sequence[object], name: str) -> list[list[object]]:
    if not rows:
        raise HedgeError(Kind.UNDEFINED, f"{name} is empty; at least one number is needed.")
    return [
        [_cell(cell, name) for cell in row] if isinstance(row, list | tuple) else [_cell(row, name)]
        for row in rows
    ]


def _real(value: object, name: str) -> object:
    if isinstance(value, complex):
        raise HedgeError(Kind.TYPE, f"{name} holds complex numbers; real numbers are needed.")
    return value


def _cell(cell: Any, name: str) -> object:
    _real(cell, name)
    if cell is None or type(cell).__name__ in {"NAType", "NaTType"} or cell != cell:  # noqa: PLR0124 - NaN
        return None
    return float(cell) if type(cell).__name__ == "Decimal" else cell
