"""Every file of an input: of a folder and the folders in it, of a zip and the zips in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.disk import kind_of, size_of
from metatarsal_load.readers.exports import archives
from metatarsal_load.readers.limits import LIMITS, Limits

# What operating systems leave beside the files of a user.
_HEAD_BYTES = 512
_CLUTTER = frozenset(("__macosx", "thumbs.db", "desktop.ini", "$recycle.bin"))


@dataclass(frozen=True)
class Entry:
    """One file of an input.

    Attributes
    ----------
    file : str
        Path on disk.
    members : tuple of str
        Archive members that lead to it.
    place : PurePosixPath
        Where it lies below the input, archives counted as folders: what relative names in an
        export's table are resolved against.
    size : int
        Size as stored in folder or archive's directory [bytes].
    """

    file: str
    members: tuple[str, ...]
    place: PurePosixPath
    size: int

    @property
    def name(self) -> str:
        """Name without its folders."""
        return self.place.name

    @property
    def suffix(self) -> str:
        """Ending of the name, lower case, without ``.gz``."""
        return PurePosixPath(self.name.casefold().removesuffix(".gz")).suffix

    def read(self, limits: Limits = LIMITS) -> bytes:
        """Bytes of the file."""
        return archives.read(self.file, self.members, limits=limits)

    def head(self, limits: Limits = LIMITS) -> bytes:
        """First bytes of the file, enough to tell what it is."""
        return archives.read_head(self.file, self.members, _HEAD_BYTES, limits=limits)

    def skipped(self, reason: str) -> dict[str, object]:
        """Row of the `skipped` table that names this file."""
        member = "!".join(self.members) or None
        return skipped_row(self.file, member, reason)


def skipped_row(file: str, member: str | None, reason: str) -> dict[str, object]:
    """One row of the `skipped` table."""
    return {
        "file": file,
        "member": member,
        "reason": reason,
        "offset": None,
        "salvaged_samples": None,
    }


def is_clutter(name: str) -> bool:
    """Whether a file or folder is hidden or an operating system's own."""
    return (name.startswith(".") and name.strip(".") != "") or name.casefold() in _CLUTTER


def walk(path: str) -> list[Entry]:
    """Every file of a folder, sorted by path, clutter included; or the file itself.

    Raises
    ------
    RunFileError
        If there is no such path, or it is a pipe, a device or a socket.
    """
    kind = kind_of(path)
    if kind != "folder":
        if kind != "file":
            raise RunFileError(path, f"{kind}, not a file or folder")
        return [Entry(path, (), PurePosixPath(Path(path).name), size_of(path) or 0)]
    return sorted(_below(path), key=lambda entry: entry.place)


def _below(path: str) -> Iterator[Entry]:
    """Every file of a folder and the folders in it.

    A folder that is not entered (clutter, a link, no permission) is one entry, so that it is told.
    """
    closed: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=closed.append):
        clutter = [name for name in folders if is_clutter(name)]
        folders[:] = [name for name in folders if name not in clutter]
        inside = PurePosixPath(Path(folder).relative_to(path).as_posix())
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in clutter + links:
            yield Entry(str(Path(folder, name)), (), inside / name, 0)
        for name in files:
            full = Path(folder, name)
            yield Entry(str(full), (), inside / name, size_of(full) or 0)
    for error in closed:
        within = Path(error.filename).relative_to(path).as_posix()
        yield Entry(error.filename, (), PurePosixPath(within), 0)


def unzip(entry: Entry, limits: Limits = LIMITS) -> Iterator[Entry]:
    """Every file of an archive, in the order of its bytes, which is the quickest to read.

    Raises
    ------
    RunFileError
        If the archive is damaged, or lies too deep in others.
    """
    for info in sorted(
        archives.directory(entry.file, entry.members, limits=limits),
        key=lambda info: info.header_offset,
    ):
        yield Entry(
            entry.file,
            (*entry.members, info.filename),
            entry.place / info.filename.replace("\\", "/").lstrip("/"),
            info.file_size,
        )
