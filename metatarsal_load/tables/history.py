"""From files, folders and exports to one history: `read_sessions`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import TypeAlias

import pandas as pd

from metatarsal_load.readers.limits import LIMITS, Limits
from metatarsal_load.readers.sources import Found, Source, find_sources
from metatarsal_load.tables.assemble import assemble
from metatarsal_load.tables.cache import Cache
from metatarsal_load.tables.gather import Gathered, gather
from metatarsal_load.tables.osm.atlas import Extracts, ways_files
from metatarsal_load.tables.reading_all import read_all
from metatarsal_load.tables.readings import Options
from metatarsal_load.tables.told_names import named_from, roots_of
from metatarsal_load.tables.typed import complete_athletes

Paths: TypeAlias = "str | PathLike[str] | Iterable[str | PathLike[str]]"
DUPLICATES = ("merge", "keep")


@dataclass(frozen=True)
class History:
    """Everything an input held.

    Attributes
    ----------
    sessions, skipped : DataFrame
        As `read_sessions` returns them.
    decisions : DataFrame
        The log of merged recordings: see `merge_duplicates`.
    shoes : DataFrame
        The shoe table given, and the pairs that only the exports list: see `seed_shoes`.
    found : Found
        The inputs, with the pairs as the exports list them and the places of typed tables.
    """

    sessions: pd.DataFrame
    skipped: pd.DataFrame
    decisions: pd.DataFrame
    shoes: pd.DataFrame
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
    keep_positions: bool = False,
    limits: Limits = LIMITS,
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
    keep_positions : bool
        Whether sessions tell where they began: the columns of `schema.POSITIONS`.
    limits : Limits
        How much of each file is read; what exceeds a limit is skipped, and named.

    Returns
    -------
    sessions : DataFrame
        Shape (n, columns of `schema.SESSIONS`), sorted by athlete and local start; ties by UTC
        start and file. Runs of one route (see `name_routes`) carry the `session_id` of the first
        one there as their `route`. `file` is told from the folder that holds `source` on.
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
        keep_positions=keep_positions,
        limits=limits,
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
    keep_positions: bool = False,
    limits: Limits = LIMITS,
) -> History:
    """Read as `read_sessions` does, and keep what else the inputs held.

    Parameters
    ----------
    source, athlete, tz, athletes, shoes, n_jobs, progress
        As for `read_sessions`.
    cache, duplicates, engine, osm, keep_positions, limits
        As for `read_sessions`.

    Returns
    -------
    History
        Sessions, skipped inputs, the log of merged recordings, the shoe table with the pairs of
        exports, and what was found.

    Raises
    ------
    RunFileError, TableError
        As `read_sessions`.
    ValueError
        Unknown `duplicates` or `engine`.
    """
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates={duplicates!r}: expected one of {', '.join(DUPLICATES)}")
    profiles = None if athletes is None else complete_athletes(athletes)
    named = [source] if isinstance(source, str | PathLike) else list(source)
    found = find_sources(named, athlete=athlete, limits=limits)
    maps = () if osm is None else ways_files(osm)
    memory = None if cache is None else Cache(cache)
    roots = roots_of(named)
    asked: list[object] = [
        athlete,
        tz,
        duplicates,
        engine,
        maps,
        keep_positions,
        sorted(roots),
        limits,
    ]
    asked += [_told(table) for table in (profiles, shoes, found.shoes)]
    place = memory.result_path(found, asked) if memory and memory.has_results() else None
    known = memory.result(place) if memory and place else None
    if known is None:
        gathered = read_found(
            found, tz=tz, athletes=profiles, engine=engine, maps=maps, n_jobs=n_jobs,
            progress=progress, cache=memory,
        )  # fmt: skip
        known = assemble(
            gathered, shoes, found.shoes, profiles, merge=duplicates == "merge",
            keep_positions=keep_positions,
        )  # fmt: skip
        known = named_from(known, roots)
        if memory is not None:
            memory.put_result(place or memory.result_path(found, asked), known)
    sessions, skipped, decisions, pairs = known
    return History(sessions, skipped, decisions, pairs, found)


def read_found(
    found: Found,
    *,
    tz: str | None = None,
    athletes: pd.DataFrame | None = None,
    engine: str = "columnar",
    maps: tuple[str, ...] = (),
    n_jobs: int = 1,
    progress: bool = False,
    cache: Cache | None = None,
) -> Gathered:
    """Read the run files that were found, one by one: what `assemble` makes a history of.

    Parameters
    ----------
    found : Found
        The inputs.
    athletes : DataFrame, optional
        Complete table of athletes, for their zones.
    maps : tuple of str
        Files of ways, from `ways_files`.
    cache : Cache, optional
        Remembers readings.
    tz, engine, n_jobs, progress
        As for `read_sessions`.

    Returns
    -------
    Gathered
        In the order in which the inputs were found.
    """
    zones = {} if athletes is None else _zones(athletes)
    tasks = [
        (each, _options(each, engine, tz, zones, maps, found.limits)) for each in found.sources
    ]
    readings = read_all(tasks, n_jobs=n_jobs, progress=progress, cache=cache)
    return gather(found, readings, tz, zones)


def _told(table: pd.DataFrame | None) -> str | None:
    """Write a table that decides the result as text."""
    return None if table is None else table.to_csv()


def _zones(athletes: pd.DataFrame) -> dict[str, str]:
    """Read each athlete's own zone."""
    known = athletes.dropna(subset="timezone")
    return dict(zip(known["athlete"], known["timezone"], strict=True))


def _options(
    source: Source,
    engine: str,
    tz: str | None,
    zones: Mapping[str, str],
    maps: tuple[str, ...],
    limits: Limits,
) -> Options:
    """Say how a file is to be read."""
    sport = source.listed.sport if source.listed else None
    return Options(engine, tz, zones.get(source.athlete), sport, maps, limits)
