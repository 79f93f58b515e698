"""One column of a typed table: from what a person wrote to the schema's dtype, or an error.

Missing is NaN in numbers, flags and text, NaT in dates, and the word ``unknown`` (else NaN) in
categories. Text has the dtype pandas itself gives to strings: ``str`` from pandas 3 on, ``object``
before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.schema import Column

TEXT = pd.Series(["text"]).dtype
FLAG_WORDS = {
    "yes": 1.0, "y": 1.0, "true": 1.0, "1": 1.0, "1.0": 1.0, "x": 1.0,
    "no": 0.0, "n": 0.0, "false": 0.0, "0": 0.0, "0.0": 0.0,
}  # fmt: skip
Values: TypeAlias = "pd.Series[Any]"


@dataclass(frozen=True)
class Table:
    """Where a column stands, for messages: the table's name and, from a file, its lines."""

    name: str
    lines: np.ndarray | None = None

    def error(self, values: Values, position: int, column: str, expected: str) -> TableError:
        """Name table, row, line, column, what was found and what was expected."""
        line = "" if self.lines is None else f" (line {self.lines[position]})"
        found = values.iloc[position]
        found = found.item() if isinstance(found, np.generic) else found
        return TableError(
            f"{self.name} row {values.index[position]}{line}, column {column}: "
            f"found {repr(found) if texts(values).notna().iloc[position] else 'nothing'}, "
            f"expected {expected}"
        )


def missing(column: Column, rows: int) -> Values:
    """Make a column of unknowns of the schema's dtype; shape (rows,)."""
    match column.dtype:
        case "float" | "flag":
            return pd.Series(np.full(rows, np.nan))
        case "time" | "utc" | "date":
            return pd.Series(np.full(rows, "NaT", dtype="datetime64[us]"))
        case "category":
            return _words(pd.Series(np.full(rows, np.nan)), column)[0]
        case _:
            return pd.Series(np.nan, index=range(rows), dtype=TEXT)


def convert(values: Values, name: str, column: Column, table: Table) -> Values:
    """Bring a column to the schema's dtype.

    Parameters
    ----------
    values : Series
        Shape (n,), any dtype, any index; the index labels the rows in messages.
    name : str
        Name of the column.
    column : Column
        What the schema says of it.
    table : Table
        The table it belongs to, for messages.

    Returns
    -------
    Series
        Shape (n,), RangeIndex.

    Raises
    ------
    TableError
        A value that cannot be read or lies outside the column's range, or a missing one in a
        required date or name.
    """
    match column.dtype:
        case "float":
            result, bad = _numbers(values, column)
        case "flag":
            result, bad = _flags(values)
        case "category":
            result, bad = _words(values, column)
        case "text":
            result, bad = texts(values), np.zeros(len(values), dtype=bool)
        case "utc":
            result, bad = _instants(values)
        case _:
            result, bad = _wall_clocks(values)
    if column.dtype == "date":
        result = result.dt.normalize()
    if column.required and column.dtype in ("date", "time", "text"):
        bad = bad | result.isna().to_numpy()
    if bad.any():
        raise table.error(values, int(np.argmax(bad)), name, _expected(column))
    return result


def _expected(column: Column) -> str:
    """Say what a cell of this column may hold."""
    match column.dtype:
        case "float":
            unit = f" of {column.unit}" if column.unit not in ("", "1", "0-10") else ""
            if column.high is not None:
                return f"a number{unit} from {column.low:g} to {column.high:g}"
            return f"a number{unit}" + (f" >= {column.low:g}" if column.low is not None else "")
        case "flag":
            return "yes or no (true, false, 1, 0, x)"
        case "category":
            return "one of " + ", ".join(column.values)
        case "text":
            return "some text"
        case "date":
            return "a date like 2026-05-03"
        case _:
            return "a date and time like 2026-05-03 07:30"


Converted: TypeAlias = tuple[Values, np.ndarray]


