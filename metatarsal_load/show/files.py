"""Tables to files: CSV, JSON, parquet, XLSX; whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError

FORMATS = ("csv", "json", "parquet", "xlsx")


def write_table(frame: pd.DataFrame, path: str | Path, *, form: str | None = None) -> None:
    """Write a table; the file appears complete or not at all.

    Parameters
    ----------
    frame : DataFrame
        Any table of the package. Named index levels become columns.
    path : path-like
        Target; its ending tells the format where `form` does not.
    form : str, optional
        ``csv``, ``json`` (a list of records, dates in ISO 8601), ``parquet`` or ``xlsx``.

    Raises
    ------
    TableError
        An unknown format, a missing library, or a place that cannot be written; says what to do.
    """
    target = Path(path)
    chosen = check_format(form or target.suffix.lstrip("."))
    write_whole(target, lambda part: _write(_flat(frame), part, chosen))


def write_text(text: str, path: str | Path) -> None:
    """Write a text as UTF-8; the file appears complete or not at all."""
    write_whole(Path(path), lambda part: part.write_text(text, encoding="utf-8"))


def check_format(form: str) -> str:
    """Return a known format, or say which are known."""
    if form not in FORMATS:
        raise TableError(f"format: found {form!r}, expected one of {', '.join(FORMATS)}")
    return form


def as_text(frame: pd.DataFrame, form: str) -> str:
    """Write a table as CSV or JSON text."""
    flat = _flat(frame)
    if form == "csv":
        return flat.to_csv(index=False)
    return str(flat.to_json(orient="records", date_format="iso", force_ascii=False)) + "\n"


def write_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file beside the target, then rename it."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-", suffix=target.suffix)
        os.close(handle)
    except OSError as error:
        raise TableError(f"{target}: cannot be written ({error.strerror})") from error
    part = Path(name)
    try:
        write(part)
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    except OSError as error:
        raise TableError(f"{target}: cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index() if any(frame.index.names) else frame


def _write(frame: pd.DataFrame, path: Path, form: str) -> None:
    try:
        if form == "parquet":
            frame.to_parquet(path, index=False)
        elif form == "xlsx":
            _write_xlsx(frame, path)
        else:
            path.write_text(as_text(frame, form), encoding="utf-8", newline="")
    except ImportError as error:
        extra = "parquet" if form == "parquet" else "excel"
        raise TableError(
            f"{form} needs a library that is not here ({error.name}); "
            f"pip install 'metatarsal-load[{extra}]'"
        ) from error


def _write_xlsx(frame: pd.DataFrame, path: Path) -> None:
    """Write a workbook with real dates and filters; text never becomes a formula or a link."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    naive = frame.copy()
    for name in naive.select_dtypes("datetimetz"):
        naive[name] = naive[name].dt.tz_convert("UTC").dt.tz_localize(None)
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        naive.to_excel(book, index=False, sheet_name="table", freeze_panes=(1, 0))
        book.sheets["table"].autofilter(0, 0, len(naive), max(len(naive.columns) - 1, 0))
