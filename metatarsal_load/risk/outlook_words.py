"""The outlook as a coach would say it, one sentence or two an item."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from metatarsal_load.risk.measures.volume import NO_LINK
from metatarsal_load.risk.words import (
    MILE_KM,
    Units,
    distance,
    listing,
    minutes,
    percent,
    week_of,
)

_BOUND_BY = {
    "T10": "the 10 % rule",
    "T7": "10 % above the largest 7 days of the weeks before",
    "RSLOW": "10 % a week on the way back",
    "R2550": "half of the usual week in the first 7 days back",
    "TOFF": "half of the usual week in the first 7 days back",
    "TBOTH": "5 % more than usual while the hard minutes are up",
    "TSPK": "10 % above the longest run of the 30 days before",
    "PMOD": "half of the longest run of the 30 days before while the foot is sore",
}
_NOT_TODAY = {
    "RRST": "after pain of 3 or more a day of rest comes first",
    "RRDY": "one of the four readiness checks was answered no",
    "DWALK": "it hurts to walk",
}
_STATES = {
    "healthy": "No pain or break is known of: one new stressor at a time.",
    "symptomatic": "Sore within the last 7 days: soft ground, easy pace, short runs, a cushioned "
    "shoe; stop where it turns sharp.",
    "rest": "Off running: the next run is the first one back. Walking, stairs, light hops and a "
    "calf raise should be free of pain first; begin with 1 min jog and 1 min walk, five times.",
    "return": "On the way back: easy runs every other day on soft ground, no steep hills in the "
    "first two weeks, until four runs of 30 min went without pain.",
    "ramp": "Building up again: 10 % a week or less until the usual distance is back.",
}


def say_state(found: pd.DataFrame, units: Units) -> list[str]:
    """Say the state, and the usual week where one is on the way back to it."""
    said = []
    for state, usual in zip(found["state"], found["usual_km"], strict=True):
        back = state in ("rest", "return", "ramp") and not np.isnan(usual)
        extra = f" The usual week was {distance(usual, units)}." if back else ""
        said.append(_STATES[state] + extra)
    return said


def say_distance(found: pd.DataFrame, units: Units) -> list[str]:
    """Say the distance left, and which limit it comes from."""
    said = []
    for left, rule, run, week, reason in zip(
        found["left"], found["rule"], found["run"], found["week"], found["reason"], strict=True
    ):
        clause = f" {NO_LINK}" if rule in ("T10", "T7") else ""
        if math.isnan(left):
            text = f"How far this week may go cannot be told: {reason}."
        elif left == 0:
            text = (
                f"{week_of(week, opening=True)} holds {distance(run, units)} already, all that "
                f"{_BOUND_BY[rule]} allows: rest or cross-train for what is left of it.{clause}"
            )
        else:
            text = (
                f"Up to {_at_most(left, units)} more in {week_of(week)}, after "
                f"{distance(run, units)} so far: the limit is {_BOUND_BY[rule]}.{clause}"
            )
        said.append(text)
    return said


def say_today(found: pd.DataFrame, units: Units) -> list[str]:
    """Say how far a run today may go."""
    said = []
    for left, rule, first_min, reason in zip(
        found["left"], found["rule"], found["first_min"], found["reason"], strict=True
    ):
        if rule in _NOT_TODAY:
            text = f"No run today: {_NOT_TODAY[rule]}."
        elif math.isnan(left):
            text = f"How far today may go cannot be told: {reason}."
        elif rule == "RWR":
            text = (
                f"Up to {_at_most(left, units)} today: one of the first three runs back, with "
                f"{minutes(first_min)} of running at most; 1 min jog and 1 min walk, five times, "
                "is how to begin."
            )
        elif left == 0:
            text = f"Nothing more today: {_BOUND_BY[rule]} allows no more."
        else:
            text = f"Up to {_at_most(left, units)} today: {_BOUND_BY[rule]} allows no more."
            if not math.isnan(first_min):
                text += f" Of the first three runs back each holds {minutes(first_min)} at most."
        said.append(text)
    return said


def say_longest(found: pd.DataFrame, units: Units) -> list[str]:
    """Say how long a single run may be."""
    said = []
    for left, rule, longest, first_min, reason in zip(
        found["left"], found["rule"], found["longest"], found["first_min"], found["reason"],
        strict=True,
    ):  # fmt: skip
        if math.isnan(left):
            text = f"How long a run may be cannot be told: {reason}."
        elif rule == "RWR":
            text = (
                f"Keep a run to {minutes(first_min)} of running, about {_at_most(left, units)}: "
                "it is one of the first three back."
            )
        else:
            text = f"Keep a single run to {_at_most(left, units)}: the longest of the 30 days "
            text += f"before was {distance(longest, units)}"
            text += ", and half of it is enough while the foot is sore." * (rule == "PMOD") or "."
        said.append(text)
    return said


def say_hard(found: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001 - minutes are minutes
    """Say how many hard minutes are left."""
    said = []
    for left, run, spared, reason in zip(
        found["left"], found["run"], found["spared"], found["reason"], strict=True
    ):
        if spared:
            text = "No hard running: easy runs only while the foot is sore or on its way back."
        elif math.isnan(left):
            text = f"How much hard running this week may hold cannot be told: {reason}."
        else:
            text = (
                f"Up to {minutes(math.floor(left))} more of hard running this week, after "
                f"{minutes(round(run))}, before intensity counts as new."
            )
        said.append(text)
    return said


def say_stressors(found: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001 - no figures
    """Say what may still be new this week."""
    said = []
    for free, new, old, back, reason in zip(
        found["free"], found["new"], found["old"], found["back"], found["reason"], strict=True
    ):
        if math.isnan(free):
            text = f"Which stressors are new cannot be told: {reason}."
        elif back:
            text = "Running is new enough on the way back: same shoes, flat, soft and easy."
        elif free >= 1:
            text = f"Of {listing(old)} only one may be new this week."
        else:
            text = f"New this week: {listing(new)}. Keep everything else as it was."
        said.append(text)
    return said


def say_shoe(found: pd.DataFrame, units: Units) -> list[str]:
    """Say which pair to wear."""
    said = []
    for shoe, km, at_least, share, others, reason in zip(
        found["shoe"], found["km"], found["at_least"], found["share"], found["others"],
        found["reason"], strict=True,
    ):  # fmt: skip
        if reason:
            said.append(f"No pair can be named: {reason}.")
            continue
        text = f"Wear {shoe}: {'at least ' if at_least else ''}{distance(km, units)} on it, "
        text += f"{percent(share)} of the distance of the last 28 days."
        if not others:
            text += " It is the only pair in use; runners who rotated pairs were hurt less."
        said.append(text)
    return said


def say_soft(found: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001 - a count
    """Say whether a soft session is owed."""
    return _owed(
        found,
        "One run on trail, grass or a track is owed this week; the guide asks for one or two.",
        "The week has its soft session.",
        "Whether a soft session is owed cannot be told",
    )


def say_cross_training(found: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001 - a count
    """Say whether a day of cross-training is owed."""
    return _owed(
        found,
        "A day of cycling, swimming, elliptical or rowing is owed this week; the guide asks for "
        "one or two.",
        "The week has its cross-training.",
        "Whether cross-training is owed cannot be told",
    )


def say_stop(stops: pd.DataFrame) -> list[str]:
    """Say the stop of the diary and whom to see."""
    return [
        f"Do not run. {message} {advice}"
        for message, advice in zip(stops["message"], stops["advice"], strict=True)
    ]


def _owed(found: pd.DataFrame, owed: str, done: str, lost: str) -> list[str]:
    return [
        f"{lost}: {reason}." if math.isnan(count) else owed if count > 0 else done
        for count, reason in zip(found["owed"], found["reason"], strict=True)
    ]


def _at_most(km: float, units: Units) -> str:
    """Say a distance that must not be exceeded: rounded down to a tenth."""
    unit = 1.0 if units == "metric" else MILE_KM
    return distance(math.floor(km / unit * 10 + 1e-9) / 10 * unit, units, digits=1)
