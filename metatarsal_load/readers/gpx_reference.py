"""GPX by gpxpy: the reference anyone can check the columnar reader against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Meta, Recording
from metatarsal_load.readers.xml.bounds import refuse_size, refuse_tricks
from metatarsal_load.readers.xml.document import Points
from metatarsal_load.readers.xml.grammar import CHANNELS, GPX
from metatarsal_load.readers.xml.samples import make_recording
from metatarsal_load.readers.xml.scalars import NOT_A_TIME, number
from metatarsal_load.readers.xml.text import plain_bytes
from metatarsal_load.readers.xml.tree import local
from metatarsal_load.readers.xml.words import sport_words

if TYPE_CHECKING:
    from gpxpy.gpx import GPXTrack, GPXTrackPoint
    from lxml.etree import _Element


def read_gpx_reference(data: bytes, file: str, *, budget: Budget | None = None) -> list[Recording]:
    """Read the tracks of a GPX document with gpxpy, then clean them as `read_gpx` does.

    gpxpy gives times, positions, altitudes and GPX 1.0 speeds; the extensions are taken from the
    elements it keeps. Some 100 times slower than `read_gpx`; pauses are not derived.

    Raises
    ------
    RunFileError
        If gpxpy cannot read the document, or finds no track point with a time.
    """
    import gpxpy

    budget, text = budget or Budget(file), plain_bytes(data)
    refuse_tricks(text, budget)
    refuse_size(text, GPX, budget)
    try:
        document = gpxpy.parse(data)
    except (gpxpy.gpx.GPXException, ValueError) as error:
        raise RunFileError(file, f"gpxpy cannot read it: {error}") from error
    recordings: list[Recording] = []
    for track in document.tracks:
        sport, sub_sport = sport_words(track.type)
        meta = Meta(
            file=file,
            format="gpx",
            engine="gpxpy",
            activity=len(recordings),
            sport=sport,
            sub_sport=sub_sport,
            name=track.name or document.name,
            creator=document.creator,
        )
        samples, meta = make_recording(_points(track), meta)
        if len(samples):
            recordings.append((samples, meta))
    if not recordings:
        raise RunFileError(file, "gpxpy finds no track point with a time")
    return recordings


def _points(track: GPXTrack) -> Points:
    """All points of a track."""
    times: list[int] = []
    naive: list[bool] = []
    rows: list[list[float]] = []
    for segment in track.segments:
        for point in segment.points:
            when = point.time
            naive.append(when is not None and when.tzinfo is None)
            times.append(NOT_A_TIME if when is None else _microseconds(when))
            rows.append(_row(point))
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(CHANNELS))
    return Points(np.array(times, "i8").view("M8[us]"), values, np.array(naive, dtype=bool))


def _microseconds(when: datetime) -> int:
    """Microseconds since 1970 UTC; a naive time is UTC."""
    stamp = np.datetime64(when.replace(tzinfo=None), "us").astype("i8")
    offset = when.utcoffset()
    return int(stamp) - (0 if offset is None else int(offset.total_seconds() * 1e6))


def _row(point: GPXTrackPoint) -> list[float]:
    """Channels of one point."""
    row = dict.fromkeys(CHANNELS, float("nan"))
    known = {
        "latitude_deg": point.latitude,
        "longitude_deg": point.longitude,
        "altitude_m": point.elevation,
        "speed_mps": point.speed,
    }
    row |= {channel: float(value) for channel, value in known.items() if value is not None}
    for name, text in _leaves(point.extensions):
        channel = GPX.fields.get(name)
        if channel and row[channel] != row[channel]:
            row[channel] = number(text)
    return list(row.values())


def _leaves(extensions: list[_Element]) -> Iterator[tuple[str, str]]:
    """Names and texts of the extension elements that hold no others."""
    for extension in extensions:
        for element in extension.iter():
            if len(element) == 0:
                yield local(element), element.text or ""
