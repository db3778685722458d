"""A Parquet file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.table import RawTable, too_long
from xlhedge.templates.own_data.text_file import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CELLS = 4_000_000
_PERIOD = b"pandas.period"


def read_parquet(label: str, file: IO[bytes]) -> RawTable:
    """Return the table; a pandas index is its last column, as in the file."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as missing:
        raise BadData(
            f"{label} is a Parquet file; reading one takes pyarrow: python -m pip install pyarrow."
        ) from missing
    try:
        with pq.ParquetFile(file) as parquet:
            names = parquet.schema_arrow.names
            rows = parquet.metadata.num_rows
            if rows > MOST_ROWS or rows * len(names) > MOST_CELLS:
                raise too_long(label, MOST_ROWS)
            content = parquet.read()
            columns = [_values(content, i) for i in range(len(names))]
    except (pa.ArrowException, OSError) as error:
        raise BadData(f"{label} cannot be read as a Parquet file ({error}).") from error
    return RawTable(label, [(0, names), *enumerate(zip(*columns, strict=True), 1)])


def _values(content: Any, place: int) -> Sequence[object]:
    """Return a column's values; pandas' periods, kept as numbers, by their last day."""
    field = content.schema.field(place)
    is_period = getattr(field.type, "extension_name", "") == _PERIOD.decode()
    if not is_period and (field.metadata or {}).get(b"ARROW:extension:name") != _PERIOD:
        values: list[object] = content.column(place).to_pylist()
        return values
    import pandas as pd

    periods = content.select([place]).to_pandas().iloc[:, 0]
    if not isinstance(periods.dtype, pd.PeriodDtype):
        periods = periods.astype("int64").astype("period[M]")
    return [None if pd.isna(one) else one.end_time.date() for one in periods]
