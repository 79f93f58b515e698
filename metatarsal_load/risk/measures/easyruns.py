"""Level, easy runs and their rolling medians, the stuff of the cadence rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grid import Flags, Floats, Ints, keys

WINDOW = 28
BEFORE = 56
FEWEST_RUNS = 3
FEWEST_BASELINE = 5
SAME_SPEED_MPS = 0.2
LEAST_MIN = 10.0
LEVEL_M_PER_KM = 20.0
"""Climb and descent together up to which a run is level (convention)."""
BLOCK = 3_000


def easy_runs(facts: Facts) -> pd.DataFrame:
    """Level, easy runs of at least 10 min with a cadence: ``a``, ``day`` and their figures.

    Cadence and speed of the level easy stretches where the recording gave them, else those of the
    whole session.
    """
    runs = facts.runs
    part = facts.numbers("runs", "easy_cadence_spm")
    has_part = ~np.isnan(part)
    spm = np.where(has_part, part, facts.numbers("runs", "cadence_spm"))
    speed = np.where(
        has_part, facts.numbers("runs", "easy_speed_mps"), facts.numbers("runs", "speed_mps")
    )
    minutes = np.where(has_part, facts.numbers("runs", "easy_level_min"), _minutes(facts))
    climb = facts.numbers("runs", "ascent_m") + facts.numbers("runs", "descent_m")
    hilly = climb > LEVEL_M_PER_KM * facts.numbers("runs", "distance_km")
    fast = runs["intensity"].isin(("moderate", "hard")).to_numpy()
    fast = fast | (facts.numbers("runs", "race") == 1)
    kept = (spm > 0) & ~(minutes < LEAST_MIN) & (has_part | ~(hilly | fast))
    with np.errstate(divide="ignore", invalid="ignore"):
        step = 60 * speed / spm
    table = pd.DataFrame({"a": runs["a"], "day": runs["day"], "cadence_spm": spm,
                          "speed_mps": speed, "step_m": step})  # fmt: skip
    chosen: pd.DataFrame = table.loc[kept].reset_index(drop=True)
    return chosen


def _minutes(facts: Facts) -> Floats:
    """Take running time, else time in motion, timer time, or distance over speed [min]."""
    minutes = facts.numbers("runs", "running_min")
    for name in ("moving_min", "duration_min"):
        minutes = np.where(np.isnan(minutes), facts.numbers("runs", name), minutes)
    speed = facts.numbers("runs", "speed_mps") * 60 / 1000
    guess = facts.numbers("runs", "distance_km") / np.where(speed > 0, speed, np.nan)
    return np.where(np.isnan(minutes), guess, minutes)


@dataclass(frozen=True)
class EasyFigures:
    """28-day medians on each covered day, and the own baselines; NaN where too few runs.

    Attributes
    ----------
    cadence_spm, speed_mps, step_m : ndarray
        Shape (days,): median of the 28 days to the latest run; NaN unless 3 runs lie in the 28
        days to the day.
    own_cadence_spm, own_step_m : ndarray
        Median of the runs at that speed in the 56 days before the 28; NaN with fewer than 5.
    """

    cadence_spm: Floats
    speed_mps: Floats
    step_m: Floats
    own_cadence_spm: Floats
    own_step_m: Floats


def easy_figures(facts: Facts) -> EasyFigures:
    """Cadence, speed and step length of level, easy running on each covered day."""
    runs = easy_runs(facts)
    place, enough = _latest(facts, runs)
    near = _span(runs, WINDOW - 1, -1)
    far = _span(runs, WINDOW + BEFORE - 1, WINDOW - 1)
    spm, speed, step = (runs[name].to_numpy() for name in ("cadence_spm", "speed_mps", "step_m"))
    (now, now_spm, now_step), _ = _medians([speed, spm, step], *near)
    own, counts = _medians([spm, step], *far, near=now, speed=speed)
    own_spm, own_step = np.where(counts >= FEWEST_BASELINE, own, np.nan)
    return EasyFigures(
        *(
            np.where(enough, np.append(figure, np.nan)[place], np.nan)
            for figure in (now_spm, now, now_step, own_spm, own_step)
        )
    )


def _span(runs: pd.DataFrame, since: int, until: int) -> tuple[Ints, Ints]:
    """Rows of the same athlete from `since` days before each run to before `until` days before."""
    a, when = runs["a"].to_numpy(), runs["day"].to_numpy()
    key = keys(a, when)
    return np.searchsorted(key, key - since), np.searchsorted(key, key - until)


def _latest(facts: Facts, runs: pd.DataFrame) -> tuple[Ints, Flags]:
    """Row of the latest run on each covered day, and whether 3 lie in the 28 days to it."""
    grid = facts.days
    row = grid.row(runs["a"].to_numpy(), runs["day"].to_numpy())
    count = grid.add_up(row, np.ones(len(runs)))
    place = np.cumsum(count).astype(np.int64) - 1
    return place, grid.total(count, WINDOW) >= FEWEST_RUNS


def _medians(
    columns: Sequence[Floats], low: Ints, high: Ints, *, near: Floats | None = None,
    speed: Floats | None = None,
) -> tuple[Floats, Ints]:  # fmt: skip
    """Medians and numbers of known values in rows low to high, of those near a speed if asked.

    Both of shape (columns, rows).
    """
    median = np.full((len(columns), len(low)), np.nan)
    count = np.zeros((len(columns), len(low)), np.int64)
    for begin in range(0, len(low), BLOCK):
        part = slice(begin, begin + BLOCK)
        size = high[part] - low[part]
        width = max(int(size.max(initial=0)), 1)
        inside = np.arange(width) < size[:, None]
        if near is not None and speed is not None:
            off = np.abs(_windows(speed, low[part], width) - near[part, None])
            inside &= off <= SAME_SPEED_MPS + 1e-9
        for row, values in enumerate(columns):
            window = np.where(inside, _windows(values, low[part], width), np.nan)
            median[row, part], count[row, part] = _middle(window)
    return median, count


def _windows(values: Floats, low: Ints, width: int) -> Floats:
    """So many values from each row on, shape (rows, width); NaN past the end."""
    first, last = int(low.min(initial=0)), int(low.max(initial=0)) + width
    near = values[first:last]
    padded = np.append(near, np.full(last - first - len(near), np.nan))
    return np.lib.stride_tricks.sliding_window_view(padded, width)[low - first]


def _middle(window: Floats) -> tuple[Floats, Ints]:
    """Median and number of the known values of each line; sorts the lines in place."""
    window.sort(axis=1)
    known = np.count_nonzero(~np.isnan(window), axis=1)
    line = np.arange(len(known))
    lower = window[line, np.maximum(known - 1, 0) // 2]
    upper = window[line, np.minimum(known // 2, window.shape[1] - 1)]
    return (lower + upper) / 2, known
