"""What the inputs gave, collected: rows of files, rows of tables, and what was skipped."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.printable import encodable
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.sources import Found
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.home_zone import fill_home_zone
from metatarsal_load.tables.listed_rows import add_listed, listed_row
from metatarsal_load.tables.readings import Reading
from metatarsal_load.tables.session_ids import numbered_ids

RANGES = {
    name: (
        -math.inf if column.low is None else column.low,
        sys.float_info.max if column.high is None else column.high,
    )
    for name, column in schema.SESSIONS.items()
    if column.dtype == "float"
}
KEYS = ("athlete", "session_id", "start", "start_utc", "timezone", "timezone_source", "file")


@dataclass
class Gathered:
    """Session rows, their vectors (None for rows of a table), their files, and skipped rows.

    `places` holds `file` and `member` by the name of each recording.
    """

    rows: list[dict[str, object]] = field(default_factory=list)
    vectors: list[np.ndarray | None] = field(default_factory=list)
    skipped: list[dict[str, object]] = field(default_factory=list)
    places: dict[str, dict[str, object]] = field(default_factory=dict)


def gather(
    found: Found, readings: Iterator[Reading], tz: str | None, zones: Mapping[str, str]
) -> Gathered:
    """Collect session rows and skipped rows of all inputs, in the order they were found.

    Parameters
    ----------
    found : Found
        The inputs.
    readings : iterator of Reading
        One for each of ``found.sources``, in order.
    tz : str, optional
        Zone for activities that only a table knows.
    zones : mapping of str to str
        Zones by athlete, after `tz`.

    Returns
    -------
    Gathered
        A file that could not be read but has a row in the export gives both a loss and a session.
    """
    all_of = Gathered(skipped=list(found.skipped))
    for source, reading in zip(found.sources, readings, strict=True):
        place: dict[str, object] = {"file": source.file, "member": source.member}
        all_of.skipped += [place | loss for loss in reading.losses]
        for number, (row, vector) in enumerate(zip(reading.rows, reading.vectors, strict=True), 1):
            # A file of several activities: the second is named file.fit#2.
            label = f"{source.label}#{number}" if number > 1 else source.label
            activity = f"activity {number}" if number > 1 else None
            all_of.places[label] = place | {"member": source.member or activity}
            own = row | {"athlete": source.athlete, "file": label}
            # A row of the export speaks for the whole file, not for the leg of a triathlon.
            single = source.listed is not None and len(reading.rows) == 1
            whole = add_listed(own, source.listed) if single and source.listed else own
            all_of.rows.append(_believable(whole))
            all_of.vectors.append(vector)
        if source.listed is not None and not reading.rows:
            _gather_listed(all_of, [replace(source.listed, athlete=source.athlete)], tz, zones)
    _gather_listed(all_of, found.listed, tz, zones)
    return Gathered(
        [told(row) for row in all_of.rows],
        all_of.vectors,
        [told(row) for row in all_of.skipped],
        {encodable(name): told(place) for name, place in all_of.places.items()},
    )


def told(row: dict[str, object]) -> dict[str, object]:
    """Write what UTF-8 cannot hold in letters, so that every column takes it."""
    return {
        name: encodable(value) if isinstance(value, str) else value for name, value in row.items()
    }


def _believable(row: dict[str, object]) -> dict[str, object]:
    """Leave out figures outside their column's range, and note it: devices do write them."""
    strange = {
        name: value
        for name, (low, high) in RANGES.items()
        if isinstance(value := row.get(name), float) and (value < low or value > high)
    }
    if not strange:
        return row
    told = [f"{name} {value:g} left out: not possible" for name, value in strange.items()]
    notes = "; ".join([*([str(row["notes"])] if row.get("notes") else []), *told])
    return row | dict.fromkeys(strange, float("nan")) | {"notes": notes}


def _gather_listed(
    all_of: Gathered, listed: Iterable[Listed], tz: str | None, zones: Mapping[str, str]
) -> None:
    """Collect the activities that only a table knows."""
    for activity in listed:
        whose = activity.athlete or "me"
        row = listed_row(activity, tz=tz, athlete_tz=zones.get(whose))
        if row["start"] is pd.NaT:
            reason = "no date that can be read, so no day to count it on"
            all_of.skipped.append({"file": activity.origin, "reason": reason})
            continue
        all_of.rows.append(_believable(row | {"athlete": whose, "file": activity.origin}))
        all_of.vectors.append(None)


def as_table(gathered: list[dict[str, object]]) -> pd.DataFrame:
    """Make one table of session rows.

    Parameters
    ----------
    gathered : list of dict
        At least one row.

    Returns
    -------
    DataFrame
        Sorted by athlete, UTC start and file, with ids that are unique within the athlete and
        local times where the athlete's other sessions tell them; `reading` is the row's place in
        `gathered`.
    """
    rows = pd.DataFrame(gathered).assign(reading=range(len(gathered)))
    rows = rows.reindex(columns=list(dict.fromkeys([*KEYS, *rows.columns])))
    for name in ("start", "start_utc"):
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[us]")
    rows = fill_home_zone(rows).sort_values(["athlete", "start_utc", "file"], kind="stable")
    ids = rows["session_id"].astype(object).fillna(rows["start"].dt.strftime("%Y%m%dT%H%M%S"))
    rows["session_id"] = numbered_ids(ids.astype(TEXT), rows["athlete"])
    return rows
