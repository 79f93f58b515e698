"""The tables of an input: activities, shoes, gear, and the toolkit's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from metatarsal_load.errors import MetatarsalError, TableError
from metatarsal_load.readers.exports.activities import read_activities
from metatarsal_load.readers.exports.entries import Entry
from metatarsal_load.readers.exports.garmin import is_summaries, read_summaries
from metatarsal_load.readers.exports.garmin_gear import is_gear, read_gear
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.strava import is_strava_shoes, read_strava_shoes
from metatarsal_load.readers.exports.table import Contents, Table, read_table
from metatarsal_load.readers.limits import LIMITS, Limits, check_table

OWN = ("shoes", "diary", "athletes", "expected_findings", "expected_order")
"""The toolkit's own tables, by file name; the typed readers read them and check their columns."""


@dataclass
class Tables:
    """What the tables of an input hold.

    Attributes
    ----------
    limits : Limits
        What is read of each.
    activities : list of (Entry, tuple of Listed)
        Each table of activities with its rows.
    shoes : list of (Entry, Mapping)
        Each pair with the file that lists it.
    own : dict of str to list of Entry
        The toolkit's own tables by kind.
    skipped : list of dict
        Rows of the `skipped` table.
    """

    limits: Limits = LIMITS
    activities: list[tuple[Entry, tuple[Listed, ...]]] = field(default_factory=list)
    shoes: list[tuple[Entry, Mapping[str, object]]] = field(default_factory=list)
    own: dict[str, list[Entry]] = field(default_factory=dict)
    skipped: list[dict[str, object]] = field(default_factory=list)

    def take(self, entry: Entry, contents: Contents) -> None:
        """Take in a table of activities."""
        self.activities.append((entry, contents.listed))
        self.skipped += [entry.skipped(reason) for reason in contents.skipped]


def read_tables(
    csvs: Iterable[Entry],
    jsons: Iterable[Entry],
    is_loud: Callable[[Entry], bool],
    limits: Limits = LIMITS,
) -> Tables:
    """Read every table of an input.

    Parameters
    ----------
    csvs, jsons : iterable of Entry
    is_loud : callable
        Whether a CSV that holds no activities that are understood raises; the others become
        skipped rows.
    limits : Limits
        What is read of each.

    Raises
    ------
    TableError
        If a loud one holds no activities that are understood.
    """
    found = Tables(limits)
    worn: dict[str, str] = {}
    # The shoes first: Garmin's summaries name none, its gear.json says which was worn.
    for entry in sorted(jsons, key=lambda entry: not entry.name.endswith("_gear.json")):
        _attempt(found, entry, is_loud, lambda entry: _add_json(found, entry, worn))
    for entry in csvs:
        _attempt(found, entry, is_loud, lambda entry: _add_csv(found, entry))
    return found


def _attempt(
    found: Tables, entry: Entry, is_loud: Callable[[Entry], bool], add: Callable[[Entry], None]
) -> None:
    """Add one table; what stops it is raised where loud, else a skipped row."""
    try:
        add(entry)
    except MetatarsalError as error:
        if isinstance(error, TableError) and is_loud(entry):
            raise
        found.skipped.append(entry.skipped(getattr(error, "reason", str(error))))


def _add_csv(found: Tables, entry: Entry) -> None:
    """Add one CSV."""
    table = read_table(_whole(entry, found.limits), entry.name, found.limits)
    kind = entry.name.casefold().removesuffix(".csv")
    if is_strava_shoes(table):
        found.shoes += [(entry, pair) for pair in read_strava_shoes(table)]
    elif kind in OWN and not entry.members:
        found.own.setdefault(kind, []).append(entry)
    elif kind in OWN:
        found.skipped.append(entry.skipped(f"a {kind} table inside an archive: unpack it to use"))
    elif (contents := read_activities(table)) is not None:
        found.take(entry, contents)
    else:
        raise TableError(_something_else(table))


def _something_else(table: Table) -> str:
    """Say what the columns of a CSV are that holds no activities."""
    names = ", ".join(table.header[:12]) + (", ..." if len(table.header) > 12 else "")
    return f"{table.name}: a CSV without activities (columns {names}); expected date and distance"


def _add_json(found: Tables, entry: Entry, worn: dict[str, str]) -> None:
    """Add one JSON of Garmin's account export; `worn` gathers the pair of each activity."""
    head = entry.head(found.limits).decode("utf-8", "replace")
    if is_gear(head):
        text = _whole(entry, found.limits).decode("utf-8", "replace")
        shoes, links = read_gear(text, entry.name)
        worn.update(links)
        found.shoes += [(entry, pair) for pair in shoes]
    elif is_summaries(head):
        text = _whole(entry, found.limits).decode("utf-8", "replace")
        found.take(entry, read_summaries(text, entry.name, worn))
    else:
        found.skipped.append(entry.skipped("JSON without activities"))


def _whole(entry: Entry, limits: Limits) -> bytes:
    """Bytes of a table, unless it is too large to be one."""
    check_table("table_bytes", entry.size, entry.name, limits)
    return entry.read(limits)
