"""Tables to files: CSV, JSON, parquet, XLSX; whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.printable import encodable
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.csv_guard import csv_of
from metatarsal_load.tables.whole_files import write_whole

FITTED_ROWS, WIDEST_PIXELS = 20_000, 420
"""Columns as wide as their text, where that does not take long."""
TIME_WIDTH = 19
"""Letters of a day and its time, which a narrower cell shows as a row of hashes."""
FORMATS = ("csv", "json", "parquet", "xlsx")
# What a workbook holds (Microsoft's "Excel specifications and limits").
SHEET_ROWS = 1_048_575
CELL_SIGNS = 32_767
CUT = " ... (cut: a workbook's cell holds no more)"


def write_table(frame: pd.DataFrame, path: str | Path, *, form: str | None = None) -> None:
    """Write a table; the file appears complete or not at all.

    Parameters
    ----------
    frame : DataFrame
        Any table of the package. Named index levels become columns.
    path : path-like
        Target; its ending tells the format where `form` does not.
    form : str, optional
        ``csv`` (text that a spreadsheet would take for a formula gets an apostrophe in front, see
        `metatarsal_load.tables.csv_guard`; the package's readers take it off again), ``json`` (a
        list of records, dates in ISO 8601), ``parquet`` or ``xlsx`` (text is text, no formula).

    Raises
    ------
    TableError
        An unknown format, a missing library, or a place that cannot be written; says what to do.
    """
    target = Path(path)
    chosen = check_format(form or target.suffix.lstrip("."))
    write_whole(target, _as_bytes(frame, chosen))


def write_text(text: str, path: str | Path) -> None:
    """Write a text as UTF-8; the file appears complete or not at all."""
    write_whole(Path(path), encodable(text).encode("utf-8"))


def check_format(form: str) -> str:
    """Return a known format, or say which are known."""
    if form not in FORMATS:
        raise TableError(f"format: found {form!r}, expected one of {', '.join(FORMATS)}")
    return form


def as_text(frame: pd.DataFrame, form: str) -> str:
    """Write a table as CSV or JSON text."""
    flat = _flat(frame)
    if form == "csv":
        return csv_of(flat)
    return str(flat.to_json(orient="records", date_format="iso", force_ascii=False)) + "\n"


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Make named index levels columns, and text such as UTF-8 can hold."""
    flat = frame.reset_index() if any(frame.index.names) else frame
    return pd.DataFrame({name: _told(values) for name, values in flat.items()}, index=flat.index)


def _told(values: pd.Series) -> pd.Series:
    """Write what UTF-8 cannot hold in letters."""
    if not pd.api.types.is_object_dtype(values.dtype):
        return values
    return values.map(lambda value: encodable(value) if isinstance(value, str) else value)


def _as_bytes(frame: pd.DataFrame, form: str) -> bytes:
    """Write a table in memory."""
    try:
        if form == "parquet":
            return bytes(_flat(frame).to_parquet(index=False))
        if form == "xlsx":
            return _workbook(_flat(frame))
        return as_text(frame, form).encode("utf-8")
    except ImportError as error:
        extra = "parquet" if form == "parquet" else "excel"
        raise TableError(
            f"{form} needs a library that is not here ({error.name}); "
            f"pip install 'metatarsal-load[{extra}]'"
        ) from error


def _workbook(frame: pd.DataFrame) -> bytes:
    """Write a workbook with real dates and filters; text never becomes a formula or a link."""
    if len(frame) > SHEET_ROWS:
        raise TableError(
            f"xlsx: found {len(frame)} rows, a workbook holds {SHEET_ROWS}; write csv or parquet"
        )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    held = io.BytesIO()
    naive = pd.DataFrame({name: _for_a_cell(values) for name, values in frame.items()})
    with pd.ExcelWriter(held, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        naive.to_excel(book, index=False, sheet_name="table", freeze_panes=(1, 0))
        sheet = book.sheets["table"]
        sheet.autofilter(0, 0, len(naive), max(len(naive.columns) - 1, 0))
        if len(naive) <= FITTED_ROWS:
            sheet.autofit(WIDEST_PIXELS)
        for name in naive.select_dtypes("datetime"):
            place = naive.columns.get_loc(name)
            sheet.set_column(place, place, TIME_WIDTH)
    return held.getvalue()


def _for_a_cell(values: pd.Series) -> pd.Series:
    """Give times in UTC without a zone, and text no longer than a cell."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        naive: pd.Series = values.dt.tz_convert("UTC").dt.tz_localize(None)
        return naive
    if values.dtype != TEXT or not (values.str.len() > CELL_SIGNS).any():
        return values
    long: pd.Series = values.str.len() > CELL_SIGNS
    short: pd.Series = values.str.slice(0, CELL_SIGNS - len(CUT)) + CUT
    return values.where(~long, short)
