"""Rules on how much and how hard: RULES.md section 2."""

from __future__ import annotations

from metatarsal_load.risk.measures import exposure, rolling, spikes, stressors, timeoff, volume
from metatarsal_load.risk.rule import Rule, Threshold
from metatarsal_load.risk.words import MILE_KM

_RISE = Threshold(0.10, "1", "guide", "rise over the week before that is allowed", 0, 1)
_FLOOR = Threshold(MILE_KM, "km", "guide", "rise that is always allowed: one mile", 0, 20)
_STEEP = Threshold(
    1.30, "1", "study", "share of the largest of the last 4 weeks above which it warns", 1, 3
)

TRAINING = (
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
    Rule(
        id="TBOTH",
        title="Mileage and intensity up in one week",
        table="week",
        needs=("runs.distance_km", "runs.hard_min"),
        measure=stressors.both_up,
        say=stressors.say_both,
        unit="km",
        thresholds={
            "volume": Threshold(
                1.05, "1", "convention", "times the weeks before from which volume is up", 1, 2
            ),
            "hard": Threshold(
                1.10, "1", "convention", "times the most hard minutes of 4 weeks", 1, 3
            ),
            "hard_min": Threshold(
                10, "min", "convention", "hard minutes more than the most of 4 weeks", 0, 300
            ),
        },
        guide="Raise mileage or intensity, never both in the same week.",
        sources=("ramskov2018",),
        advice="Keep one of the two where it was, and raise the other next week.",
        section="training",
    ),
    Rule(
        id="TTRIO",
        title="Mileage, hills and speed in one week",
        table="week",
        needs=("runs.distance_km", "runs.hard_min", "runs.ascent_m|descent_m"),
        measure=stressors.all_three_up,
        say=stressors.say_three,
        unit="km",
        thresholds={},
        guide="Big mileage, hills and speed all in one week.",
        sources=(),
        advice="Take two of the three back for a week.",
        section="training",
        borrows=("TBOTH", "TONE"),
    ),
    Rule(
        id="TONE",
        title="Stacked stressors",
        table="week",
        needs=("runs.distance_km",),
        measure=stressors.stacked,
        say=stressors.say_stacked,
        unit="stressors",
        thresholds={
            "two": Threshold(2, "1", "guide", "new stressors in a week: caution", 1, 7),
            "three": Threshold(3, "1", "convention", "new stressors in a week: warning", 1, 7),
            "hills": Threshold(
                1.30, "1", "convention", "times the mean climb of 4 weeks from which it is up", 1, 5
            ),
            "climb_m": Threshold(100, "m", "convention", "climb more than that mean", 0, 5000),
            "hills_per_km": Threshold(
                1.15, "1", "convention", "times the mean climb per km of 4 weeks", 1, 5
            ),
            "sessions": Threshold(
                2, "1", "convention", "runs more than the most of 4 weeks", 1, 14
            ),
        },
        guide="One new stressor at a time.",
        sources=("ramskov2018",),
        advice="Keep one of the new stressors and put the others back for a week.",
        section="training",
        borrows=("T10", "TSPK", "TBOTH", "TERR"),
    ),
    Rule(
        id="TOFF",
        title="Too much after time off",
        table="week",
        needs=("runs.distance_km",),
        measure=timeoff.first_week_back,
        say=timeoff.say_first_week_back,
        unit="km",
        thresholds={
            "half": Threshold(0.50, "1", "guide", "share of the usual week: caution", 0, 2),
            "full": Threshold(1.00, "1", "guide", "share of the usual week: warning", 0, 3),
        },
        guide="Coming back too fast after time off or illness.",
        sources=("nielsen2014",),
        advice="Run no more than half of a usual week in the first seven days back.",
        section="training",
    ),
    Rule(
        id="TVOL",
        title="Mileage and hard running of 28 days",
        table="figure",
        needs=("runs.distance_km", "runs.hard_min"),
        measure=exposure.recent_exposure,
        say=exposure.say_exposure,
        unit="km",
        thresholds={},
        guide="High mileage and hard tempo runs load the forefoot.",
        sources=(),
        advice="Know these two figures; raise one at a time.",
        section="training",
    ),
    Rule(
        id="LOAD",
        title="Forefoot load of the week",
        table="figure",
        needs=("runs.forefoot_load",),
        measure=exposure.weekly_load,
        say=exposure.say_load,
        unit="reference steps",
        thresholds={},
        guide="Up to 110 tons a mile; thousands of steps.",
        sources=("lolli2019", "impellizzeri2021"),
        advice="Read it beside distance; no limit is known.",
        section="training",
    ),
)
