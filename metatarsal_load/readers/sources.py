"""Which run files an input holds, whose they are, and what the export's tables say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike, fspath
from types import MappingProxyType
from typing import TypeAlias

import pandas as pd

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.exports import archives
from metatarsal_load.readers.exports.activities import EXPORT_NAMES
from metatarsal_load.readers.exports.entries import Entry, walk
from metatarsal_load.readers.exports.listed import Listed, within_range
from metatarsal_load.readers.exports.matching import Owner, files_beside, match
from metatarsal_load.readers.exports.sorting import sort
from metatarsal_load.readers.exports.tables import Tables, read_tables
from metatarsal_load.readers.limits import LIMITS, Limits

__all__ = ["FROM_FOLDER", "Found", "Listed", "Source", "find_sources"]

Paths: TypeAlias = str | PathLike[str] | Iterable[str | PathLike[str]]

FROM_FOLDER = "from-folder"
"""`athlete` argument: each first-level folder or zip is an athlete."""
_NOBODYS = "lies beside the athletes' folders, so whose it is is unknown: move it into one"
_SHOE_COLUMNS = ("shoe", "athlete", "model", "start", "retired", "limit_km", "default_for")


@dataclass(frozen=True)
class Source:
    """One run file to read; small and picklable (it holds names, never contents).

    Attributes
    ----------
    file : str
        The file on disk, as it was given or found.
    members : tuple of str
        Names of the archive members that lead to the run file: empty for a plain file, two for
        a file in a zip in a zip.
    athlete : str
        Whose run.
    size : int
        Size in the folder or archive, before the reader unpacks it [bytes].
    listed : Listed or None
        What the export's table says of this file.
    """

    file: str
    members: tuple[str, ...]
    athlete: str
    size: int
    listed: Listed | None = None

    @property
    def member(self) -> str | None:
        """Member of the archive, levels joined by ``!``; None for a plain file."""
        return "!".join(self.members) or None

    @property
    def label(self) -> str:
        """File and member in one word, for messages and the sessions' `file` column."""
        return archives.label(self.file, self.members)

    def load(self, limits: Limits = LIMITS) -> bytes:
        """Return the bytes of the run file (a gzipped file still gzipped).

        Raises
        ------
        RunFileError
            If the file or the member is gone, encrypted, damaged or exceeds a limit.
        """
        return archives.read(self.file, self.members, limits=limits)


@dataclass(frozen=True)
class Found:
    """Everything `find_sources` found.

    Attributes
    ----------
    sources : tuple of Source
        The run files: folders sorted by path, archives in the order of their bytes.
    listed : tuple of Listed
        Activities that only a table knows (manual entries, rows whose file is missing, tables
        without files); `athlete` is filled in.
    shoes : pandas.DataFrame
        The pairs that the exports know: shoe, athlete, model, start, retired, limit_km,
        default_for, as in `metatarsal_load.schema.SHOES`; no rows without any.
    tables : Mapping of str to tuple of str
        The toolkit's own tables by kind (``shoes``, ``diary``, ``athletes``,
        ``expected_findings``): paths on disk.
    owners : Mapping of str to str or None
        Whose those tables are, by path, where their rows name nobody; None for a table that lies
        beside the athletes' folders.
    skipped : tuple of dict
        Rows of the `skipped` table: file, member, reason, offset, salvaged_samples.
    limits : Limits
        How much of each file is to be read.
    """

    sources: tuple[Source, ...] = ()
    listed: tuple[Listed, ...] = ()
    shoes: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    owners: Mapping[str, str | None] = field(default_factory=dict)
    skipped: tuple[dict[str, object], ...] = ()
    limits: Limits = LIMITS


