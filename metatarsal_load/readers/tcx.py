"""TCX: one recording for each activity, its laps and its device."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Loss, Meta, Recording
from metatarsal_load.readers.xml.clean import EARLIEST
from metatarsal_load.readers.xml.document import Document, Points, Run
from metatarsal_load.readers.xml.grammar import CHANNELS, TCX
from metatarsal_load.readers.xml.read import read_document
from metatarsal_load.readers.xml.samples import (
    make_recording,
    pauses_between,
    points_of,
    with_losses,
)
from metatarsal_load.readers.xml.scalars import NOT_A_TIME, instant, number
from metatarsal_load.readers.xml.tree import child_text, local
from metatarsal_load.readers.xml.words import sport_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_DISTANCE = CHANNELS.index("distance_m")
_RESTART = 0.5
"""A lap that begins below this part of the distance so far counts from its own start."""


def read_tcx(
    data: bytes, file: str, *, engine: str = "columnar", budget: Budget | None = None
) -> list[Recording]:
    """Read the activities of a TCX document.

    Each ``Activity`` is a recording, also inside a ``MultiSportSession``. Tracks of one lap are
    parted by pauses. An activity without a single usable point is kept for its totals, with
    empty samples. ``distance_m`` of the samples is the device's own; where it starts again at 0 in
    every lap, it is counted on.

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
        If the document holds a course or a workout and no activity.
    RunFileError
        If it cannot be read, or holds neither points nor totals.
    """
    budget = budget or Budget(file)
    document = read_document(data, TCX, engine=engine, budget=budget)
    activities = _activities(document.root)
    _refuse_others(document, activities, file)
    budget.check("activities", len(activities))
    recordings: list[Recording] = []
    empty = _elsewhere(document, activities)
    for activity in activities or [document.root]:
        runs = [
            run for run in document.runs if activity in (run.parent, *run.parent.iterancestors())
        ]
        meta = _meta(document, activity, runs, file=file, engine=engine, position=len(recordings))
        points, notes = _continued(points_of(document.points, runs), runs)
        samples, meta = make_recording(points, replace(meta, notes=meta.notes + notes))
        if len(samples) or meta.distance_m or meta.timer_s:
            recordings.append((samples, meta))
        else:
            empty.extend(loss for loss in meta.losses if loss not in document.losses)
    if not recordings:
        offset = document.losses[-1].offset if document.losses else 0
        raise RunFileError(file, "a TCX activity without points, distance or time", offset)
    return with_losses(recordings, empty)


def _activities(root: _Element) -> list[_Element]:
    """Activities that lie in no other one, as those of damaged documents may."""
    found = [element for element in root.iter() if local(element) == "Activity"]
    every = set(found)
    return [element for element in found if every.isdisjoint(element.iterancestors())]


def _elsewhere(document: Document, activities: list[_Element]) -> list[Loss]:
    """Count points that lie in no activity: those of a course in the same file."""
    if not activities:
        return []
    within = set(activities)
    outside = sum(
        run.stop - run.first
        for run in document.runs
        if within.isdisjoint((run.parent, *run.parent.iterancestors()))
    )
    return [Loss(f"{outside} points outside the activities not used")] if outside else []


def _meta(
    document: Document,
    activity: _Element,
    runs: list[Run],
    *,
    file: str,
    engine: str,
    position: int,
) -> Meta:
    """Describe one activity."""
    sport, sub_sport = sport_words(activity.get("Sport"))
    laps = [element for element in activity.iter() if local(element) == "Lap"]
    return Meta(
        file=file,
        format="tcx",
        engine=engine,
        activity=position,
        sport=sport,
        sub_sport=sub_sport,
        name=child_text(activity, "Notes"),
        device=_name_of(activity, "Creator"),
        creator=_name_of(document.root, "Author"),
        start_utc=_start(activity, laps),
        distance_m=_total([_figure(lap, "DistanceMeters") for lap in laps]),
        timer_s=_total([_figure(lap, "TotalTimeSeconds") for lap in laps]),
        steps=_total([_steps(lap) for lap in laps]),
        pauses=_pauses(document, laps, runs),
        laps=_laps(laps),
        notes=document.notes,
        losses=document.losses if position == 0 else (),
    )


def _continued(points: Points, runs: list[Run]) -> tuple[Points, tuple[str, ...]]:
    """Points whose distance goes on from lap to lap, where the file starts again at 0 in each."""
    sizes = [run.stop - run.first for run in runs]
    edges = np.cumsum([0, *sizes])
    new_lap = [k for k in range(1, len(runs)) if _lap_of(runs[k]) is not _lap_of(runs[k - 1])]
    cuts = [0, *(int(edges[k]) for k in new_lap), int(edges[-1])]
    distance = points.channels[:, _DISTANCE].copy()
    before, restarts = 0.0, 0
    for first, stop in pairwise(cuts):
        lap = distance[first:stop]
        known = np.flatnonzero(~np.isnan(lap))
        if known.size and lap[known[0]] < _RESTART * before:
            lap += before
            restarts += 1
        before = float(lap[known[-1]]) if known.size else before
    if not restarts:
        return points, ()
    channels = points.channels.copy()
    channels[:, _DISTANCE] = distance
    note = f"distances start again in {restarts} laps: counted on from the lap before"
    return replace(points, channels=channels), (note,)


def _lap_of(run: Run) -> _Element | None:
    """Enclosing lap of a run of points; its parent where a damaged document has none."""
    return run.parent.getparent()


def _laps(laps: Sequence[_Element]) -> pd.DataFrame:
    """Start, distance and timer time of each lap."""
    starts = [instant(lap.get("StartTime") or "")[0] for lap in laps]
    start = pd.DatetimeIndex(np.array(starts, dtype="i8").view("M8[us]")).tz_localize("UTC")
    figures = {
        "distance_m": np.array([_figure(lap, "DistanceMeters") for lap in laps], dtype="f8"),
        "timer_s": np.array([_figure(lap, "TotalTimeSeconds") for lap in laps], dtype="f8"),
    }
    return pd.DataFrame({"start": start, **figures})


def _figure(lap: _Element, name: str) -> float:
    """Figure that a lap states; NaN where it does not."""
    return number(child_text(lap, name) or "")


def _total(figures: list[float]) -> float | None:
    """Sum over the laps; ``None`` where one does not say, for a part is not a total."""
    total = math.fsum(figures) if figures else math.nan
    return total if math.isfinite(total) else None


def _steps(lap: _Element) -> float:
    """Count of steps, of both feet, in the lap's extension."""
    for extension in lap:
        if local(extension) == "Extensions":
            for element in extension.iter():
                if local(element) == "Steps":
                    return number(element.text or "")
    return float("nan")


