"""The files of an input by what they are: runs, tables, the toolkit's own tables, the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.container import NAMES, identify
from metatarsal_load.readers.exports.entries import Entry, is_clutter, unzip
from metatarsal_load.readers.limits import LIMITS, Limits

RUN_SUFFIXES = frozenset((".fit", ".gpx", ".tcx"))


@dataclass
class Sorted:
    """Files of an input by what they are, each list in the order found."""

    limits: Limits = LIMITS
    runs: list[Entry] = field(default_factory=list)
    csvs: list[Entry] = field(default_factory=list)
    jsons: list[Entry] = field(default_factory=list)
    skipped: list[dict[str, object]] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Sort one file in, or the files of one archive; only heads of oddly named ones are read.

        Runs are taken by name: the reader looks at the content and says what else it is.
        """
        if any(is_clutter(part) for part in entry.place.parts):
            self.skipped.append(entry.skipped("hidden, or left by the operating system: not read"))
        elif entry.suffix in RUN_SUFFIXES:
            self.runs.append(entry)
        elif entry.suffix == ".csv":
            self.csvs.append(entry)
        elif entry.suffix == ".json":
            self.jsons.append(entry)
        elif not _is_page(entry):
            self._add_by_content(entry)

    def _add_by_content(self, entry: Entry) -> None:
        """Sort in a file whose name does not say what it is."""
        try:
            kind = "zip" if entry.suffix == ".zip" else identify(entry.head(self.limits))
            if kind == "zip":
                self._add_archive(entry)
            elif kind == "csv":
                self.csvs.append(entry)
            elif kind in ("fit", "gpx", "tcx", "gzip"):
                self.runs.append(entry)
            else:
                self.skipped.append(entry.skipped(f"not a run file: {NAMES[kind]}"))
        except RunFileError as error:
            self.skipped.append(entry.skipped(error.reason))

    def _add_archive(self, entry: Entry) -> None:
        """Sort in the files of an archive; a document packed as one counts as one file."""
        inside = list(unzip(entry, self.limits))
        holds_runs = any(inner.suffix in RUN_SUFFIXES for inner in inside)
        if entry.suffix != ".zip" and not holds_runs:
            told = "a document packed as a zip; a spreadsheet can be saved as CSV"
            self.skipped.append(entry.skipped(f"not a run file: {told}"))
            return
        last = {inner.members: inner for inner in inside}
        for inner in inside:
            if last[inner.members] is inner:
                self.add(inner)
            else:
                self.skipped.append(inner.skipped("hidden by a later member of the same name"))


def sort(entries: Iterable[Entry], limits: Limits = LIMITS) -> Sorted:
    """Sort the files of an input; archives are opened, damaged ones become skipped rows."""
    found = Sorted(limits)
    for entry in entries:
        found.add(entry)
    return found


def _is_page(entry: Entry) -> bool:
    """Whether it is a text for people, which a folder of runs may hold without a word."""
    name = entry.name.casefold()
    return name.startswith("readme") or name.endswith(".md")
