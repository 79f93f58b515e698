"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from metatarsal_load.errors import TableError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(target: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file under another name beside its place, then rename it.

    Whatever goes wrong on the way, Ctrl-C too, leaves the file that was there before, or none.

    Parameters
    ----------
    target : Path
        The file; one that is there keeps its permissions.
    data : bytes
        What it shall hold.
    private : bool
        Whether only its owner may read a new file.

    Raises
    ------
    TableError
        The place is full, may not be written, or is no plain file; says what to do.
    """
    draft_then_rename(target, lambda draft: draft.write_bytes(data), private=private)


def draft_then_rename(
    target: Path, write: Callable[[Path], object], *, private: bool = False
) -> None:
    """Let `write` fill a draft, then rename it: see `write_whole`."""
    draft = target.parent / f".part-{uuid4().hex}{target.suffix[:20]}"
    try:
        if target.exists() and not target.is_file():
            raise TableError(f"{target}: is no plain file; name a file to write")
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666))
        write(draft)
        _settle(draft)
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
        draft.replace(target)
    except OSError as error:
        raise TableError(_refusal(target, error)) from error
    finally:
        _forget(draft)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait for others who change files of a folder this way; the kernel lets go of who dies.

    Systems without such locks (Windows, some network drives) do not wait.
    """
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those it lies in, or say why it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TableError(_refusal(folder, error)) from error


def _settle(draft: Path) -> None:
    """Bring the draft to the disk, so that a late error is told before the rename."""
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())


def _forget(draft: Path) -> None:
    """Remove a draft that was not renamed; a disk that refuses even that is told already."""
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return


def _refusal(target: Path, error: OSError) -> str:
    """Say why a file cannot be written, and what to do."""
    why = error.strerror or str(error)
    if error.errno in _FULL:
        return f"{target}: cannot be written ({why}); make room or choose another disk"
    return f"{target}: cannot be written ({why}); choose another place"
