"""One leg or both: cadence as steps per minute of both feet, decided once per recording.

Devices count the steps of one leg or of both, and most files do not say which. The words returned
as source (``Meta.cadence_source``):

===================================== ==========================================================
``<format>_one_leg``                  the format, or its writer, counts one leg: doubled
``<format>_one_leg_by_step_length``   taken as both feet, steps were too long (above 2.2 m
                                      running, 1.05 m walking): doubled
``<format>_one_leg_by_cadence``       running below 120, walking below 75: doubled
``<format>_both_feet_by_step_length`` doubled, steps would be shorter than 0.4 m: kept
``<format>_both_feet_by_cadence``     doubled, nobody could step so fast: kept
``not_steps``                         a sport whose cadence counts no steps
``unknown``                           no cadence, or nothing to decide by
===================================== ==========================================================
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

MIN_STEP_M, MAX_STEP_M = 0.4, 2.2
MAX_WALKING_STEP_M = 1.05
STANDING_MPS, RUNNING_SPEED_MPS = 0.5, 2.0
MAX_SPM = 240.0
"""Nobody steps faster: a running median of 120 or more counts both feet, one below it one leg."""
CERTAIN_ONE_LEG_BELOW, CERTAIN_RUN_MPS = 100.0, 2.4
"""Between 100 and 120 a brisk walk in both feet looks alike: one leg only at a clear run."""
WALKING_ONE_LEG_BELOW = 75.0
"""A walking median below this is one leg (convention: walks count 80 to 130 steps a minute)."""
WALKING_MAX_SPM = 180.0

_WALKS = frozenset(("walking", "walk", "hiking", "hike", "mountaineering", "snowshoeing"))
_RUNS = frozenset(
    (
        "running",
        "run",
        "jogging",
        "trail_running",
        "track_running",
        "treadmill_running",
        "treadmill",
    )
)
_UNSAID = frozenset(("generic", "other", "unknown", "multisport", "all", "transition"))
_ONE_LEG_FORMATS = frozenset(("fit", "tcx_run_cadence"))


def both_feet(
    raw: Floats,
    speed_mps: Floats | None,
    *,
    format: str,  # noqa: A002 - the contract's name
    sport: str | None,
    creator: str | None = None,
) -> tuple[Floats, str]:
    """Cadence of both feet from a file's cadence, with one decision for the whole recording.

    ``spm = k raw`` with k = 2 (one leg) or 1 (both feet). FIT and TCX ``RunCadence`` count one
    leg, and so do Garmin's own GPX and TCX; elsewhere the step length 60 v / spm and the median
    cadence decide. Running samples (at least 2.0 m/s) speak first, so that the walking parts of
    a walk-run are never doubled into running.

    Parameters
    ----------
    raw : numpy.ndarray, shape (n,)
        The file's cadence [1/min]; NaN where it has none. Zeros are not cadence.
    speed_mps : numpy.ndarray, shape (n,), or None
        Speed of the same samples [m/s]; NaN or None where it is unknown.
    format : str
        ``fit``, ``gpx``, ``tcx`` (plain ``Cadence``) or ``tcx_run_cadence`` (``RunCadence``).
    sport : str or None
        The file's word for the sport.
    creator : str, optional
        The program or device that wrote the file.

    Returns
    -------
    spm : numpy.ndarray, shape (n,)
        Steps of both feet [1/min]; NaN for zeros, for spikes of 240 and above, and throughout
        where nothing could be decided.
    source : str
        How it was decided: see the module's table.

    Notes
    -----
    Valid for people: medians of 75-240 steps/min running and 75-180 walking. The limits of step
    length and the 120 are RULES section 1; the others are conventions.
    """
    nothing = np.full(raw.shape, np.nan)
    word = _sport_word(sport)
    if not (word in _WALKS | _RUNS or word in _UNSAID):
        return nothing, "not_steps"
    known = np.isfinite(raw) & (raw > 0) & (raw < 2 * MAX_SPM)
    if not known.any():
        return nothing, "unknown"
    steps = raw[known]
    speed = np.full(steps.shape, np.nan) if speed_mps is None else speed_mps[known]
    one_leg_stated = format in _ONE_LEG_FORMATS or "garmin" in (creator or "").lower()
    if one_leg_stated and (word in _WALKS | _RUNS or format == "tcx_run_cadence"):
        verdict = _check_one_leg(steps, speed, walks=word in _WALKS)
    else:
        verdict = _decide(steps, speed, word)
    if verdict == "unknown":
        return nothing, verdict
    spm = np.where(known, raw, np.nan) * (2.0 if verdict.startswith("one_leg") else 1.0)
    spm[spm >= MAX_SPM] = np.nan
    return spm, f"{format}_{verdict}"


def _sport_word(sport: str | None) -> str:
    """Lower-case sport; ``unknown`` where the file says none."""
    return (sport or "unknown").strip().lower().replace(" ", "_")


def _median(values: Floats) -> float:
    """Median of at least one known number; several times cheaper than ``numpy.median``."""
    half = values.size // 2
    low = half - 1 + values.size % 2
    parted = np.partition(values, (low, half))
    return float(parted[low] + parted[half]) / 2


def _check_one_leg(steps: Floats, speed: Floats, *, walks: bool) -> str:
    """Doubled, as the format says, unless no person could step so fast at that speed."""
    cadence = _median(steps)
    moving = speed[speed >= STANDING_MPS]
    if moving.size and not walks:
        pace = _median(moving)
        walks = pace < RUNNING_SPEED_MPS and 60.0 * pace / cadence <= MAX_WALKING_STEP_M
    limit = WALKING_MAX_SPM if walks else MAX_SPM
    return "both_feet_by_cadence" if 2.0 * cadence >= limit else "one_leg"


def _decide(steps: Floats, speed: Floats, word: str) -> str:
    """One decision for the recording, from its running samples, else from its walking."""
    running = speed >= RUNNING_SPEED_MPS
    if running.sum() >= max(10, 0.1 * steps.size) or running.all():
        return _running_verdict(_median(steps[running]), _median(speed[running]))
    walking = speed >= STANDING_MPS
    if walking.any():
        return _walking_verdict(_median(steps[walking]), _median(speed[walking]))
    return _verdict_without_speed(steps, word)


def _running_verdict(cadence: float, speed: float) -> str:
    """Verdict from the medians of the running samples [1/min, m/s]."""
    as_both_m = 60.0 * speed / cadence
    if as_both_m / 2 > MAX_STEP_M:  # both readings are too long: wheels, not steps
        return "unknown"
    if 2.0 * cadence >= MAX_SPM:
        return "both_feet_by_cadence"
    if as_both_m > MAX_STEP_M:
        return "one_leg_by_step_length"
    certain = cadence < CERTAIN_ONE_LEG_BELOW or speed >= CERTAIN_RUN_MPS
    return "one_leg_by_cadence" if certain else "both_feet_by_cadence"


def _walking_verdict(cadence: float, speed: float) -> str:
    """Verdict from the medians of the walking samples [1/min, m/s]."""
    if 30.0 * speed / cadence < MIN_STEP_M:
        return "both_feet_by_step_length"
    if 60.0 * speed / cadence > MAX_WALKING_STEP_M:
        return "one_leg_by_step_length"
    return "one_leg_by_cadence" if cadence < WALKING_ONE_LEG_BELOW else "both_feet_by_cadence"


def _verdict_without_speed(steps: Floats, word: str) -> str:
    """Verdict from cadence alone: a tenth above 130 is running in both feet."""
    if word in _UNSAID:
        return "unknown"
    middle, high = (float(v) for v in np.percentile(steps, (50, 90)))
    limit = WALKING_ONE_LEG_BELOW if word in _WALKS else CERTAIN_ONE_LEG_BELOW
    return "both_feet_by_cadence" if middle >= limit or high >= 130.0 else "one_leg_by_cadence"
