"""Easy, moderate and hard minutes of runs, by heart rate or else by pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metatarsal_load.tables.histograms import HEART_RATE_BINS, SPEED_BIN_MPS, SPEED_BINS, Histograms
from metatarsal_load.tables.windows import Floats, weighted_median

# Three zones, split at the first and second threshold: Seiler & Kjerland 2006,
# doi 10.1111/j.1600-0838.2004.00418.x. Shares of maximal heart rate: the scale printed in
# Seiler 2010, doi 10.1123/ijspp.5.3.276, whose steps 1-2 (below 82 %), 3 (82-87 %) and 4-5
# (88 % and up) are the three zones.
HR_MAX_BOUNDS = (0.82, 0.88)
# The same two points of an athlete who rests at 30 % of the maximum: (x - 0.30) / 0.70.
HR_RESERVE_BOUNDS = (0.74, 0.83)
# Shares of threshold speed, and multiples of the athlete's own median running speed: conventions.
# A runner at a steady threshold pace wavers by some 3 %; training tables put threshold pace about
# a fifth, marathon pace an eighth above easy pace.
THRESHOLD_SPEED_BOUNDS = (0.87, 0.97)
OBSERVED_SPEED_BOUNDS = (1.12, 1.20)
# Session exertion: Foster's scale cut as in Seiler & Kjerland 2006 (4 and 7).
RPE_BOUNDS = (5.0, 7.0)
# An athlete's own scale needs this much to stand on.
ENOUGH_RUNS = 3
ENOUGH_S = 3600.0
# A session's zones need the heart rate, or the speed, of this share of its moving or running time.
COVERED = 0.8
# A highest heart rate counts once held for half a minute in all, and reached in two sessions.
_PEAK_HELD_S = 30.0
# A session is hard with 10 hard minutes (TBOTH's step) or a fifth of its time hard, moderate with
# a quarter of its time above easy: conventions.
HARD_MIN = 10.0
HARD_SHARE = 0.20
ABOVE_EASY_SHARE = 0.25
_MINUTES = ["easy_min", "moderate_min", "hard_min"]


@dataclass(frozen=True)
class Scale:
    """Bounds of moderate and hard on one axis, and where they come from."""

    moderate: float
    hard: float
    source: str


def fill_intensity(
    sessions: pd.DataFrame,
    histograms: Sequence[Histograms | None],
    athletes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Fill in the minutes of each intensity, the session's own, and how it is known.

    For each run the first of these that has its data: minutes typed by hand (kept);
    ``heart_rate_zones`` (`hr_max` of the athletes table: easy below 82 %, hard from 88 %; with
    `hr_rest` 74 % and 83 % of the reserve); ``heart_rate_observed`` (the same shares of the
    highest heart rate that the athlete held for 30 s in at least two sessions);
    ``pace_threshold`` (`threshold_pace_s_per_km`: 87 % and 97 % of that speed);
    ``pace_observed`` (1.12 and 1.20 times the athlete's own median running speed); ``rpe`` (below
    5, from 7: the whole running time in one zone); else NaN and ``unknown``. An athlete's own
    scale needs three runs and 60 minutes. Pace is what was run, not adjusted for grade: on hills
    it reads easier uphill and harder downhill than it was.

    Parameters
    ----------
    sessions : pandas.DataFrame
        Sessions table.
    histograms : sequence of Histograms or None
        One entry a row of `sessions`, in order; None where a row has no samples.
    athletes : pandas.DataFrame, optional
        Athletes table, with `athlete` as a column or as the index.

    Returns
    -------
    pandas.DataFrame
        A copy with `easy_min`, `moderate_min`, `hard_min`, `intensity` and `intensity_source`.

    Raises
    ------
    ValueError
        If `histograms` is not as long as `sessions`.
    """
    if len(histograms) != len(sessions):
        raise ValueError(f"{len(histograms)} histograms for {len(sessions)} sessions")
    minutes = _block(sessions, _MINUTES)
    typed = np.isfinite(minutes).any(axis=1)
    source = np.where(typed, _typed_source(sessions), "unknown").astype(object)
    runs = (sessions["sport"].astype(object) == "running").to_numpy() & ~typed
    sampled = runs & np.array([h is not None for h in histograms], dtype=bool)
    times = 60 * _block(sessions, ["moving_min", "running_min", "duration_min"])
    for athlete, rows in sessions.groupby("athlete", sort=False).indices.items():
        mine = rows[sampled[rows]]
        kept = [h for h in (histograms[row] for row in mine) if h is not None]
        if kept:
            minutes[mine], source[mine] = _by_samples(
                kept, times[mine], _profile(athletes, str(athlete))
            )
    _by_exertion(minutes, source, sessions, runs)
    return sessions.assign(
        **dict(zip(_MINUTES, minutes.T, strict=True)),
        intensity=_grade(minutes),
        intensity_source=source,
    )


def _block(table: pd.DataFrame, names: list[str]) -> Floats:
    """Columns as a float array (n, k); NaN for columns the table lacks."""
    return table.reindex(columns=names).to_numpy(dtype=np.float64, copy=True)


def _typed_source(sessions: pd.DataFrame) -> NDArray[np.object_]:
    """Name the source of minutes that are there already: their own, else typed."""
    source = sessions.reindex(columns=["intensity_source"])["intensity_source"].astype(object)
    return source.where(source.notna() & (source != "unknown"), "typed").to_numpy(dtype=object)


