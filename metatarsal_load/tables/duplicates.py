"""One run, once: recordings of the same run merged, and a log of each decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from metatarsal_load.schema import Column
from metatarsal_load.tables.candidates import spans_of
from metatarsal_load.tables.columns import TEXT, missing
from metatarsal_load.tables.pairs import Pair, find_bare_dates, find_pairs
from metatarsal_load.tables.take_over import take_over
from metatarsal_load.tables.typed import complete_sessions

# Figures that only a recording with that stream can have; more of them is the richer recording.
STREAMS = (
    "heart_rate_bpm", "cadence_spm", "steps", "ascent_m", "running_min", "moving_min",
    "easy_cadence_spm", "distance_km",
)  # fmt: skip
FORMATS = ("listed", "gpx", "tcx", "fit")
DECISIONS = {
    "athlete": Column("text", "", "whose run"),
    "kept": Column("text", "", "session_id that stands for the run"),
    "dropped": Column("text", "", "session_id that was merged into it"),
    "kept_file": Column("text", "", "file of the kept session"),
    "dropped_file": Column("text", "", "file of the merged session"),
    "overlap": Column("float", "1", "share of the longer recording that both cover", 0, 1),
    "distance_difference_km": Column("float", "km", "difference of the distances", 0),
    "track_separation_m": Column("float", "m", "median distance between the tracks", 0),
    "clock_shift_h": Column("float", "h", "hours between the clocks"),
    "taken": Column("text", "", "facts that the kept session took over"),
    "why": Column("text", "", "the decision in words"),
}


def merge_duplicates(
    sessions: pd.DataFrame,
    *,
    tracks: Sequence[np.ndarray | None] | None = None,
    keep_all: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Merge recordings of one run into the richest of them.

    Two recordings of one athlete are one run if they cover the same time (85 % of the longer) and
    their distances do not differ by more than 10 % (at least 300 m; 25 % if they cover 95 % of it);
    if one lies within the other (95 %) and covers the same way or a part of it; or if they come
    from different sources, agree in duration and distance to 1 %, and their clocks are an hour of
    summer time apart, or as far as the zone is from UTC (any whole hours where no zone is known).
    Tracks that run more than 250 m (5 % of the way) apart speak against it. A session of a bare
    date is one run with a timed one of another source, of that day and as far: see
    `find_bare_dates`.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, columns) of `schema.SESSIONS`; the further columns `elapsed_min` (time with
        pauses [min]) and `format` sharpen the decision where they are there.
    tracks : sequence of ndarray, optional
        Length n, in the order of `sessions`: signatures by `track_signature`, or None.
    keep_all : bool
        Drop nothing; the decisions then tell what would have been merged.

    Returns
    -------
    sessions : DataFrame
        Completed; of each run the recording with the most streams (a whole before its part), with
        what the others know and it does not: see `take_over`. Its notes name what was merged.
    decisions : DataFrame
        One row for each recording that was merged: columns of `DECISIONS`.

    Raises
    ------
    TableError
        As `complete_sessions`.
    """
    full = complete_sessions(sessions.assign(_place=np.arange(len(sessions))))
    place = full.pop("_place").to_numpy()
    signatures = None if tracks is None else [tracks[k] for k in place]
    spans = spans_of(full, signatures)
    merged = _choose(full, find_pairs(spans))
    left = np.setdiff1d(np.arange(len(full)), [pair.other for pair in merged])
    merged += find_bare_dates(spans, left)
    facts, taken = take_over(full, merged)
    decisions = _decisions(full, merged, taken)
    if keep_all or not merged:
        return full, decisions
    dropped = [pair.other for pair in merged]
    notes = _notes(facts["notes"], merged, decisions)
    kept = facts.assign(notes=notes).drop(index=dropped)
    # A clock taken over from another recording may change the order.
    return complete_sessions(kept), decisions


def explain_duplicates(
    sessions: pd.DataFrame, *, tracks: Sequence[np.ndarray | None] | None = None
) -> pd.DataFrame:
    """Tell which sessions of a table are recordings of the same run, and why.

    Parameters
    ----------
    sessions : DataFrame
        Sessions read with ``duplicates="keep"``, or typed by hand.
    tracks : sequence of ndarray, optional
        As for `merge_duplicates`.

    Returns
    -------
    DataFrame
        Columns of `DECISIONS`, one row for each recording that would be merged into another.

    Raises
    ------
    TableError
        A table that does not fit: a column is missing or a cell cannot be read.
    """
    return merge_duplicates(sessions, tracks=tracks, keep_all=True)[1]


