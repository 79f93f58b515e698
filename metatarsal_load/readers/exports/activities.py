"""Whatever table of activities a file holds, of any program known here."""

from __future__ import annotations

from metatarsal_load.readers.exports.garmin_csv import is_garmin, read_garmin_csv, with_header
from metatarsal_load.readers.exports.log_csv import is_log, read_log_csv
from metatarsal_load.readers.exports.polar import is_polar, read_polar
from metatarsal_load.readers.exports.runkeeper import is_runkeeper, read_runkeeper
from metatarsal_load.readers.exports.strava import is_strava, read_strava
from metatarsal_load.readers.exports.table import Contents, Table, not_understood

_KINDS = (
    (is_strava, read_strava),
    (is_runkeeper, read_runkeeper),
    (is_garmin, read_garmin_csv),
    (is_polar, read_polar),
)
EXPORT_NAMES = frozenset(("activities.csv", "cardioactivities.csv"))
_RUN_FILES = (".fit", ".gpx", ".tcx")


def read_activities(table: Table) -> Contents | None:
    """Read a table of activities, whatever its kind; None for a CSV of something else.

    Raises
    ------
    TableError
        If it is a table of activities by its name or its rows, and its columns are in no known
        language; or if none of its rows is understood.
    """
    for is_kind, read_kind in _KINDS:
        if is_kind(table):
            return read_kind(table)
    if (headed := with_header(table)) is not None:
        return read_garmin_csv(headed)
    # A list of run files is no log: its runs are in the files.
    lists_files = _names_runs(table)
    if not lists_files and is_log(table):
        return read_log_csv(table)
    if lists_files or table.name.casefold() in EXPORT_NAMES:
        raise not_understood(table)
    return None


def _names_runs(table: Table) -> bool:
    """Whether half the rows name a run file, as rows of activities.csv do in any language."""
    naming = sum(
        any(cell.casefold().removesuffix(".gz").endswith(_RUN_FILES) for cell in row)
        for row in table.rows
    )
    return 2 * naming >= len(table.rows) > 0
