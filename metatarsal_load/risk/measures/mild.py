"""PMOD: runs while the foot is sore should be soft, slow, short and cushioned."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, OK, UNKNOWN, WARNING, above, why
from metatarsal_load.risk.grid import Flags, Floats, Ints
from metatarsal_load.risk.measures.entries import judged_rows
from metatarsal_load.risk.measures.known import runs_too_little_known
from metatarsal_load.risk.measures.spikes import longest_before
from metatarsal_load.risk.measures.worn import FLAT_KINDS, hard_ground, kind_of
from metatarsal_load.risk.symptoms import symptomatic
from metatarsal_load.risk.words import Units, day, listing

BREACHES = (
    "on hard ground",
    "hard in part",
    "longer than half of the longest recent run",
    "in flat shoes",
)
NEEDS = ("the surface", "the intensity", "the distances", "the shoe's kind")


def mild_only(facts: Facts) -> pd.DataFrame:
    """Judge each run on a day with forefoot pain on it or within the 7 days before (PMOD).

    Counts hard ground, hard minutes, a distance above half of the longest run of the 30 days
    before, and a minimalist or racing flat: one is a caution, two a warning. What is not known
    is named; with nothing found and something unknown the run is unknown. Rows have further the
    breaches as bits of ``found``.
    """
    runs = facts.runs
    a, when = runs["a"].to_numpy(), runs["day"].to_numpy()
    row = facts.days.row(a, when)
    sore = np.flatnonzero(symptomatic(facts)[row]) if len(facts.diary) else row[:0]
    breach = np.stack(_breaches(facts, sore))
    count = (breach > 0).sum(axis=0)
    unknown = np.isnan(breach)
    level = np.select(
        [count >= 2, count == 1, unknown.any(axis=0)], [WARNING, CAUTION, UNKNOWN], OK
    ).astype(np.int8)
    return judged_rows(
        a[sore], when[sore], when[sore], level, value=count, limit=0.0, reason=_unknown(unknown),
        run=sore, found=((breach > 0) * 2 ** np.arange(4)[:, None]).sum(axis=0),
    )  # fmt: skip


def _breaches(facts: Facts, sore: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Tell for some runs what a sore foot is spared: 1, 0 or NaN where unknown."""
    a, km = facts.runs["a"].to_numpy(), facts.numbers("runs", "distance_km")
    row = facts.days.row(a, facts.runs["day"].to_numpy())
    runs = facts.runs[["a"]].assign(km=km, begin=facts.runs["start"])
    longest, doubtful = longest_before(facts, runs, row)
    long = above(km, facts.limit("PMOD", "share", a) * longest)
    unsure = np.isnan(km) | np.isnan(longest) | (long & doubtful)
    far = np.where(unsure, np.nan, long.astype(float))[sore]
    hard_min = facts.numbers("runs", "hard_min")[sore]
    word = _hard_word(facts.runs["intensity"].take(sore))
    intense = np.where(np.isnan(hard_min), word, (hard_min > 0).astype(float))
    kind = kind_of(facts, sore)
    flat = np.where(kind == "", np.nan, np.isin(kind, FLAT_KINDS).astype(float))
    ground = np.where(runs_too_little_known(facts, "PMOD")[sore], np.nan, hard_ground(facts, sore))
    return ground, intense, far, flat


def _hard_word(intensity: pd.Series[str]) -> Floats:
    """Whether sessions as a whole are called hard; NaN where they are called nothing."""
    word = intensity.astype(object).fillna("unknown").to_numpy(object)
    return np.where(word == "unknown", np.nan, (word == "hard").astype(float))


def _unknown(unknown: Flags) -> pd.Categorical:
    """Name what is not known of each run."""
    codes = (unknown * 2 ** np.arange(4)[:, None]).sum(axis=0)
    words = [listing([NEEDS[bit] for bit in range(4) if code >> bit & 1]) for code in range(1, 16)]
    cases = [codes == code for code in range(1, 16)]
    return why(cases, [f"needs {word}" for word in words])


def say_mild_only(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a run."""
    return [
        f"The run of {day(start)}, while the foot was sore, was "
        + listing([BREACHES[bit] for bit in range(4) if int(found) >> bit & 1])
        + "."
        for start, found in zip(rows["start"], rows["found"], strict=True)
    ]
