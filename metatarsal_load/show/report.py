"""The page: one self-contained HTML document, no request to anywhere."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from metatarsal_load.risk.assess import assess
from metatarsal_load.risk.gather import Day
from metatarsal_load.risk.thresholds import Changes
from metatarsal_load.risk.words import check_units
from metatarsal_load.show.pages import AthletePage, athlete_page, quality_of

if TYPE_CHECKING:
    from jinja2 import Environment


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
    said_in = check_units(units)
    if findings is None:
        findings = assess(
            sessions,
            shoes=shoes,
            diary=diary,
            athletes=athletes,
            thresholds=thresholds,
            today=today,
            units=units,
        )
    names = sorted({*_athletes(sessions), *_athletes(diary), *findings["athlete"].unique()})
    pages = [
        athlete_page(
            name,
            _rows(sessions, name), findings[findings["athlete"] == name],
            anchor=f"athlete-{place}",
            shoes=None if shoes is None else _rows(shoes, name),
            diary=None if diary is None else _rows(diary, name),
            thresholds=thresholds, today=today, units=said_in,
        )
        for place, name in enumerate(names)
    ]  # fmt: skip
    return _render(pages, title, skipped)


def _athletes(table: pd.DataFrame | None) -> list[str]:
    """Names in a table; the one person a typed table without names is about."""
    if table is None or len(table) == 0:
        return []
    flat = table.reset_index() if "athlete" in (table.index.names or []) else table
    if "athlete" not in flat:
        return ["me"]
    return [str(name) for name in flat["athlete"].fillna("me").unique()]


def _rows(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows of one athlete; all of them where the table names nobody."""
    flat = table.reset_index() if "athlete" in (table.index.names or []) else table
    if "athlete" not in flat:
        return flat if name == "me" else flat.iloc[:0]
    return flat[flat["athlete"].fillna("me") == name]


def _render(pages: list[AthletePage], title: str, skipped: pd.DataFrame | None) -> str:
    from metatarsal_load import __version__

    return (
        _templates()
        .get_template("page.html.j2")
        .render(
            title=title,
            pages=pages,
            skipped=[] if skipped is None else skipped.to_dict("records"),
            quality=quality_of(skipped),
            made=date.today(),
            versions=f"metatarsal_load {__version__}, pandas {pd.__version__}",
        )
    )


@cache
def _templates() -> Environment:
    """Load the templates that lie beside this module; everything is escaped by default."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    from metatarsal_load.show.svg import badge

    folder = resources.files("metatarsal_load.show") / "templates"
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    environment = Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["badge"] = badge
    return environment
