"""What a table of an export says of one activity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from metatarsal_load.schema import SESSIONS, SURFACES


@dataclass(frozen=True)
class Listed:
    """One row of an export's table of activities; every figure is None where the row is silent.

    Attributes
    ----------
    origin : str
        Table and row, for messages: ``activities.csv row 17`` (row 1 is the first below the
        header), ``summarizedActivities.json activity 3``.
    athlete : str or None
        Whose activity; `find_sources` fills it in.
    activity_id : str or None
        The export's own id.
    start_utc : datetime or None
        Start, aware, UTC.
    start_local : datetime or None
        Start on the local wall clock, naive.
    sport : str or None
        The export's word; a known word of another language is put into English
        (``Lauf`` -> ``running``).
    name : str or None
        Title.
    distance_m, timer_s, elapsed_s : float or None
        Distance [m], time without pauses [s], time with pauses [s].
    ascent_m, descent_m : float or None
        Climb and descent [m], both positive.
    cadence_spm : float or None
        Mean cadence of runs and walks [steps/min, both feet].
    cadence_source : str or None
        How `cadence_spm` was established: ``strava_csv_one_leg``, ``garmin_csv_both_feet``, ...
    heart_rate_bpm : float or None
        Mean heart rate [beats/min].
    steps : float or None
        Steps of both feet.
    shoe : str or None
        The pair's name; ``gear 13594491`` for a pair without a name.
    rpe : float or None
        Perceived exertion, 0-10.
    race, long_run, commute : bool or None
        The row's flags.
    surface : str or None
        A word of `metatarsal_load.schema.SURFACES`, where the sport's word tells it
        (``Trail Run``, ``Treadmill Running``).
    dirt_distance_m : float or None
        Distance on unpaved ground [m], as the export counts it.
    file : str or None
        The run file the row belongs to, by the name that the export gives it.
    notes : tuple of str
        What was assumed or odd (``distance taken as km``).
    """

    origin: str
    athlete: str | None = None
    activity_id: str | None = None
    start_utc: datetime | None = None
    start_local: datetime | None = None
    sport: str | None = None
    name: str | None = None
    distance_m: float | None = None
    timer_s: float | None = None
    elapsed_s: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    cadence_spm: float | None = None
    cadence_source: str | None = None
    heart_rate_bpm: float | None = None
    steps: float | None = None
    shoe: str | None = None
    rpe: float | None = None
    race: bool | None = None
    long_run: bool | None = None
    commute: bool | None = None
    surface: str | None = None
    dirt_distance_m: float | None = None
    file: str | None = None
    notes: tuple[str, ...] = ()


# Figures whose range the sessions' schema bounds above, by the column they go to.
_BOUNDED = MappingProxyType(
    {name: SESSIONS[name] for name in ("rpe", "heart_rate_bpm", "cadence_spm")}
)


def within_range(listed: Listed) -> Listed:
    """Drop what no session may hold (exertion of 15, a heart rate of 300), with a note each."""
    notes = list(listed.notes)
    dropped: dict[str, Any] = {}
    for name, column in _BOUNDED.items():
        value, low, high = getattr(listed, name), column.low, column.high
        if value is not None and low is not None and high is not None and not low <= value <= high:
            dropped[name] = None
            notes.append(f"{name} {value:g} left out: outside {low:g} to {high:g}")
    if listed.surface is not None and listed.surface not in SURFACES:
        dropped["surface"] = None
        notes.append(f"surface {listed.surface!r} left out: not one of {', '.join(SURFACES)}")
    return replace(listed, notes=tuple(notes), **dropped) if dropped else listed
