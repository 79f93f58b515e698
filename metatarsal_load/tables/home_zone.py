"""Local time of sessions that do not say where they were: where their athlete was last."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.tables.clock import to_local

LOCATED = ("coordinates", "file")


def fill_home_zone(rows: pd.DataFrame) -> pd.DataFrame:
    """Give sessions of an assumed zone that of the athlete's nearest located session in time.

    A treadmill run has no coordinates; the run outdoors of the day before had.

    Parameters
    ----------
    rows : DataFrame
        Shape (n, columns): `athlete`, `start`, `start_utc`, `timezone`, `timezone_source`.

    Returns
    -------
    DataFrame
        A copy: where `timezone_source` was ``assumed_utc`` and the athlete has a located session,
        `timezone` and `start` are those of its zone, and the source is ``athlete``.
    """
    lost = rows["timezone_source"] == "assumed_utc"
    located = rows["timezone_source"].isin(LOCATED) & rows["start_utc"].notna()
    if not lost.any() or not located.any():
        return rows.copy()
    keys = ["athlete", "start_utc"]
    nearest = pd.merge_asof(
        rows.loc[lost, keys].reset_index().sort_values("start_utc"),
        rows.loc[located, [*keys, "timezone"]].sort_values("start_utc"),
        on="start_utc",
        by="athlete",
        direction="nearest",
    ).dropna(subset="timezone")
    if nearest.empty:
        return rows.copy()
    pairs = zip(nearest["start_utc"], nearest["timezone"], strict=True)
    starts = [to_local(utc, zone) for utc, zone in pairs]
    told = pd.DataFrame({"timezone": nearest["timezone"], "timezone_source": "athlete"})
    told["start"] = np.array(starts, dtype="datetime64[us]")
    full = rows.copy()
    full.loc[nearest["index"], list(told)] = told.set_axis(nearest["index"])
    return full
