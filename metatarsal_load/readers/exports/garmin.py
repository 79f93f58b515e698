"""Garmin's account export: summaries of activities, and the shoes worn for them, from its JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeAlias

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.dates import moment
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.table import Contents
from metatarsal_load.readers.exports.words import on_foot, surface

Json: TypeAlias = Mapping[str, Any]

_SUMMARIES = '"summarizedActivitiesExport"'
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CM, _MS, _KM = 0.01, 0.001, 0.001  # to metres, to seconds, from metres
_YEAR_2100_MS = 4_102_444_800_000
_MOST = 1e12  # no figure of an activity comes near it
_RACE = 1  # eventTypeId of a race


def is_summaries(head: str) -> bool:
    """Whether a JSON begins as summarizedActivities.json does."""
    return _SUMMARIES in head[:512]


def is_gear(head: str) -> bool:
    """Whether a JSON begins as gear.json does."""
    return '"gearDTOS"' in head[:512] or '"gearActivityDTOs"' in head[:512]


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
    for n, activity in enumerate(_objects(text, name), 1):
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


def _objects(text: str, name: str) -> Iterator[Json]:
    """Activities one by one: the file of a decade is too large to hold as objects."""
    decoder = json.JSONDecoder()
    at = text.find("[", text.find(_SUMMARIES)) + 1
    while (at := _skip(text, at)) < len(text) and text[at] != "]":
        try:
            activity, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _damaged(name, at, error) from error
        yield activity if isinstance(activity, dict) else {}


def _damaged(name: str, at: int, error: Exception) -> TableError:
    """Say what is wrong with the JSON value at a place, and where in it if the decoder knows."""
    if isinstance(error, json.JSONDecodeError):
        return TableError(f"{name}: damaged JSON at character {error.pos}: {error.msg}")
    what = "lists in lists too deep" if isinstance(error, RecursionError) else "an endless number"
    return TableError(f"{name}: damaged JSON at or behind character {at}: {what}")


def _skip(text: str, at: int) -> int:
    """Place of the next character that is neither a blank nor a comma."""
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _listed(origin: str, activity: Json, worn: Mapping[str, str]) -> Listed:
    """One activity as `Listed`."""
    kind = activity.get("activityType")
    sport = kind.get("typeKey") if isinstance(kind, dict) else kind
    cadence, source = _cadence(activity, sport)
    height = _height_factor(activity)
    key = str(activity.get("activityId", ""))
    return Listed(
        origin=origin,
        activity_id=key or None,
        start_utc=_instant(activity, "beginTimestamp", "startTimeGmt", "startTimeGMT"),
        start_local=_wall_clock(activity),
        sport=sport,
        name=activity.get("name") or activity.get("activityName") or None,
        distance_m=_scaled(activity, "distance", _CM),
        timer_s=_scaled(activity, "duration", _MS) or _scaled(activity, "movingDuration", _MS),
        elapsed_s=_scaled(activity, "elapsedDuration", _MS),
        ascent_m=_scaled(activity, "elevationGain", height),
        descent_m=_scaled(activity, "elevationLoss", height),
        cadence_spm=cadence,
        cadence_source=source,
        heart_rate_bpm=_scaled(activity, "avgHr", 1.0),
        steps=_scaled(activity, "steps", 1.0),
        shoe=worn.get(key),
        race=True if activity.get("eventTypeId") == _RACE else None,
        surface=surface(sport),
    )


def _scaled(activity: Json, field: str, factor: float | None) -> float | None:
    """Return a number above 0 times the factor; None for none, 0, nonsense, an unknown factor."""
    value = activity.get(field)
    if factor is None or not isinstance(value, int | float) or not 0 < value < _MOST:
        return None
    return value * factor


def _instant(activity: Json, *fields: str) -> datetime | None:
    """First of the fields that holds a time [ms since 1970]."""
    times = (activity.get(field) for field in fields)
    ms = next((time for time in times if isinstance(time, int | float)), None)
    return _EPOCH + timedelta(milliseconds=ms) if ms and 0 < ms < _YEAR_2100_MS else None


def _wall_clock(activity: Json) -> datetime | None:
    """Local start: a time in ms, shifted so that its UTC reading is the wall clock's."""
    shifted = _instant(activity, "startTimeLocal")
    return None if shifted is None else shifted.replace(tzinfo=None)


