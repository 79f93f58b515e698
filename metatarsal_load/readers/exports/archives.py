"""Zip archives, and zips within them, read in place: nothing is unpacked to disk.

Opened archives are kept for reuse, a few at a time, as reading the directory of an export of
5,000 files for each of them would take longer than reading the files.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import IO

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.disk import open_file, read_file, why
from metatarsal_load.readers.limits import LIMITS, Budget, Limits
from metatarsal_load.readers.zips import FAULTS, damage, files_in, open_zip, read_member

# A nested zip up to this size is held in memory; a larger one is read through its outer archive.
_HELD_BYTES = 64 << 20


def directory(
    file: str, members: tuple[str, ...] = (), *, limits: Limits = LIMITS
) -> list[zipfile.ZipInfo]:
    """List the files of an archive on disk, or of one inside it.

    Raises
    ------
    RunFileError
        If the archive is damaged or a trick, lies too deep in others or holds too many files.
    """
    Budget(label(file, members), limits).check("wrappers", len(members) + 1)
    return files_in(_archive(file, members, _stamp(file), limits))


def read(file: str, members: tuple[str, ...] = (), *, limits: Limits = LIMITS) -> bytes:
    """Return the bytes of a file, or of the member of archives that the names lead to.

    Parameters
    ----------
    file : str
        Path on disk.
    members : tuple of str
        Names of archive members, outermost first; none for the file itself.
    limits : Limits, keyword-only
        Among others the largest size.

    Raises
    ------
    RunFileError
        If it is gone, encrypted, damaged, or exceeds a limit.
    """
    budget = Budget(label(file, members), limits)
    if not members:
        return read_file(file, budget)
    archive = _archive(file, members[:-1], _stamp(file), limits)
    return read_member(archive, _entry(archive, members[-1], budget), budget)


def read_head(file: str, members: tuple[str, ...], size: int, *, limits: Limits = LIMITS) -> bytes:
    """First `size` bytes of a file or member; raises as `read`."""
    name = label(file, members)
    try:
        if not members:
            with open_file(file) as stream:
                return stream.read(size)
        archive = _archive(file, members[:-1], _stamp(file), limits)
        with archive.open(_entry(archive, members[-1], Budget(name))) as member:
            return member.read(size)
    except FAULTS as error:
        raise RunFileError(name, damage("file", error)) from error


def release() -> None:
    """Close the archives kept for reuse, so that their files may be moved or deleted."""
    _archive.cache_clear()


def label(file: str, members: tuple[str, ...] = ()) -> str:
    """File and members in one word, for messages."""
    return "!".join((file, *members))


def _stamp(file: str) -> tuple[int, int]:
    """Size and time of change: an archive that was replaced is opened anew."""
    try:
        state = Path(file).stat()
    except (OSError, ValueError) as error:
        raise RunFileError(file, why(error)) from error
    return state.st_size, state.st_mtime_ns


def _entry(archive: zipfile.ZipFile, member: str, budget: Budget) -> zipfile.ZipInfo:
    """Entry of a member; of several of one name the last."""
    try:
        return archive.getinfo(member)
    except KeyError as error:
        raise RunFileError(budget.file, damage("member", error)) from error


@lru_cache(maxsize=4)
def _archive(
    file: str, members: tuple[str, ...], stamp: tuple[int, int], limits: Limits
) -> zipfile.ZipFile:
    """Open an archive on disk, or one inside it; evicted ones close as they are dropped."""
    budget = Budget(label(file, members), limits)
    if not members:
        return open_zip(file, budget)
    outer = _archive(file, members[:-1], stamp, limits)
    entry = _entry(outer, members[-1], budget)
    if entry.file_size > _HELD_BYTES:
        return open_zip(_stream(outer, entry, budget), budget)
    return open_zip(io.BytesIO(read_member(outer, entry, budget)), budget)


def _stream(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> IO[bytes]:
    """Open a member to be read in part."""
    try:
        return archive.open(entry)
    except FAULTS as error:
        raise RunFileError(budget.file, damage("zip archive", error)) from error