def _name_of(element: _Element, part: str) -> str | None:
    """``Name`` below a child such as ``Creator``."""
    for child in element:
        if local(child) == part:
            return child_text(child, "Name")
    return None


def _start(activity: _Element, laps: Sequence[_Element]) -> pd.Timestamp | None:
    """``Id``, else the first lap's start, where it is a time of our age."""
    for text in (child_text(activity, "Id"), *(lap.get("StartTime") for lap in laps[:1])):
        at = instant(text or "")[0]
        if at != NOT_A_TIME and np.datetime64(at, "us") >= EARLIEST:
            return pd.Timestamp(at, unit="us", tz="UTC")
    return None


def _pauses(document: Document, laps: Sequence[_Element], runs: list[Run]) -> np.ndarray:
    """Gaps between the tracks of one lap: a new track is begun when the timer starts again."""
    spans = [
        pauses_between([run for run in runs if run.parent.getparent() is lap], document.points.time)
        for lap in laps
    ]
    return np.concatenate(spans) if spans else pauses_between([], document.points.time)


def _refuse_others(document: Document, activities: list[_Element], file: str) -> None:
    """Say what a document without an activity is."""
    if activities:
        return
    held = {local(element) for element in document.root.iter()}
    for element, what in (("Course", "course"), ("Workout", "workout")):
        if element in held:
            raise UnsupportedFormat(file, f"a TCX {what}, not a recorded activity", 0)
    if not document.runs:
        offset = document.losses[-1].offset if document.losses else 0
        raise RunFileError(file, "a TCX document without an activity", offset)
