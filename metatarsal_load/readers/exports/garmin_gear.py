"""Garmin's account export: the shoes of its gear.json, and which was worn when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from metatarsal_load.readers.exports.dates import moment
from metatarsal_load.readers.exports.json_values import (
    Json,
    as_list,
    as_object,
    instant_of,
    parse,
    scaled,
    text_of,
)

_KM = 0.001  # from metres


def is_gear(head: str) -> bool:
    """Whether a JSON begins as gear.json does."""
    return '"gearDTOS"' in head[:512] or '"gearActivityDTOs"' in head[:512]


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
    whole = parse(text, name)
    parts = [as_object(part) for part in (whole if isinstance(whole, list) else [whole])]
    gear = [as_object(item) for part in parts for item in as_list(part.get("gearDTOS"))]
    shoes = [item for item in gear if _is_pair(item)]
    names = _names(shoes)
    worn = {
        str(as_object(link).get("activityId")): names[key]
        for part in parts
        for key, links in as_object(part.get("gearActivityDTOs")).items()
        if key in names
        for link in as_list(links)
    }
    return [_pair(item, names[str(item.get("gearPk"))]) for item in shoes], MappingProxyType(worn)


def _is_pair(item: Json) -> bool:
    """Whether a piece of gear is a pair of shoes, as most are."""
    return bool(item) and "shoe" in str(item.get("gearTypeName", "shoes")).casefold()


def _names(shoes: list[Json]) -> dict[str, str]:
    """Name of each pair by its key, told apart by the key where two share a name."""
    said = {
        str(item.get("gearPk")): text_of(item, "displayName", "customMakeModel") or ""
        for item in shoes
    }
    shared = Counter(said.values())
    return {
        key: (f"{name} (gear {key})" if shared[name] > 1 else name) or f"gear {key}"
        for key, name in said.items()
    }


def _pair(item: Json, name: str) -> dict[str, object]:
    """One pair as columns of the shoe table."""
    said = {
        "shoe": name,
        "model": text_of(item, "customMakeModel"),
        "start": _date(item, "dateBegin"),
        "retired": _date(item, "dateEnd"),
        "limit_km": scaled(item, "maximumMeters", _KM),
    }
    return {field: value for field, value in said.items() if value}


def _date(item: Json, field: str) -> datetime | None:
    """Day of a time in ms since 1970 or in ISO form, naive midnight."""
    text = text_of(item, field)
    at = instant_of(item, field) if text is None else moment(text.partition("T")[0])
    return None if at is None else at.replace(hour=0, minute=0, second=0, tzinfo=None)
