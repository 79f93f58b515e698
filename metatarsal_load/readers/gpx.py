"""GPX 1.0 and 1.1: one recording for each track that has points with times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Loss, Meta, Recording
from metatarsal_load.readers.xml.document import Document, Run
from metatarsal_load.readers.xml.grammar import GPX
from metatarsal_load.readers.xml.read import read_document
from metatarsal_load.readers.xml.samples import (
    make_recording,
    pauses_between,
    points_of,
    with_losses,
)
from metatarsal_load.readers.xml.tree import child_text, local
from metatarsal_load.readers.xml.words import sport_words

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_gpx(
    data: bytes, file: str, *, engine: str = "columnar", budget: Budget | None = None
) -> list[Recording]:
    """Read the tracks of a GPX document.

    Tracks are separate recordings (watches write one a recording); the segments of one track
    are one recording with a pause between them. Routes and waypoints are not recordings.
    Channels by local name, whatever the prefix: ``ele``, ``speed``, ``hr``, ``cad``, ``power``,
    ``atemp`` and their synonyms in `xml.grammar` (TrackPointExtension v1 and v2, Cluetrust).

    Parameters
    ----------
    data : bytes
        The decompressed document.
    file : str
        Its name, for notes and errors.
    engine : str, keyword-only
        ``columnar``, or ``lxml`` for the tree alone.
    budget : Budget, keyword-only
        The limits that hold; the usual ones without.

    Returns
    -------
    list of (pandas.DataFrame, Meta)
        In file order; at least one.

    Raises
    ------
    UnsupportedFormat
        If the document holds only routes or waypoints, or no times: a course, no recording.
    RunFileError
        If it cannot be read.
    """
    budget = budget or Budget(file)
    document = read_document(data, GPX, engine=engine, budget=budget)
    _refuse_courses(document, file)
    recordings: list[Recording] = []
    empty: list[Loss] = []
    tracks = tracks_of(document)
    budget.check("activities", len(tracks))
    for track, runs in tracks:
        meta = _meta(document, track, runs, file=file, engine=engine, activity=len(recordings))
        samples, meta = make_recording(points_of(document.points, runs), meta)
        if len(samples):
            recordings.append((samples, meta))
        else:
            empty.extend(loss for loss in meta.losses if loss not in document.losses)
    if not recordings:
        raise RunFileError(file, f"no track point is left: {empty[0].reason}", empty[0].offset or 0)
    return with_losses(recordings, empty)


def tracks_of(document: Document) -> list[tuple[_Element, list[Run]]]:
    """Tracks that have points, each with its segments."""
    tracks: dict[_Element, list[Run]] = {}
    for run in document.runs:
        tracks.setdefault(_track_of(run.parent), []).append(run)
    return list(tracks.items())


def _track_of(element: _Element) -> _Element:
    """Enclosing ``trk``; the outermost element where a damaged document has none."""
    while local(element) != "trk":
        parent = element.getparent()
        if parent is None:
            return element
        element = parent
    return element


def _meta(
    document: Document,
    track: _Element,
    runs: list[Run],
    *,
    file: str,
    engine: str,
    activity: int,
) -> Meta:
    """Describe one track."""
    sport, sub_sport = sport_words(child_text(track, "type"))
    metadata = next((child for child in document.root if local(child) == "metadata"), None)
    name = child_text(track, "name")
    if name is None and metadata is not None:
        name = child_text(metadata, "name")
    return Meta(
        file=file,
        format="gpx",
        engine=engine,
        activity=activity,
        sport=sport,
        sub_sport=sub_sport,
        name=name,
        creator=document.root.get("creator"),
        pauses=pauses_between(runs, document.points.time),
        laps=pd.DataFrame(),
        notes=document.notes,
        losses=document.losses if activity == 0 else (),
    )


def _refuse_courses(document: Document, file: str) -> None:
    """Say what a document without a single timed track point is."""
    if not np.isnat(document.points.time).all():
        return
    if document.losses:
        raise RunFileError(file, "no complete track point with a time", document.losses[-1].offset)
    if document.points.time.size:
        raise UnsupportedFormat(
            file,
            f"{document.points.time.size} GPX track points without times: a course or a drawn "
            "track, not a recorded activity",
            0,
        )
    held = {local(child) for child in document.root}
    kinds = {"rte": "a route (a course)", "trk": "a track without points", "wpt": "waypoints"}
    what = next((words for name, words in kinds.items() if name in held), "nothing")
    raise UnsupportedFormat(file, f"a GPX document that holds {what}, not a recorded activity", 0)
