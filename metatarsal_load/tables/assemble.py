"""From what the inputs gave to the tables of a history: each run once, with shoe, effort, load."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.tables.columns import Table, convert, missing, texts
from metatarsal_load.tables.duplicates import DECISIONS, merge_duplicates
from metatarsal_load.tables.forefoot import add_load
from metatarsal_load.tables.gather import Gathered, as_table
from metatarsal_load.tables.intensity import fill_intensity
from metatarsal_load.tables.readings import histograms_in, track_in
from metatarsal_load.tables.routes import name_routes
from metatarsal_load.tables.session_ids import numbered_ids
from metatarsal_load.tables.shoes import assign_shoes, seed_shoes
from metatarsal_load.tables.typed import complete_sessions, complete_shoes

SKIPPED = Table("skipped")
COLUMNS = list(schema.SESSIONS)
# What only the steps in here need: positions and file facts stay out of the sessions table.
PRIVATE = ("reading", "elapsed_min", "format", "name_from", "track_cells")


def assemble(
    gathered: Gathered,
    shoes: pd.DataFrame | None,
    exported: pd.DataFrame,
    athletes: pd.DataFrame | None,
    *,
    merge: bool,
    keep_positions: bool = False,
) -> list[pd.DataFrame]:
    """Make the tables of a history of what its inputs gave.

    Parameters
    ----------
    gathered : Gathered
        Session rows, vectors and skipped rows.
    shoes, athletes : DataFrame, optional
        Tables given, as for `read_sessions`.
    exported : DataFrame
        Pairs that exports list.
    merge : bool
        Whether recordings of one run become one session.
    keep_positions : bool
        Whether sessions tell where they began.

    Returns
    -------
    list of DataFrame
        Sessions, skipped inputs, the log of merged recordings, and the shoe table.
    """
    columns = [*COLUMNS, *schema.POSITIONS] if keep_positions else COLUMNS
    if not gathered.rows:
        none = _empty().reindex(columns=columns)
        decisions = pd.DataFrame({name: missing(column, 0) for name, column in DECISIONS.items()})
        unworn = _pairs(seed_shoes(shoes, exported, complete_sessions(none)))
        return [none, _skipped(gathered.skipped), decisions, unworn]
    sessions, vectors, decisions = _one_run_once(gathered, merge=merge)
    skipped = gathered.skipped + (_merged_files(decisions, gathered) if merge else [])
    histograms = [None if vector is None else histograms_in(vector) for vector in vectors]
    pairs = seed_shoes(shoes, exported, sessions)
    sessions = fill_intensity(assign_shoes(sessions, pairs), histograms, athletes)
    sessions = complete_sessions(add_load(sessions, histograms, pairs, athletes))
    sessions["load_source"] = texts(sessions["load_source"])
    return [sessions.reindex(columns=columns), _skipped(skipped), decisions, _pairs(pairs)]


def _pairs(shoes: pd.DataFrame | None) -> pd.DataFrame:
    """Complete a shoe table, or make one without pairs."""
    return complete_shoes(pd.DataFrame({"shoe": []}) if shoes is None else shoes)


def _one_run_once(
    gathered: Gathered, *, merge: bool
) -> tuple[pd.DataFrame, list[np.ndarray | None], pd.DataFrame]:
    """Make the table of sessions, each run once, with the vectors in its order."""
    rows = as_table(gathered.rows)
    tracks = [None if vector is None else track_in(vector) for vector in gathered.vectors]
    sessions, decisions = merge_duplicates(
        rows, tracks=[tracks[place] for place in rows["reading"]], keep_all=not merge
    )
    before = sessions["session_id"]
    sessions["session_id"] = numbered_ids(before, sessions["athlete"])
    if merge:
        names = pd.Series(
            sessions["session_id"].to_numpy(), [sessions["athlete"], before.to_numpy()]
        )
        kept = pd.MultiIndex.from_frame(decisions[["athlete", "kept"]])
        decisions["kept"] = texts(names.reindex(kept))
    vectors = [gathered.vectors[place] for place in sessions["reading"]]
    known = "track_cells" in sessions
    ground: Iterable[object] = sessions["track_cells"] if known else [None] * len(sessions)
    sessions["route"] = name_routes(ground, sessions["athlete"], sessions["session_id"])
    return sessions.drop(columns=list(PRIVATE), errors="ignore"), vectors, decisions


def _merged_files(decisions: pd.DataFrame, gathered: Gathered) -> list[dict[str, object]]:
    """Rows of `skipped` for the recordings that another one stands for."""
    return [
        gathered.places[name] | {"reason": f"duplicate, merged: {why}"}
        for name, why in zip(decisions["dropped_file"], decisions["why"], strict=True)
        if name in gathered.places
    ]


def _empty() -> pd.DataFrame:
    """Make a table of no sessions."""
    return complete_sessions(pd.DataFrame({"start": [], "distance_km": []}))[COLUMNS]


def _skipped(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Make the table of skipped inputs."""
    table = pd.DataFrame(rows, columns=list(schema.SKIPPED), dtype=object)
    return pd.DataFrame(
        {
            name: convert(table[name], name, column, SKIPPED)
            for name, column in schema.SKIPPED.items()
        }
    )
