"""A comeback plan as a file: CSV for a spreadsheet, .ics for a calendar."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.printable import printable_lines
from metatarsal_load.tables.csv_guard import csv_of
from metatarsal_load.tables.whole_files import write_whole

FOLD_OCTETS = 75
"""Longest line of an iCalendar file [octets] (RFC 5545, section 3.1)."""
TITLES = {
    "walk-run": "Walk-run {running_min:.0f} min",
    "run": "Run {running_min:.0f} min",
    "cross-training": "Cross-training",
    "stop": "Stop: have the foot looked at",
}


def plan_to_csv(plan: pd.DataFrame, path: str | Path) -> Path:
    """Write a plan to a CSV file, one line a day.

    Parameters
    ----------
    plan : DataFrame
        As `comeback` returns it.
    path : path-like
        The file; written over where it exists.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    TableError
        The file cannot be written; says why and what to do.
    """
    dates = plan["date"].dt.strftime("%Y-%m-%d")
    text = csv_of(plan.assign(date=dates), float_format="%.6g")
    write_whole(Path(path), text.encode("utf-8"))
    return Path(path)


def plan_to_ics(plan: pd.DataFrame, path: str | Path) -> Path:
    """Write a plan to an iCalendar file (RFC 5545): an all-day event a day, without rest days.

    The same plan gives the same bytes and the same event names, so that a calendar which reads it
    a second time replaces the events.

    Parameters
    ----------
    plan : DataFrame
        As `comeback` returns it.
    path : path-like
        The file; written over where it exists.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    TableError
        The plan lacks a column of `comeback`'s.
    """
    lacking = [name for name in ("athlete", "date", "activity", "text") if name not in plan]
    if lacking:
        raise TableError(f"plan: found no {', '.join(lacking)}, expected the table of comeback()")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//metatarsal-load//comeback//EN"]
    for row in plan[plan["activity"].isin(TITLES).to_numpy()].to_dict("records"):
        lines += _event({str(name): value for name, value in row.items()})
    lines.append("END:VCALENDAR")
    text = "".join(_folded(line) for line in lines)
    write_whole(Path(path), text.encode("utf-8"))
    return Path(path)


def _event(row: dict[str, object]) -> list[str]:
    """Lines of one event."""
    day = pd.Timestamp(str(row["date"]))
    name = f"{row['athlete']}-{day:%Y%m%d}-comeback@metatarsal-load"
    # A plan read from its CSV file has NaN where a cell was empty.
    words = " ".join(part for part in (row["text"], row.get("otherwise")) if isinstance(part, str))
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(name)}",
        # The stamp is part of the format; that of the day keeps the file the same.
        f"DTSTAMP:{day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + pd.Timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(TITLES[str(row['activity'])].format(**row))}",
        f"DESCRIPTION:{_escaped(words.strip())}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """Escape text by RFC 5545, section 3.3.11, without signs that act instead of being read."""
    text = printable_lines(text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line so that no part is longer than 75 octets, never inside a character."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode("utf-8")) > FOLD_OCTETS:
            parts.append(part)
            part = " "
        part += sign
    return "\r\n".join([*parts, part]) + "\r\n"
