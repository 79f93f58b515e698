"""One athlete of a batch: what the files gave, and the tables typed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from metatarsal_load.batches.plan import Person
from metatarsal_load.batches.task import Settings, Typed
from metatarsal_load.errors import MetatarsalError, TableError
from metatarsal_load.readers.exports.entries import skipped_row
from metatarsal_load.readers.sources import Found, find_sources
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.csv_tables import read_athletes, read_diary, read_shoes
from metatarsal_load.tables.gather import Gathered
from metatarsal_load.tables.history import read_found
from metatarsal_load.tables.typed import complete_athletes

Read = Callable[[str], pd.DataFrame]
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Past:
    """What one athlete's paths gave.

    Attributes
    ----------
    person : Person
        The athlete.
    found : Found
        The run files.
    gathered : Gathered
        What each of them gave.
    typed : Typed
        The athlete's tables: those handed in, else those beside the runs.
    problems : list of dict
        Rows of `skipped` for paths and tables that could not be read.
    """

    person: Person
    found: Found = field(default_factory=Found)
    gathered: Gathered = field(default_factory=Gathered)
    typed: Typed = field(default_factory=Typed)
    problems: Rows = field(default_factory=list)


def read_person(person: Person, root: str, typed: Typed, settings: Settings) -> Past:
    """Read one athlete; what cannot be read becomes rows of `skipped`, never an exception.

    Parameters
    ----------
    person : Person
        Whose files.
    root : str
        Local folder that the paths are relative to.
    typed : Typed
        Tables of the batch, of any athletes.
    settings : Settings
        How to read.
    """
    paths, problems = _there(person, root)
    if not paths:
        return Past(person, typed=typed.of({person.name}), problems=problems)
    try:
        found = find_sources(paths, athlete=person.name, limits=settings.limits)
        own = _tables(person.name, found, typed.of({person.name}), problems)
        athletes = None if own.athletes is None else complete_athletes(own.athletes)
        gathered = read_found(found, tz=settings.tz, athletes=athletes, engine=settings.engine)
    except (MetatarsalError, OSError) as error:
        return Past(person, problems=[*problems, given_up(person.paths, error)])
    return Past(person, found, gathered, own, problems)


def given_up(paths: Iterable[str], error: Exception) -> dict[str, object]:
    """Make the row of `skipped` for an athlete of whom nothing can be used."""
    return skipped_row(", ".join(paths), None, str(error))


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
