"""The days on which the diary alone says stop: what makes an injury of the rest that follows."""

from __future__ import annotations

import numpy as np

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import STOP
from metatarsal_load.risk.grid import Ints
from metatarsal_load.risk.measures import healing, pain, redflags


def stop_days(facts: Facts) -> tuple[Ints, Ints]:
    """Athlete and day of every entry that PSCL, PSHP or a red flag of the diary marks with stop."""
    by_entry = [
        pain.pain_scale(facts),
        redflags.sharp_pain(facts),
        redflags.rest_pain(facts),
        redflags.swelling(facts),
        redflags.numbness(facts),
        redflags.one_step(facts),
        redflags.walking_pain(facts),
        healing.duration_by_entry(facts)[0],
        healing.worse_by_entry(facts)[0],
    ]
    marked = [rows[(rows["level"] == STOP).to_numpy()] for rows in by_entry]
    return (
        np.concatenate([rows["a"].to_numpy() for rows in marked]).astype(np.int64),
        np.concatenate([rows["start"].to_numpy() for rows in marked]).astype(np.int64),
    )
