"""From one recording to one row of the sessions table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.readers.recording import Meta
from metatarsal_load.schema import SESSIONS
from metatarsal_load.tables.altitude import climb, hills
from metatarsal_load.tables.bouts import longest_bout_s
from metatarsal_load.tables.clock import local_zone, to_local
from metatarsal_load.tables.easy import easy_level
from metatarsal_load.tables.histograms import Histograms, histograms_of
from metatarsal_load.tables.samples import Motion, motion
from metatarsal_load.tables.surface import surface_of, surface_split
from metatarsal_load.tables.windows import weighted_median

_NAN = float("nan")
_ON_FOOT = ("running", "walking")
_BLANK: dict[str, object] = {
    name: _NAN if column.dtype in ("float", "flag") else None for name, column in SESSIONS.items()
} | {"intensity": "unknown", "intensity_source": "unknown", "shoe_source": "unknown"}


def summarise(
    samples: pd.DataFrame,
    meta: Meta,
    *,
    tz: str | None = None,
    athlete: str = "me",
    athlete_tz: str | None = None,
) -> tuple[dict[str, object], Histograms]:
    """Sum one recording up as a row of the sessions table.

    The samples are cleaned on the way (see `metatarsal_load.tables.samples.clean`), without
    building a frame. The device's own totals come first: distance, timer time, climb, steps.

    Parameters
    ----------
    samples : pandas.DataFrame
        Samples of one activity as a reader returns them; may be empty.
    meta : Meta
        What the file says about it.
    tz : str, optional
        Zone for a recording whose file and coordinates name none.
    athlete : str
        Whose session.
    athlete_tz : str, optional
        The athlete's zone, after `tz`.

    Returns
    -------
    tuple of dict and Histograms
        Every column of `metatarsal_load.schema.SESSIONS`, in order; NaN, None or ``unknown``
        where this file cannot tell (shoe, exertion, intensity, load); and what the athlete-wide
        steps need of the samples.

    Raises
    ------
    MetatarsalError
        If `tz` or `athlete_tz` is no time zone.
    """
    return sum_up(motion(samples, meta), meta, tz=tz, athlete=athlete, athlete_tz=athlete_tz)


def sum_up(
    found: Motion,
    meta: Meta,
    *,
    tz: str | None = None,
    athlete: str = "me",
    athlete_tz: str | None = None,
) -> tuple[dict[str, object], Histograms]:
    """Sum a cleaned recording up: see `summarise`."""
    row = _BLANK | {"athlete": athlete, "sport": found.sport}
    row |= _identity(found, meta)
    row |= _clock(found, meta, tz, athlete_tz)
    distance = meta.distance_m if meta.distance_m else _last(found.distance_m)
    duration = _duration(found, meta)
    row |= _totals(found, distance, duration)
    row |= _terrain(found, meta)
    row |= _ground(found, meta, distance / 1000)
    if found.sport in _ON_FOOT:
        row |= _gait(found, meta, duration)
    if found.sport == "running":
        row |= easy_level(found)
    return _possible(row), histograms_of(found)


def _possible(row: dict[str, object]) -> dict[str, object]:
    """Make figures outside the schema's range unknown, and say so: one must not sink a table."""
    kept, odd = dict(row), []
    for name, column in SESSIONS.items():
        value = row[name]
        low = -np.inf if column.low is None else column.low
        high = np.inf if column.high is None else column.high
        if isinstance(value, float) and (value < low or value > high):
            kept[name] = _NAN
            odd.append(f"{name} {value:.4g} {column.unit} is not possible: unknown")
    if odd:
        kept["notes"] = "; ".join([str(row["notes"])] * (row["notes"] is not None) + odd)
    return kept


def _identity(found: Motion, meta: Meta) -> dict[str, object]:
    """Name, device, file, and what was odd."""
    notes = list(meta.notes)
    if found.inferred:
        doubt = "not plain from" if found.sport == "other" else f"{found.sport} inferred from"
        notes.append(f"sport not in the file, {doubt} speed and cadence")
    if found.jumps:
        notes.append(f"{found.jumps} GPS positions or steps too fast for {found.sport}: left out")
    if found.source == "doubtful_track":
        notes.append(
            f"distance doubtful: many GPS steps are too fast for {found.sport}, and nothing tells "
            "which positions are true; measured as recorded"
        )
    if found.locked_s:
        notes.append(
            f"heart rate locked to the cadence for {found.locked_s / 60:.0f} min: left out"
        )
    if meta.timer_s is None and meta.elapsed_s is not None and not found.clock_s.size:
        notes.append("duration is the elapsed time: the file has no timer time and no samples")
    return {
        "name": meta.name,
        "device": meta.device or meta.creator,
        "file": meta.file,
        "notes": "; ".join(notes) or None,
    }


