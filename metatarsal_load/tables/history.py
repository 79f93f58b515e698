"""From files, folders and exports to one history: `read_sessions`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import TypeAlias

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.readers.sources import Found, Source, find_sources
from metatarsal_load.tables.cache import Cache
from metatarsal_load.tables.columns import Table, convert, missing, texts
from metatarsal_load.tables.duplicates import DECISIONS, merge_duplicates
from metatarsal_load.tables.forefoot import add_load
from metatarsal_load.tables.gather import Gathered, as_table, gather
from metatarsal_load.tables.intensity import fill_intensity
from metatarsal_load.tables.osm.atlas import Extracts, ways_files
from metatarsal_load.tables.reading_all import read_all
from metatarsal_load.tables.readings import Options, histograms_in, track_in
from metatarsal_load.tables.routes import name_routes
from metatarsal_load.tables.session_ids import numbered_ids
from metatarsal_load.tables.shoes import assign_shoes
from metatarsal_load.tables.typed import complete_athletes, complete_sessions

Paths: TypeAlias = "str | PathLike[str] | Iterable[str | PathLike[str]]"
DUPLICATES = ("merge", "keep")
SKIPPED = Table("skipped")
COLUMNS = list(dict.fromkeys([*schema.SESSIONS, "load_source", "route"]))


@dataclass(frozen=True)
class History:
    """Everything an input held.

    Attributes
    ----------
    sessions, skipped : DataFrame
        As `read_sessions` returns them.
    decisions : DataFrame
        The log of merged recordings: see `merge_duplicates`.
    found : Found
        The inputs, with the shoe tables of exports and the places of typed tables.
    """

    sessions: pd.DataFrame
    skipped: pd.DataFrame
    decisions: pd.DataFrame
    found: Found = field(repr=False)


def read_sessions(
    source: Paths,
    *,
    athlete: str = "me",
    tz: str | None = None,
    athletes: pd.DataFrame | None = None,
    shoes: pd.DataFrame | None = None,
    n_jobs: int = 1,
    progress: bool = False,
    cache: str | PathLike[str] | None = None,
    duplicates: str = "merge",
    engine: str = "columnar",
    osm: Extracts | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read run files, folders and exports to a table of sessions.

    Parameters
    ----------
    source : path or iterable of paths
        A file, a folder, an export zip, or several of them.
    athlete : str
        Whose runs; ``"from-folder"``: each first-level folder or zip is an athlete.
    tz : str, optional
        Zone for sessions whose file and coordinates name none.
    athletes : DataFrame, optional
        Table of athletes: heart rates and pace for the intensities, and a time zone each.
    shoes : DataFrame, optional
        Shoe table: default pairs, kinds, and km before the log.
    n_jobs : int
        Processes; -1 for one a core. A few hundred files are read in this one all the same.
    progress : bool
        Show a bar.
    cache : path, optional
        Folder that remembers files by their content; it holds coarse tracks.
    duplicates : {"merge", "keep"}
        Whether recordings of one run become one session: see `merge_duplicates`.
    engine : {"columnar", "fitparse", "gpxpy", "lxml"}
        Reader; a file that it does not read is skipped.
    osm : path or iterable of paths, optional
        OpenStreetMap extracts (``.osm.pbf`` or ``.osm``) that tell the surface of runs with
        positions, where neither the runner nor the file says it; needs the extra ``surface``. The
        first time, a file of their ways is written beside them.

    Returns
    -------
    sessions : DataFrame
        Shape (n, columns of `schema.SESSIONS`, `load_source` and `route`), sorted by athlete and
        local start; ties by UTC start and file. Runs of one route (see `name_routes`) carry the
        `session_id` of the first one there as their `route`.
    skipped : DataFrame
        Shape (m, columns of `schema.SKIPPED`): every input that gave less than it held, and every
        recording that was merged into another.

    Raises
    ------
    RunFileError
        A path that does not exist or a folder without files.
    TableError
        `athletes` or `shoes` do not fit their schema, a table of activities given by name cannot
        be understood, or an extract cannot be read.
    ValueError
        An option that is not one of those named here.
    """
    history = read_history(
        source,
        athlete=athlete,
        tz=tz,
        athletes=athletes,
        shoes=shoes,
        n_jobs=n_jobs,
        progress=progress,
        cache=cache,
        duplicates=duplicates,
        engine=engine,
        osm=osm,
    )
    return history.sessions, history.skipped


