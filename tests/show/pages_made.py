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
    "no runs at all": runs([20.0] * 10, sport="cycling"),
    "<script>alert(1)</script>" + "x" * 180: runs(SPIKE, shoe="<b>bold</b>" + "y" * 180),
}
DIARY_ONLY = "only a diary"


def all_extremes() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every extreme as an athlete of one log, and a diary of one who has no runs."""
    parts = [table.assign(athlete=name) for name, table in EXTREMES.items()]
    diary = pd.DataFrame(
        {"athlete": DIARY_ONLY, "date": ["2026-01-04", "2026-01-05"], "pain": [2, 7]}
    )
    return pd.concat(parts, ignore_index=True), diary
