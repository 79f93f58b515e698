"""The datasets a batch writes: their columns, types and data dictionary, all from the schema.

A null is an unknown. Categories are text, so that every reader of parquet understands them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from metatarsal_load import schema
from metatarsal_load.schema import Column
from metatarsal_load.tables.columns import TEXT, missing

_WHO = {"athlete": schema.SESSIONS["athlete"]}
DATASETS: Mapping[str, Mapping[str, Column]] = MappingProxyType(
    {
        "sessions": {
            **schema.SESSIONS,
            **schema.POSITIONS,
            "load_source": Column("text", "", "what the loads were made from, what was assumed"),
            "route": Column("text", "", "session_id of the athlete's first run on this route"),
        },
        "weeks": {
            **_WHO,
            "week": Column("date", "", "first day of the week, local"),
            **schema.WEEKS,
        },
        "findings": schema.FINDINGS,
        "skipped": {**_WHO, **schema.SKIPPED},
        "samples": {
            **_WHO,
            "file": schema.SESSIONS["file"],
            "activity": Column("float", "1", "place of the activity in its file, from 1", low=1),
            "time": Column("utc", "", "end of the span, UTC, naive"),
            **{
                name: column
                for name, column in schema.SAMPLES.items()
                if name not in ("moving", "grade")
            },
        },
    }
)
# Where somebody was: written only where it was asked for.
PLACES = ("latitude_deg", "longitude_deg", *schema.POSITIONS)
# Which column tells the year of a row; skipped inputs have none.
YEAR_OF: Mapping[str, str] = MappingProxyType(
    {"sessions": "start", "weeks": "week", "findings": "start", "samples": "time"}
)
PARTITIONS: Mapping[str, str] = MappingProxyType(
    {"bucket": "bucket of athletes: CRC-32 of the name modulo the number of buckets",
     "year": "year of the start, week or period; 0 where it is not known"}
)  # fmt: skip


def columns_of(dataset: str, *, positions: bool) -> dict[str, Column]:
    """Tell a dataset's columns, with or without where somebody was."""
    return {
        name: column
        for name, column in DATASETS[dataset].items()
        if positions or name not in PLACES
    }


def arrow_schema(dataset: str, *, positions: bool) -> Any:
    """Make the fixed pyarrow schema of a dataset's files."""
    import pyarrow as pa

    types = {"float": pa.float64(), "flag": pa.float64(), "text": pa.string()}
    types |= {"category": pa.string()}
    moment = pa.timestamp("us")
    return pa.schema(
        [
            (name, types.get(column.dtype, moment))
            for name, column in columns_of(dataset, positions=positions).items()
        ]
    )


def to_arrow(frame: pd.DataFrame, dataset: str) -> Any:
    """Bring a table to a dataset's fixed columns; what it lacks is null.

    A table without positions makes a file without them.
    """
    import pyarrow as pa

    positions = any(name in PLACES for name in frame)
    columns = {
        name: _plain(frame[name], column) if name in frame else missing(column, len(frame))
        for name, column in columns_of(dataset, positions=positions).items()
    }
    plain = pd.DataFrame({name: _plain(values, DATASETS[dataset][name])
                          for name, values in columns.items()})  # fmt: skip
    table = pa.Table.from_pandas(
        plain, schema=arrow_schema(dataset, positions=positions), preserve_index=False
    )
    return table.replace_schema_metadata(None)


def to_pandas(table: Any, dataset: str) -> pd.DataFrame:
    """Bring what was read back to the dtypes of the tables it was made from."""
    frame: pd.DataFrame = table.to_pandas()
    columns = {name: DATASETS[dataset][name] for name in table.column_names}
    return pd.DataFrame({name: _restored(frame[name], column) for name, column in columns.items()})


def data_dictionary(*, positions: bool = False) -> pd.DataFrame:
    """List every column of every dataset: dataset, column, dtype, unit, meaning."""
    rows = [
        (dataset, name, column.dtype, column.unit, column.meaning)
        for dataset in DATASETS
        for name, column in columns_of(dataset, positions=positions).items()
    ]
    rows += [
        (dataset, name, "partition", "", meaning)
        for dataset in DATASETS
        for name, meaning in PARTITIONS.items()
        if name == "bucket" or dataset in YEAR_OF
    ]
    return pd.DataFrame(rows, columns=["dataset", "column", "dtype", "unit", "meaning"])


def _plain(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """Write categories as text, flags as 1 and 0."""
    values = values.reset_index(drop=True)
    if column.dtype in ("category", "text"):
        return values.astype(TEXT)
    return values.astype(float) if column.dtype in ("flag", "float") else values


def _restored(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """Give a column its dtype in pandas."""
    match column.dtype:
        case "category":
            ordered = column is schema.FINDINGS["level"]
            return values.astype(pd.CategoricalDtype(list(column.values), ordered=ordered))
        case "text":
            return values.astype(TEXT)
        case "float" | "flag":
            return values.astype(float)
        case _:
            return values.astype("datetime64[us]")
