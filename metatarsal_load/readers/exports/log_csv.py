"""A plain training log: a CSV with a date, a distance or duration, and whatever else was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median
from types import MappingProxyType

from metatarsal_load.readers.exports.dates import is_day_first, moment
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.table import (
    Columns,
    Contents,
    Table,
    not_understood,
    words,
)
from metatarsal_load.readers.exports.units import (
    ASSUMED_KM,
    KM_M,
    MILE_M,
    metres_or_km,
    scaled,
    time_factor,
)
from metatarsal_load.readers.exports.words import surface

WORDS = words(
    {
        "athlete": "athlete|runner",
        "date": "date|day|start|start date|datum|tag|fecha|data|dato|dag|jour|start local",
        "clock": "start time|time of day|startzeit|hora|heure|uhrzeit",
        "km": "km|kms|distance km|kilometers|kilometres|kilometer|dist km|distanz km",
        "mi": "mi|miles|distance mi|distance miles|mileage|dist mi",
        "m": "distance m|meters|metres|dist m|distance meters",
        "distance": "distance|dist|distanz|strecke|afstand|distancia|distanza|distância|dystans"
        "|vzdálenost|distans",
        "duration": "duration|time|dauer|zeit|tijd|duur|durée|temps|tiempo|duración|durata|czas"
        "|čas|tid|elapsed time|moving time|run time",
        "minutes": "duration min|minutes|min|mins|time min|duration minutes|dauer min|moving min",
        "seconds": "duration s|seconds|duration sec|time s|moving time s|elapsed s",
        "hours": "duration h|hours|duration hours",
        "sport": "sport|type|activity|activity type|sportart",
        "name": "name|title|activity name|workout|run|notes|note|comment|description",
        "shoe": "shoe|shoes|gear|schuh|schuhe|shoe name",
        "rpe": "rpe|effort|perceived exertion",
        "heart_rate": "heart rate|heart rate bpm|hr|avg hr|average heart rate|avg heart rate|puls",
        "cadence": "cadence spm|cadence|avg cadence|average cadence",
        "steps": "steps|schritte|total steps",
        "ascent": "ascent m|ascent|elevation gain|elevation gain m|climb m|hm|höhenmeter",
        "race": "race|competition|wettkampf",
        "surface": "surface|terrain|untergrund",
    }
)
_FAR = MappingProxyType({"km": KM_M, "mi": MILE_M, "m": 1.0})
_LONG = MappingProxyType({"seconds": 1.0, "minutes": 60.0, "hours": 3600.0})
# A mean cadence of a run below the first is one leg's, above the second both feet's.
_ONE_LEG_BELOW_SPM, _BOTH_FEET_ABOVE_SPM = 105.0, 130.0


def is_log(table: Table) -> bool:
    """Whether the columns are those of a log and most rows hold what they promise."""
    columns = Columns(table, WORDS)
    far = [field for field in ("km", "mi", "m", "distance") if field in columns]
    long = [field for field in ("duration", *_LONG) if field in columns]
    if "date" not in columns or not (far or (long and "sport" in columns)):
        return False
    # Whether the day or the month stands first is settled once it is known to be a log.
    dates = [columns.text(row, "date") for row in table.rows]
    dated = sum(any(moment(date, day_first=first) for first in (True, False)) for date in dates)
    measured = sum(any(columns.text(row, field) for field in far + long) for row in table.rows)
    return 2 * min(dated, measured) >= len(table.rows) > 0


def read_log_csv(table: Table) -> Contents:
    """Read a plain log: one `Listed` a row with a date and a distance or duration.

    Units come from the column's name (``km``, ``miles``, ``duration_min``); where it names none,
    from the speed that distance and time give together; where that leaves kilometres or miles
    open, kilometres are assumed and each row notes it.

    Raises
    ------
    TableError
        If no row has a date that is understood and a distance or duration.
    """
    columns = Columns(table, WORDS)
    dates = [columns.text(row, "date") for row in table.rows]
    day_first = is_day_first(dates, place=table.name)
    far, far_note = _distances(table, columns)
    long, long_note = _durations(table, columns, far)
    notes = tuple(note for note in (far_note, long_note) if note)
    legs = _legs(table, columns)
    listed, skipped = [], []
    for n, (row, date) in enumerate(zip(table.rows, dates, strict=True), 1):
        start = _start(date, columns.text(row, "clock"), day_first)
        if start is None or not (far[n - 1] or long[n - 1]):
            wrong = f"the date {date!r} is not understood" if start is None else "no figures"
            skipped.append(f"row {n}: {wrong}; expected a date and a distance or duration")
            continue
        found = _listed(f"{table.name} row {n}", row, columns, start, legs)
        listed.append(replace(found, distance_m=far[n - 1], timer_s=long[n - 1], notes=notes))
    if table.rows and not listed:
        raise not_understood(table)
    return Contents(tuple(listed), tuple(skipped))


def _listed(
    origin: str, row: Sequence[str], columns: Columns, start: datetime, legs: int | None
) -> Listed:
    """One row as `Listed`, without its distance and duration."""
    sport = columns.text(row, "sport") or None
    cadence = columns.number(row, "cadence") if legs else None
    return Listed(
        origin=origin,
        athlete=columns.text(row, "athlete") or None,
        start_utc=start if start.tzinfo else None,
        start_local=None if start.tzinfo else start,
        sport=sport,
        name=columns.text(row, "name") or None,
        ascent_m=columns.number(row, "ascent"),
        cadence_spm=cadence * legs if cadence and legs else None,
        cadence_source={1: "log_both_feet", 2: "log_one_leg"}.get(legs or 0) if cadence else None,
        heart_rate_bpm=columns.number(row, "heart_rate"),
        steps=columns.number(row, "steps"),
        shoe=columns.text(row, "shoe") or None,
        rpe=columns.number(row, "rpe"),
        race=columns.flag(row, "race"),
        surface=columns.text(row, "surface").casefold() or surface(sport),
    )


def _start(date: str, clock: str, day_first: bool) -> datetime | None:
    """Start from the date's cell, and the time of day's cell where there is one."""
    return moment(f"{date} {clock}" if clock and ":" not in date else date, day_first=day_first)


def _distances(table: Table, columns: Columns) -> tuple[list[float | None], str | None]:
    """Distance of each row [m], and the note on an assumed unit."""
    for field, factor in _FAR.items():
        if field in columns:
            return [scaled(columns.number(row, field), factor) for row in table.rows], None
    values = [columns.number(row, "distance") for row in table.rows]
    times = [_clock(row, columns) for row in table.rows]
    factor = metres_or_km(zip(values, times, strict=True))
    note = ASSUMED_KM if factor == KM_M and "distance" in columns else None
    return [scaled(value, factor) for value in values], note


def _durations(
    table: Table, columns: Columns, far_m: Sequence[float | None]
) -> tuple[list[float | None], str | None]:
    """Duration of each row [s], and the note on an assumed or unknown unit."""
    for field, factor in _LONG.items():
        if field in columns:
            return [scaled(columns.number(row, field), factor) for row in table.rows], None
    values = [_clock(row, columns) for row in table.rows]
    found = time_factor(zip(far_m, values, strict=True))
    if found is None and "duration" in columns:
        return list(values), "duration read as written: no distance to check its unit against"
    return [scaled(value, found or 1.0) for value in values], None


def _clock(row: Sequence[str], columns: Columns) -> float | None:
    """Duration as written, ``mm:ss`` in seconds; None for none and 0."""
    return next(iter(columns.seconds(row, "duration")), None)


def _legs(table: Table, columns: Columns) -> int | None:
    """Factor from the cadence column to both feet; None where its unit stays open."""
    values = [value for row in table.rows if (value := columns.number(row, "cadence"))]
    if not values:
        return None
    typical = median(values)
    if typical > _BOTH_FEET_ABOVE_SPM:
        return 1
    return 2 if typical < _ONE_LEG_BELOW_SPM else None
