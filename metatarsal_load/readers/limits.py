"""How much of one input is read, all limits in one place.

They keep a file from a stranger from taking the machine's memory or time. No recording that is
known comes near them; who has one that does, raises one: ``limits=Limits(samples=5_000_000)``.
"""

from __future__ import annotations

import time
from copy import copy
from dataclasses import dataclass, fields

from metatarsal_load.errors import LimitError, TableError


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Most of each that is read of one input; crossing one is a `LimitError` that names it.

    Entities of XML have no limit to raise: a document that declares any is refused.

    Attributes
    ----------
    file_bytes : int
        Size of one run file, as stored and decompressed [bytes]. A day of GPX takes 35 MB.
    ratio : float
        Decompressed over compressed size, of what decompresses to more than 16 MiB. Recordings
        reach about 50.
    wrappers : int
        Gzips and zips inside one another; Garmin's export has two.
    zip_members : int
        Files in one zip.
    xml_depth : int
        Elements inside one another, at most 255. Recordings reach about 12.
    xml_tags : int
        Tags of one document, closing ones too. A point with a heart rate has 12 or so.
    fit_parts : int
        FIT files chained in one.
    fit_layouts : int
        Definitions in one FIT file, equal ones counted once. Watches write fewer than 100.
    fit_messages : int
        Messages of one FIT file beside its records, of one kind that is read (laps, events).
    developer_fields : int
        Developer fields described in one FIT file.
    samples : int
        Samples of one file; a million is eleven days at one a second.
    values : int
        Numbers in the samples of one file, columns times rows.
    activities : int
        Recordings in one file.
    table_bytes : int
        Size of a table of activities, CSV or JSON [bytes]. Ten years take a tenth of it.
    table_columns, table_cells : int
        Columns and cells of a CSV.
    seconds : float
        Time that the reading of one run file may take [s], by a clock that never jumps. It is
        looked at in every loop that can be long: in any thread and process, without signals.
    """

    file_bytes: int = 2**27
    ratio: float = 300.0
    wrappers: int = 4
    zip_members: int = 100_000
    xml_depth: int = 100
    xml_tags: int = 6_000_000
    fit_parts: int = 100
    fit_layouts: int = 1_000
    fit_messages: int = 30_000
    developer_fields: int = 200
    samples: int = 1_000_000
    values: int = 40_000_000
    activities: int = 1_000
    table_bytes: int = 2**26
    table_columns: int = 1_000
    table_cells: int = 5_000_000
    seconds: float = 60.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise ValueError(f"limit {field.name}={value!r}: expected a number above 0")
        if self.xml_depth > DEEPEST_XML:
            raise ValueError(f"limit xml_depth={self.xml_depth}: expected at most {DEEPEST_XML}")


DEEPEST_XML = 255
"""What the XML parser itself allows."""
RATIO_FROM_BYTES = 2**24
"""Below this size nothing is a bomb, whatever its ratio."""
LIMITS = Limits()


def parse_limits(words: list[str]) -> Limits:
    """Limits from words such as ``samples=5e6``; the others stay as they are.

    Raises
    ------
    ValueError
        If a word is no limit's name and number; names the limits there are.
    """
    known = {field.name: field.default for field in fields(Limits)}
    chosen: dict[str, float] = {}
    for word in words:
        name, _, text = word.partition("=")
        try:
            number = float(text)
            chosen[name] = number if isinstance(known[name], float) else int(number)
        except (KeyError, ValueError, OverflowError):
            example = ", ".join(f"{name}={value}" for name, value in known.items())
            raise ValueError(f"limit {word!r}: expected one of {example}") from None
    return Limits(**chosen)  # type: ignore[arg-type]


class Budget:
    """The limits of one file while it is read, and the time it has taken so far.

    Parameters
    ----------
    file : str
        Name for errors.
    limits : Limits
        What holds.
    """

    def __init__(self, file: str, limits: Limits = LIMITS) -> None:
        self.file = file
        self.limits = limits
        self._until = time.monotonic() + limits.seconds

    def of(self, member: str) -> Budget:
        """Go on within the same limits and time, for a member of the file."""
        return self.called(f"{self.file}!{member}")

    def called(self, file: str) -> Budget:
        """Go on within the same limits and time, under another name."""
        same = copy(self)
        same.file = file
        return same

    def check(self, name: str, found: float, offset: int | None = None) -> None:
        """Raise a `LimitError` if more than the limit `name` was found."""
        most = getattr(self.limits, name)
        if found > most:
            raise LimitError(self.file, crossed(name, found, most), offset)

    def check_size(self, size: int, packed: int) -> None:
        """Raise a `LimitError` for what swells beyond any recording when it is decompressed."""
        self.check("file_bytes", size)
        if size > RATIO_FROM_BYTES:
            self.check("ratio", size / max(packed, 1))

    def check_time(self) -> None:
        """Raise a `LimitError` if the file has taken its time; for loops that may be long."""
        if time.monotonic() > self._until:
            most = self.limits.seconds
            raise LimitError(self.file, f"took more time than the limit seconds={most:g} allows")


def check_table(name: str, found: float, table: str, limits: Limits) -> None:
    """Raise a `TableError` if a table has more than the limit `name` allows."""
    most = getattr(limits, name)
    if found > most:
        raise TableError(f"{table}: {crossed(name, found, most)}")


def crossed(name: str, found: float, most: float) -> str:
    """Say which limit was crossed and how to raise it."""
    return (
        f"{name.replace('_', ' ')}: found {found:,.0f}, above the limit {name}={most}; if the file "
        f"can be trusted, raise it with limits=Limits({name}=...) or --limit {name}=..."
    )
