"""The pictures of one athlete's page."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from metatarsal_load.show.ground import GROUND_DAYS, ground_chart, ground_words
from metatarsal_load.show.ledger import Ledger
from metatarsal_load.show.long_view import SHOWN_FROM_WEEKS, long_chart, long_title
from metatarsal_load.show.matters import ran
from metatarsal_load.show.sparks import cadence_chart, shoes_chart
from metatarsal_load.show.strips import WeekView
from metatarsal_load.show.svg import Picture
from metatarsal_load.show.week_table import week_rows
from metatarsal_load.show.weeks_chart import NARROW, WIDE, title_of, weeks_chart

WEEKS_SHOWN, WEEKS_ON_A_PHONE = 26, 13


@dataclass(frozen=True)
class LongView:
    """The whole history of a long log."""

    title: str
    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class Charts:
    """The pictures of a page; None where no figure is known."""

    title: str
    wide: Markup
    narrow: Markup
    weeks_on_a_phone: int
    rows: list[dict[str, str]]
    long: LongView | None
    cadence: Picture | None
    shoes: Picture | None
    ground: Picture | None
    ground_words: str


def draw_charts(own: Ledger, anchor: str) -> Charts | None:
    """Draw the weeks twice, for a desk and for a phone, and what stands beside them.

    None where the log holds no run: there is nothing to draw.
    """
    if not ran(own):
        return None
    view = WeekView(own.weeks.iloc[-WEEKS_SHOWN:], own.units)
    few = WeekView(own.weeks.iloc[-WEEKS_ON_A_PHONE:], own.units)
    full = own.sessions
    known = (full["sport"] == "running") & full["cadence_spm"].notna()
    runs = full[known & (full["date"] >= view.weeks.index[0])]
    pairs = own.wear.iloc[:8]
    late = full["date"] > own.last_day - pd.Timedelta(days=GROUND_DAYS)
    lately = full[(full["sport"] == "running") & late]
    return Charts(
        title=title_of(view),
        wide=weeks_chart(view, name=f"{anchor}-weeks", width=WIDE),
        narrow=weeks_chart(few, name=f"{anchor}-weeks-narrow", width=NARROW),
        weeks_on_a_phone=len(few.weeks),
        rows=week_rows(view),
        long=_long_view(own, anchor),
        cadence=cadence_chart(runs, name=f"{anchor}-cadence") if len(runs) else None,
        shoes=shoes_chart(pairs, own.units, name=f"{anchor}-shoes") if len(pairs) else None,
        ground=ground_chart(lately, own.units, name=f"{anchor}-ground"),
        ground_words=ground_words(lately),
    )


def _long_view(own: Ledger, anchor: str) -> LongView | None:
    """Draw the whole history; None where the recent weeks are most of it."""
    if len(own.weeks) < SHOWN_FROM_WEEKS:
        return None
    view = WeekView(own.weeks, own.units)
    return LongView(
        title=long_title(view),
        wide=long_chart(view, name=f"{anchor}-years", width=WIDE),
        narrow=long_chart(view, name=f"{anchor}-years-narrow", width=NARROW),
    )
