"""Garmin's account export: summaries of activities from its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.json_values import (
    Json,
    as_object,
    instant_of,
    number_of,
    objects,
    scaled,
    text_of,
)
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.table import Contents
from metatarsal_load.readers.exports.words import on_foot, surface

_SUMMARIES = '"summarizedActivitiesExport"'
_CM, _MS = 0.01, 0.001  # to metres, to seconds
_RACE = 1  # eventTypeId of a race


def is_summaries(head: str) -> bool:
    """Whether a JSON begins as summarizedActivities.json does."""
    return _SUMMARIES in head[:512]


def read_summaries(text: str, name: str, worn: Mapping[str, str]) -> Contents:
    """Read summarizedActivities.json: one `Listed` an activity.

    Raw units: distances in cm, times in ms since 1970 (the local one shifted to the wall clock),
    durations in ms, `avgRunCadence` one leg. Whether heights are in cm is disputed: see
    `_height_factor`. A multisport activity stands for its legs, which have entries of their own.

    Parameters
    ----------
    text : str
        The JSON.
    name : str
        File name, for messages.
    worn : Mapping of str to str
        Name of the pair by activity id (`read_gear`).

    Raises
    ------
    TableError
        If the JSON is damaged or holds no activity with a time.
    """
    listed, skipped = [], []
    for n, activity in enumerate(objects(text, _SUMMARIES, name), 1):
        found = _listed(f"{name} activity {n}", activity, worn)
        if activity.get("parent") is True:
            skipped.append(f"activity {n}: a multisport container; its legs are listed")
        elif found.start_utc is None and found.start_local is None:
            skipped.append(f"activity {n}: no start time")
        else:
            listed.append(found)
    if skipped and not listed:
        raise TableError(f"{name}: no activity has a start time; the form is not understood")
    return Contents(tuple(listed), tuple(skipped))


def _listed(origin: str, activity: Json, worn: Mapping[str, str]) -> Listed:
    """One activity as `Listed`."""
    kind = activity.get("activityType")
    typed = {"typeKey": kind} if isinstance(kind, str) else as_object(kind)
    sport = text_of(typed, "typeKey")
    cadence, source = _cadence(activity, sport)
    height = _height_factor(activity)
    key = str(activity.get("activityId", ""))
    return Listed(
        origin=origin,
        activity_id=key or None,
        start_utc=instant_of(activity, "beginTimestamp", "startTimeGmt", "startTimeGMT"),
        start_local=_wall_clock(activity),
        sport=sport,
        name=text_of(activity, "name", "activityName"),
        distance_m=scaled(activity, "distance", _CM),
        timer_s=scaled(activity, "duration", _MS) or scaled(activity, "movingDuration", _MS),
        elapsed_s=scaled(activity, "elapsedDuration", _MS),
        ascent_m=scaled(activity, "elevationGain", height),
        descent_m=scaled(activity, "elevationLoss", height),
        cadence_spm=cadence,
        cadence_source=source,
        heart_rate_bpm=scaled(activity, "avgHr", 1.0),
        steps=scaled(activity, "steps", 1.0),
        shoe=worn.get(key),
        race=True if activity.get("eventTypeId") == _RACE else None,
        surface=surface(sport),
    )


def _wall_clock(activity: Json) -> datetime | None:
    """Local start: a time in ms, shifted so that its UTC reading is the wall clock's."""
    shifted = instant_of(activity, "startTimeLocal")
    return None if shifted is None else shifted.replace(tzinfo=None)


def _cadence(activity: Json, sport: str | None) -> tuple[float | None, str | None]:
    """Return steps of both feet a minute and where they are from."""
    if not on_foot(sport):
        return None, None
    if (both := scaled(activity, "avgDoubleCadence", 1.0)) is not None:
        return both, "garmin_json_both_feet"
    one = scaled(activity, "avgRunCadence", 2.0)
    return one, None if one is None else "garmin_json_one_leg"


def _height_factor(activity: Json) -> float | None:
    """Metres in one unit of the climb: 0.01 or 1, None where nothing tells.

    Importers disagree. The lowest and highest point are in cm; going from one to the other takes
    a climb or descent of their difference at least, so gains far below it are in metres.
    """
    low, high = number_of(activity, "minElevation"), number_of(activity, "maxElevation")
    if low is None or high is None or high <= low:
        return None
    moved = sum(number_of(activity, name) or 0 for name in ("elevationGain", "elevationLoss"))
    return _CM if moved >= 0.5 * (high - low) else 1.0
