"""SH7 and SHUN: how far a pair has run, and what is not known of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import (
    CAUTION,
    NOTE,
    OK,
    UNKNOWN,
    WARNING,
    Levels,
    reaches,
    reasons,
)
from metatarsal_load.risk.grid import Flags, Floats, Ints
from metatarsal_load.risk.measures.pairs import (
    Spans,
    by_athlete,
    day_total,
    of_pairs,
    worn_pairs,
)
from metatarsal_load.risk.stretches import status_levels, stretch_rows
from metatarsal_load.risk.words import Units, day, distance, from_to, percent

WINDOW = 28


def worn_shoe(facts: Facts) -> pd.DataFrame:
    """Judge the distance of each pair on each day within 28 days of its last run (SH7).

    km = km before the log + runs in it. A pair whose `initial_km` is unknown, or with a run whose
    distance is, has run at least so far: that may mark it, and never clears it. One row for each
    stretch of a pair at one level.
    """
    spans = facts.once(worn_pairs)
    km, at_least = facts.once(distance_on)
    limits = wear_limits(facts, spans)
    level = np.full(len(km), OK, np.int8)
    for limit, name in zip(limits, (NOTE, CAUTION, WARNING), strict=True):
        level[reaches(km, limit)] = name
    level[(level == OK) & at_least] = UNKNOWN
    crossed = np.select([level == WARNING, level == CAUTION], [limits[2], limits[1]], limits[0])
    rows = stretch_rows(
        spans.grid, level, km,
        {"value": km, "limit": crossed, "baseline": np.full(len(km), np.nan),
         "at_least": at_least, "reason": _unknown_pairs(spans, level)},
        kept=facts.once(used),
    )  # fmt: skip
    return by_athlete(rows, spans)


def used(facts: Facts) -> Flags:
    """Whether each pair was worn in the 28 days to each of its days."""
    spans = facts.once(worn_pairs)
    # The first day of a pair's span is that of a run, so none is taken over from another pair.
    latest = np.zeros(spans.grid.size, np.int64)
    latest[spans.row] = spans.row
    latest = np.maximum.accumulate(latest)
    return np.arange(spans.grid.size) - latest < WINDOW


def distance_on(facts: Facts) -> tuple[Floats, Flags]:
    """Distance of each pair to the end of each of its days [km]; whether it is a lower bound."""
    spans = facts.once(worn_pairs)
    km = facts.numbers("runs", "distance_km")[spans.run]
    every = int(spans.grid.length.max(initial=1))
    initial = of_pairs(facts, "initial_km")
    block = spans.grid.athlete
    total = day_total(spans.grid, spans.row, km, every) + np.nan_to_num(initial)[block]
    lost = np.isnan(initial)[block]
    if np.isnan(km).any():
        lost |= day_total(spans.grid, spans.row, np.isnan(km).astype(float), every) > 0
    return total, lost


def wear_limits(facts: Facts, spans: Spans) -> tuple[Floats, Floats, Floats]:
    """Note, caution and warning distance of each pair on each of its days [km]."""
    own = of_pairs(facts, "limit_km")
    note, caution, warning = pair_limits(facts, spans.a, own)
    block = spans.grid.athlete
    return note[block], caution[block], warning[block]


def pair_limits(facts: Facts, a: Ints, own_km: Floats) -> tuple[Floats, Floats, Floats]:
    """Note, caution and warning distance of pairs of athletes [km].

    A pair's own `limit_km` takes the place of the last, and the others scale with it.
    """
    note, caution, warning = (
        facts.limit("SH7", name, a) for name in ("note_km", "caution_km", "limit_km")
    )
    scale = np.where(np.isnan(own_km), 1.0, own_km / warning)
    return note * scale, caution * scale, warning * scale


def _unknown_pairs(spans: Spans, level: Levels) -> pd.Categorical[Any]:
    """Name the pair in the reason of what is unknown."""
    code, names = pd.factorize(spans.name)
    words = [f"needs initial_km of {name} and the distance of its runs" for name in names]
    which = np.where(level == UNKNOWN, code[spans.grid.athlete] + 1, 0)
    return reasons(which, ["", *words])


def unsure_shoes(facts: Facts) -> pd.DataFrame:
    """Judge pairs of unknown mileage, and the share of 28 days' km without a shoe (SHUN).

    Rows with a `shoe` are stretches in which a pair of unknown `initial_km` was in use; rows
    without are stretches of the share.
    """
    spans = facts.once(worn_pairs)
    initial = of_pairs(facts, "initial_km")
    block, nothing = spans.grid.athlete, np.full(spans.grid.size, np.nan)
    level = np.where(np.isnan(initial)[block], CAUTION, OK).astype(np.int8)
    figures = {"value": nothing, "limit": nothing, "baseline": nothing}
    pairs = by_athlete(
        stretch_rows(spans.grid, level, nothing, figures, kept=facts.once(used)), spans
    )
    rows = pd.concat([pairs, _without_shoe(facts)], ignore_index=True)
    return rows.sort_values(["a", "start"], kind="stable", ignore_index=True)


def _without_shoe(facts: Facts) -> pd.DataFrame:
    """Stretches of the share of 28 days' distance whose shoe is unknown."""
    grid, km = facts.days, facts.numbers("runs", "distance_km")
    row = grid.row(facts.runs["a"].to_numpy(), facts.runs["day"].to_numpy())
    bare = facts.runs["shoe"].isna().to_numpy()
    total = day_total(grid, row, km, WINDOW)
    blank = day_total(grid, row, np.where(bare, km, 0.0), WINDOW)
    share = np.divide(blank, total, out=np.zeros(len(total)), where=total > 0)
    limit = facts.limit("SHUN", "share", grid.athlete)
    level = status_levels(grid, share, [(0.0, NOTE), (limit, CAUTION)])
    some = day_total(grid, row, bare.astype(float), WINDOW) > 0
    level[(level == OK) & some] = NOTE
    ran = day_total(grid, row, np.ones(len(row)), WINDOW) > 0
    figures = {"value": share, "limit": limit, "baseline": np.full(len(share), np.nan)}
    return stretch_rows(grid, level, share, figures, kept=ran).assign(shoe=None)


def say_worn_shoe(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a stretch of a pair."""
    return [
        f"{shoe} has run {'at least ' if at_least else ''}{distance(value, units)} by {day(end)}: "
        f"past {distance(limit, units, digits=0)}. No study ties a mileage to forefoot pain; "
        "midsoles do age."
        for shoe, value, end, limit, at_least in zip(
            rows["shoe"], rows["value"], rows["end"], rows["limit"], rows["at_least"], strict=True
        )
    ]


def say_unsure_shoes(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a stretch."""
    return [
        f"{shoe} ran an unknown distance before the log; the guide retires a pair in doubt."
        if isinstance(shoe, str)
        else f"{from_to(start, end)} up to {percent(value)} of 28 days' distance was logged "
        "without a shoe."
        for shoe, value, start, end in zip(
            rows["shoe"], rows["value"], rows["start"], rows["end"], strict=True
        )
    ]
