"""Figures as the page writes them: rounded to what they mean, in the reader's units."""

from __future__ import annotations

from datetime import date
from unicodedata import bidirectional

import numpy as np
import pandas as pd

from metatarsal_load.risk.words import FOOT_M, MILE_KM, Units

UNKNOWN = "unknown"


def long_unit(units: Units) -> str:
    """Name the unit of a distance."""
    return "km" if units == "metric" else "mi"


def in_units(km: float, units: Units) -> float:
    """Turn km into the reader's unit."""
    return km if units == "metric" else km / MILE_KM


def climb_in_units(metres: float, units: Units) -> float:
    """Turn metres of climb into the reader's unit."""
    return metres if units == "metric" else metres / FOOT_M


def short(value: float) -> str:
    """Write a figure with at most one decimal: 42, 8.4; an unknown one as a word."""
    if np.isnan(value):
        return UNKNOWN
    return f"{value:.0f}" if abs(value) >= 20 else f"{value:.1f}".removesuffix(".0")


def shortened(words: str, most: int) -> str:
    """Cut a long name for a picture that cannot wrap it.

    One written from right to left is isolated, so that the figures after it stay in their order.
    """
    cut = words if len(words) <= most else f"{words[: most - 1]}…"
    leftward = any(bidirectional(letter) in ("R", "AL") for letter in cut)
    return f"\u2068{cut}\u2069" if leftward else cut


def day_of(when: pd.Timestamp | date) -> str:
    """Write a day: Sun 3 May."""
    return f"{when:%a} {when.day} {when:%b}"


def day_with_year(when: pd.Timestamp | date) -> str:
    """Write a day with its year: Sun 3 May 2026."""
    return f"{day_of(when)} {when.year}"


def span_of(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Write a span of days: Mon 4 to Sun 10 May; one day as itself."""
    if start == end:
        return day_with_year(start)
    first = f"{start:%a} {start.day}" if (start.year, start.month) == (end.year, end.month) else (
        day_of(start) if start.year == end.year else day_with_year(start)
    )  # fmt: skip
    return f"{first} to {day_with_year(end)}"
