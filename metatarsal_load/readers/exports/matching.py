"""Which run file belongs to which row of an export's table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from metatarsal_load.readers.disk import size_of
from metatarsal_load.readers.exports.entries import Entry
from metatarsal_load.readers.exports.listed import Listed

Owner: TypeAlias = Callable[[Entry], str | None]
"""Whose file it is, None where nobody knows."""

LEFT_OUT = "the file named is not among the files given"


@dataclass(frozen=True)
class Matches:
    """The row of each run file, the rows without one (with their table), and skipped rows."""

    row_of: dict[Entry, Listed]
    without_file: tuple[tuple[Entry, Listed], ...]
    skipped: tuple[dict[str, object], ...]


def match(
    runs: Sequence[Entry], tables: Iterable[tuple[Entry, Sequence[Listed]]], owner: Owner
) -> Matches:
    """Match rows to run files by the name the row gives, as seen from its table's folder.

    A name that is not there is looked for by itself, with and without ``.gz``, as people unpack
    and move the files of an export; it must then be the only one of its name that the table's
    owner has. A row whose file is missing stays, by its figures. Where all files of a table are
    missing, it was given on its own and one line says so, else one line a row.
    """
    by_place = {_key(run.place): run for run in runs}
    by_name = defaultdict(list)
    for run in runs:
        by_name[owner(run), _key(PurePosixPath(run.name))].append(run)
    row_of: dict[Entry, Listed] = {}
    without_file: list[tuple[Entry, Listed]] = []
    skipped: list[dict[str, object]] = []
    for table, rows in tables:
        missing: list[Listed] = []
        matched = len(row_of)
        for row in rows:
            found = _run_of(row, table, by_place, by_name, owner(table))
            if found is not None and found not in row_of:
                row_of[found] = row
            elif row.file and found is None:
                missing.append(row)
                without_file.append((table, replace(row, notes=(*row.notes, LEFT_OUT))))
            else:
                without_file.append((table, row))
        skipped += _missing(table, missing, alone=len(row_of) == matched)
    return Matches(row_of, tuple(without_file), tuple(skipped))


def _key(place: PurePosixPath) -> str:
    """Name to compare by: case and ``.gz`` do not count."""
    return str(place).casefold().removesuffix(".gz")


def _run_of(
    row: Listed,
    table: Entry,
    by_place: Mapping[str, Entry],
    by_name: Mapping[tuple[str | None, str], list[Entry]],
    athlete: str | None,
) -> Entry | None:
    """Run file of a row, None where it names none or the file is not there."""
    if not row.file:
        return None
    named = PurePosixPath(row.file.replace("\\", "/"))
    there = by_place.get(_key(table.place.parent / named))
    alike = by_name.get((athlete, _key(PurePosixPath(named.name))), [])
    return there or (alike[0] if len(alike) == 1 else None)


def _missing(table: Entry, rows: Sequence[Listed], *, alone: bool) -> list[dict[str, object]]:
    """Rows of `skipped` on missing run files."""
    if alone and rows:
        told = f"{len(rows)} rows name run files that were not given; their figures were used"
        return [table.skipped(told)]
    return [
        table.skipped(f"{row.origin}: {row.file} is not in the export; its figures were used")
        for row in rows
    ]


def files_beside(path: str, tables: Iterable[tuple[Entry, Sequence[Listed]]]) -> list[Entry]:
    """Run files on disk that the rows of a table name, where the table itself is the input.

    A table may come from a stranger: names that lead out of its folder are not followed.
    """
    own = [rows for table, rows in tables if table.file == path and not table.members]
    names = dict.fromkeys(row.file for rows in own for row in rows if row.file)
    folder = Path(path).parent
    return [
        Entry(str(folder / name), (), PurePosixPath(name), size)
        for name in names
        if not (name.startswith("/") or ".." in PurePosixPath(name).parts)
        and (size := size_of(folder / name)) is not None
    ]
