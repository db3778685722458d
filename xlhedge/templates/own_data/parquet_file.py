"""A Parquet file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.table import Table, too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def read_parquet(path: Path, most: int, places: Callable[[Sequence[object]], list[int]]) -> Table:
    """Return the table, with only the columns read whose `places` are asked for."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as missing:
        raise BadData(
            f"{path} is a Parquet file; reading one takes pyarrow: pip install 'xlhedge[parquet]'."
        ) from missing
    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            if file.metadata.num_rows > most:
                raise too_many(str(path), most)
            wanted = places(names)
            content = file.read(columns=[names[i] for i in wanted])
    except (pa.ArrowException, OSError) as trouble:
        raise BadData(f"{path} cannot be read as a Parquet file ({trouble}).") from trouble
    read = zip(content.column_names, content.columns, strict=True)  # a name may be there twice
    columns = {name: column.to_pylist() for name, column in read}
    blank = [None] * content.num_rows
    rows = zip(*(columns.get(name, blank) for name in names), strict=True)
    return Table(str(path), [(0, names), *enumerate(rows, 1)])
