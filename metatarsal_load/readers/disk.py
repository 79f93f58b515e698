"""Files on disk, and nothing else that has a name there: no pipe, device or socket is read.

Reading a pipe waits for ever, reading a device may never end. Files are read, never mapped: a file
that another program cuts short while it is mapped would end the process.
"""

from __future__ import annotations

import os
import stat
from io import BufferedReader
from os import PathLike
from pathlib import Path
from typing import IO

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.limits import Budget

_PIECE = 2**20
_WITHOUT_WAITING = (
    getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
_KINDS = (
    (stat.S_ISDIR, "folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def open_file(path: str | PathLike[str]) -> BufferedReader:
    """Open a file to read.

    Raises
    ------
    RunFileError
        If there is none, it may not be read, or it is something else than a file.
    """
    kind = kind_of(path)
    if kind != "file":
        raise RunFileError(os.fspath(path), _other(path, kind))
    try:
        handle = os.open(path, os.O_RDONLY | _WITHOUT_WAITING)
    except (OSError, ValueError) as error:
        raise RunFileError(os.fspath(path), why(error)) from error
    return os.fdopen(handle, "rb")


def size_of(path: str | PathLike[str]) -> int | None:
    """Size of a file [bytes]; None where there is none that can be seen."""
    try:
        state = Path(path).stat()
    except (OSError, ValueError):
        return None
    return state.st_size if stat.S_ISREG(state.st_mode) else None


def kind_of(path: str | PathLike[str]) -> str:
    """Say what a path names: ``file``, ``folder``, or words for what is neither.

    Raises
    ------
    RunFileError
        If there is nothing of that name, or it may not be looked at.
    """
    if not os.fspath(path):
        raise RunFileError("''", "no name; expected a path")
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        raise RunFileError(os.fspath(path), why(error)) from error
    if stat.S_ISREG(mode):
        return "file"
    return next((words for is_kind, words in _KINDS if is_kind(mode)), "something else")


def read_file(path: str | PathLike[str], budget: Budget) -> bytes:
    """Bytes of a file, within the limit of size.

    Raises
    ------
    RunFileError
        As `open_file`; also if reading fails on the way, or the file is larger than the limit.
    """
    with open_file(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        budget.check("file_bytes", size)
        try:
            # The whole file in one piece, and not copied once more, unless it grows meanwhile.
            return read_stream(stream, budget, piece_bytes=max(size, _PIECE))
        except OSError as error:
            raise RunFileError(os.fspath(path), why(error)) from error


def read_stream(stream: IO[bytes], budget: Budget, *, piece_bytes: int = _PIECE) -> bytes:
    """All bytes of a stream, within the limit of size; memory grows with what comes."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(piece_bytes):
        pieces.append(piece)
        size += len(piece)
        budget.check("file_bytes", size)
    return b"".join(pieces)


def why(error: Exception) -> str:
    """One line that says why a path cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return f"no name that a file can have ({error})"


def _other(path: str | PathLike[str], kind: str) -> str:
    """Say what a path is that names no file."""
    if kind != "folder":
        return f"{kind}, not a file"
    if Path(path).is_symlink():
        return "a link to a folder, which is not followed: give the folder by its own name"
    return "a folder, not a file: read_sessions reads folders"
