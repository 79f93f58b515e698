"""One athlete of a batch: files and tables to a history, exactly as `read_sessions` reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from metatarsal_load import schema
from metatarsal_load.batches.plan import Person
from metatarsal_load.batches.task import Settings, Typed
from metatarsal_load.errors import MetatarsalError, TableError
from metatarsal_load.readers.exports.entries import skipped_row
from metatarsal_load.readers.sources import Found, find_sources
from metatarsal_load.tables.columns import TEXT, Table, convert
from metatarsal_load.tables.csv_tables import read_athletes, read_diary, read_shoes
from metatarsal_load.tables.history import read_history

Read = Callable[[str], pd.DataFrame]
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Past:
    """What one athlete's paths gave.

    Attributes
    ----------
    sessions, skipped : DataFrame
        As `read_sessions` returns them; None where nothing could be read.
    typed : Typed
        The athlete's tables: those handed in, else those beside the runs; exports' pairs too.
    found : Found
        The run files.
    """

    sessions: pd.DataFrame | None
    skipped: pd.DataFrame
    typed: Typed
    found: Found


def read_person(person: Person, root: str, typed: Typed, settings: Settings) -> Past:
    """Read one athlete; what cannot be read becomes rows of `skipped`, never an exception.

    Parameters
    ----------
    person : Person
        Whose files.
    root : str
        Local folder that the paths are relative to; it is left out of names in the result.
    typed : Typed
        Tables of the batch, of any athletes.
    settings : Settings
        How to read.
    """
    paths, problems = _there(person, root)
    own = typed.of({person.name})
    try:
        found = find_sources(paths, athlete=person.name) if paths else Found()
        own = _tables(person.name, found, own, problems)
        history = (
            read_history(
                paths, athlete=person.name, tz=settings.tz, athletes=own.athletes,
                shoes=own.shoes, engine=settings.engine,
            )
            if paths
            else None
        )  # fmt: skip
    except MetatarsalError as error:
        problems.append(skipped_row(", ".join(person.paths), None, str(error)))
        return Past(None, _named(problems, root, person.name), own, Found())
    if history is not None and len(history.shoes):
        own = replace(own, shoes=history.shoes)
    sessions = None if history is None or history.sessions.empty else history.sessions
    told = [] if history is None else [history.skipped]
    skipped = pd.concat([_named(problems, root, person.name), *told], ignore_index=True)
    return Past(
        None if sessions is None else _without_root(sessions, ("file", "notes"), root),
        _without_root(skipped.assign(athlete=person.name), ("file", "reason"), root),
        own,
        found,
    )


def _there(person: Person, root: str) -> tuple[list[str], Rows]:
    """Tell the paths that can be read from those that are gone or hold nothing."""
    paths: list[str] = []
    problems: Rows = []
    for path in person.paths:
        full = Path(root, path)
        try:
            empty = full.is_dir() and next(full.iterdir(), None) is None
            there = full.exists()
        except OSError as error:
            problems.append(skipped_row(path, None, f"may not be read: {error.strerror}"))
            continue
        if empty:
            problems.append(skipped_row(path, None, "the folder holds no files"))
        elif not there:
            problems.append(skipped_row(path, None, "no such file or folder; check the path"))
        else:
            paths.append(str(full))
    return paths, problems


def _tables(name: str, found: Found, given: Typed, problems: Rows) -> Typed:
    """Take each table as it was handed in, else from beside the runs."""
    shoes, diary, athletes = given.shoes, given.diary, given.athletes
    if shoes is None:
        shoes = _beside(read_shoes, found.tables.get("shoes", ()), name, problems)
    if diary is None:
        diary = _beside(read_diary, found.tables.get("diary", ()), name, problems)
    if athletes is None:
        athletes = _beside(read_athletes, found.tables.get("athletes", ()), name, problems)
    return Typed(shoes, diary, athletes)


def _beside(read: Read, paths: Iterable[str], name: str, problems: Rows) -> pd.DataFrame | None:
    """Read the tables in an athlete's folder; a row that names nobody is the athlete's."""
    tables = []
    for path in paths:
        try:
            table = read(path)
        except TableError as error:
            problems.append(skipped_row(path, None, f"{error}; analysed without it"))
            continue
        whose = table["athlete"].astype(TEXT).replace("me", name)
        tables.append(table.assign(athlete=whose)[whose == name])
    tables = [table for table in tables if len(table)]
    return pd.concat(tables, ignore_index=True) if tables else None


def _named(rows: Rows, root: str, name: str) -> pd.DataFrame:
    """Make rows of `skipped` with their athlete."""
    table = pd.DataFrame(rows, columns=list(schema.SKIPPED), dtype=object)
    table = pd.DataFrame(
        {
            name: convert(table[name], name, column, Table("skipped"))
            for name, column in schema.SKIPPED.items()
        }
    )
    return _without_root(table.assign(athlete=name), ("file", "reason"), root)


def _without_root(table: pd.DataFrame, names: Iterable[str], root: str) -> pd.DataFrame:
    """Leave the root out of texts: a batch gives the same tables wherever its files lie."""
    prefix = root.rstrip("/") + "/"
    return table.assign(
        **{name: table[name].str.replace(prefix, "", regex=False) for name in names}
    )
