"""Zip archives, and zips within them, read in place: nothing is unpacked to disk.

Opened archives are kept for reuse, a few at a time, as reading the directory of an export of
5,000 files for each of them would take longer than reading the files.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import IO

from metatarsal_load.errors import RunFileError

MAX_BYTES = 2**30
"""Largest file or member read: nothing above it is a recording or a table of activities."""
MAX_DEPTH = 3
"""Zips within one another: Garmin's export has two levels."""


# A nested zip up to this size is held in memory; a larger one is read through its outer archive.
_HELD_BYTES = 64 << 20
_PIECE = 1 << 20
# Whatever zipfile raises on damage, unknown compression (NotImplementedError) and encryption
# (RuntimeError); a name that is not in the archive is a KeyError.
_FAULTS = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, KeyError,
)  # fmt: skip


def directory(file: str, members: tuple[str, ...] = ()) -> list[zipfile.ZipInfo]:
    """List the files of an archive on disk, or of one inside it.

    Raises
    ------
    RunFileError
        If the archive is damaged, or lies too deep in others.
    """
    if len(members) >= MAX_DEPTH:
        raise RunFileError(label(file, members), f"more than {MAX_DEPTH} zips in one another")
    try:
        return [info for info in _archive(file, members, _stamp(file)).infolist() if _holds(info)]
    except _FAULTS as error:
        raise RunFileError(label(file, members), _damage("zip archive", error)) from error


def read(file: str, members: tuple[str, ...] = (), *, limit: int | None = None) -> bytes:
    """Return the bytes of a file, or of the member of archives that the names lead to.

    Parameters
    ----------
    file : str
        Path on disk.
    members : tuple of str
        Names of archive members, outermost first; none for the file itself.
    limit : int, optional
        Read no more than this many bytes.

    Raises
    ------
    RunFileError
        If it is gone, encrypted, damaged, or larger than `MAX_BYTES`.
    """
    try:
        with _stream(file, members) as stream:
            data = (
                b"".join(iter(lambda: stream.read(_PIECE), b""))
                if limit is None
                else stream.read(limit)
            )
    except _FAULTS as error:
        raise RunFileError(label(file, members), _damage("file", error)) from error
    if len(data) > MAX_BYTES:
        raise RunFileError(label(file, members), f"larger than {MAX_BYTES >> 20} MiB")
    return data


def release() -> None:
    """Close the archives kept for reuse, so that their files may be moved or deleted."""
    _archive.cache_clear()


def label(file: str, members: tuple[str, ...] = ()) -> str:
    """File and members in one word, for messages."""
    return "!".join((file, *members))


def _holds(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file and not a folder."""
    return not info.filename.endswith("/")


def _stamp(file: str) -> tuple[int, int]:
    """Size and time of change: an archive that was replaced is opened anew."""
    state = Path(file).stat()
    return state.st_size, state.st_mtime_ns


def _stream(file: str, members: tuple[str, ...]) -> IO[bytes]:
    """Open a file or member to read."""
    if not members:
        return Path(file).open("rb")
    return _archive(file, members[:-1], _stamp(file)).open(members[-1])


@lru_cache(maxsize=4)
def _archive(file: str, members: tuple[str, ...], stamp: tuple[int, int]) -> zipfile.ZipFile:
    """Open an archive on disk, or one inside it; evicted ones close as they are dropped."""
    if not members:
        return zipfile.ZipFile(file)
    outer = _archive(file, members[:-1], stamp)
    if outer.getinfo(members[-1]).file_size > _HELD_BYTES:
        return zipfile.ZipFile(outer.open(members[-1]))
    return zipfile.ZipFile(io.BytesIO(outer.read(members[-1])))


def _damage(kind: str, error: Exception) -> str:
    """One line that says why it cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "no such file; check the path"
    if isinstance(error, IsADirectoryError | PermissionError):
        return "may not be read, or is a link to a folder; give it by its own name"
    if isinstance(error, KeyError):
        return "the archive holds no such member"
    if "encrypted" in str(error):
        return "the member is encrypted; unpack it with its password"
    return f"cannot be read as a {kind} ({error}); fetch it again"
