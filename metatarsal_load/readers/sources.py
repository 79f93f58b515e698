"""Which run files an input holds, whose they are, and what the export's tables say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from metatarsal_load.readers.exports.listed import Listed

__all__ = ["Found", "Listed", "Source", "find_sources"]

Paths: TypeAlias = str | PathLike[str] | Iterable[str | PathLike[str]]


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
        return "!".join((self.file, *self.members))

    def load(self) -> bytes:
        """Return the bytes of the run file (a gzipped file still gzipped).

        Raises
        ------
        RunFileError
            If the file or the member is gone, encrypted or damaged.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Found:
    """Everything `find_sources` found.

    Attributes
    ----------
    sources : tuple of Source
        The run files, sorted by path.
    listed : tuple of Listed
        Activities that only a table knows (manual entries, rows whose file is missing, tables
        without files); `athlete` is filled in.
    shoes : pandas.DataFrame
        Columns of `metatarsal_load.schema.SHOES` that the exports know; empty without any.
    tables : Mapping of str to tuple of str
        The toolkit's own tables by kind (``shoes``, ``diary``, ``athletes``): paths on disk.
    skipped : tuple of dict
        Rows of the `skipped` table: file, member, reason, offset, salvaged_samples.
    """

    sources: tuple[Source, ...] = ()
    listed: tuple[Listed, ...] = ()
    shoes: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skipped: tuple[dict[str, object], ...] = ()


def find_sources(paths: Paths, *, athlete: str = "me") -> Found:
    """List the run files of a file, a folder, an export zip, or several of them."""
    raise NotImplementedError((Path, paths, athlete))
