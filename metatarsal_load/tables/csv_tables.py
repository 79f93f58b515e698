"""Tables a person keeps in a CSV file: shoes, diary, athletes, and a running log.

Commas, semicolons (then with decimal commas) or tabs; UTF-8 with or without a mark, else Western
European; blank lines and lines that begin with ``#`` are passed over.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.errors import RunFileError, TableError
from metatarsal_load.readers.disk import read_file
from metatarsal_load.readers.limits import LIMITS, Budget, Limits, check_table
from metatarsal_load.schema import Column
from metatarsal_load.tables.columns import TEXT, Table, convert
from metatarsal_load.tables.csv_guard import unguarded
from metatarsal_load.tables.typed import (
    complete_athletes,
    complete_diary,
    complete_sessions,
    complete_shoes,
)

KM_PER_MILE = 1.609344
LOG_ONLY = ("date", "time", "distance_mi", "duration")
# A log needs one of each.
LOG_NEEDS = (("start", "date"), ("distance_km", "distance_mi"))
DECIMAL_COMMA = r"\s*[+-]?\d*,\d+\s*"
# h:mm:ss, or mm:ss where the first part may pass 59.
CLOCK = re.compile(r"(?:(\d+):)?(\d+):([0-5]?\d(?:[.,]\d+)?)")
_TABLE = Limits(file_bytes=LIMITS.table_bytes)
File: TypeAlias = str | PathLike[str]


def read_shoes(path: File, *, athlete: str | None = None) -> pd.DataFrame:
    """Read a shoe table from CSV; see `complete_shoes`.

    Parameters
    ----------
    path : str or path
        File with a header of `schema.SHOES` names: `shoe`, and any of `athlete`, `kind`, `start`,
        `initial_km` [km] and the others.
    athlete : str, optional
        Whose pairs, where a row names nobody; by default "me"'s.

    Returns
    -------
    DataFrame
        Shape (pairs, columns).

    Raises
    ------
    TableError
        Names file, row, line and column, what was found and what was expected; also for a column
        the table does not know.
    """
    return _read(path, schema.SHOES, complete_shoes, athlete)


def read_diary(path: File, *, athlete: str | None = None) -> pd.DataFrame:
    """Read a symptom diary from CSV; see `complete_diary`.

    Parameters
    ----------
    path : str or path
        File with a header of `schema.DIARY` names: `date`, `pain` (0-10) and any of the others.
    athlete : str, optional
        Whose days, where a row names nobody; by default "me"'s.

    Returns
    -------
    DataFrame
        Shape (days, columns).

    Raises
    ------
    TableError
        As `read_shoes`.
    """
    return _read(path, schema.DIARY, complete_diary, athlete)


def read_athletes(path: File) -> pd.DataFrame:
    """Read a table of athletes from CSV; see `complete_athletes`.

    Parameters
    ----------
    path : str or path
        File with a header of `schema.ATHLETES` names: `athlete` and any of the others.

    Returns
    -------
    DataFrame
        Shape (athletes, columns).

    Raises
    ------
    TableError
        As `read_shoes`.
    """
    return _read(path, schema.ATHLETES, complete_athletes)


def read_log(path: File) -> pd.DataFrame:
    """Read a running log from CSV to sessions; see `complete_sessions`.

    Parameters
    ----------
    path : str or path
        File with a header: `start` (or `date`, and perhaps `time`), `distance_km` [km] (or
        `distance_mi` [mi], 1 mi = 1.609344 km), perhaps `duration_min` [min] (or `duration` as
        h:mm:ss or m:ss), and any of `schema.SESSIONS`; further columns are kept.

    Returns
    -------
    DataFrame
        Shape (sessions, columns).

    Raises
    ------
    TableError
        As `read_shoes`.
    """
    known = {**schema.SESSIONS, **dict.fromkeys(LOG_ONLY, Column("text", "", ""))}
    frame, lines = _cells(path, known)
    _refuse_misspelt(frame, known, path)
    try:
        log = complete_sessions(_log_columns(frame, Table("log", lines)), lines=lines)
    except TableError as error:
        raise TableError(f"{path}: {error}") from None
    return log.assign(file=log["file"].fillna(Path(path).name))


def _read(
    path: File,
    columns: Mapping[str, Column],
    complete: Callable[..., pd.DataFrame],
    athlete: str | None = None,
) -> pd.DataFrame:
    """Read one of the toolkit's own tables; a column it does not know is refused."""
    frame, lines = _cells(path, columns)
    _refuse_misspelt(frame, columns, path, strict=True)
    if athlete is not None:
        named = frame["athlete"].str.strip() if "athlete" in frame else pd.Series("", frame.index)
        frame = frame.assign(athlete=named.where(named != "", athlete))
    try:
        return complete(frame, lines=lines)
    except TableError as error:
        raise TableError(f"{path}: {error}") from None


