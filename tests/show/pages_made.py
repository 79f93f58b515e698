"""Tables for the page tests: small logs whose answers can be worked out by eye."""

from __future__ import annotations

import numpy as np
import pandas as pd

SPIKE = [8.0] * 30 + [17.0]


def runs(km: list[float], **columns: object) -> pd.DataFrame:
    """Make a run every second day from Monday 5 January 2026."""
    start = pd.date_range("2026-01-05 18:00", periods=len(km), freq="2D")
    return pd.DataFrame({"start": start, "distance_km": km}).assign(**columns)


EXTREMES = {
    "one run": runs([8.0]),
    "one run without a distance": runs([np.nan]),
    "a spike": runs(SPIKE, cadence_spm=168.0, shoe="Blue"),
    "no cadence, no heart rate": runs(SPIKE, cadence_spm=np.nan, heart_rate_bpm=np.nan),
    "ten years": runs([8.0] * 1826, cadence_spm=172.0, surface="asphalt", shoe="Blue"),
    "ground unknown": runs(SPIKE, surface="unknown"),
    "treadmill only": runs(SPIKE, surface="treadmill"),
    "no runs at all": runs([20.0] * 10, sport="cycling"),
    "مريم العلي": runs(SPIKE, shoe="حذاء أزرق"),
    "<script>alert(1)</script>" + "x" * 180: runs(SPIKE, shoe="<b>bold</b>" + "y" * 180),
}
DIARY_ONLY = "only a diary"
RED_FLAGS = {
    "pain": 8, "pain_during": 9, "pain_morning": 8, "pain_walking": 7, "pain_rest": 6,
    "pain_night": 5, "sharp": True, "swelling": True, "numbness": True, "sudden_step": True,
    "new_deformity": True, "place": "forefoot",
}  # fmt: skip


def all_extremes() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every extreme as an athlete of one log, and a diary of one who has no runs."""
    parts = [table.assign(athlete=name) for name, table in EXTREMES.items()]
    diary = pd.DataFrame(
        {"athlete": DIARY_ONLY, "date": ["2026-01-04", "2026-01-05"], "pain": [2, 7]}
    )
    return pd.concat(parts, ignore_index=True), diary


def full_log(days: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Make a daily log with every column, its shoes, and a diary that ends with all red flags."""
    chance = np.random.default_rng(6)
    start = pd.date_range("2016-01-04 18:00", periods=days, freq="D")
    km = 8 + 3 * chance.random(days) + 9 * (start.day_of_week == 6)
    hard = 18.0 * (start.day_of_week == 3)
    sessions = pd.DataFrame({"start": start, "distance_km": km.round(2)}).assign(
        duration_min=km * 5.6, running_min=km * 5.6, easy_min=km * 5.6 - hard, moderate_min=0.0,
        hard_min=hard, intensity="easy", ascent_m=60 + 100 * chance.random(days), descent_m=80.0,
        cadence_spm=170 + 5 * chance.standard_normal(days), heart_rate_bpm=140.0,
        surface=chance.choice(["asphalt", "trail", "treadmill", "unknown"], days),
        shoe=chance.choice(["Blue", "Green", "White"], days),
        sport=np.where(start.day_of_week == 0, "cycling", "running"),
    )  # fmt: skip
    shoes = pd.DataFrame({"shoe": ["Blue", "Green", "White"], "initial_km": [300, 0, 600]})
    quiet = pd.DataFrame({"date": start[:-21:2].normalize(), "pain": chance.integers(0, 3)})
    red = pd.DataFrame({"date": start[-21:].normalize()}).assign(**RED_FLAGS)
    return sessions, shoes, pd.concat([quiet, red], ignore_index=True)
