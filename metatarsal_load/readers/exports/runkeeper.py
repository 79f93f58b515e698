"""Runkeeper's cardioActivities.csv."""

from __future__ import annotations

from metatarsal_load.readers.exports.dates import is_day_first, moment
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.numbers import duration_s
from metatarsal_load.readers.exports.table import (
    Columns,
    Contents,
    Table,
    not_understood,
    words,
)
from metatarsal_load.readers.exports.units import FOOT_M, KM_M, MILE_M, scaled
from metatarsal_load.readers.exports.words import surface

WORDS = words(
    {
        "id": "Activity Id",
        "date": "Date",
        "type": "Type",
        "route": "Route Name",
        "km": "Distance (km)",
        "miles": "Distance (mi)",
        "duration": "Duration",
        "climb_m": "Climb (m)",
        "climb_ft": "Climb (ft)",
        "heart_rate": "Average Heart Rate (bpm)",
        "notes": "Notes",
        "file": "GPX File",
    }
)


def is_runkeeper(table: Table) -> bool:
    """Whether the header is one of cardioActivities.csv."""
    columns = Columns(Table(table.name, table.header, ()), WORDS)
    wanted = all(field in columns for field in ("date", "type", "duration", "file"))
    return wanted and ("km" in columns or "miles" in columns)


def read_runkeeper(table: Table) -> Contents:
    """Read cardioActivities.csv: one `Listed` a row, local times, units from the header.

    Raises
    ------
    TableError
        If no row has a date that is understood.
    """
    columns = Columns(table, WORDS)
    dates = [columns.text(row, "date") for row in table.rows]
    day_first = is_day_first(dates, place=table.name)
    unit, far = (KM_M, "km") if "km" in columns else (MILE_M, "miles")
    height, climb = (1.0, "climb_m") if "climb_m" in columns else (FOOT_M, "climb_ft")
    listed, skipped = [], []
    for n, (row, date) in enumerate(zip(table.rows, dates, strict=True), 1):
        start = moment(date, day_first=day_first)
        if start is None:
            skipped.append(f"row {n}: the date {date!r} is not understood")
            continue
        sport = columns.text(row, "type") or None
        listed.append(
            Listed(
                origin=f"{table.name} row {n}",
                activity_id=columns.text(row, "id") or None,
                start_local=start.replace(tzinfo=None),
                sport=sport,
                name=columns.text(row, "route") or None,
                distance_m=scaled(columns.number(row, far), unit),
                timer_s=duration_s(columns.text(row, "duration")) or None,
                ascent_m=scaled(columns.number(row, climb), height),
                heart_rate_bpm=columns.number(row, "heart_rate"),
                surface=surface(sport, columns.text(row, "notes")),
                file=columns.text(row, "file") or None,
            )
        )
    if table.rows and not listed:
        raise not_understood(table)
    return Contents(tuple(listed), tuple(skipped))