def _cells(path: File, columns: Mapping[str, Column]) -> tuple[pd.DataFrame, np.ndarray]:
    """Read header and cells as text, with the line each row began on."""
    try:
        separator, told = _rows(_text(path))
    except csv.Error as error:
        raise TableError(f"{path}: found {error}, expected a CSV file") from error
    if not told:
        raise TableError(f"{path}: found no rows, expected a header and a row for each entry")
    header = [name.strip().lower().replace(" ", "_") for name in told[0][1]]
    check_table("table_columns", len(header), str(path), LIMITS)
    check_table("table_cells", len(header) * len(told), str(path), LIMITS)
    twins = [name for name, times in Counter(filter(None, header)).items() if times > 1]
    if twins:
        raise TableError(f"{path}: found column {twins[0]} twice, expected it once")
    rows, lines = [], []
    for line, row in told[1:]:
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            raise TableError(
                f"{path} line {line}: found {len(row)} cells, expected {len(header)} as in "
                f"the header; a {separator!r} inside a cell needs quotes around the cell"
            )
        rows.append((row + [""] * len(header))[: len(header)])
        lines.append(line)
    frame = pd.DataFrame(rows, columns=header, dtype=TEXT)
    frame = frame.loc[:, [bool(name) for name in header]]
    if separator == ";":
        frame = frame.apply(_decimal_points, columns=columns)
    return frame, np.array(lines, dtype=int)


def _rows(text: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """Split text into rows of cells, each with its first line; blank and ``#`` lines are none.

    A line inside a quoted cell is part of the cell, whatever it looks like.
    """
    lines = list(io.StringIO(text, newline=""))
    separator = max(",;\t", key=next(filter(_is_row, lines), "").count)
    starts: list[int] = []
    done: list[list[str]] = []

    def rest_of_rows() -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            begins = len(done) == len(starts)
            if begins and not _is_row(line):
                continue
            if begins:
                starts.append(number)
            yield line

    for row in csv.reader(rest_of_rows(), delimiter=separator, skipinitialspace=True):
        done.append(list(map(unguarded, row)))  # noqa: PERF401 - rest_of_rows looks at it
    return separator, list(zip(starts, done, strict=True))


def _is_row(line: str) -> bool:
    """Tell a line with cells from a blank one and a comment."""
    return bool(line.strip(" \t\r\n;,")) and not line.lstrip().startswith("#")


def _text(path: File) -> str:
    """Read a file's text."""
    try:
        content = read_file(path, Budget(fspath(path), _TABLE))
    except RunFileError as error:
        raise TableError(f"{path}: found {error.reason}; expected a CSV file") from error
    if b"\0" in content:
        raise TableError(f"{path}: found binary data, expected a CSV file (save it as CSV)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _decimal_points(cells: pd.Series[str], columns: Mapping[str, Column]) -> pd.Series[str]:
    """Write decimal commas as points, in columns of numbers and those the table does not know."""
    known = columns.get(str(cells.name))
    if known is not None and known.dtype != "float" and cells.name != "distance_mi":
        return cells
    return cells.where(~cells.str.fullmatch(DECIMAL_COMMA), cells.str.replace(",", "."))


def _refuse_misspelt(
    frame: pd.DataFrame, columns: Mapping[str, Column], path: File, *, strict: bool = False
) -> None:
    """Refuse a column that is meant to be another one (or, when strict, any unknown one)."""
    free = [name for name in columns if name not in frame]
    for name in frame.columns:
        near = difflib.get_close_matches(name, free, n=1, cutoff=0.6 if strict else 0.85)
        if name in columns or not (strict or near):
            continue
        known = near[0] if near else f"one of {', '.join(columns)}"
        raise TableError(f"{path}: found column {name}, expected {known}; rename or remove it")


def _log_columns(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Bring a log's own columns to those of sessions."""
    for either in LOG_NEEDS:
        if not set(either) & set(frame):
            found, wanted = ", ".join(frame.columns) or "(none)", " or ".join(either)
            raise TableError(f"log: found columns {found}, expected also {wanted}")
    log = frame.drop(columns=[name for name in LOG_ONLY if name in frame])
    if "date" in frame and "start" not in frame:
        told = (frame["date"].str.strip() + " " + frame.get("time", "")).str.strip()
        name = "date and time" if "time" in frame else "date"
        log["start"] = convert(told, name, schema.SESSIONS["start"], table)
    if "distance_mi" in frame and "distance_km" not in frame:
        miles = pd.to_numeric(frame["distance_mi"].replace("", None), errors="coerce")
        bad = miles.isna() & (frame["distance_mi"].str.strip() != "") | (miles < 0)
        if bad.any():
            row = int(np.argmax(bad.to_numpy()))
            raise table.error(frame["distance_mi"], row, "distance_mi", "a number of miles >= 0")
        log["distance_km"] = miles * KM_PER_MILE
    if "duration" in frame and "duration_min" not in frame:
        log["duration_min"] = _minutes(frame["duration"], table)
    return log


def _minutes(clocks: pd.Series[str], table: Table) -> list[float]:
    """Read h:mm:ss or m:ss as minutes."""
    minutes = []
    for row, cell in enumerate(clocks):
        found = CLOCK.fullmatch(cell.strip())
        if cell.strip() and not found:
            raise table.error(clocks, row, "duration", "h:mm:ss or m:ss, like 1:02:30")
        hours, mins, seconds = found.groups() if found else (None, "nan", "nan")
        seconds = float(seconds.replace(",", "."))
        minutes.append(60 * float(hours or 0) + float(mins) + seconds / 60)
    return minutes
