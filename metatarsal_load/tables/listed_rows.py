"""What an export's table says of an activity, as a session row or beside one."""

from __future__ import annotations

import math

import pandas as pd

from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.schema import HARD_SURFACES
from metatarsal_load.tables.clock import local_zone, to_local, zone_of
from metatarsal_load.tables.sport import sport_of
from metatarsal_load.tables.surface import surface_split

NAN = float("nan")


def listed_row(
    listed: Listed, *, tz: str | None = None, athlete_tz: str | None = None
) -> dict[str, object]:
    """Make a session row of an activity that only a table knows.

    Parameters
    ----------
    listed : Listed
        The table's row.
    tz, athlete_tz : str, optional
        Zone for a start given in UTC alone, or on a local clock alone.

    Returns
    -------
    dict
        Columns of `schema.SESSIONS` that the row tells, `elapsed_min` and `format` (``listed``);
        `start` is NaT where the row has no date.
    """
    distance = _km(listed.distance_m)
    sport = sport_of(listed.sport)
    notes = list(listed.notes)
    if sport == "":
        sport = "running"
        notes.append("no sport in the table: taken as a run")
    row: dict[str, object] = {
        **_clock(listed, tz, athlete_tz),
        "sport": sport,
        "distance_km": distance,
        "duration_min": _minutes(listed.timer_s if listed.timer_s else listed.elapsed_s),
        "moving_min": _minutes(listed.timer_s),
        "elapsed_min": _minutes(listed.elapsed_s if listed.elapsed_s else listed.timer_s),
        "ascent_m": _number(listed.ascent_m),
        "descent_m": _number(listed.descent_m),
        "cadence_spm": _number(listed.cadence_spm),
        "cadence_source": listed.cadence_source,
        "steps": _number(listed.steps),
        "heart_rate_bpm": _number(listed.heart_rate_bpm),
        "notes": "; ".join(notes) or None,
        "format": "listed",
    }
    return add_listed(row, listed)


def add_listed(row: dict[str, object], listed: Listed) -> dict[str, object]:
    """Add to a session row what an export's table knows of it.

    Name, shoe, exertion and the race flag are the table's where it has them: their owner wrote
    them; that it was a long run or a commute becomes a note. Distance, cadence, heart rate, steps
    and climb fill in what the file lacks.

    Parameters
    ----------
    row : dict
        A session row.
    listed : Listed
        The table's row of the same activity.

    Returns
    -------
    dict
        A new row; `name_from` is ``listed`` where the table names the activity.
    """
    full = dict(row)
    if listed.name:
        full |= {"name": listed.name, "name_from": "listed"}
    if listed.shoe:
        full |= {"shoe": listed.shoe, "shoe_source": "export"}
    if listed.rpe is not None:
        full["rpe"] = listed.rpe
    if listed.race is not None:
        full["race"] = float(listed.race)
    marks = {"long run": listed.long_run, "commute": listed.commute}
    if told := [f"{word}, as the export says" for word, said in marks.items() if said]:
        full["notes"] = "; ".join([*([str(row["notes"])] if row.get("notes") else []), *told])
    figures = {
        "distance_km": _km(listed.distance_m),
        "steps": listed.steps,
        "heart_rate_bpm": listed.heart_rate_bpm,
        "ascent_m": listed.ascent_m,
        "descent_m": listed.descent_m,
    }
    full |= {name: value for name, value in figures.items() if _lacks(full, name) and value}
    if _lacks(full, "cadence_spm") and listed.cadence_spm:
        full |= {"cadence_spm": listed.cadence_spm, "cadence_source": listed.cadence_source}
    return full | _surface(full, listed)


def _surface(row: dict[str, object], listed: Listed) -> dict[str, object]:
    """Surface by the table: its owner wrote it, so it goes before the file's and the map's."""
    distance = row.get("distance_km")
    if not isinstance(distance, float):
        return {}
    if listed.surface not in (None, "unknown"):
        split = surface_split(str(listed.surface), distance)
        return {"surface": listed.surface, "surface_source": "export", **split}
    if not listed.dirt_distance_m:
        return {}
    dirt = min(_km(listed.dirt_distance_m), distance)
    known = row.get("paved_km")
    paved = min(known, distance - dirt) if isinstance(known, float) else 0.0
    return {
        "surface": _mostly(dirt, paved, distance, str(row.get("surface"))),
        "surface_source": "export",
        "paved_km": paved,
        "soft_km": dirt,
        "treadmill_km": 0.0,
        "unknown_surface_km": distance - dirt - paved,
    }


def _mostly(dirt: float, paved: float, distance: float, word: str) -> str:
    """One word for a session that is known to be partly dirt; `word` for its paved rest."""
    if dirt > distance / 2:
        return "dirt"
    if paved > distance / 2:
        return word if word in HARD_SURFACES else "paved"
    return "mixed" if dirt + paved > distance / 2 else "unknown"


def _clock(listed: Listed, tz: str | None, athlete_tz: str | None) -> dict[str, object]:
    """Start on both clocks, as far as the row tells them."""
    if listed.start_utc is not None and listed.start_local is None:
        utc = pd.Timestamp(listed.start_utc)
        zone, source = local_zone(utc, tz=tz, athlete_tz=athlete_tz)
        known = {"start": to_local(utc, zone), "start_utc": to_local(utc, "UTC")}
        return known | {"timezone": zone, "timezone_source": source}
    if listed.start_local is None:
        return {"start": pd.NaT}
    local = pd.Timestamp(listed.start_local)
    if listed.start_utc is not None:
        utc = to_local(pd.Timestamp(listed.start_utc), "UTC")
        zone = offset_name(local - utc)
        return {"start": local, "start_utc": utc, "timezone": zone, "timezone_source": "file"}
    zone_name = tz or athlete_tz
    if zone_name is None or local == local.normalize():
        return {"start": local, "timezone_source": "typed"}
    aware = local.to_pydatetime().replace(tzinfo=zone_of(zone_name))
    utc = to_local(pd.Timestamp(aware), "UTC")
    source = "argument" if tz else "athlete"
    return {"start": local, "start_utc": utc, "timezone": zone_name, "timezone_source": source}


def offset_name(ahead: pd.Timedelta) -> str:
    """Write the local clock's lead as +hh:mm, to the minute."""
    minutes = round(ahead.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _lacks(row: dict[str, object], name: str) -> bool:
    """Tell whether a row lacks a figure."""
    value = row.get(name)
    return value is None or (isinstance(value, float) and math.isnan(value))


def _number(value: float | None) -> float:
    """Turn None into NaN."""
    return NAN if value is None else float(value)


def _km(metres: float | None) -> float:
    """Metres to km."""
    return _number(metres) / 1000


def _minutes(seconds: float | None) -> float:
    """Seconds to minutes."""
    return _number(seconds) / 60