def find_sources(paths: Paths, *, athlete: str = "me", limits: Limits = LIMITS) -> Found:
    """List the run files of a file, a folder, an export zip, or several of them.

    Nothing is unpacked and no run is read. Tables of exports (Strava, Garmin, Runkeeper, a plain
    log) are read; their rows go with the files they name, or stand on their own. Every other file
    is a row of `skipped` that says what it is; READMEs and the toolkit's own tables are not.

    Parameters
    ----------
    paths : str, path, or iterable of them
        File, folder (with all folders in it) or zip (with zips in it).
    athlete : str
        Whose runs; ``"from-folder"``: each first-level folder or zip is an athlete by its name,
        and a run beside them is skipped, as it is nobody's.
    limits : Limits
        How much is read of each table and archive.

    Raises
    ------
    RunFileError
        If no path is given, one does not exist, a folder holds no files, or a zip given by name
        is damaged.
    TableError
        If a CSV given by name, or the list of activities in a zip or at the root of a folder
        given by name, is not understood. Any other is a row of `skipped`.
    """
    given = [paths] if isinstance(paths, str | PathLike) else list(paths)
    if not given:
        raise RunFileError("paths", "nothing was given; expected files, folders or zips")
    parts = [_find(fspath(path), athlete, limits) for path in given]
    shoes = [part.shoes for part in parts if len(part.shoes)] or [parts[0].shoes]
    tables: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str | None] = {}
    for part in parts:
        owners |= part.owners
        for kind, places in part.tables.items():
            tables[kind] = tuple(dict.fromkeys(tables.get(kind, ()) + places))
    return Found(
        sources=tuple({source.label: source for part in parts for source in part.sources}.values()),
        listed=tuple(row for part in parts for row in part.listed),
        shoes=pd.concat(shoes, ignore_index=True),
        tables=MappingProxyType(tables),
        owners=MappingProxyType(owners),
        skipped=tuple(row for part in parts for row in part.skipped),
        limits=limits,
    )


def _find(path: str, athlete: str, limits: Limits) -> Found:
    """Everything that one path holds."""
    entries = walk(path)
    if not entries:
        raise RunFileError(path, "the folder holds no files; expected .fit, .gpx, .tcx or a zip")
    if len(entries) == 1 and entries[0].file == path and entries[0].suffix == ".zip":
        # A damaged zip among others is skipped, on its own it raises.
        archives.directory(path, limits=limits)

    def is_loud(entry: Entry) -> bool:
        if entry.name.casefold() not in EXPORT_NAMES:
            return entry.file == path and not entry.members
        return entry.file == path or (athlete != FROM_FOLDER and len(entry.place.parts) == 1)

    def owner(entry: Entry) -> str | None:
        return _folder_of(entry) if athlete == FROM_FOLDER else athlete

    held = sort(entries, limits)
    tables = read_tables(held.csvs, held.jsons, is_loud, limits)
    runs = [*held.runs, *files_beside(path, tables.activities)]
    matches = match(runs, tables.activities, owner)
    sources, unowned_runs = _sources(runs, matches.row_of, owner)
    listed, unowned_rows = _listed(matches.without_file, owner)
    return Found(
        sources=sources,
        listed=listed,
        shoes=_shoe_table(tables, owner),
        tables={kind: tuple(each.file for each in own) for kind, own in tables.own.items()},
        owners={each.file: owner(each) for own in tables.own.values() for each in own},
        skipped=(
            *held.skipped, *tables.skipped, *matches.skipped, *unowned_runs, *unowned_rows,
        ),
    )  # fmt: skip


def _folder_of(entry: Entry) -> str | None:
    """Athlete by first-level folder or zip, None for a file that lies in neither."""
    first = entry.place.parts[0]
    if len(entry.place.parts) == 1:
        return None
    return first[:-4] if first.casefold().endswith(".zip") else first


def _sources(
    runs: Iterable[Entry], row_of: Mapping[Entry, Listed], owner: Owner
) -> tuple[tuple[Source, ...], list[dict[str, object]]]:
    """Run files with their rows and owners, and skipped rows for those without an owner."""
    sources, skipped = [], []
    for run in runs:
        name, row = owner(run), row_of.get(run)
        if name is None:
            skipped.append(run.skipped(_NOBODYS))
        else:
            row = None if row is None else within_range(replace(row, athlete=row.athlete or name))
            sources.append(Source(run.file, run.members, name, run.size, row))
    return tuple(sources), skipped


def _listed(
    rows: Iterable[tuple[Entry, Listed]], owner: Owner
) -> tuple[tuple[Listed, ...], list[dict[str, object]]]:
    """Rows without a file with their owners, and skipped rows for those without an owner."""
    listed, skipped = [], []
    for table, row in rows:
        name = row.athlete or owner(table)
        if name is None:
            skipped.append(table.skipped(f"{row.origin}: {_NOBODYS}"))
        else:
            listed.append(within_range(replace(row, athlete=name)))
    return tuple(listed), skipped


def _shoe_table(tables: Tables, owner: Owner) -> pd.DataFrame:
    """Pairs that the exports list, as columns of the shoe table."""
    pairs = [
        {**pair, "athlete": name}
        for table, pair in tables.shoes
        if (name := owner(table)) is not None
    ]
    frame = pd.DataFrame(pairs, columns=list(_SHOE_COLUMNS))
    days = {field: frame[field].astype("datetime64[us]") for field in ("start", "retired")}
    return frame.assign(**days, limit_km=frame["limit_km"].astype("float64"))
