"""Continuous running."""

from __future__ import annotations

import numpy as np

from metatarsal_load.tables.windows import Flags, Floats

# A bout goes on through breaks of up to this long (RULES section 1), to the whole second.
BREAK_S = 60.0
_HALF_SECOND = 0.5


def longest_bout_s(running: Flags, span_s: Floats, wall_s: Floats) -> float:
    """Measure the running time of the longest bout.

    A bout is running whose breaks (walking, standing, a stopped timer, a gap) last up to 60 s on
    the wall clock each. The breaks themselves are not running and add nothing: five minutes of
    1 min jog / 1 min walk are one bout of 5 min.

    Parameters
    ----------
    running : numpy.ndarray of bool
        Shape (n,). Whether the athlete ran in the span that ends here.
    span_s : numpy.ndarray
        Shape (n,). Timer time of that span [s].
    wall_s : numpy.ndarray
        Shape (n,). Instant of each sample on the wall clock [s].

    Returns
    -------
    float
        Running time [s]; 0 where nobody ran.
    """
    ran = np.flatnonzero(running)
    if ran.size == 0:
        return 0.0
    began = wall_s[ran] - span_s[ran]
    broke = began[1:] - wall_s[ran[:-1]] >= BREAK_S + _HALF_SECOND
    bout = np.concatenate(([0], np.cumsum(broke)))
    return float(np.bincount(bout, weights=span_s[ran]).max())