def _profile(athletes: pd.DataFrame | None, athlete: str) -> dict[str, float]:
    """Read what the athletes table says of one athlete; NaN for what it does not."""
    wanted = ["hr_max", "hr_rest", "threshold_pace_s_per_km"]
    if athletes is None:
        return dict.fromkeys(wanted, float("nan"))
    table = athletes if "athlete" in athletes.columns else athletes.reset_index()
    rows = _block(table[table["athlete"].astype(object) == athlete], wanted)
    return dict(zip(wanted, rows[-1] if len(rows) else np.full(3, np.nan), strict=True))


def _by_samples(
    kept: list[Histograms], times_s: Floats, profile: dict[str, float]
) -> tuple[Floats, NDArray[np.object_]]:
    """Judge the runs of one athlete by the first scale that covers each.

    `times_s` has moving, running and timer time in its columns, (n, 3).
    """
    heart = np.stack([h.hr_s for h in kept]).astype(np.float64)
    speed = np.stack([h.speed_s for h in kept]).astype(np.float64)
    moving = np.where(np.isfinite(times_s[:, 0]), times_s[:, 0], times_s[:, 2])
    minutes = np.full((len(kept), 3), np.nan)
    source = np.full(len(kept), "unknown", dtype=object)
    beats = np.arange(HEART_RATE_BINS, dtype=np.float64)
    paces = (np.arange(SPEED_BINS, dtype=np.float64) + 0.5) * SPEED_BIN_MPS
    for scale, time, axis, whole in (
        (_heart_zones(profile), heart, beats, moving),
        (_heart_observed(heart, profile), heart, beats, moving),
        (_pace_threshold(profile), speed, paces, times_s[:, 1]),
        (_pace_observed(speed, paces), speed, paces, times_s[:, 1]),
    ):
        if scale is None:
            continue
        judged = time.sum(axis=1)
        covered = (source == "unknown") & (judged > 0) & (judged >= COVERED * whole)
        zone = np.searchsorted((scale.moderate, scale.hard), axis, side="right")
        zones = np.stack([time[:, zone == z].sum(axis=1) for z in range(3)], axis=1)
        minutes[covered] = zones[covered] / 60
        source[covered] = scale.source
    return minutes, source


def _heart_scale(maximum: float, rest: float, source: str) -> Scale:
    """Bounds [beats/min] of a highest heart rate, and of a resting one where it is known."""
    if np.isfinite(rest):
        low, high = (rest + share * (maximum - rest) for share in HR_RESERVE_BOUNDS)
    else:
        low, high = (share * maximum for share in HR_MAX_BOUNDS)
    return Scale(low, high, source)


def _heart_zones(profile: dict[str, float]) -> Scale | None:
    """Scale of the athlete's stated heart rates."""
    if not np.isfinite(profile["hr_max"]):
        return None
    return _heart_scale(profile["hr_max"], profile["hr_rest"], "heart_rate_zones")


def _heart_observed(heart_s: Floats, profile: dict[str, float]) -> Scale | None:
    """Scale of the highest heart rate held in two sessions; one spike or one day sets nothing."""
    worn = heart_s.sum(axis=1) > 0
    if worn.sum() < ENOUGH_RUNS or heart_s.sum() < ENOUGH_S:
        return None
    at_or_above = heart_s[:, ::-1].cumsum(axis=1)[:, ::-1]
    peaks = (at_or_above >= _PEAK_HELD_S).sum(axis=1) - 1
    return _heart_scale(float(np.sort(peaks)[-2]), profile["hr_rest"], "heart_rate_observed")


def _pace_threshold(profile: dict[str, float]) -> Scale | None:
    """Scale of the athlete's stated threshold pace."""
    pace = profile["threshold_pace_s_per_km"]
    if not pace > 0:
        return None
    low, high = (share * 1000 / pace for share in THRESHOLD_SPEED_BOUNDS)
    return Scale(low, high, "pace_threshold")


def _pace_observed(speed_s: Floats, paces: Floats) -> Scale | None:
    """Scale of the athlete's median running speed."""
    if (speed_s.sum(axis=1) > 0).sum() < ENOUGH_RUNS or speed_s.sum() < ENOUGH_S:
        return None
    low, high = (
        times * weighted_median(paces, speed_s.sum(axis=0)) for times in OBSERVED_SPEED_BOUNDS
    )
    return Scale(low, high, "pace_observed")


def _by_exertion(
    minutes: Floats, source: NDArray[np.object_], sessions: pd.DataFrame, runs: NDArray[np.bool_]
) -> None:
    """Put runs that only have an exertion wholly into its zone (fills the two arrays)."""
    rpe, ran, timer = _block(sessions, ["rpe", "running_min", "duration_min"]).T
    whole = np.where(np.isfinite(ran), ran, timer)
    rated = runs & (source == "unknown") & np.isfinite(rpe) & np.isfinite(whole)
    zone = np.searchsorted(RPE_BOUNDS, rpe[rated], side="right")
    minutes[rated] = np.where(zone[:, None] == np.arange(3), whole[rated, None], 0.0)
    source[rated] = "rpe"


def _grade(minutes: Floats) -> NDArray[np.object_]:
    """Name each session's intensity from its minutes (n, 3)."""
    known = np.nan_to_num(minutes)
    whole = known.sum(axis=1)
    _, moderate, hard = known.T
    words = np.full(len(minutes), "easy", dtype=object)
    words[moderate + hard >= ABOVE_EASY_SHARE * whole] = "moderate"
    words[(hard >= HARD_MIN) | (hard >= HARD_SHARE * whole)] = "hard"
    words[~(whole > 0)] = "unknown"
    return words