def _cadence(activity: Json, sport: str | None) -> tuple[float | None, str | None]:
    """Return steps of both feet a minute and where they are from."""
    if not on_foot(sport):
        return None, None
    if (both := _scaled(activity, "avgDoubleCadence", 1.0)) is not None:
        return both, "garmin_json_both_feet"
    one = _scaled(activity, "avgRunCadence", 2.0)
    return one, None if one is None else "garmin_json_one_leg"


def _height_factor(activity: Json) -> float | None:
    """Metres in one unit of the climb: 0.01 or 1, None where nothing tells.

    Importers disagree. The lowest and highest point are in cm; going from one to the other takes
    a climb or descent of their difference at least, so gains far below it are in metres.
    """
    low, high = activity.get("minElevation"), activity.get("maxElevation")
    if not isinstance(low, int | float) or not isinstance(high, int | float) or high <= low:
        return None
    moved = (activity.get("elevationGain") or 0) + (activity.get("elevationLoss") or 0)
    return _CM if moved >= 0.5 * (high - low) else 1.0


def read_gear(text: str, name: str) -> tuple[list[dict[str, object]], Mapping[str, str]]:
    """Read gear.json: the shoes, and the name of the pair worn by activity id.

    Returns
    -------
    shoes : list of dict
        ``shoe``, ``model``, ``start``, ``retired`` (datetime), ``limit_km``, as far as given.
    worn : Mapping of str to str
        Name of the pair by activity id.

    Raises
    ------
    TableError
        If the JSON is damaged.
    """
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(name, 0, error) from error
    parts = [part for part in (parts if isinstance(parts, list) else [parts]) if _is_object(part)]
    gear = [item for part in parts for item in part.get("gearDTOS") or () if _is_object(item)]
    shoes = [item for item in gear if "shoe" in str(item.get("gearTypeName", "shoes")).casefold()]
    names = _names(shoes)
    worn = {
        str(link.get("activityId")): names[str(key)]
        for part in parts
        for key, links in (part.get("gearActivityDTOs") or {}).items()
        for link in links
        if str(key) in names and _is_object(link)
    }
    return [_pair(item, names[str(item.get("gearPk"))]) for item in shoes], MappingProxyType(worn)


def _is_object(value: object) -> bool:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def _names(shoes: list[Json]) -> dict[str, str]:
    """Name of each pair by its key, told apart by the key where two share a name."""
    said = {
        str(item.get("gearPk")): str(item.get("displayName") or item.get("customMakeModel") or "")
        for item in shoes
    }
    names = list(said.values())
    return {
        key: (f"{name} (gear {key})" if names.count(name) > 1 else name) or f"gear {key}"
        for key, name in said.items()
    }


def _pair(item: Json, name: str) -> dict[str, object]:
    """One pair as columns of the shoe table."""
    limit_km = _scaled(item, "maximumMeters", _KM)
    said = {
        "shoe": name,
        "model": item.get("customMakeModel"),
        "start": _date(item.get("dateBegin")),
        "retired": _date(item.get("dateEnd")),
        "limit_km": limit_km,
    }
    return {field: value for field, value in said.items() if value}


def _date(value: object) -> datetime | None:
    """Day of a time in ms since 1970 or in ISO form, naive midnight."""
    if isinstance(value, str):
        at = moment(value.partition("T")[0])
    else:
        at = _instant({"date": value}, "date")
    return None if at is None else at.replace(hour=0, minute=0, second=0, tzinfo=None)
