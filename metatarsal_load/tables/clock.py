"""Local time: which zone a session was run in, and what its clocks showed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from metatarsal_load.errors import MetatarsalError
from metatarsal_load.tables.windows import Floats

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?")
# Zones of the open sea are bands of longitude that no shore keeps its clocks by.
_SEA = "Etc/"


@lru_cache(maxsize=1024)
def zone_of(name: str) -> tzinfo:
    """Zone of an IANA name (``Europe/Berlin``) or a fixed offset (``+05:30``).

    Parameters
    ----------
    name : str
        As `local_zone` returns it.

    Returns
    -------
    datetime.tzinfo
        The zone, cached.

    Raises
    ------
    MetatarsalError
        For a name that is neither.
    """
    offset = _OFFSET.fullmatch(name)
    if offset:
        sign, hours, minutes = offset.groups()
        size = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if size < timedelta(hours=24):
            return timezone(-size if sign == "-" else size)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MetatarsalError(
            f"time zone {name!r}: expected an IANA name such as 'Europe/Berlin' or an offset"
            " such as '+05:30'"
        ) from None


def local_zone(
    start_utc: pd.Timestamp,
    *,
    latitude_deg: Floats | None = None,
    longitude_deg: Floats | None = None,
    utc_offset_s: float | None = None,
    tz: str | None = None,
    athlete_tz: str | None = None,
) -> tuple[str, str]:
    """Zone a session's clocks were set to, and how that is known.

    The file's own offset comes first, then the zone of the coordinates, then `tz`, then the
    athlete's zone; without any of them UTC is assumed and said so.

    Parameters
    ----------
    start_utc : pandas.Timestamp
        Start in UTC (naive or aware).
    latitude_deg, longitude_deg : numpy.ndarray, optional
        Positions [deg]; NaN where there is none.
    utc_offset_s : float, optional
        Local minus UTC time as the file states it [s].
    tz, athlete_tz : str, optional
        Zone the user passed for sessions that say nothing, and the athlete's.

    Returns
    -------
    tuple of str
        Zone name or offset (``+02:00``), and ``file``, ``coordinates``, ``argument``,
        ``athlete`` or ``assumed_utc``. Coordinates whose zone keeps the file's offset at that
        instant lend the file's offset their name. Coordinates at sea give way to a zone that the
        user named.
    """
    here = _zone_of_positions(latitude_deg, longitude_deg)
    if utc_offset_s is not None:
        agrees = here is not None and offset_s(start_utc, here) == utc_offset_s
        return (here if agrees and here else _offset_name(utc_offset_s)), "file"
    if here is not None and not here.startswith(_SEA):
        return here, "coordinates"
    for name, source in ((tz, "argument"), (athlete_tz, "athlete"), (here, "coordinates")):
        if name:
            zone_of(name)
            return name, source
    return "UTC", "assumed_utc"


def to_local(start_utc: pd.Timestamp, zone: str) -> pd.Timestamp:
    """Wall clock of a zone at an instant.

    Parameters
    ----------
    start_utc : pandas.Timestamp
        Instant in UTC (naive or aware).
    zone : str
        Name or offset, as for `zone_of`.

    Returns
    -------
    pandas.Timestamp
        Naive, in microseconds; of an hour that the clocks show twice, the time shown.
    """
    aware = _aware(start_utc).astimezone(zone_of(zone))
    return pd.Timestamp(aware.replace(tzinfo=None, fold=0)).as_unit("us")


def offset_s(start_utc: pd.Timestamp, zone: str) -> float:
    """Local minus UTC time of a zone at an instant [s]; parameters as for `to_local`."""
    offset = _aware(start_utc).astimezone(zone_of(zone)).utcoffset()
    return 0.0 if offset is None else offset.total_seconds()


def _aware(start_utc: pd.Timestamp) -> datetime:
    """Turn a timestamp, naive UTC or aware, into a datetime in UTC."""
    instant = start_utc.to_pydatetime(warn=False)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _offset_name(seconds: float) -> str:
    """Write an offset as +hh:mm."""
    minutes = round(abs(seconds) / 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _zone_of_positions(latitude: Floats | None, longitude: Floats | None) -> str | None:
    """Zone of the first position on land, of the first, middle and last; else that of the sea."""
    if latitude is None or longitude is None:
        return None
    here = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    if here.size == 0:
        return None
    from tzfpy import get_tz

    sea = None
    for place in (here[0], here[here.size // 2], here[-1]):
        zone = str(get_tz(float(longitude[place]), float(latitude[place])))
        if zone and not zone.startswith(_SEA):
            return zone
        sea = sea or zone or None
    return sea
