"""Strava's activities.csv and shoes.csv: what they say of each activity and pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from metatarsal_load.readers.exports.dates import is_day_first, moment
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.strava_headers import SHOES, WORDS
from metatarsal_load.readers.exports.table import Columns, Contents, Table, not_understood
from metatarsal_load.readers.exports.units import KM_M, is_plausible, metres_or_km
from metatarsal_load.readers.exports.words import in_english, on_foot, surface

# Above this a run's mean cadence cannot be one leg's: 2 x 120 = 240 steps a minute.
_ONE_LEG_BELOW_SPM = 120.0
# Columns that only Strava names so; two of them beside the date make an activities.csv.
_OWN = ("id", "name", "type", "file")
# Read for their tags only: what else a runner wrote there is nobody's business.
_NOTES = ("description", "private_note")


def is_strava(table: Table) -> bool:
    """Whether the header is one of activities.csv in a known language."""
    columns = Columns(Table(table.name, table.header, ()), WORDS)
    own = sum(field in columns for field in _OWN)
    return "date" in columns and (own >= 2 or (own >= 1 and "distance" in columns))


def is_strava_shoes(table: Table) -> bool:
    """Whether the header is that of Strava's shoes.csv."""
    columns = Columns(Table(table.name, table.header, ()), SHOES)
    return "shoe" in columns and "model" in columns


def read_strava(table: Table) -> Contents:
    """Read activities.csv: one `Listed` a row, times taken as UTC.

    Columns are found by name in any known language, twins among them by the shape of their
    values: of two distances the one in metres is used where it says something. The mean cadence
    of runs and walks is one leg's and is doubled.

    Raises
    ------
    TableError
        If no row has a date that is understood or a file.
    """
    columns = Columns(table, WORDS)
    dates = [columns.text(row, "date") for row in table.rows]
    day_first = is_day_first(dates, place=table.name)
    distances, pairs = _distances(table, columns), _pair_names(table, columns)
    listed, skipped = [], []
    for n, (row, date, distance) in enumerate(zip(table.rows, dates, distances, strict=True), 1):
        start = moment(date, day_first=day_first)
        if start is None and not columns.text(row, "file"):
            skipped.append(f"row {n}: the date {date!r} is not understood and no file is named")
            continue
        found = _listed(f"{table.name} row {n}", row, columns, start, distance)
        listed.append(replace(found, shoe=_shoe(row, columns, found.sport, pairs)))
    if table.rows and not listed:
        raise not_understood(table)
    return Contents(tuple(listed), tuple(skipped))


def _listed(
    origin: str,
    row: Sequence[str],
    columns: Columns,
    start: datetime | None,
    distance_m: float | None,
) -> Listed:
    """One row as `Listed`."""
    sport = in_english(columns.text(row, "sport_type") or columns.text(row, "type"))
    cadence, source = _cadence(columns.number(row, "cadence"), sport)
    return Listed(
        origin=origin,
        activity_id=columns.text(row, "id") or None,
        start_utc=start.replace(tzinfo=UTC) if start else None,
        sport=sport,
        name=columns.text(row, "name") or None,
        distance_m=distance_m,
        timer_s=_time(row, columns, "moving"),
        elapsed_s=_time(row, columns, "elapsed"),
        ascent_m=columns.number(row, "ascent"),
        descent_m=columns.number(row, "descent"),
        cadence_spm=cadence,
        cadence_source=source,
        heart_rate_bpm=columns.number(row, "heart_rate"),
        steps=columns.number(row, "steps"),
        rpe=columns.number(row, "rpe"),
        race=columns.flag(row, "race"),
        long_run=columns.flag(row, "long_run"),
        commute=columns.flag(row, "commute"),
        surface=surface(sport, *(columns.text(row, field) for field in _NOTES)),
        dirt_distance_m=columns.number(row, "dirt"),
        file=columns.text(row, "file") or None,
    )


def _time(row: Sequence[str], columns: Columns, field: str) -> float | None:
    """Seconds of the field's last cell that says any: the twins differ in rounding only."""
    return next(reversed(columns.seconds(row, field)), None)


def _distances(table: Table, columns: Columns) -> list[float | None]:
    """Distance of each row [m], from the twin in metres, else from the one in kilometres."""
    places = columns.places.get("distance", ())
    times = [_time(row, columns, "moving") or _time(row, columns, "elapsed") for row in table.rows]
    cells = {i: [columns.at(row, i) for row in table.rows] for i in places}
    factors = {i: metres_or_km(zip(cells[i], times, strict=True)) for i in places}
    in_metres_first = sorted(places, key=lambda i: factors[i])
    return [
        next(
            (
                _metres(value, factors[i], time)
                for i in in_metres_first
                if (value := cells[i][n]) is not None
            ),
            None,
        )
        for n, time in enumerate(times)
    ]


def _metres(value: float, factor: float, time_s: float | None) -> float:
    """Distance [m]; a swim's display value is in metres in a column of kilometres."""
    other = KM_M / factor
    if time_s and not is_plausible(value * factor, time_s) and is_plausible(value * other, time_s):
        return value * other
    return value * factor


def _cadence(value: float | None, sport: str | None) -> tuple[float | None, str | None]:
    """Return steps of both feet a minute, only where the sport is known to be on foot."""
    if value is None or not on_foot(sport):
        return None, None
    if value < _ONE_LEG_BELOW_SPM:
        return 2 * value, "strava_csv_one_leg"
    return value, "strava_csv_both_feet"


def _pair_names(table: Table, columns: Columns) -> dict[float, str]:
    """Name of each gear id: the id is the key, as rows may leave the name of a pair blank."""
    names: dict[float, str] = {}
    for row in table.rows:
        gear, name = columns.number(row, "gear_id"), columns.text(row, "gear_name")
        if gear is not None and (name or gear not in names):
            names[gear] = name
    shared = [name for name in names.values() if name]
    return {
        gear: f"{name} (gear {gear:.0f})" if shared.count(name) > 1 else name or f"gear {gear:.0f}"
        for gear, name in names.items()
    }


def _shoe(
    row: Sequence[str], columns: Columns, sport: str | None, pairs: Mapping[float, str]
) -> str | None:
    """Return the pair worn; gear of a ride is a bicycle."""
    if on_foot(sport) is False:
        return None
    gear = columns.number(row, "gear_id")
    return pairs[gear] if gear is not None else columns.text(row, "gear_name") or None


def read_strava_shoes(table: Table) -> list[dict[str, str]]:
    """Read shoes.csv: ``shoe``, ``model`` and ``default_for`` of each pair, as far as given."""
    columns = Columns(table, SHOES)
    pairs = []
    for row in table.rows:
        brand, model = columns.text(row, "brand"), columns.text(row, "model")
        made = " ".join(part for part in (brand, model) if part)
        if not (shoe := columns.text(row, "shoe") or made):
            continue
        said = {"shoe": shoe, "model": made, "default_for": _default(row, columns)}
        pairs.append({field: text for field, text in said.items() if text})
    return pairs


def _default(row: Sequence[str], columns: Columns) -> str:
    """Sport or surface a pair is worn for by default, in the schema's words."""
    sports = columns.text(row, "default_for")
    return surface(sports) or ("running" if "run" in sports.casefold() else "")
