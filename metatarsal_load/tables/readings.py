"""One run file read and summed up: its rows, what later steps need of its samples, its losses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metatarsal_load.errors import MetatarsalError, RunFileError
from metatarsal_load.readers.files import NO_MEMORY, read_recordings
from metatarsal_load.readers.limits import LIMITS, Limits
from metatarsal_load.readers.recording import Meta, Recording
from metatarsal_load.schema import POSITIONS
from metatarsal_load.tables.ground import ground_columns, ground_under
from metatarsal_load.tables.histograms import SIZE, Histograms
from metatarsal_load.tables.osm.atlas import opened
from metatarsal_load.tables.ovals import on_track
from metatarsal_load.tables.paths import rough_path
from metatarsal_load.tables.routes import covered_cells
from metatarsal_load.tables.samples import Motion, motion
from metatarsal_load.tables.sessions import sum_up
from metatarsal_load.tables.sport import sport_of
from metatarsal_load.tables.tracks import MOMENTS, track_signature

VECTOR = SIZE + 2 * MOMENTS
ON_FOOT = ("running", "walking")


@dataclass(frozen=True)
class Options:
    """What decides how a file is read, beside its bytes.

    Attributes
    ----------
    engine : str
        Reader, as for `read_recordings`.
    tz, athlete_tz : str or None
        Zones for recordings that name none.
    sport : str or None
        Sport in the word of the export's row, which its owner may have corrected.
    osm : tuple of str
        Files of ways, for the surface; from `metatarsal_load.tables.osm.atlas.ways_files`.
    limits : Limits
        How much of the file is read.
    """

    engine: str = "columnar"
    tz: str | None = None
    athlete_tz: str | None = None
    sport: str | None = None
    osm: tuple[str, ...] = ()
    limits: Limits = LIMITS


@dataclass(frozen=True)
class Reading:
    """What one file gave.

    Attributes
    ----------
    rows : tuple of dict
        One session row an activity: columns of `schema.SESSIONS`, `elapsed_min`, `format`
        and `track_cells` (see `covered_cells`), and `schema.POSITIONS`.
    vectors : ndarray
        Shape (rows, 800), float32: histograms, then the track's signature.
    losses : tuple of dict
        `member`, `reason`, `offset`, `salvaged_samples` of each loss.
    """

    rows: tuple[dict[str, object], ...]
    vectors: np.ndarray
    losses: tuple[dict[str, object], ...]


def read_bytes(data: bytes, options: Options) -> Reading:
    """Read a run file's bytes; what goes wrong becomes a loss, never an exception.

    Parameters
    ----------
    data : bytes
        The file, perhaps gzipped.
    options : Options
        How to read it.

    Returns
    -------
    Reading
        No rows where the file is no recording or cannot be read.
    """
    try:
        recordings = read_recordings(data, engine=options.engine, limits=options.limits)
        found = [_row(recording, len(recordings), options) for recording in recordings]
    except RunFileError as error:
        return failed(error.reason, error.offset)
    except MetatarsalError as error:
        return failed(str(error))
    except MemoryError:
        return failed(NO_MEMORY)
    except Exception as error:  # One file must not end ten years of reading.
        return failed(f"the reader failed ({type(error).__name__}: {error}); please report it")
    losses = [loss for recording in recordings for loss in _losses(recording, len(recordings))]
    kept = [(row, vector) for row, vector, _ in found if row is not None]
    losses += [_loss(why, 0) for row, _, why in found if row is None]
    vectors = np.array([vector for _, vector in kept], dtype=np.float32).reshape(-1, VECTOR)
    return Reading(tuple(row for row, _ in kept), vectors, tuple(losses))


def failed(reason: str, offset: int | None = None) -> Reading:
    """Make the reading of a file that gave nothing."""
    return Reading((), np.empty((0, VECTOR), np.float32), (_loss(reason, 0, offset),))


def histograms_in(vector: np.ndarray) -> Histograms:
    """Take the histograms out of a reading's vector."""
    return Histograms.from_array(vector[:SIZE])


def track_in(vector: np.ndarray) -> np.ndarray:
    """Take the track's signature out of a reading's vector; shape (32, 2)."""
    return vector[SIZE:].reshape(MOMENTS, 2)


def _row(
    recording: Recording, activities: int, options: Options
) -> tuple[dict[str, object] | None, np.ndarray, str]:
    """Sum one activity up; None and the reason where it makes no session."""
    samples, meta = recording
    if activities == 1:
        meta = _with_sport(meta, options.sport)
    found = motion(samples, meta)
    row, histograms = sum_up(found, meta, tz=options.tz, athlete_tz=options.athlete_tz)
    vector = np.concatenate([histograms.to_array(), track_signature(samples).ravel()])
    if pd.isna(row["start"]):  # type: ignore[call-overload]
        return None, vector, f"{_which(meta, activities)}no start time, so no day to count it on"
    if not len(samples) and row["distance_km"] != row["distance_km"] and not meta.timer_s:
        return None, vector, f"{_which(meta, activities)}neither samples nor totals"
    elapsed = meta.elapsed_s
    if len(samples):
        elapsed = (samples.index[-1] - samples.index[0]).total_seconds()
    row["elapsed_min"] = float("nan") if elapsed is None else elapsed / 60
    row["format"] = meta.format
    row |= _first_fix(found)
    return row | _trace(found, row, options), vector, ""


def _first_fix(found: Motion) -> dict[str, object]:
    """Tell where an activity began; NaN without a position."""
    fixed = np.flatnonzero(np.isfinite(found.latitude_deg) & np.isfinite(found.longitude_deg))[:1]
    place = (found.latitude_deg[fixed], found.longitude_deg[fixed])
    return {
        name: float(value[0]) if fixed.size else float("nan")
        for name, value in zip(POSITIONS, place, strict=True)
    }


def _trace(found: Motion, row: dict[str, object], options: Options) -> dict[str, object]:
    """Tell from the trace where a run or walk was, and its ground where the file does not."""
    if found.sport not in ON_FOOT:
        return {"track_cells": ""}
    path = rough_path(found.latitude_deg, found.longitude_deg, found.clock_s)
    cells: dict[str, object] = {"track_cells": covered_cells(path)}
    distance = row["distance_km"]
    if row["surface"] != "unknown" or not isinstance(distance, float):
        return cells
    if not options.osm and not on_track(path).any():
        return cells
    ground = ground_under(found, opened(options.osm) if options.osm else None)
    return cells | ground_columns(ground, distance)


def _with_sport(meta: Meta, sport: str | None) -> Meta:
    """Take the sport of the export's row where it means another one than the file's."""
    means = sport_of(sport)
    if means in ("", "other", sport_of(meta.sport, meta.sub_sport)):
        return meta
    note = f"sport {sport} as in the export; the file says {meta.sport or 'nothing'}"
    return replace(meta, sport=sport, sub_sport=None, notes=(*meta.notes, note))


def _losses(recording: Recording, activities: int) -> list[dict[str, object]]:
    """Rows for what a recording lost."""
    samples, meta = recording
    which = _which(meta, activities)
    return [_loss(which + loss.reason, len(samples), loss.offset) for loss in meta.losses]


def _which(meta: Meta, activities: int) -> str:
    """Name the activity where a file holds several."""
    return f"activity {meta.activity + 1} of {activities}: " if activities > 1 else ""


def _loss(reason: str, salvaged: int, offset: int | None = None) -> dict[str, object]:
    """Make a row of the skipped table, but for the file."""
    return {"reason": reason, "offset": offset, "salvaged_samples": salvaged}
