"""Which unit a column of distances is in, established from the figures beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

KM_M = 1000.0
MILE_M = 1609.344
FOOT_M = 0.3048
ASSUMED_KM = "distance taken as km: no column tells km from miles"

# Mean speeds that people reach over an activity [m/s]: a slow stroll and a fast descent.
SLOWEST_MPS, FASTEST_MPS = 0.3, 28.0


def scaled(value: float | None, factor: float) -> float | None:
    """Value in another unit, None where there is no value."""
    return None if value is None else value * factor


def is_plausible(distance_m: float, time_s: float) -> bool:
    """Whether a person may cover the distance in the time."""
    return SLOWEST_MPS <= distance_m / time_s <= FASTEST_MPS


def metres_or_km(pairs: Iterable[tuple[float | None, float | None]]) -> float:
    """Metres in one unit of a column of distances that is either in metres or in kilometres.

    Parameters
    ----------
    pairs : iterable of (distance, time [s])

    Returns
    -------
    float
        1 or 1000: the one that makes more rows' speeds those of people (0.3 to 28 m/s); without
        times 1000 where the median is below 500, as no log's typical run is 500 m or 500 km.
    """
    known = [(far, time) for far, time in pairs if far]
    if not known:
        return KM_M
    timed = [(far, time) for far, time in known if time]
    if timed:
        metres, km = (sum(is_plausible(far * m, time) for far, time in timed) for m in (1.0, KM_M))
        return 1.0 if metres > km else KM_M
    return 1.0 if median(far for far, _ in known) >= 500 else KM_M


def from_strides(rows: Sequence[tuple[float, float, float, float]]) -> float | None:
    """Metres in one unit of distance, from the strides that covered it.

    Steps x step length is a distance in metres whatever the unit of the distance column, so it
    tells kilometres from miles (a pace does not: pace x distance is the time in either).

    Parameters
    ----------
    rows : sequence of (distance, time [s], cadence [steps/min], step length [m, cm or ft])

    Returns
    -------
    float or None
        1000, 1609.344 or 1 where the median lies within 12 % of one of them, else None.
    """
    ratios = [cadence * time / 60 * step / far for far, time, cadence, step in rows if far]
    if not ratios:
        return None
    found = median(ratios)
    for step_m in (1.0, 0.01, FOOT_M):
        for unit in (KM_M, MILE_M, 1.0):
            if abs(found * step_m / unit - 1) <= 0.12:
                return unit
    return None


def time_factor(pairs: Iterable[tuple[float | None, float | None]]) -> float | None:
    """Seconds in one unit of a column of durations whose name tells no unit.

    Parameters
    ----------
    pairs : iterable of (distance [m], duration [unknown unit])

    Returns
    -------
    float or None
        1 (seconds, ``mm:ss``), 60 (minutes, or ``h:mm`` read as ``mm:ss``), 3600 (hours) or 1/60
        (``mm:ss`` that a spreadsheet saved as ``mm:ss:00``): the one that makes the median speed
        one of a person on foot (0.8 to 7 m/s); None where none does.
    """
    speeds = [far / time for far, time in pairs if far and time]
    if not speeds:
        return None
    fits = (f for f in (1.0, 60.0, 3600.0, 1 / 60) if 0.8 <= median(speeds) / f <= 7.0)
    return next(fits, None)
