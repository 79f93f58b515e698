"""Findings and weeks as readable tables for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.printable import printable
from metatarsal_load.risk.weekfacts import complete_weeks
from metatarsal_load.risk.words import check_units
from metatarsal_load.schema import LEVELS
from metatarsal_load.show.numbers import climb_in_units, in_units, long_unit, span_of
from metatarsal_load.show.plots.axes import require
from metatarsal_load.show.told import TITLES

if TYPE_CHECKING:
    from great_tables import GT

SIGNS = {"unknown": "?", "ok": "✓", "note": "●", "caution": "◆", "warning": "▲", "stop": "⬣"}
FINDING_COLUMNS = ("athlete", "rule", "level", "start", "end", "message", "advice")
WEEK_COLUMNS = {
    "athlete": "Athlete",
    "week": "Week of",
    "runs": "Runs",
    "distance_km": "Distance",
    "longest_run_km": "Longest",
    "hard_min": "Hard min",
    "ascent_m": "Climb",
    "cadence_spm": "Cadence",
    "soft_share": "Soft",
    "unknown_surface_share": "Ground unknown",
    "shoes": "Shoes",
    "complete": "Complete",
}


def show_findings(
    findings: pd.DataFrame, *, least: str = "note", rows: int = 40, title: str = "Findings"
) -> GT:
    """Show findings as a table to read, the newest first.

    Parameters
    ----------
    findings : DataFrame
        From `assess`; it stays as it is.
    least : str
        Lowest level shown, of `metatarsal_load.schema.LEVELS`; ``unknown`` shows everything.
    rows : int
        How many at most.
    title : str
        Heading.

    Returns
    -------
    great_tables.GT
        Level in a sign and a word, when, what, message and advice. Every word is escaped; the
        styles are inline and nothing is loaded from elsewhere.

    Raises
    ------
    TableError
        A level that is not known, or not a table of `assess`.
    """
    require(findings, "findings", FINDING_COLUMNS, "assess")
    if least not in LEVELS:
        raise TableError(f"least: found {least!r}, expected one of {', '.join(LEVELS)}")
    kept = LEVELS[LEVELS.index(least) :]
    own = findings[findings["level"].isin(kept)].sort_values("end", ascending=False, kind="stable")
    shown = own.iloc[:rows]
    level = shown["level"].astype(str)
    table = pd.DataFrame(
        {
            "Athlete": shown["athlete"],
            "Level": level.map(SIGNS) + " " + level,
            "When": [span_of(*days) for days in zip(shown["start"], shown["end"], strict=True)],
            "What": [TITLES.get(rule, rule) for rule in shown["rule"].astype(str)],
            "Why": shown["message"],
            "To do": shown["advice"].fillna(""),
        }
    )
    table = table.drop(columns="Athlete") if table["Athlete"].nunique() < 2 else table
    count = f"{len(shown)} of {len(findings)}; a risk marker is not a diagnosis"
    widths = {"Level": "6.5em", "When": "9em", "What": "9em"}
    return _table(table, "findings", title, count).cols_width(widths)


def show_weeks(
    weeks: pd.DataFrame, *, rows: int = 26, units: str = "metric", title: str = "Weeks"
) -> GT:
    """Show weeks as a table to read, the newest first; an unknown figure is a word, not a 0.

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`, or typed: ``week`` and ``distance_km`` [km] are enough.
    rows : int
        How many at most, per table.
    units : str
        ``metric`` or ``imperial``.
    title : str
        Heading.

    Returns
    -------
    great_tables.GT
        Runs, distance [km or mi], longest run, hard minutes, climb [m or ft], cadence
        [steps/min], shares of ground and the pairs worn.

    Raises
    ------
    TableError
        Unknown units, or a table that does not fit.
    """
    said_in = check_units(units)
    flat = complete_weeks(weeks).sort_values("week", ascending=False, kind="stable").iloc[:rows]
    shown = flat[list(WEEK_COLUMNS)].assign(
        distance_km=flat["distance_km"] * in_units(1.0, said_in),
        longest_run_km=flat["longest_run_km"] * in_units(1.0, said_in),
        ascent_m=flat["ascent_m"] * climb_in_units(1.0, said_in),
        complete=np.where(flat["complete"] == 1, "", "not finished"),
        week=[f"{week:%a} {week.day} {week:%b %Y}" for week in flat["week"]],
        shoes=flat["shoes"].fillna("unknown"),
    )
    shown = shown.drop(columns="athlete") if shown["athlete"].nunique() < 2 else shown
    low = "m" if said_in == "metric" else "ft"
    table = _table(shown, "weeks", title, f"distances in {long_unit(said_in)}, climb in {low}")
    names: dict[str, Any] = {key: word for key, word in WEEK_COLUMNS.items() if key in shown}
    return (
        table.cols_label(**names)
        .fmt_number(["distance_km", "longest_run_km"], decimals=1)
        .fmt_number(["runs", "hard_min", "ascent_m", "cadence_spm"], decimals=0)
        .fmt_percent(["soft_share", "unknown_surface_share"], decimals=0)
        .sub_missing(missing_text="unknown")
    )


def _table(table: pd.DataFrame, name: str, title: str, subtitle: str) -> GT:
    """Make a great table whose style speaks of this table only."""
    from great_tables import GT

    shown = table.reset_index(drop=True).map(_shown)
    return GT(shown, id=f"metatarsal-{name}").tab_header(title, subtitle)


def _shown(value: object) -> object:
    """Write a text so that none of its signs act on the page."""
    return printable(value) if isinstance(value, str) else value
