"""Layoffs: injuries and gaps in the running, and the usual weekly distance before them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grid import FAR_DAYS, Floats, Ints, keys
from metatarsal_load.risk.measures.entries import pain_at
from metatarsal_load.risk.measures.stops import stop_days
from metatarsal_load.risk.symptoms import forefoot_pain

GAP_DAYS = 14
"""Run-free days between two runs that make a gap (RULES section 1)."""
INJURY_REST_DAYS = 7
"""Run-free days that make an injury of a painful day (convention)."""
INJURY_PAIN = 3.0
"""Pain [0-10] from which a following rest is an injury's."""
USUAL_WEEKS = (2, 8)
"""Fewest and most complete weeks that tell the usual distance."""
NEVER = FAR_DAYS
"""The day [days since 1970] of a run back that has not come."""


NO_LAYOFFS = pd.DataFrame(
    {"a": np.empty(0, np.int64), "back": np.empty(0, np.int64), "injury": np.empty(0, bool),
     "onset": np.empty(0, np.int64)}
)  # fmt: skip


def layoffs(facts: Facts) -> pd.DataFrame:
    """Find the layoffs of all athletes, those still open too.

    A gap is at least 14 run-free days between two runs (or, still open, to the last covered day).
    An injury is an explicit ``injury`` entry of the diary, or a day with pain >= 3 or a red flag,
    followed by at least 7 run-free days. Entries that repeat an injury (the entry before, at
    most 7 days earlier, names it too) are no second injury. A gap with an injury in it is an
    injury.

    Returns
    -------
    DataFrame
        ``a``, ``injury``, ``onset`` (the painful day, or the first day without a run),
        ``rest`` (first day of rest) and ``back`` (first run back; NEVER while open) [days],
        sorted by athlete and time.
    """
    runs = facts.runs[["a", "day"]].drop_duplicates()
    a, day = runs["a"].to_numpy(), runs["day"].to_numpy()
    both = pd.concat([_gaps(facts, a, day), _injuries(facts, a, day)], ignore_index=True)
    found = both.groupby(["a", "back"], sort=True, as_index=False).agg(
        injury=("injury", "max"), onset=("onset", "min")
    )
    before = _last_run_before(a, day, found["a"].to_numpy(), found["back"].to_numpy())
    return found.assign(rest=np.maximum(found["onset"], before + 1))


def _gaps(facts: Facts, a: Ints, day: Ints) -> pd.DataFrame:
    """Stretches of at least 14 days without a run, behind a run."""
    last = facts.days.first + facts.days.length - 1
    following = np.append(day[1:], NEVER)
    final = np.append(a[1:] != a[:-1], True)[: len(a)]
    until = np.where(final, last[a] + 1, following[: len(a)])
    gap = until - day - 1 >= GAP_DAYS
    return pd.DataFrame(
        {"a": a[gap], "back": np.where(final, NEVER, until)[gap], "injury": False,
         "onset": day[gap] + 1}
    )  # fmt: skip


def _injuries(facts: Facts, a: Ints, day: Ints) -> pd.DataFrame:
    """Entries of the diary that begin an injury, with the first run after each."""
    diary_a, entry = facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy()
    if facts.diary.empty:
        return NO_LAYOFFS
    last = facts.days.first + facts.days.length - 1
    place = np.searchsorted(keys(a, day), keys(diary_a, entry), side="right")
    follows = np.append(a, -1)[place] == diary_a
    back = np.where(follows, np.append(day, NEVER)[place], NEVER)
    rest = np.minimum(back, last[diary_a] + 1) - entry - 1
    flagged = np.isin(keys(diary_a, entry), keys(*stop_days(facts)))
    hurt = (pain_at(forefoot_pain(facts), INJURY_PAIN) | flagged) & (rest >= INJURY_REST_DAYS)
    named = facts.numbers("diary", "injury") > 0
    again = np.zeros(len(entry), bool)
    again[1:] = named[:-1] & (diary_a[1:] == diary_a[:-1]) & (np.diff(entry) <= INJURY_REST_DAYS)
    begins = hurt | (named & (~again | (rest >= INJURY_REST_DAYS)))
    return pd.DataFrame(
        {"a": diary_a[begins], "back": back[begins], "injury": True, "onset": entry[begins]}
    )


def _last_run_before(a: Ints, day: Ints, who: Ints, back: Ints) -> Ints:
    """Last run of an athlete before a day; far in the past where there is none."""
    place = np.searchsorted(keys(a, day), keys(who, back)) - 1
    found = (place >= 0) & (np.append(a, -1)[place] == who)
    return np.where(found, np.append(day, 0)[place], -NEVER)


def usual_distance(facts: Facts, found: pd.DataFrame) -> Floats:
    """U: median of the last 2 to 8 complete weeks before each onset [km]; NaN if unknown.

    Weeks that a layoff touches and weeks with a run of unknown distance are left out. Where fewer
    than 2 are left, U is the ``usual_km`` that the table of athletes gives.
    """
    grid = facts.weeks
    off = grid.covered_by(*(found[name].to_numpy() for name in ("a", "onset", "back"))) > 0
    usable = (facts.week["complete"] > 0) & ~np.isnan(facts.week["distance_km"]) & ~off
    usable &= facts.week["runs_without_distance"] == 0
    km, week = facts.week["distance_km"][usable], keys(grid.athlete, grid.day + 6)[usable]
    a, onset = found["a"].to_numpy(), found["onset"].to_numpy()
    past = np.searchsorted(week, keys(a, onset))
    first = np.searchsorted(week, keys(a, np.full(len(a), -NEVER)))
    fewest, most = USUAL_WEEKS
    places = past[:, None] - 1 - np.arange(most)
    weeks = np.where(places >= first[:, None], np.append(km, 0.0)[np.maximum(places, -1)], np.nan)
    enough = past - first >= fewest
    usual = np.full(len(a), np.nan)
    usual[enough] = np.nanmedian(weeks[enough], axis=1)
    return np.where(usual > 0, usual, _told_usual(facts)[a])


def _told_usual(facts: Facts) -> Floats:
    """Usual weekly distance as each athlete tells it [km]; NaN where none does."""
    told = np.full(len(facts.names), np.nan)
    told[facts.athletes["a"].to_numpy(np.int64)] = facts.athletes["usual_km"].to_numpy(float)
    return np.where(told > 0, told, np.nan)


def in_return_of(found: pd.DataFrame, a: Ints, day: Ints) -> Ints:
    """Row of the layoff whose first run back is the latest up to a day; -1 where there is none."""
    place = (
        np.searchsorted(
            keys(found["a"].to_numpy(), found["back"].to_numpy()), keys(a, day), "right"
        )
        - 1
    )
    owner = np.append(found["a"].to_numpy(), -1)[place]
    return np.where((place >= 0) & (owner == a), place, -1)
