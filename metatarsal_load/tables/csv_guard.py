"""Text in CSV files that no spreadsheet takes for a formula, and back.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets an apostrophe
in front, which spreadsheets take as "this is text". The same holds behind a semicolon or an end of
line inside the cell, where a spreadsheet of another country begins a new cell. Numbers are not
text and stay as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

# The wide forms are taken for formulas by spreadsheets set to East Asian languages.
_FORMULA = r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
# Python puts quotes around a cell that holds a sign of the row's end: so around any line break.
_ROW_END = "\r\n\0"
_CELL = r"(?:^|(?<=[;\t\r\n]))"
_UNGUARDED = re.compile(f"{_CELL}(?={_FORMULA})")
_GUARDED = re.compile(f"{_CELL}'(?={_FORMULA})")


def guarded(text: str) -> str:
    """Write text so that a spreadsheet shows it and computes nothing.

    Parameters
    ----------
    text : str
        Text of a cell.

    Returns
    -------
    str
        The same, with an apostrophe before whatever would begin a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("easy run")
    ("'=1+1", 'easy run')
    """
    return _UNGUARDED.sub("'", text)


def unguarded(text: str) -> str:
    """Read what `guarded` wrote: exactly the text it was given."""
    return _GUARDED.sub("", text)


def csv_of(frame: pd.DataFrame, *, float_format: str | None = None) -> str:
    """Write a table as CSV: text cells and names of columns guarded, all else as it is."""
    columns = {_guarded_cell(name): _guarded_values(values) for name, values in frame.items()}
    safe = pd.DataFrame(columns, index=frame.index)
    text = safe.to_csv(index=False, float_format=float_format, lineterminator=_ROW_END)
    return text.replace(_ROW_END, "\n")


def csv_row(cells: Iterable[str], separator: str) -> str:
    """Write one row of CSV, every cell guarded."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=_ROW_END)
    writer.writerow(map(guarded, cells))
    return text.getvalue().replace(_ROW_END, "\n")


def _guarded_values(values: pd.Series[Any]) -> pd.Series[Any]:
    """Guard a column of text; numbers and times stay."""
    if is_numeric_dtype(values.dtype) or is_datetime64_any_dtype(values.dtype):
        return values
    return pd.Series(list(map(_guarded_cell, values)), values.index, dtype=object)


def _guarded_cell(value: object) -> object:
    """Guard a text; what is no text stays."""
    return guarded(value) if isinstance(value, str) else value
