"""Shoe rules: RULES.md section 3."""

from __future__ import annotations

from metatarsal_load.risk.measures import rotation, wear
from metatarsal_load.risk.rule import Rule, Threshold
from metatarsal_load.risk.words import MILE_KM

SHOES = (
    Rule(
        id="SH7",
        title="Worn shoe",
        table="status",
        needs=("runs.shoe",),
        measure=wear.worn_shoe,
        say=wear.say_worn_shoe,
        unit="km",
        thresholds={
            "note_km": Threshold(300 * MILE_KM, "km", "study", "distance of a note", 0, 5000),
            "caution_km": Threshold(500 * MILE_KM, "km", "study", "of a caution", 0, 5000),
            "limit_km": Threshold(700 * MILE_KM, "km", "guide", "of a warning", 1, 5000),
        },
        guide="Metatarsal pain in shoes with 700 miles and more.",
        sources=("midsole_ageing",),
        advice="Start a successor now and run the old pair only on short easy days, or retire it.",
        section="shoes",
    ),
    Rule(
        id="SHUN",
        title="Shoe of unknown mileage",
        table="status",
        needs=("runs.shoe",),
        measure=wear.unsure_shoes,
        say=wear.say_unsure_shoes,
        unit="1",
        thresholds={
            "share": Threshold(0.20, "1", "convention", "share of km without a shoe", 0, 1),
        },
        guide="If unsure how far a pair has run, retire it.",
        sources=("midsole_ageing",),
        advice="Enter the km before the log (0 for a new pair), and the shoe of every run.",
        section="shoes",
    ),
    Rule(
        id="SHROT",
        title="Pairs not rotated",
        table="status",
        needs=("runs.shoe", "runs.distance_km"),
        measure=rotation.rotation,
        say=rotation.say_rotation,
        unit="1",
        thresholds={
            "share": Threshold(0.90, "1", "convention", "share of the pair worn most", 0, 1),
            "runs": Threshold(6, "1", "convention", "fewest runs in 28 days", 1, 100),
        },
        guide="Rotate pairs.",
        sources=("malisoux2015",),
        advice="Give every third or fourth run to another pair.",
        section="shoes",
    ),
    Rule(
        id="SHMIN",
        title="Quick change to thin shoes",
        table="week",
        needs=("runs.shoe", "shoes.kind"),
        measure=rotation.thin_shoes,
        say=rotation.say_thin_shoes,
        unit="1",
        thresholds={
            "caution": Threshold(0.10, "1", "convention", "rise of their share: caution", 0, 1),
            "warning": Threshold(0.30, "1", "convention", "rise of their share: warning", 0, 1),
        },
        guide="Minimalist shoes only by a slow transition.",
        sources=("ridge2013", "fuller2017"),
        advice="Add no more than a tenth of the week's distance in thin shoes at a time.",
        section="shoes",
    ),
    Rule(
        id="SHRACE",
        title="Race in the wrong shoe",
        table="session",
        needs=("runs.shoe", "runs.intensity|race|hard_min"),
        measure=rotation.race_shoe,
        say=rotation.say_race_shoe,
        unit="1",
        thresholds={},
        guide="One race in the wrong shoe can be enough.",
        sources=("midsole_ageing",),
        advice="Race in a fresh pair that was worn in training in the last four weeks.",
        section="shoes",
        borrows=("SH7",),
    ),
)
