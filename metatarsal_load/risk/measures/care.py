"""PIMP, RKEEP, MEDS, ADL and SHFIT: daily life, self-care and the fit of shoes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, WARNING
from metatarsal_load.risk.grid import Flags, Floats, Ints, keys
from metatarsal_load.risk.measures.comebacks import in_order, return_ends, runs_back
from metatarsal_load.risk.measures.entries import entry_rows, flag_levels, judged_rows, lacking, ran
from metatarsal_load.risk.measures.worn import kind_of, pair_of
from metatarsal_load.risk.words import Units, day, listing

UNSUPPORTIVE = ("unsupportive", "heels", "dress", "barefoot")
FIT = (("toe_box", "narrow", "a narrow toe box"), ("cushioning", "low", "little cushioning"),
       ("cushioning", "none", "no cushioning"), ("fit", "tight", "a tight fit"))  # fmt: skip


def impact_pain(facts: Facts) -> pd.DataFrame:
    """Note pain that comes with running and is gone at rest (PIMP); clears no red flag.

    Only entries with pain during activity are rows; without ``pain_rest`` they are unknown.
    """
    during, rest = facts.numbers("diary", "pain_during"), facts.numbers("diary", "pain_rest")
    level = flag_levels(rest == 0, ~np.isnan(rest), NOTE)
    rows = entry_rows(
        facts, level, value=during, baseline=rest,
        reason=lacking(~np.isnan(rest), "needs pain_rest in the diary"),
    )  # fmt: skip
    return rows[during > 0].reset_index(drop=True)


def say_impact_pain(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"On {day(start)} the foot hurt while running and not at rest: that speaks for impact, "
        "and rules nothing else out."
        for start in rows["start"]
    ]


def masked_pain(facts: Facts) -> pd.DataFrame:
    """Mark pain relief before a run (MEDS): the pain of that day cannot be trusted."""
    taken, on_run = facts.numbers("diary", "analgesic"), ran(facts)
    known = ~np.isnan(taken)
    level = flag_levels(taken > 0, known, CAUTION)
    reason = lacking(known, "needs analgesic on days with a run")
    return entry_rows(facts, level, value=taken, reason=reason)[on_run].reset_index(drop=True)


def say_masked_pain(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"Pain relief was taken before the run of {day(start)}: the pain of that day is not to be "
        "relied on."
        for start in rows["start"]
    ]


def daily_life(facts: Facts) -> pd.DataFrame:
    """Note long standing on a day with a run, and everyday shoes without support (ADL).

    Days that say neither are unknown.
    """
    hours, shoe = facts.numbers("diary", "standing_h"), facts.diary["everyday_shoe"]
    limit = facts.limit("ADL", "standing_h", facts.diary["a"].to_numpy())
    stood = (hours > limit) & ran(facts)
    named = shoe.notna().to_numpy()
    bare = named.copy()
    bare[named] = shoe[named].str.strip().str.casefold().isin(UNSUPPORTIVE).to_numpy(bool)
    known = (~np.isnan(hours) | ~ran(facts)) & named
    level = flag_levels(stood | bare, known, NOTE)
    return entry_rows(
        facts, level, value=hours, limit=limit, stood=stood, bare=bare,
        reason=lacking(level != UNKNOWN, "needs standing_h and everyday_shoe in the diary"),
    )  # fmt: skip


def say_daily_life(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"{day(start)}: "
        + listing(
            [f"{hours:g} h on the feet beside the run"] * bool(stood)
            + ["everyday shoes without support"] * bool(bare)
        )
        + "."
        for start, hours, stood, bare in zip(
            rows["start"], rows["value"], rows["stood"], rows["bare"], strict=True
        )
    ]


def keep_rehab(facts: Facts) -> pd.DataFrame:
    """Judge rehab days and new minimalist shoes during a return (RKEEP).

    Every full 7 days of a return with fewer than 3 days of rehab is a note; days without an
    answer could be rehab days, so they leave it unknown. A run of the return in a minimalist
    pair that the log has not seen before, or that is dated from then, is a warning.
    """
    return in_order(_rehab_weeks(facts), _new_minimalist(facts))


def _rehab_weeks(facts: Facts) -> pd.DataFrame:
    """Blocks of 7 days of each return and their days of rehab."""
    a, back = facts.episodes["a"].to_numpy(np.int64), facts.episodes["back"].to_numpy(np.int64)
    blocks = (return_ends(facts) - back + 1) // 7
    layoff = np.repeat(np.arange(len(a)), blocks)
    nth = np.arange(len(layoff)) - np.repeat(np.cumsum(blocks) - blocks, blocks)
    who, start = a[layoff], back[layoff] + 7 * nth
    done = _days(facts, facts.numbers("diary", "rehab") > 0, who, start)
    told = _days(facts, ~np.isnan(facts.numbers("diary", "rehab")), who, start)
    least = facts.limit("RKEEP", "days", who)
    open_end = (done < least) & (done + 7 - told >= least)
    level = np.select([open_end, done < least], [UNKNOWN, NOTE], OK).astype(np.int8)
    return judged_rows(
        who, start, start + 6, level, value=done, limit=least, run=-1,
        reason=lacking(~open_end, "needs rehab in the diary on every day"),
    )  # fmt: skip


def _days(facts: Facts, meant: Flags, who: Ints, start: Ints) -> Floats:
    """Entries that are meant among the 7 days from each start."""
    days = keys(facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy())[meant]
    upto = np.searchsorted(days, keys(who, start + 7))
    return (upto - np.searchsorted(days, keys(who, start))).astype(float)


def _new_minimalist(facts: Facts) -> pd.DataFrame:
    """Find the runs of a return that are the first in a minimalist pair."""
    every = np.arange(0 if facts.shoes.empty else len(facts.runs))
    pair = pair_of(facts, every)
    runs = runs_back(facts, of=np.full(len(facts.episodes), len(every) > 0))
    run = runs["run"].to_numpy()
    within = runs["day"].to_numpy() <= return_ends(facts)[runs["layoff"].to_numpy()]
    first = ~pd.Series(pair).duplicated().to_numpy()[run] & (pair[run] >= 0)
    fresh = np.append((facts.shoes["initial_km"].fillna(0) == 0).to_numpy(), False)[pair[run]]
    new = within & first & fresh & (kind_of(facts, run) == "minimalist")
    when = runs["day"].to_numpy()[new]
    shoes = facts.runs["shoe"].to_numpy(object)[run[new]]
    level = np.full(len(when), WARNING, np.int8)
    return judged_rows(runs["a"].to_numpy()[new], when, when, level, run=run[new], shoe=shoes)


def say_keep_rehab(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a block of days or a run."""
    return [
        f"In the 7 days from {day(start)} there was rehab on {done:.0f}; at least {least:.0f} days "
        "keep calves, foot and hips strong."
        if level == NOTE
        else f"On {day(start)}, in the middle of a return, a new minimalist shoe was worn."
        for start, done, least, level in zip(
            rows["start"], rows["value"], rows["limit"], rows["level"], strict=True
        )
    ]