def read_history(
    source: Paths,
    *,
    athlete: str = "me",
    tz: str | None = None,
    athletes: pd.DataFrame | None = None,
    shoes: pd.DataFrame | None = None,
    n_jobs: int = 1,
    progress: bool = False,
    cache: str | PathLike[str] | None = None,
    duplicates: str = "merge",
    engine: str = "columnar",
    osm: Extracts | None = None,
) -> History:
    """Read as `read_sessions` does, and keep what else the inputs held.

    Parameters, errors
        Those of `read_sessions`.

    Returns
    -------
    History
        Sessions, skipped inputs, the log of merged recordings, and what was found.
    """
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates={duplicates!r}: expected one of {', '.join(DUPLICATES)}")
    profiles = None if athletes is None else complete_athletes(athletes)
    zones = {} if profiles is None else _zones(profiles)
    found = find_sources(source, athlete=athlete)
    maps = () if osm is None else ways_files(osm)
    memory = None if cache is None else Cache(cache)
    asked: list[object] = [athlete, tz, duplicates, engine, maps, _told(profiles), _told(shoes)]
    place = memory.result_path(found, asked) if memory and memory.has_results() else None
    known = memory.result(place) if memory and place else None
    if known is None:
        tasks = [(each, _options(each, engine, tz, zones, maps)) for each in found.sources]
        readings = read_all(tasks, n_jobs=n_jobs, progress=progress, cache=memory)
        gathered = gather(found, readings, tz, zones)
        known = _tables(gathered, shoes, profiles, merge=duplicates == "merge")
        if memory is not None:
            memory.put_result(place or memory.result_path(found, asked), known)
    sessions, skipped, decisions = known
    return History(sessions, skipped, decisions, found)


def _told(table: pd.DataFrame | None) -> str | None:
    """Write a table that decides the result as text."""
    return None if table is None else table.to_csv()


def _tables(
    gathered: Gathered,
    shoes: pd.DataFrame | None,
    athletes: pd.DataFrame | None,
    *,
    merge: bool,
) -> list[pd.DataFrame]:
    """Make sessions, skipped inputs and the log of merged recordings."""
    if not gathered.rows:
        decisions = pd.DataFrame({name: missing(column, 0) for name, column in DECISIONS.items()})
        return [_empty(), _skipped(gathered.skipped), decisions]
    sessions, vectors, decisions = _one_run_once(gathered, merge=merge)
    skipped = gathered.skipped + (_merged_files(decisions, gathered) if merge else [])
    histograms = [None if vector is None else histograms_in(vector) for vector in vectors]
    sessions = fill_intensity(assign_shoes(sessions, shoes), histograms, athletes)
    sessions = complete_sessions(add_load(sessions, histograms, shoes, athletes))
    sessions["load_source"] = texts(sessions["load_source"])
    return [sessions[COLUMNS], _skipped(skipped), decisions]


def _zones(athletes: pd.DataFrame) -> dict[str, str]:
    """Read each athlete's own zone."""
    known = athletes.dropna(subset="timezone")
    return dict(zip(known["athlete"], known["timezone"], strict=True))


def _options(
    source: Source, engine: str, tz: str | None, zones: Mapping[str, str], maps: tuple[str, ...]
) -> Options:
    """Say how a file is to be read."""
    sport = source.listed.sport if source.listed else None
    return Options(engine, tz, zones.get(source.athlete), sport, maps)


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
    private = ["reading", "elapsed_min", "format", "name_from", "track_cells"]
    return sessions.drop(columns=private, errors="ignore"), vectors, decisions


def _merged_files(decisions: pd.DataFrame, gathered: Gathered) -> list[dict[str, object]]:
    """Rows of `skipped` for the recordings that another one stands for."""
    return [
        gathered.places[name] | {"reason": f"duplicate, merged: {why}"}
        for name, why in zip(decisions["dropped_file"], decisions["why"], strict=True)
        if name in gathered.places
    ]


def _empty() -> pd.DataFrame:
    """Make a table of no sessions."""
    none = complete_sessions(pd.DataFrame({"start": [], "distance_km": []}))
    blank = missing(schema.SESSIONS["notes"], 0)
    return none.assign(load_source=blank, route=blank)[COLUMNS]


def _skipped(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Make the table of skipped inputs."""
    table = pd.DataFrame(rows, columns=list(schema.SKIPPED), dtype=object)
    return pd.DataFrame(
        {
            name: convert(table[name], name, column, SKIPPED)
            for name, column in schema.SKIPPED.items()
        }
    )
