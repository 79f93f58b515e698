"""The page: one self-contained HTML document, no request to anywhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from metatarsal_load.risk.gather import Day
from metatarsal_load.risk.thresholds import Changes
from metatarsal_load.show.data_facts import quality_of
from metatarsal_load.show.ledger import open_ledger
from metatarsal_load.show.pages import athlete_page
from metatarsal_load.show.render import render


def report(
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
    title: str = "What loads the ball of the foot",
) -> str:
    """Write the page: what loads the foot now, what changed, and how it is known.

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed.
    findings : DataFrame, optional
        From `assess`; made here from the other tables where it is left out.
    shoes, diary, athletes, thresholds, today
        As for `assess`.
    skipped : DataFrame, optional
        From `read_sessions`: what gave less than it held, shown under data quality.
    units : str
        ``metric`` or ``imperial``.
    title : str
        Heading of the page.

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
    day = None if today is None else book.last_day
    pages = [
        athlete_page(name, book.of(name, day), anchor=f"athlete-{place}", athletes=len(book.names))
        for place, name in enumerate(book.names)
    ]
    return render(
        "page.html.j2",
        title=title,
        pages=pages,
        skipped=[] if skipped is None else skipped.to_dict("records"),
        quality=quality_of(skipped),
    )