def shoe_fit(facts: Facts) -> pd.DataFrame:
    """Note pairs with a narrow toe box, little forefoot cushioning or a tight fit (SHFIT).

    One row for each pair of the shoe table that was worn, from its first run to its last; unknown
    where the table says none of the three.
    """
    pair = pair_of(facts, np.arange(len(facts.runs)))
    worn, first = np.unique(pair, return_index=True)
    last = len(pair) - 1 - np.unique(pair[::-1], return_index=True)[1]
    kept = worn >= 0
    worn, first, last = worn[kept], first[kept], last[kept]
    shoes, when = facts.shoes.iloc[worn], facts.runs["day"].to_numpy()
    bad = [shoes[column].str.strip().str.casefold() == word for column, word, _ in FIT]
    found = sum(flag.to_numpy(bool) * (1 << bit) for bit, flag in enumerate(bad))
    told = shoes[["toe_box", "cushioning", "fit"]].notna().any(axis=1).to_numpy()
    level = flag_levels(np.asarray(found) > 0, told, NOTE)
    return judged_rows(
        shoes["a"].to_numpy(), when[first], when[last], level, found=found,
        shoe=shoes["shoe"].to_numpy(object),
        reason=lacking(told, "needs toe_box, cushioning or fit in the shoe table"),
    )  # fmt: skip


def say_shoe_fit(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a pair."""
    return [
        f"{shoe} has "
        + listing([words for bit, (*_rest, words) in enumerate(FIT) if int(found) >> bit & 1])
        + "."
        for shoe, found in zip(rows["shoe"], rows["found"], strict=True)
    ]
