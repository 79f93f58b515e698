"""What the recording that stands for a run learns from the others of that run."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from metatarsal_load.tables.listed_rows import offset_name
from metatarsal_load.tables.pairs import Pair
from metatarsal_load.tables.surface import SURFACE_COLUMNS

# Whose names say more than the sport, last the best.
NAMING = ("fit", "tcx", "gpx", "listed")
# Facts that any of the recordings may know; those of a line belong together.
FACTS = (
    ("surface", "surface_source"),
    ("name",),
    ("shoe", "shoe_source"),
    ("rpe",),
    ("race",),
    ("start", "start_utc", "date", "timezone", "timezone_source"),
)
# The runner's own word, then the file's; the trace's shape and the map are behind them.
GROUND_TRUST = MappingProxyType({"typed": 3, "export": 3, "file": 2})
UNSURE_ZONE = ("assumed_utc", "argument", "athlete", "unknown")


def take_over(full: pd.DataFrame, merged: list[Pair]) -> tuple[pd.DataFrame, list[str]]:
    """Give each kept session the facts it lacks from those merged into it.

    Parameters
    ----------
    full : DataFrame
        Shape (n, columns): sessions as `complete_sessions` returns them, perhaps with `format` and
        `name_from`.
    merged : list of Pair
        What stands for each run (`whole`) and what was merged into it (`other`).

    Returns
    -------
    sessions : DataFrame
        A copy: shoe, exertion, race, surface and a certain local time where there was none; the
        name that a person most likely wrote: a table's, else a GPX file's. A list's local clock
        tells how far the local time of a recording is from UTC, where it knows UTC alone.
    taken : list of str
        The facts that each pair gave.
    """
    names = [name for group in FACTS for name in group] + [*SURFACE_COLUMNS, "distance_km"]
    columns = {name: full[name].tolist() for name in names}
    columns["named_by"] = _named_by(full)
    taken = []
    for pair in merged:
        found = [group for group in FACTS if _better(columns, group[0], pair)]
        for name in (name for group in found for name in group):
            columns[name][pair.whole] = columns[name][pair.other]
        if ("name",) in found:
            columns["named_by"][pair.whole] = columns["named_by"][pair.other]
        if _tells_local_clock(columns, pair):
            _take_local_clock(columns, pair)
            found.append(("start",))
        if FACTS[0] in found:
            _rescale_surfaces(columns, pair)
        taken.append(", ".join(group[0] for group in found))
    facts = {
        name: pd.Series(columns[name], index=full.index).astype(full[name].dtype) for name in names
    }
    return full.assign(**facts), taken


def _tells_local_clock(columns: dict[str, list[Any]], pair: Pair) -> bool:
    """Tell whether an entry of a local clock stands beside a recording of UTC alone."""
    return bool(
        columns["timezone_source"][pair.whole] == "assumed_utc"
        and not pd.isna(columns["start_utc"][pair.whole])
        and pd.isna(columns["start_utc"][pair.other])
        and not (pair.bare_date or pair.part)
    )


def _take_local_clock(columns: dict[str, list[Any]], pair: Pair) -> None:
    """Set a recording's local start by the quarter hours that an entry's clock is ahead of UTC."""
    utc = columns["start_utc"][pair.whole]
    ahead = (columns["start"][pair.other] - utc).round("15min")
    start = utc + ahead
    told = (start, start.normalize(), offset_name(ahead), "file")
    for name, value in zip(("start", "date", "timezone", "timezone_source"), told, strict=True):
        columns[name][pair.whole] = value


def _named_by(full: pd.DataFrame) -> list[int]:
    """Rank each name by who wrote it: an owner's table, an app's title, a watch's profile."""
    ranks = np.zeros(len(full), dtype=int)
    for column in ("format", "name_from"):
        if column in full:
            known = full[column].isin(NAMING).to_numpy()
            ranks[known] = [NAMING.index(word) + 1 for word in full.loc[known, column]]
    return ranks.tolist()


def _rescale_surfaces(columns: dict[str, list[Any]], pair: Pair) -> None:
    """Spread the kept session's distance over the surfaces as the other recording had it."""
    ratio = np.divide(
        columns["distance_km"][pair.whole], columns["distance_km"][pair.other] or np.nan
    )
    for name in SURFACE_COLUMNS:
        columns[name][pair.whole] = columns[name][pair.other] * ratio


def _better(columns: dict[str, list[Any]], fact: str, pair: Pair) -> bool:
    """Tell whether the dropped recording knows a fact that the kept one does not."""
    own, other = columns[fact][pair.whole], columns[fact][pair.other]
    if fact == "start":
        sources = columns["timezone_source"]
        return sources[pair.whole] in UNSURE_ZONE and sources[pair.other] in ("file", "coordinates")
    if fact == "name" and not pd.isna(own) and not pd.isna(other):
        return bool(columns["named_by"][pair.other] > columns["named_by"][pair.whole])
    if fact == "surface":
        return _ground_trust(columns, pair.other) > _ground_trust(columns, pair.whole)
    return bool(pd.isna(own)) and not bool(pd.isna(other))


def _ground_trust(columns: dict[str, list[Any]], row: int) -> int:
    """Rank what a recording says of its ground by where it has it from; 0 for nothing."""
    if columns["surface"][row] == "unknown":
        return 0
    return int(GROUND_TRUST.get(columns["surface_source"][row], 1))
