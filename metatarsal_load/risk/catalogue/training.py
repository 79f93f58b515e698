"""Training rules: RULES.md section 2."""

from __future__ import annotations

from metatarsal_load.risk.measures import rolling, spikes, volume
from metatarsal_load.risk.rule import Rule, Threshold
from metatarsal_load.risk.words import MILE_KM

_RISE = Threshold(0.10, "1", "guide", "rise over the week before that is allowed", 0, 1)
_FLOOR = Threshold(MILE_KM, "km", "guide", "rise that is always allowed: one mile", 0, 20)
_STEEP = Threshold(
    1.30, "1", "study", "share of the largest of the last 4 weeks above which it warns", 1, 3
)

TRAINING = (
    Rule(
        id="T10",
        title="Weekly mileage spike",
        table="week",
        needs=("runs.distance_km",),
        measure=volume.weekly_spike,
        say=volume.say_weekly_spike,
        unit="km",
        thresholds={"rise": _RISE, "floor_km": _FLOOR, "steep": _STEEP},
        guide="Raise weekly mileage by at most 10 %; after 5 miles, 5.5 to 6 at most.",
        sources=("buist2008", "nielsen2014", "frandsen2025"),
        advice="Repeat the week before it, then go on from there.",
        section="training",
    ),
    Rule(
        id="TSPK",
        title="Session spike",
        table="session",
        needs=("runs.distance_km",),
        measure=spikes.session_spike,
        say=spikes.say_session_spike,
        unit="km",
        thresholds={
            "small": Threshold(1.10, "1", "study", "times the longest run: small spike", 1, 5),
            "moderate": Threshold(1.30, "1", "study", "times the longest run: moderate", 1, 5),
            "large": Threshold(2.00, "1", "study", "times the longest run: large spike", 1, 5),
            "days": Threshold(30, "d", "study", "days looked back", 1, 365),
            "merge_min": Threshold(30, "min", "convention", "pause that splits a run", 0, 1440),
        },
        guide="A longer long run is a stressor of its own.",
        sources=("frandsen2025",),
        advice="Let the next long run stay below the longest of the last 30 days plus 10 %.",
        section="training",
    ),
    Rule(
        id="T7",
        title="Rolling 7-day spike",
        table="window",
        needs=("runs.distance_km",),
        measure=rolling.rolling_spike,
        say=rolling.say_rolling_spike,
        unit="km",
        thresholds={"rise": _RISE, "floor_km": _FLOOR, "steep": _STEEP},
        guide="The 10 % rule, for any seven days in a row.",
        sources=("buist2008", "nielsen2014", "frandsen2025"),
        advice="Keep the next seven days at or below the level of the weeks before.",
        section="training",
    ),
)