def _numbers(values: Values, column: Column) -> Converted:
    """Read numbers; bad where text, infinite or out of the column's range."""
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    bad = np.isinf(numbers)
    if not pd.api.types.is_numeric_dtype(values.dtype):
        bad |= np.isnan(numbers) & texts(values).notna().to_numpy()
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    bad |= (numbers < low) | (numbers > high)
    return pd.Series(numbers), bad


def _flags(values: Values) -> Converted:
    """Read yes, no and their like as 1, 0."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        flags = values.to_numpy(dtype=float, na_value=np.nan)
        return pd.Series(flags), ~(np.isnan(flags) | (flags == 0) | (flags == 1))
    codes, words = _coded(values)
    table = np.array([FLAG_WORDS.get(word.lower(), np.nan) for word in words] + [np.nan])
    return pd.Series(table[codes]), np.isnan(table[codes]) & (codes >= 0)


def texts(values: Values) -> Values:
    """Read text, blanks stripped; an empty cell is missing. Shape (n,), RangeIndex."""
    codes, unique = pd.factorize(values)
    words = [str(word).strip() for word in unique]
    if values.dtype == TEXT and words == list(unique) and "" not in words:
        return values.reset_index(drop=True)
    table = pd.Series([word or np.nan for word in words] + [np.nan], dtype=TEXT).array
    return pd.Series(table.take(codes))


def _coded(values: Values) -> tuple[np.ndarray, list[str]]:
    """Give each different word of a column a number, blanks stripped; -1 is an empty cell."""
    codes, unique = pd.factorize(values)
    words = [str(word).strip() for word in unique]
    filled = np.array([number if word else -1 for number, word in enumerate(words)] + [-1])
    return filled[codes], words


def _words(values: Values, column: Column) -> Converted:
    """Read a category's words, whatever their case."""
    if values.dtype == pd.CategoricalDtype(list(column.values)) and values.notna().all():
        return values.reset_index(drop=True), np.zeros(len(values), dtype=bool)
    known = {word: code for code, word in enumerate(column.values)}
    unknown = known.get("unknown", -1)
    codes, words = _coded(values)
    table = np.array([known.get(word.lower(), -2) for word in words] + [unknown])
    result = table[codes]
    return _categories(np.maximum(result, -1), column), result == -2


def _categories(codes: np.ndarray, column: Column) -> Values:
    """Make the categorical of a column from its codes."""
    words = pd.CategoricalDtype(list(column.values))
    return pd.Series(pd.Categorical.from_codes(codes, dtype=words))


def _wall_clocks(values: Values) -> Converted:
    """Read local wall clocks: where a zone is written, the clock of that zone."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        values = values.dt.tz_localize(None)
    if values.dtype.kind == "M":
        return _whole(values), np.zeros(len(values), dtype=bool)
    bare = texts(values).str.replace(r"(?:[Zz]|[+-]\d\d:?\d\d)$", "", regex=True)
    return _parse(values, bare)


def _instants(values: Values) -> Converted:
    """Read instants: UTC unless a zone is written."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        values = values.dt.tz_convert("UTC").dt.tz_localize(None)
    if values.dtype.kind == "M":
        return _whole(values), np.zeros(len(values), dtype=bool)
    return _parse(values, texts(values))


def _parse(values: Values, text: Values) -> Converted:
    """Parse ISO 8601, or d.m.y, which is the same everywhere; to naive UTC where zones stand."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        # A bare number is no date: pandas would read nanoseconds since 1970.
        return pd.Series(
            np.full(len(values), "NaT", dtype="datetime64[us]")
        ), values.notna().to_numpy()
    stamps = pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True)
    dotted = pd.to_datetime(text, format="%d.%m.%Y", errors="coerce", utc=True)
    stamps = stamps.fillna(dotted).dt.tz_localize(None)
    return _whole(stamps), (stamps.isna() & text.notna()).to_numpy()


def _whole(stamps: Values) -> Values:
    """Bring time stamps to microseconds and a RangeIndex."""
    return stamps.astype("datetime64[us]").reset_index(drop=True)
