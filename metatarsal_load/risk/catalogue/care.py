"""Self-care, daily life and profile: RULES.md section 5, second table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.measures import care
from metatarsal_load.risk.measures.entries import judged_rows
from metatarsal_load.risk.rule import Rule, Threshold
from metatarsal_load.risk.words import Units


def no_rows(facts: Facts) -> pd.DataFrame:
    """Judge nothing: the figures of CARE and PROF are those of `metatarsal_load.risk.context`."""
    none = facts.diary["a"].to_numpy()[:0]
    return judged_rows(none, none, none, np.empty(0, np.int8))


def no_words(rows: pd.DataFrame, _: Units) -> list[str]:
    """Say nothing, for there are no rows."""
    return [""] * len(rows)


SELF_CARE = (
    Rule(
        id="PIMP",
        title="Pain of impact",
        table="day",
        needs=("diary.date", "diary.pain_during"),
        measure=care.impact_pain,
        say=care.say_impact_pain,
        unit="0-10",
        thresholds={},
        guide="Pain that goes when you are off your feet comes from impact.",
        sources=(),
        advice="Take impact away for some days: soft ground, cushioning, cross-training.",
        section="self-care",
    ),
    Rule(
        id="RKEEP",
        title="Rehab goes on",
        table="window",
        needs=(),
        measure=care.keep_rehab,
        say=care.say_keep_rehab,
        unit="d",
        thresholds={"days": Threshold(3, "d", "convention", "days of rehab in seven", 0, 7)},
        guide="Rehab does not stop when running starts: calves, foot, hips, and the same shoes.",
        sources=("liem2013", "ridge2013"),
        advice="Put ten minutes of calf raises and foot exercises on three days of the week.",
        section="self-care",
    ),
    Rule(
        id="CARE",
        title="Self-care while sore",
        table="figure",
        needs=(),
        measure=no_rows,
        say=no_words,
        unit="d",
        thresholds={},
        guide="Ice 15-20 min two or three times a day, calf stretches of 30 s, foot exercises, a "
        "pad just behind the ball of the foot; rest, ice and raise for a week or two.",
        sources=("metatarsal_pads",),
        advice="Place a pad just behind the ball of the foot, not under it.",
        section="self-care",
    ),
    Rule(
        id="MEDS",
        title="Pain relief before a run",
        table="day",
        needs=("diary.date", "diary.analgesic"),
        measure=care.masked_pain,
        say=care.say_masked_pain,
        unit="1",
        thresholds={},
        guide="Pain relief manages pain; it must not mask it for a run.",
        sources=(),
        advice="Run without it, or not at all.",
        section="self-care",
    ),
    Rule(
        id="ADL",
        title="Load of daily life",
        table="day",
        needs=("diary.date",),
        measure=care.daily_life,
        say=care.say_daily_life,
        unit="h",
        thresholds={
            "standing_h": Threshold(6, "h", "convention", "hours on the feet on a run day", 0, 24)
        },
        guide="Standing all day, heels, dress shoes and bare feet on hard floors load it too.",
        sources=(),
        advice="Wear cushioned shoes through the day, and sit when you can.",
        section="self-care",
    ),
    Rule(
        id="PROF",
        title="Profile of the foot",
        table="figure",
        needs=(),
        measure=no_rows,
        say=no_words,
        unit="",
        thresholds={},
        guide="Weight, arches, bunions, hammertoes, calluses, tight calves and pronation shift "
        "load to the forefoot.",
        sources=(),
        advice="",
        section="self-care",
    ),
    Rule(
        id="SHFIT",
        title="Fit of the shoe",
        table="status",
        needs=("shoes.shoe",),
        measure=care.shoe_fit,
        say=care.say_shoe_fit,
        unit="",
        thresholds={},
        guide="A wide toe box, cushioning under the forefoot, nothing tight.",
        sources=(),
        advice="Keep this pair for short days, and look for more room and cushioning.",
        section="self-care",
    ),
)
