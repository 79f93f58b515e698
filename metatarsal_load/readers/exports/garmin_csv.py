"""Garmin Connect's Activities.csv: the list of activities that its web page exports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from metatarsal_load.readers.exports.dates import is_day_first, moment
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.numbers import duration_s, number
from metatarsal_load.readers.exports.table import (
    Columns,
    Contents,
    Table,
    not_understood,
    words,
)
from metatarsal_load.readers.exports.units import (
    ASSUMED_KM,
    FOOT_M,
    KM_M,
    MILE_M,
    from_strides,
    is_plausible,
    scaled,
)
from metatarsal_load.readers.exports.words import on_foot, surface

WORDS = words(
    {
        "type": "Activity Type|Aktivitätstyp|Type d'activité|Aktivitetstype|Typ aktywności"
        "|activite",
        "date": "Date|Datum|Dato|Data",
        "title": "Title|Titel|Titre|Tytuł",
        "favorite": "Favorite|Favorit|Favori|Ulubiony",
        "distance": "Distance|Distanz|Dystans",
        "time": "Time|Activity Time|Zeit|Durée|Tid|Czas|Temps",
        "moving": "Moving Time|Zeit in Bewegung|Temps de déplacement|Czas ruchu",
        "elapsed": "Elapsed Time|Verstrichene Zeit|Temps écoulé|Upłynęło czasu",
        "heart_rate": "Avg HR|Ø HF|Ø Herzfrequenz|Fréquence cardiaque moyenne"
        "|Gennemsnitlig puls|Średnie tętno",
        "cadence": "Avg Run Cadence|Avg Bike Cadence|Ø Schrittfrequenz (Laufen)"
        "|Cadence de course moyenne|Gennemsnit kadence løb|Średni rytm biegu",
        "ascent": "Elev Gain|Total Ascent|Positiver Höhenunterschied|Anstieg gesamt"
        "|Ascension totale|Højdeforøgelse|Całkowity wznios|Gain_altitude",
        "descent": "Elev Loss|Total Descent|Negativer Höhenunterschied|Abstieg gesamt"
        "|Descente totale|Højdereduktion|Całkowity spadek|Perte_altitude",
        "stride": "Avg Stride Length|Ø Schrittlänge|Longueur moyenne des foulées"
        "|Gennemsnitlig skridtlængde|Średnia długość kroku",
        "steps": "Steps|Schritte|Pas",
    }
)
# Where a file has no header, these are the columns by Garmin's order, checked by their shape.
_HEADERLESS = MappingProxyType(
    {0: "Activity Type", 1: "Date", 2: "Favorite", 3: "Title", 4: "Distance", 6: "Time",
     7: "Avg HR", 10: "Avg Run Cadence", 14: "Total Ascent", 15: "Total Descent",
     16: "Avg Stride Length"}
)  # fmt: skip
_FLAG = re.compile(r"^(true|false)$", re.IGNORECASE)


def is_garmin(table: Table) -> bool:
    """Whether the header is one of Activities.csv in a known language."""
    columns = Columns(Table(table.name, table.header, ()), WORDS)
    wanted = all(field in columns for field in ("type", "date", "distance"))
    return wanted and any(field in columns for field in ("time", "moving", "elapsed"))


def with_header(table: Table) -> Table | None:
    """Return the table of a file that lost its header: its first line is a row; else None."""
    row = table.header
    if len(row) <= max(_HEADERLESS):
        return None
    shaped = (
        moment(row[1]) is not None
        and _FLAG.match(row[2])
        and number(row[4]) is not None
        and ":" in row[6]
        and duration_s(row[6]) is not None
    )
    if not shaped:
        return None
    header = tuple(_HEADERLESS.get(i, f"column {i + 1}") for i in range(len(row)))
    return Table(table.name, header, (row, *table.rows))


def read_garmin_csv(table: Table) -> Contents:
    """Read Activities.csv: one `Listed` a row, times on the local wall clock.

    Distances are in kilometres or miles, after the account; steps (counted, or cadence times time)
    times step length tell which: see `from_strides`. Where nothing tells, kilometres are assumed
    and each row notes it. A track run or a swim is in metres in the same column: the row's speed
    tells. Cadence counts both feet already; heights are in feet where the distance is in miles.

    Raises
    ------
    TableError
        If no row has a date that is understood.
    """
    columns = Columns(table, WORDS)
    dates = [columns.text(row, "date") for row in table.rows]
    day_first = is_day_first(dates, place=table.name)
    unit = _unit(table, columns)
    listed, skipped = [], []
    for n, (row, date) in enumerate(zip(table.rows, dates, strict=True), 1):
        start = moment(date, day_first=day_first)
        if start is None:
            skipped.append(f"row {n}: the date {date!r} is not understood")
            continue
        found = _listed(f"{table.name} row {n}", row, columns, unit)
        listed.append(replace(found, start_local=start.replace(tzinfo=None)))
    if table.rows and not listed:
        raise not_understood(table)
    return Contents(tuple(listed), tuple(skipped))


def _listed(origin: str, row: Sequence[str], columns: Columns, unit: float | None) -> Listed:
    """One row as `Listed`, without its start."""
    sport = columns.text(row, "type") or None
    timer = _timer(row, columns)
    cadence = columns.number(row, "cadence") if on_foot(sport) else None
    height = FOOT_M if unit == MILE_M else 1.0
    return Listed(
        origin=origin,
        sport=sport,
        name=columns.text(row, "title") or None,
        distance_m=_metres(columns.number(row, "distance"), unit or KM_M, timer),
        timer_s=timer,
        elapsed_s=duration_s(columns.text(row, "elapsed")) or None,
        ascent_m=scaled(columns.number(row, "ascent"), height),
        descent_m=scaled(columns.number(row, "descent"), height),
        cadence_spm=cadence,
        cadence_source=None if cadence is None else "garmin_csv_both_feet",
        heart_rate_bpm=columns.number(row, "heart_rate"),
        steps=columns.number(row, "steps"),
        surface=surface(sport),
        notes=() if unit else (ASSUMED_KM,),
    )


def _timer(row: Sequence[str], columns: Columns) -> float | None:
    """Time without pauses [s]."""
    return duration_s(columns.text(row, "time")) or duration_s(columns.text(row, "moving")) or None


def _unit(table: Table, columns: Columns) -> float | None:
    """Metres in one unit of the distance column, None where no row tells."""
    rows = []
    for row in table.rows:
        if not on_foot(columns.text(row, "type")):
            continue
        distance, time = columns.number(row, "distance"), _timer(row, columns)
        stride, steps = columns.number(row, "stride"), columns.number(row, "steps")
        cadence = columns.number(row, "cadence") or (steps and time and 60 * steps / time)
        if distance and time and cadence and stride:
            rows.append((distance, time, cadence, stride))
    return from_strides(rows)


def _metres(value: float | None, unit: float, time_s: float | None) -> float | None:
    """Distance [m]; a track run or a swim is in metres already, as its speed tells."""
    if value is None:
        return None
    if time_s and not is_plausible(value * unit, time_s) and is_plausible(value, time_s):
        return value
    return value * unit
