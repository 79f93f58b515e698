"""SHROT, SHMIN and SHRACE: rotating pairs, thin pairs, and the pair of a race."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import RETURN, Facts
from metatarsal_load.risk.grading import (
    CAUTION,
    NOTE,
    OK,
    UNKNOWN,
    WARNING,
    Levels,
    above,
    one_higher,
    reaches,
    why,
)
from metatarsal_load.risk.grid import Flags, Floats
from metatarsal_load.risk.measures.baseline import (
    UNFINISHED,
    any_before,
    complete,
    distances,
    mean_before,
    ran_before,
    run_weeks,
    week_states,
)
from metatarsal_load.risk.measures.pairs import (
    day_total,
    most_of_one,
    of_pairs,
    pair_of_runs,
    worn_pairs,
)
from metatarsal_load.risk.measures.terrain import NO_RUN_WEEKS
from metatarsal_load.risk.measures.wear import distance_on, wear_limits
from metatarsal_load.risk.stretches import status_levels, stretch_rows
from metatarsal_load.risk.words import Units, day, from_to, percent, week_of

WINDOW = 28
FLAT = ("minimalist", "racing_flat")


def rotation(facts: Facts) -> pd.DataFrame:
    """Judge the share of 28 days' distance in the pair worn most (SHROT).

    At least 6 runs. All of it in one pair is a caution. Distance without a shoe may belong to any
    pair: with some, a share below the limit is unknown.
    """
    grid, km = facts.days, facts.numbers("runs", "distance_km")
    row = grid.row(facts.runs["a"].to_numpy(), facts.runs["day"].to_numpy())
    total = day_total(grid, row, km, WINDOW)
    most = most_of_one(facts, facts.once(worn_pairs), km, WINDOW)
    enough = day_total(grid, row, np.ones(len(row)), WINDOW) >= facts.limit(
        "SHROT", "runs", grid.athlete
    )
    share = np.divide(most, total, out=np.full(len(total), np.nan), where=enough & (total > 0))
    limit = facts.limit("SHROT", "share", grid.athlete)
    level = status_levels(grid, share, [(limit, NOTE), (1 - 1e-5, CAUTION)])
    bare = facts.runs["shoe"].isna().to_numpy()
    level[(level == OK) & (day_total(grid, row, bare.astype(float), WINDOW) > 0)] = UNKNOWN
    reason = why(
        [(level == UNKNOWN) & np.isnan(share), level == UNKNOWN],
        ["fewer than 6 runs with a distance in 28 days", "needs the shoe of every run"],
    )
    figures = {"value": share, "limit": limit, "baseline": np.nan * share, "reason": reason}
    return stretch_rows(grid, level, share, figures)


def thin_shoes(facts: Facts) -> pd.DataFrame:
    """Judge the share of minimalist and racing-flat distance against its 4-week mean (SHMIN).

    Distance in a shoe of unknown kind could be either; the share lies between two bounds. A run
    without a distance leaves a week open in which some run may have been in thin shoes.
    One level higher (at most warning) in a week that ends in return.
    """
    grid, a, km = facts.weeks, facts.weeks.athlete, distances(facts)
    low, high, some = _thin_bounds(facts)
    whole = complete(facts)
    least, most = mean_before(grid, low, whole), mean_before(grid, high, whole)
    surely, maybe = (_steps(facts, gain) for gain in (low - most, high - least))
    level = np.where(week_states(facts) == RETURN, one_higher(surely), surely).astype(np.int8)
    blank = some & (any_before(grid, km.partial) | km.partial)
    early = ~ran_before(facts) & (facts.week["runs"] > 0)
    reason = why(
        [early, blank, (surely == OK) & (maybe > OK), (level == OK) & ~whole],
        [NO_RUN_WEEKS, "a run of these weeks has no distance",
         "needs the kind of every shoe worn", UNFINISHED],
    )  # fmt: skip
    return pd.DataFrame(
        {"a": a, "start": grid.day, "end": facts.week_end,
         "level": np.where(reason.codes == 0, level, UNKNOWN).astype(np.int8), "value": low,
         "limit": most + facts.limit("SHMIN", "caution", a), "baseline": most, "reason": reason}
    )  # fmt: skip


def _thin_bounds(facts: Facts) -> tuple[Floats, Floats, Flags]:
    """Least and largest share of thin shoes in each week's distance, and whether a run may be in.

    The shares are NaN without running.
    """
    row = facts.once(run_weeks)
    km = np.nan_to_num(facts.numbers("runs", "distance_km"))
    kind, pair = of_pairs(facts, "kind"), facts.once(pair_of_runs)
    in_thin = np.append(np.isin(kind.astype(str), FLAT), False)[pair]
    perhaps = in_thin | np.append(pd.isna(kind), True)[pair]
    low, high, total = (
        facts.weeks.add_up(row, part) for part in (np.where(in_thin, km, 0.0), km * perhaps, km)
    )
    total[total == 0] = np.nan
    return low / total, high / total, facts.weeks.add_up(row, perhaps.astype(float)) > 0


def _steps(facts: Facts, gain: Floats) -> Levels:
    a = facts.weeks.athlete
    caution, warning = (facts.limit("SHMIN", name, a) for name in ("caution", "warning"))
    level = np.full(len(gain), OK, np.int8)
    level[above(gain, caution, 1e-6)] = CAUTION
    level[above(gain, warning, 1e-6)] = WARNING
    return level


def race_shoe(facts: Facts) -> pd.DataFrame:
    """Judge the shoe of each race and hard session (SHRACE); other runs are no rows.

    Caution in a pair that SH7 marks with caution or worse before the run, or in a racing flat
    without a run in the 28 days before.
    """
    runs = facts.runs
    fast = (runs["intensity"] == "hard").to_numpy() | (facts.numbers("runs", "race") == 1)
    position = np.flatnonzero(fast)
    worn, lost, idle = (column[position] for column in _state_of_pairs(facts))
    pair, kind = facts.once(pair_of_runs)[position], of_pairs(facts, "kind")
    flat = np.append(kind == "racing_flat", False)[pair]
    cold = flat & idle
    a, when = runs["a"].to_numpy()[position], runs["day"].to_numpy()[position]
    young = facts.days.age[facts.days.row(a, when)]
    level = np.where(worn | cold, CAUTION, OK).astype(np.int8)
    reason = why(
        [
            pair < 0,
            cold & ~worn & (young < WINDOW),
            (level == OK) & lost,
            (level == OK) & np.append(pd.isna(kind), True)[pair],
        ],
        ["needs the shoe of the race or hard session", "fewer than 28 covered days before the run",
         "needs initial_km of the shoe", "needs the kind of the shoe"],
    )  # fmt: skip
    return pd.DataFrame(
        {"a": a, "start": when, "end": when,
         "level": np.where(reason.codes == 0, level, UNKNOWN).astype(np.int8), "value": np.nan,
         "limit": np.nan, "baseline": np.nan, "run": position,
         "shoe": np.append(facts.once(worn_pairs).name, [None])[pair],
         "worn": worn, "race": facts.numbers("runs", "race")[position] == 1, "reason": reason}
    )  # fmt: skip


def _state_of_pairs(facts: Facts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each run: its pair at SH7's caution before it, mileage a lower bound, unused 28 days."""
    spans = facts.once(worn_pairs)
    worn, lost, idle = (np.zeros(len(facts.runs), bool) for _ in range(3))
    if not len(spans.run):
        return worn, lost, idle
    km, at_least = facts.once(distance_on)
    ones = np.ones(len(spans.run))
    own = facts.numbers("runs", "distance_km")[spans.run]
    today_km = day_total(spans.grid, spans.row, own, 1)
    worn[spans.run] = reaches(km - today_km, wear_limits(facts, spans)[1])[spans.row]
    lost[spans.run] = at_least[spans.row]
    before = day_total(spans.grid, spans.row, ones, WINDOW + 1) - day_total(
        spans.grid, spans.row, ones, 1
    )
    idle[spans.run] = (before < 0.5)[spans.row]
    return worn, lost, idle


def say_rotation(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a stretch."""
    return [
        f"{from_to(start, end)} "
        + (
            "all running was in a single pair."
            if level == CAUTION
            else f"up to {percent(value)} of 28 days' distance was in one pair."
        )
        + " In one cohort runners who rotated pairs were hurt less."
        for start, end, level, value in zip(
            rows["start"], rows["end"], rows["level"], rows["value"], strict=True
        )
    ]


def say_thin_shoes(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a week."""
    return [
        f"{week_of(start, opening=True)} had {percent(value)} of its distance in minimalist shoes "
        f"or flats, against {percent(mean)} in the 4 weeks before."
        for start, value, mean in zip(rows["start"], rows["value"], rows["baseline"], strict=True)
    ]


def say_race_shoe(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a run."""
    return [
        f"The {'race' if race else 'hard session'} on {day(start)} was in {shoe}, "
        + ("a worn pair." if worn else "a flat not used in the 28 days before.")
        for start, race, shoe, worn in zip(
            rows["start"], rows["race"], rows["shoe"], rows["worn"], strict=True
        )
    ]
