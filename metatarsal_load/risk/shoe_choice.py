"""Which pair to wear next."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.ahead import Ahead
from metatarsal_load.risk.grading import reaches
from metatarsal_load.risk.measures.wear import pair_limits
from metatarsal_load.risk.measures.worn import FLAT_KINDS
from metatarsal_load.tables.shoes import shoe_wear

IN_USE_DAYS = 28
RACING = (*FLAT_KINDS, "carbon")


def next_pair(ahead: Ahead) -> pd.DataFrame:
    """Choose the pair for the next run, so that pairs rotate and none is worn out.

    Of the pairs in use (worn in the last 28 days, or in the shoe table and not yet worn; started
    and not retired) below SH7's caution: an ordinary shoe before a flat or carbon one, then the
    one that ran the smallest share of the last 28 days' distance, then the one with fewest km.

    Returns
    -------
    DataFrame
        One row an athlete: ``shoe``, ``km`` on it (a lower bound where ``at_least``), ``share``
        of 28 days, ``others`` (pairs in use beside it), ``reason`` where there is none.
    """
    rested, a = ahead.rested, ahead.a
    yesterday = pd.Timestamp(np.datetime64(ahead.day - 1, "D").astype("datetime64[us]"))
    wear = shoe_wear(rested.sessions, rested.shoes, today=yesterday)
    wear = wear.assign(a=pd.Index(rested.names).get_indexer(pd.Index(wear["athlete"])))
    wear = wear[_in_use(wear, yesterday)]
    caution = pair_limits(rested, wear["a"].to_numpy(), wear["limit_km"].to_numpy(float))[1]
    wear = wear.assign(
        worn=reaches(wear["distance_km"], caution), fast=wear["kind"].isin(RACING),
        share=wear["share_28d"].fillna(0.0),
    )  # fmt: skip
    count = np.bincount(wear["a"], minlength=len(a))
    best = wear[~wear["worn"]].sort_values(["a", "fast", "share", "distance_km", "shoe"])
    best = best.drop_duplicates("a").set_index("a").reindex(a)
    none = best["shoe"].isna().to_numpy()
    return pd.DataFrame(
        {"shoe": best["shoe"].to_numpy(object), "km": best["distance_km"].to_numpy(float),
         "at_least": (best["initial_known"] == False).to_numpy(),  # noqa: E712 - may be NaN
         "share": best["share"].to_numpy(float), "others": count - 1,
         "reason": np.select(
             [none & (count == 0), none],
             ["needs the shoe of the runs, or a shoe table",
              "every pair in use is past its caution distance: start a new one"], "")}
    )  # fmt: skip


def _in_use(wear: pd.DataFrame, yesterday: pd.Timestamp) -> np.ndarray:
    """Whether each pair is there to be worn tomorrow."""
    today = yesterday + pd.Timedelta(days=1)
    since = today - pd.Timedelta(days=IN_USE_DAYS)
    recent = (wear["last_run"] >= since) | ((wear["runs"] == 0) & (wear["a"] >= 0))
    retired, started = wear["retired"] <= today, ~(wear["start"] > today)
    return np.asarray(recent & ~retired & started & (wear["a"] >= 0))
