"""The coach's roster: who needs a talk first, and why; as page, table and mail."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pandas as pd

from metatarsal_load.printable import printable_lines
from metatarsal_load.risk.gather import Day
from metatarsal_load.risk.thresholds import Changes
from metatarsal_load.show.data_facts import quality_of
from metatarsal_load.show.ledger import Ledger, open_ledger
from metatarsal_load.show.numbers import day_with_year
from metatarsal_load.show.pages import athlete_page
from metatarsal_load.show.render import render
from metatarsal_load.show.roster import NOT_KNOWN, RosterRow, frame_of, in_order, roster_row


def squad_report(
    sessions: pd.DataFrame,
    findings: pd.DataFrame | None = None,
    *,
    shoes: pd.DataFrame | None = None,
    diary: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    skipped: pd.DataFrame | None = None,
    thresholds: Changes | str | Path | None = None,
    today: Day = None,
    units: str = "metric",
    title: str = "Who needs a talk",
) -> str:
    """Write the roster: one row an athlete, first who needs a talk; each with a short section.

    Parameters
    ----------
    sessions, findings, shoes, diary, athletes, skipped, thresholds, units, title
        As `report`.
    today : str, date or Timestamp, optional
        The day of the roster; by default the last day anyone has a session or an entry.

    Returns
    -------
    str
        HTML. Inline SVG and CSS only; every name and note is escaped.

    Raises
    ------
    TableError
        As `assess`.
    """
    book = open_ledger(
        sessions, findings, shoes=shoes, diary=diary, athletes=athletes, thresholds=thresholds,
        today=today, units=units,
    )  # fmt: skip
    pages = {
        name: athlete_page(name, book.of(name, book.last_day), anchor=f"athlete-{place}")
        for place, name in enumerate(book.names)
    }
    return render(
        "squad.html.j2",
        title=title,
        until=day_with_year(book.last_day),
        rows=[(row, pages[row.athlete]) for row in _rows(book)],
        skipped=[] if skipped is None else skipped.to_dict("records"),
        quality=quality_of(skipped),
    )


def squad_table(
    sessions: pd.DataFrame,
    findings: pd.DataFrame | None = None,
    *,
    shoes: pd.DataFrame | None = None,
    diary: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    thresholds: Changes | str | Path | None = None,
    today: Day = None,
    units: str = "metric",
) -> pd.DataFrame:
    """Make the roster as a table, for a workbook.

    Parameters
    ----------
    sessions, findings, shoes, diary, athletes, thresholds, today, units
        As `squad_report`.

    Returns
    -------
    DataFrame
        One row per athlete, first who needs a talk: ``athlete``, ``level``, ``reason``,
        ``advice``, ``since`` (new, higher, lower or as in the week before), ``changed`` (in
        words), ``week`` (first day of the last whole week), ``distance_km`` and
        ``distance_before_km`` [km] of that week and the one before, ``last_session``,
        ``days_since`` [d], ``unknown_surface_share`` and ``no_shoe_share`` [1] of the runs of the
        last 28 days, ``pain`` [0-10] of the last entry of the last 14 days. Unknown is NaN.

    Raises
    ------
    TableError
        As `assess`.
    """
    book = open_ledger(
        sessions, findings, shoes=shoes, diary=diary, athletes=athletes, thresholds=thresholds,
        today=today, units=units,
    )  # fmt: skip
    return frame_of(_rows(book))


def squad_digest(
    sessions: pd.DataFrame,
    findings: pd.DataFrame | None = None,
    *,
    shoes: pd.DataFrame | None = None,
    diary: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    thresholds: Changes | str | Path | None = None,
    today: Day = None,
    units: str = "metric",
) -> str:
    """Write the roster as plain text for a mail, lines of at most 78 characters.

    Parameters
    ----------
    sessions, findings, shoes, diary, athletes, thresholds, today, units
        As `squad_report`.

    Returns
    -------
    str
        Who needs a talk, with reason and advice; then, in one line, who does not.

    Raises
    ------
    TableError
        As `assess`.
    """
    book = open_ledger(
        sessions, findings, shoes=shoes, diary=diary, athletes=athletes, thresholds=thresholds,
        today=today, units=units,
    )  # fmt: skip

    def wrapped(words: str, margin: str) -> str:
        return textwrap.fill(words, 78, initial_indent=margin, subsequent_indent=margin)

    rows = _rows(book)
    quiet = [row.athlete for row in rows if row.level in ("ok", "note")]
    lines = [f"Squad up to {day_with_year(book.last_day)}: {len(rows)} athletes", ""]
    for row in rows:
        if row.athlete in quiet:
            continue
        since = f" ({row.since})" if row.since else ""
        lines += [wrapped(f"{row.athlete}: {row.level}{since}", "")]
        lines += [wrapped(words, "  ") for words in (row.reason, row.advice) if words]
        if row.changed != NOT_KNOWN:
            lines += [wrapped(f"Last whole week {row.changed}", "  ")]
        lines += [wrapped(f"Data: {row.data}", "  "), ""]
    if quiet:
        lines += [wrapped(f"Nothing above a note: {', '.join(quiet)}.", ""), ""]
    return printable_lines("\n".join([*lines, "A risk marker is not a diagnosis.", ""]))


def _rows(book: Ledger) -> list[RosterRow]:
    """Rows of the roster, first who needs a talk."""
    return in_order([roster_row(name, book.of(name, book.last_day)) for name in book.names])