def _clock(found: Motion, meta: Meta, tz: str | None, athlete_tz: str | None) -> dict[str, object]:
    """Start in UTC and on the local wall clock, and the zone between them."""
    start = meta.start_utc
    if start is None and found.time_us.size:
        start = pd.Timestamp(int(found.time_us[0]), unit="us", tz="UTC")
    if start is None:
        return {"start": pd.NaT, "start_utc": pd.NaT, "timezone_source": "unknown"}
    zone, source = local_zone(
        start,
        latitude_deg=found.latitude_deg,
        longitude_deg=found.longitude_deg,
        utc_offset_s=meta.utc_offset_s,
        tz=tz,
        athlete_tz=athlete_tz,
    )
    utc = to_local(start, "UTC")
    return {
        "session_id": utc.strftime("%Y%m%dT%H%M%SZ"),
        "start": to_local(start, zone),
        "start_utc": utc,
        "timezone": zone,
        "timezone_source": source,
    }


def _duration(found: Motion, meta: Meta) -> float:
    """Timer time [s]: the device's, else the samples', else all that passed."""
    times = (meta.timer_s, _last(found.clock_s), meta.elapsed_s)
    return next((time for time in times if time and time > 0), _NAN)


def _totals(found: Motion, distance: float, duration: float) -> dict[str, object]:
    """Distance, times, mean speed and heart rate."""
    span = found.span_s
    # Pauses that the file does not place are in the samples' time but not in the device's.
    moving = min(float(span[found.moving].sum()), duration) if found.measured else _NAN
    beating = found.moving & np.isfinite(found.heart_rate_bpm)
    weight = float(span[beating].sum())
    return {
        "distance_km": distance / 1000,
        "duration_min": duration / 60,
        "moving_min": moving / 60,
        "speed_mps": distance / moving if moving > 0 else _NAN,
        "heart_rate_bpm": (
            float((found.heart_rate_bpm * span)[beating].sum()) / weight if weight > 0 else _NAN
        ),
    }


def _last(total: np.ndarray) -> float:
    """Read the final value of a running total; NaN for none."""
    return float(total[-1]) if total.size else _NAN


def _terrain(found: Motion, meta: Meta) -> dict[str, object]:
    """Climb, descent and steep ground."""
    ascent, descent = climb(found.altitude_m)
    ground = hills(found.distance_m, found.altitude_m)
    return {
        "ascent_m": ascent if meta.ascent_m is None else meta.ascent_m,
        "descent_m": descent if meta.descent_m is None else meta.descent_m,
        "downhill_km": ground.downhill_m / 1000,
        "steep_m": ground.steep_m,
        "steep_down_m": ground.steep_down_m,
    }


def _ground(found: Motion, meta: Meta, distance_km: float) -> dict[str, object]:
    """Surface of the whole session, by its sub-sport: what a foot met, so of runs and walks."""
    surface = surface_of(meta.sub_sport) if found.sport in _ON_FOOT else "unknown"
    source = "unknown" if surface == "unknown" else "file"
    split = surface_split(surface, distance_km)
    return {"surface": surface, "surface_source": source, **split}


def _gait(found: Motion, meta: Meta, duration: float) -> dict[str, object]:
    """Sum up running time, the longest bout, cadence and steps."""
    row: dict[str, object] = {"cadence_source": meta.cadence_source}
    span, cadence = found.span_s, found.cadence_spm
    if found.measured:
        wall = (found.time_us - found.time_us[0]) / 1e6
        running = min(float(span[found.running].sum()), duration)
        row["running_min"] = running / 60
        row["longest_bout_min"] = min(longest_bout_s(found.running, span, wall), running) / 60
    stepping = found.moving & (cadence > 0)
    ran = stepping & found.running
    row["cadence_spm"] = weighted_median(cadence[ran], span[ran])
    if meta.steps is not None:
        row["steps"] = meta.steps
    elif stepping.any():
        row["steps"] = float((cadence * span)[stepping].sum()) / 60
    return row
