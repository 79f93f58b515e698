"""One more entry in the text of a diary file, written as the rest of it is."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.schema import DIARY
from metatarsal_load.tables.csv_guard import csv_row
from metatarsal_load.tables.csv_tables import read_diary
from metatarsal_load.tables.typed import NOBODY

FIRST = ("date", "pain", "pain_during", "pain_morning")
"""What is asked every day."""
MARK = "\ufeff"


def with_entry(path: Path, entry: dict[str, str]) -> str:
    """Text of a diary with a row more, and with the columns that it needs.

    Order of columns, separator, decimal comma, ends of lines and byte order mark stay as they are;
    Western European text becomes UTF-8. The athlete of a diary of one need not be named.

    Raises
    ------
    TableError
        The file is no diary, or it is not clear whose entry it is.
    """
    if not path.exists() or not path.read_bytes().strip():
        header = [*FIRST, *(name for name in entry if name not in FIRST)]
        return csv_row(header, ",") + csv_row([entry.get(name, "") for name in header], ",")
    row = _owned(read_diary(path), path, entry)
    text = _decoded(path.read_bytes())
    end = _line_end(text)
    lines = text.removeprefix(MARK).removesuffix(end).split(end)
    first = next(
        place for place, line in enumerate(lines)
        if line.strip(" \t\r;,") and not line.lstrip().startswith("#")
    )  # fmt: skip
    separator = max(",;\t", key=lines[first].count)
    header = [name.strip() for name in next(csv.reader([lines[first]], delimiter=separator))]
    known = [name.lower().replace(" ", "_") for name in header]
    new = [name for name in row if name not in known]
    lines[first] = csv_row(header + new, separator).removesuffix("\n")
    lines += [_row([row.get(name, "") for name in known + new], known + new, separator), ""]
    return MARK * text.startswith(MARK) + end.join(lines)


def _decoded(content: bytes) -> str:
    """Text of a file, as the reader of tables takes it, with its mark."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _line_end(text: str) -> str:
    """Tell what ends the lines of a text."""
    if "\r\n" in text:
        return "\r\n"
    return "\r" if "\r" in text and "\n" not in text else "\n"


def _owned(diary: pd.DataFrame, path: Path, entry: dict[str, str]) -> dict[str, str]:
    """Name the athlete of an entry, where the diary is one person's."""
    names = sorted(diary["athlete"].unique())
    if "athlete" in entry:
        if NOBODY in names and entry["athlete"] != NOBODY:
            raise TableError(
                f"{path}: found entries that name no athlete, expected athlete= in all of them or "
                "in none; add a column athlete first"
            )
        return entry
    if len(names) > 1:
        raise TableError(
            f"{path}: found a diary of {', '.join(names)}, expected athlete= to say whose entry "
            "it is"
        )
    return entry if names in ([], [NOBODY]) else entry | {"athlete": names[0]}


def _row(cells: list[str], names: list[str], separator: str) -> str:
    """Write a row, with decimal commas between semicolons."""
    if separator == ";":
        cells = [
            cell.replace(".", ",") if DIARY[name].dtype == "float" else cell
            for name, cell in zip(names, cells, strict=True)
        ]
    line = csv_row(cells, separator).removesuffix("\n")
    # A line that begins with # is a comment, one that begins with "# is a row.
    return f'"{cells[0]}"{line[len(cells[0]) :]}' if line.lstrip().startswith("#") else line
