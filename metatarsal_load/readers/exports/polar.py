"""Polar Flow's CSV of one session: a header and a row, then a header and rows of samples."""

from __future__ import annotations

from dataclasses import replace

from metatarsal_load.readers.exports.dates import moment
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.numbers import duration_s
from metatarsal_load.readers.exports.table import (
    Columns,
    Contents,
    Table,
    label,
    not_understood,
    words,
)
from metatarsal_load.readers.exports.units import KM_M, MILE_M, scaled
from metatarsal_load.readers.exports.words import surface

WORDS = words(
    {
        "sport": "Sport",
        "date": "Date",
        "clock": "Start time",
        "duration": "Duration",
        "km": "Total distance (km)",
        "miles": "Total distance (mi)",
        "heart_rate": "Average heart rate (bpm)",
    }
)
_SAMPLES = label("Sample rate")


def is_polar(table: Table) -> bool:
    """Whether the header is that of a session's CSV and a header of samples follows its row."""
    columns = Columns(Table(table.name, table.header, ()), WORDS)
    wanted = all(field in columns for field in ("sport", "date", "clock", "duration"))
    return wanted and len(table.rows) > 1 and label(table.rows[1][0]) == _SAMPLES


def read_polar(table: Table) -> Contents:
    """Read a session's CSV: one `Listed`, local time; the samples below are left alone.

    Raises
    ------
    TableError
        If the date is not understood.
    """
    table = replace(table, rows=table.rows[:1])
    columns = Columns(table, WORDS)
    (row,) = table.rows
    start = moment(f"{columns.text(row, 'date')} {columns.text(row, 'clock')}")
    if start is None:
        raise not_understood(table)
    unit, far = (KM_M, "km") if "km" in columns else (MILE_M, "miles")
    sport = columns.text(row, "sport") or None
    return Contents(
        (
            Listed(
                origin=f"{table.name} row 1",
                start_local=start.replace(tzinfo=None),
                sport=sport,
                distance_m=scaled(columns.number(row, far), unit),
                timer_s=duration_s(columns.text(row, "duration")) or None,
                heart_rate_bpm=columns.number(row, "heart_rate"),
                surface=surface(sport),
            ),
        )
    )
