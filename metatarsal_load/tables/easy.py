"""The level, easy part of a run: what rule CAD compares cadence on."""

from __future__ import annotations

import numpy as np

from metatarsal_load.tables.samples import Motion
from metatarsal_load.tables.windows import weighted_median

# Level: RULES' "level, easy runs" with the grade a runner does not feel.
LEVEL_GRADE = 0.02
# Faster than a tenth above the run's own median is a repetition, a stride or a finish.
EASY_SPEED = 1.10


def easy_level(found: Motion) -> dict[str, object]:
    """Measure cadence and speed on the level, easy part of a run.

    Level is |grade| <= 2 % (an unknown grade counts as level: no altitude, a treadmill). Easy is
    a speed over 30 s of at most 1.10 times the run's own median running speed; whether the
    session as a whole was easy is for its intensity to say.

    Parameters
    ----------
    found : Motion
        A run.

    Returns
    -------
    dict
        `easy_cadence_spm` (median [steps/min]), `easy_speed_mps` (median [m/s]) and
        `easy_level_min` (the running time behind them [min], cadence known); NaN where there is
        none.
    """
    span, speed = found.span_s, found.pace_mps
    paced = found.running & np.isfinite(speed)
    usual = weighted_median(speed[paced], span[paced])
    level = ~(np.abs(found.grade) > LEVEL_GRADE)
    easy = found.running & level & ~(speed > EASY_SPEED * usual) & (found.cadence_spm > 0)
    timed = easy & np.isfinite(speed)
    minutes = float(span[easy].sum()) / 60
    return {
        "easy_cadence_spm": weighted_median(found.cadence_spm[easy], span[easy]),
        "easy_speed_mps": weighted_median(speed[timed], span[timed]),
        "easy_level_min": minutes if np.isfinite(found.cadence_spm).any() else float("nan"),
    }
