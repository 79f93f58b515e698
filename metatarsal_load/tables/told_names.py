"""Names of files as they are told: from what the user named on, without the rest of the machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

import pandas as pd

from metatarsal_load.printable import encodable

NAMING = ("file", "notes", "reason", "kept_file", "dropped_file", "why")
"""Columns that name files, alone or within a sentence."""


def named_from(tables: list[pd.DataFrame], roots: Iterable[str]) -> list[pd.DataFrame]:
    """Leave out of all names of files where the inputs lie.

    Parameters
    ----------
    tables : list of DataFrame
        Any tables of a history.
    roots : iterable of str
        From `roots_of`.

    Returns
    -------
    list of DataFrame
        Copies, with ``runs/easy.fit`` for ``/home/anna/runs/easy.fit`` in every column of
        `NAMING`.
    """
    known = sorted({encodable(root) for root in roots if root}, key=len, reverse=True)
    if not known:
        return tables
    # A path begins a cell, or stands behind a blank, a bracket or a quotation mark.
    root = re.compile(rf"(?:^|(?<=[\s('\"]))(?:{'|'.join(map(re.escape, known))})")

    def told(table: pd.DataFrame) -> pd.DataFrame:
        names = [name for name in NAMING if name in table]
        return table.assign(**{name: table[name].str.replace(root, "", regex=True)
                               for name in names})  # fmt: skip

    return [told(table) for table in tables]


def roots_of(named: str | PathLike[str] | Iterable[str | PathLike[str]]) -> tuple[str, ...]:
    """Tell the beginnings of paths that names leave out.

    Parameters
    ----------
    named : path or iterable of paths
        What the user named.

    Returns
    -------
    tuple of str
        The folder that holds all that was named, as it is written in each of the paths; for what
        lies in the user's home, which bears the user's name, not further up than that.
    """
    several = [named] if isinstance(named, str | PathLike) else list(named)
    places = [Path(os.path.abspath(path)) for path in several]  # noqa: PTH100 - follows no links
    holder = Path(os.path.commonpath([place.parent for place in places]))
    return tuple({
        _beginning(str(Path(path)), str(place.relative_to(_shown_from(place, holder))))
        for path, place in zip(several, places, strict=True)
    })  # fmt: skip


def _shown_from(place: Path, holder: Path) -> Path:
    """Tell from which folder on a place is told."""
    home = Path.home()
    inside = holder in home.parents and home in (place, *place.parents)
    return home if inside else holder


def _beginning(path: str, told: str) -> str:
    """Take off a path's end what is told of it."""
    if told == ".":
        return path + os.sep
    return path.removesuffix(told) if path.endswith(told) else ""
