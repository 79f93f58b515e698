"""A CSV of unknown making: its header, its rows, and which column holds what."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.numbers import (
    decimal_mark,
    duration_s,
    is_blank,
    positive,
)
from metatarsal_load.readers.limits import LIMITS, Limits, check_table

Words: TypeAlias = Mapping[str, frozenset[str]]

_TAG = re.compile(r"<[^<>]*>")
_MISSING = re.compile(r"^translation missing:.*\.(\w+)$")
_YES = frozenset(("true", "1", "1.0", "yes", "y", "x", "ja", "oui", "sí", "si", "tak"))
_NO = frozenset(("false", "0", "0.0", "no", "n", "nein", "non", "nee", "nie"))
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Table:
    """A CSV as text.

    Attributes
    ----------
    name : str
        File name, for messages.
    header : tuple of str
        Column names as written, markup stripped.
    rows : tuple of tuple of str
        The rows below the header, blank ones left out, each as wide as the header.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, index: int) -> list[str]:
        """All cells of one column."""
        return [row[index] for row in self.rows]


@dataclass(frozen=True)
class Contents:
    """What a table said: its activities, and the rows that gave none with the reason."""

    listed: tuple[Listed, ...] = ()
    skipped: tuple[str, ...] = ()


class Columns:
    """Which columns of a table hold which field, and the cells of one field.

    Parameters
    ----------
    table : Table
    words : Mapping of str to frozenset of str
        Labels (see `label`) by field.
    """

    def __init__(self, table: Table, words: Words) -> None:
        labels = [label(name) for name in table.header]
        places = {
            field: tuple(i for i, found in enumerate(labels) if found in known)
            for field, known in words.items()
        }
        self.places = MappingProxyType({field: at for field, at in places.items() if at})
        self._marks = MappingProxyType(
            {i: decimal_mark(table.column(i)) for at in self.places.values() for i in at}
        )

    def __contains__(self, field: str) -> bool:
        return field in self.places

    def text(self, row: Sequence[str], field: str) -> str:
        """First cell of the field that says something, else an empty text."""
        for index in self.places.get(field, ()):
            if not is_blank(row[index]):
                return row[index].strip()
        return ""

    def numbers(self, row: Sequence[str], field: str) -> list[float]:
        """Every number above 0 among the cells of the field, in the order of the columns."""
        found = [self.at(row, index) for index in self.places.get(field, ())]
        return [value for value in found if value is not None]

    def at(self, row: Sequence[str], index: int) -> float | None:
        """Return the number above 0 in one cell; 0 is an export's way to say unknown."""
        return positive(row[index], decimal=self._marks[index])

    def number(self, row: Sequence[str], field: str) -> float | None:
        """First number above 0 among the cells of the field."""
        return next(iter(self.numbers(row, field)), None)

    def seconds(self, row: Sequence[str], field: str) -> list[float]:
        """Every duration above 0 among the cells of the field [s], in the order of the columns."""
        places = self.places.get(field, ())
        times = [duration_s(row[index], decimal=self._marks[index]) for index in places]
        return [time for time in times if time]

    def flag(self, row: Sequence[str], field: str) -> bool | None:
        """Return whether a cell of the field says yes, or else no; None where none says either."""
        said = {row[index].strip().casefold() for index in self.places.get(field, ())}
        if said & _YES:
            return True
        return False if said & _NO else None


def words(vocabulary: Mapping[str, str]) -> Words:
    """Labels by field, from the column names as exports write them, parted by ``|``."""
    return MappingProxyType(
        {
            field: frozenset(label(name) for name in names.split("|"))
            for field, names in vocabulary.items()
        }
    )


def label(name: str) -> str:
    """Column name without markup, case, accents, spaces and punctuation, to compare by."""
    decomposed = unicodedata.normalize("NFKD", strip_markup(name).casefold())
    return "".join(char for char in decomposed if char.isalnum())


def strip_markup(name: str) -> str:
    """Inner label of a name that an export wrapped in its translation-missing markup."""
    bare = " ".join(html.unescape(_TAG.sub("", name)).split())
    if match := _MISSING.match(bare):
        return match[1].replace("_", " ")
    return bare


def read_table(data: bytes, name: str, limits: Limits = LIMITS) -> Table:
    """Read a CSV: encoding and delimiter by content, blank and ``#`` lines left out.

    Raises
    ------
    TableError
        If the bytes are not text, hold no header, cannot be read as a CSV, or exceed a limit.
    """
    text = _text(data, name)
    lines = io.StringIO(text, newline="")
    first = next((line for line in lines if line.strip() and line[0] != "#"), "")
    if not first:
        raise TableError(f"{name}: the file is empty; expected a header and rows")
    delimiter = max(_DELIMITERS, key=first.count)
    lines.seek(0)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        head, rows = _rows(reader, name, limits)
    except (csv.Error, MemoryError) as error:
        why = str(error) or "more than fits into memory"
        raise TableError(f"{name}: not a CSV that can be read ({why})") from error
    if not head:
        raise TableError(f"{name}: no header; expected a line of column names")
    return Table(name, tuple(strip_markup(cell) for cell in head), tuple(rows))


def _rows(
    reader: Iterable[list[str]], name: str, limits: Limits
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Header, and the rows below it padded or cut to its width."""
    head: list[str] = []
    rows: list[tuple[str, ...]] = []
    for row in reader:
        if not any(cell.strip() for cell in row) or row[0].startswith("#"):
            continue
        if head:
            rows.append(tuple(row[: len(head)]) + ("",) * (len(head) - len(row)))
            check_table("table_cells", len(rows) * len(head), name, limits)
        else:
            head = row
            check_table("table_columns", len(head), name, limits)
    return head, rows


def _text(data: bytes, name: str) -> str:
    """Text of the bytes: UTF-16 by its mark, else UTF-8, else Windows' western code page."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:4096]:
        raise TableError(f"{name}: found binary data, expected a CSV")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def not_understood(table: Table) -> TableError:
    """Error that names the columns of a table of activities in an unknown language or form."""
    names = ", ".join(repr(name) for name in table.header[:40])
    more = f" and {len(table.header) - 40} more" if len(table.header) > 40 else ""
    return TableError(
        f"{table.name}: the columns are not understood, so none of the {len(table.rows)} rows was "
        f"used. Found {names}{more}; expected a date and a distance or file under a name known "
        "from Strava, Garmin, Runkeeper or a plain log. Export in English, or rename the columns "
        "to: date, distance_km, duration"
    )
