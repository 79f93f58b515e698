"""From the words of a command line to tables: runs, and the tables that lie beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.readers.limits import LIMITS, Limits
from metatarsal_load.readers.sources import FROM_FOLDER, find_sources
from metatarsal_load.tables.csv_tables import read_athletes, read_diary, read_shoes
from metatarsal_load.tables.history import read_history
from metatarsal_load.tables.typed import NOBODY


@dataclass(frozen=True)
class Tables:
    """What was read, and each problem on the way in one line.

    Attributes
    ----------
    sessions, skipped : pandas.DataFrame
        From `read_sessions`.
    shoes, diary, athletes : pandas.DataFrame or None
        None where there is no such table, or it could not be read.
    problems : list of str
        One line each.
    """

    sessions: pd.DataFrame
    skipped: pd.DataFrame
    shoes: pd.DataFrame | None
    diary: pd.DataFrame | None
    athletes: pd.DataFrame | None
    problems: list[str]

    @property
    def lost(self) -> pd.DataFrame:
        """Skipped inputs without the recordings that another one stands for."""
        return self.skipped[~self.skipped["reason"].str.startswith("duplicate, merged")]


def load(
    paths: Sequence[Path],
    *,
    athlete: str,
    tz: str | None,
    jobs: int,
    cache: Path | None,
    shoes: Path | None,
    diary: Path | None,
    athletes: Path | None,
    osm: Sequence[Path] = (),
    keep_positions: bool = False,
    limits: Limits = LIMITS,
) -> Tables:
    """Read the runs under some paths, with the toolkit's tables found beside them or named."""
    problems: list[str] = []
    found = find_sources(paths, athlete=athlete, limits=limits)
    chosen = {
        kind: [str(named)] if named else list(found.tables.get(kind, ()))
        for kind, named in (("shoes", shoes), ("diary", diary), ("athletes", athletes))
    }
    named = None if athlete == FROM_FOLDER else athlete

    def owned(read: Callable[..., pd.DataFrame]) -> Callable[[str], pd.DataFrame]:
        return lambda path: read(path, athlete=found.owners.get(path, named))

    shoe_table = _table(owned(read_shoes), chosen["shoes"], problems)
    diary_table = _table(owned(read_diary), chosen["diary"], problems)
    if named is None:
        folders = set(found.owners.values())
        shoe_table, diary_table = (
            _somebodys(table, folders, problems) for table in (shoe_table, diary_table)
        )
    athlete_table = _table(read_athletes, chosen["athletes"], problems)
    history = read_history(
        paths,
        athlete=athlete,
        tz=tz,
        athletes=athlete_table,
        shoes=shoe_table,
        n_jobs=jobs,
        progress=sys.stderr.isatty(),
        cache=cache,
        osm=list(osm) or None,
        keep_positions=keep_positions,
        limits=limits,
    )
    pairs = history.shoes if len(history.shoes) else shoe_table
    return Tables(history.sessions, history.skipped, pairs, diary_table, athlete_table, problems)


def _somebodys(
    table: pd.DataFrame | None, found: Collection[str | None], problems: list[str]
) -> pd.DataFrame | None:
    """Leave rows out that name nobody, where every folder is an athlete."""
    if table is None or NOBODY in found:
        return table
    named = table["athlete"] != NOBODY
    if not named.all():
        kind = "shoes" if "shoe" in table else "diary"
        problems.append(
            f"{kind}: found {int((~named).sum())} rows that name no athlete, expected a column "
            "athlete, or the file in the athlete's folder; analysed without them"
        )
    return table[named].reset_index(drop=True)


def _table(
    read: Callable[[str], pd.DataFrame], paths: Sequence[str], problems: list[str]
) -> pd.DataFrame | None:
    """Read tables of one kind; one that cannot be read is a problem, not the end."""
    tables = []
    for path in paths:
        try:
            tables.append(read(path))
        except TableError as error:
            problems.append(f"{error}; analysed without it")
    return pd.concat(tables, ignore_index=True) if tables else None


def nothing_readable(paths: Sequence[Path]) -> str:
    """Say in one line that there was no run, and what would be one."""
    names = ", ".join(str(path) for path in paths)
    return (
        f"{names}: no run was found; expected FIT, GPX or TCX files (also .gz), or a Strava, "
        "Garmin or Runkeeper export"
    )