def _choose(full: pd.DataFrame, pairs: list[Pair]) -> list[Pair]:
    """Decide what stands for each run; the result's `whole` is kept, its `other` dropped."""
    partners: dict[int, dict[int, Pair]] = {}
    for pair in pairs:
        partners.setdefault(pair.whole, {})[pair.other] = pair
        partners.setdefault(pair.other, {})[pair.whole] = pair
    richness = _richness(full)
    parts = {pair.other for pair in pairs if pair.part}
    # Wholes first, then the richest; ties by place, so that the order of reading decides nothing.
    order = sorted(partners, key=lambda k: (k in parts, -richness[k], k))
    kept: set[int] = set()
    merged = []
    for k in order:
        home = next((other for other in partners[k] if other in kept), None)
        if home is None:
            kept.add(k)
            continue
        merged.append(replace(partners[k][home], whole=home, other=k))
    return merged


def _richness(full: pd.DataFrame) -> np.ndarray:
    """Rank by the streams a recording had, then by how much its format can hold."""
    streams = full[list(STREAMS)].notna().sum(axis=1).to_numpy() * len(FORMATS)
    if "format" not in full:
        return streams
    rank = full["format"].map({name: k for k, name in enumerate(FORMATS)})
    return streams + rank.astype(float).fillna(0.0).to_numpy()


def _decisions(full: pd.DataFrame, merged: list[Pair], taken: list[str]) -> pd.DataFrame:
    """Write the log."""
    kept, dropped = [pair.whole for pair in merged], [pair.other for pair in merged]
    if not merged:
        return pd.DataFrame({name: missing(column, 0) for name, column in DECISIONS.items()})
    ids, files = full["session_id"], full["file"]
    return pd.DataFrame(
        {
            "athlete": full["athlete"].take(kept).array,
            "kept": ids.take(kept).array,
            "dropped": ids.take(dropped).array,
            "kept_file": files.take(kept).array,
            "dropped_file": files.take(dropped).array,
            "overlap": [pair.overlap for pair in merged],
            "distance_difference_km": [pair.distance_km for pair in merged],
            "track_separation_m": [pair.separation_m for pair in merged],
            "clock_shift_h": [pair.shift_h for pair in merged],
            "taken": pd.Series(taken, dtype=TEXT),
            "why": pd.Series([_why(full, pair) for pair in merged], dtype=TEXT),
        }
    )


def _why(full: pd.DataFrame, pair: Pair) -> str:
    """Say in words why a recording was merged."""
    kept = full["file"].iloc[pair.whole]
    name = full["session_id"].iloc[pair.whole] if pd.isna(kept) else kept
    kind = "a part of the same run as" if pair.part else "the same run as"
    words = [f"{kind} {name}"]
    if np.isfinite(pair.overlap):
        words.append(f"{pair.overlap:.0%} of the longer one's time")
    if np.isfinite(pair.distance_km):
        words.append(f"distances {pair.distance_km * 1000:.0f} m apart")
    if np.isfinite(pair.separation_m):
        words.append(f"tracks {pair.separation_m:.0f} m apart")
    if pair.shift_h:
        words.append(f"clocks {pair.shift_h:g} h apart")
    if pair.bare_date:
        words.append("one a bare date of that day")
    return ", ".join(words)


def _notes(notes: pd.Series[str], merged: list[Pair], decisions: pd.DataFrame) -> pd.Series[str]:
    """Note with each kept session what was merged into it."""
    texts = notes.tolist()
    names = decisions["dropped_file"].fillna(decisions["dropped"])
    for pair, name, why in zip(merged, names, decisions["why"], strict=True):
        note = f"also recorded in {name} ({why.partition(', ')[2]})"
        old = texts[pair.whole]
        texts[pair.whole] = note if pd.isna(old) else f"{old}; {note}"
    return pd.Series(texts, index=notes.index, dtype=TEXT)
