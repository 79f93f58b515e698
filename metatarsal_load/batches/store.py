"""The place a batch writes to: a folder or a bucket of objects, behind one URL (fsspec)."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from metatarsal_load.errors import MetatarsalError

DRAFTS = "_drafts"


class Store:
    """Files below one URL; each is there whole, or not at all.

    Parameters
    ----------
    url : str
        Path or fsspec URL (``s3://bucket/study``, ``memory://study``).
    shown : str, optional
        What messages call it; by default `url`.
    """

    def __init__(self, url: str, shown: str | None = None) -> None:
        # Workers may stand in other folders than this process; people are told what they named.
        self.url = absolute(url)
        self.shown = url if shown is None else shown

    @cached_property
    def _place(self) -> tuple[Any, str]:
        """File system and path; made where it is used, so that a store travels to workers."""
        return file_system(self.url)

    def __reduce__(self) -> tuple[type[Store], tuple[str, str]]:
        """Pickle by the URL: an open connection belongs to its process."""
        return type(self), (self.url, self.shown)

    @property
    def fs(self) -> Any:
        """The fsspec file system."""
        return self._place[0]

    def path(self, name: str) -> str:
        """Say where a name lies on the file system."""
        return f"{self._place[1]}/{name}"

    def is_local(self) -> bool:
        """Tell whether names are paths of this machine."""
        return is_local(self.fs)

    def write(self, name: str, data: bytes) -> None:
        """Write under a draft's name, then rename.

        Raises
        ------
        MetatarsalError
            If the place is full or may not be written.
        """
        draft = self.path(f"{DRAFTS}/{uuid4().hex}")
        try:
            self.fs.makedirs(self.path(DRAFTS), exist_ok=True)
            self.fs.makedirs(self.path(name).rpartition("/")[0], exist_ok=True)
            self.fs.pipe_file(draft, data)
            self.fs.mv(draft, self.path(name))
        except OSError as error:
            with suppress(OSError):
                self.fs.rm_file(draft)
            raise MetatarsalError(self.refusal(name, error)) from error

    def refusal(self, name: str, error: OSError) -> str:
        """Say in one line why a file could not be written, and what to do."""
        kept = "what is done is kept, and the same command goes on from there"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return f"{self.shown}: the disk is full at {name}; make room: {kept}"
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return f"{self.shown}: may not be written ({error.strerror}); choose another place"
        return f"{self.shown}: {name} cannot be written ({error.strerror or error}); {kept}"

    def write_json(self, name: str, told: object) -> None:
        """Write a JSON file."""
        self.write(name, (json.dumps(told, indent=1, sort_keys=True) + "\n").encode())

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, or None where there is none."""
        try:
            return bytes(self.fs.cat_file(self.path(name)))
        except FileNotFoundError:
            return None

    def read_json(self, name: str) -> dict[str, Any] | None:
        """Return what a JSON file holds; None where there is none, or it is damaged."""
        data = self.read(name)
        try:
            told = None if data is None else json.loads(data)
        except ValueError:
            return None
        return told if isinstance(told, dict) else None

    def names(self, below: str) -> Iterator[str]:
        """List the files below a folder, sorted, by their name in this store."""
        self.fs.invalidate_cache()
        if not self.fs.exists(self.path(below)):
            return
        start = len(self.path(""))
        for path in sorted(self.fs.find(self.path(below))):
            yield path[start:]

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone already is as good."""
        with suppress(FileNotFoundError):
            self.fs.rm_file(self.path(name))


def is_local(fs: Any) -> bool:
    """Tell whether a file system is this machine's."""
    return fs.protocol == "file" or "file" in fs.protocol


def absolute(url: str) -> str:
    """Write a path in full, without a slash at its end; a URL stays."""
    url = url.rstrip("/") or url
    return url if "://" in url else str(Path(url).absolute())


def file_system(url: str) -> tuple[Any, str]:
    """Open the file system of a path or URL.

    Returns
    -------
    fs : fsspec.AbstractFileSystem
    path : str
        The URL's path on it, without a slash at its end.

    Raises
    ------
    MetatarsalError
        If a library is not installed, or nobody knows the protocol.
    """
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped,unused-ignore]

        fs, path = url_to_fs(url)
    except ImportError as error:
        raise MetatarsalError(
            f"{url}: needs {error.name or error}; install metatarsal_load[distributed]"
        ) from error
    except ValueError as error:
        raise MetatarsalError(f"{url}: {error}; expected a folder or an fsspec URL") from error
    return fs, path.rstrip("/")
