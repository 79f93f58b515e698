"""What was underfoot, as far as the recording or a typed word says it."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from metatarsal_load.schema import HARD_SURFACES, SOFT_SURFACES

_BY_SUB_SPORT = MappingProxyType(
    {
        "treadmill": "treadmill",
        "indoor_running": "treadmill",
        "indoor_walking": "treadmill",
        "virtual_activity": "treadmill",
        "track": "track",
        "trail": "trail",
        "street": "asphalt",
        "road": "asphalt",
    }
)
# A rubber track is soft ground to RSURF (the guide names it beside grass and dirt).
_COLUMN_OF = MappingProxyType(
    dict.fromkeys(HARD_SURFACES, "paved_km")
    | dict.fromkeys((*SOFT_SURFACES, "track"), "soft_km")
    | {"treadmill": "treadmill_km"}
)
SURFACE_COLUMNS = ("paved_km", "soft_km", "treadmill_km", "unknown_surface_km")


def surface_of(sub_sport: str | None) -> str:
    """Surface that a FIT sub-sport means; ``unknown`` for one that means none.

    A virtual run and an indoor run are taken for a treadmill.
    """
    return _BY_SUB_SPORT.get((sub_sport or "").strip().lower(), "unknown")


def surface_columns(surface: pd.Series | str, distance_km: pd.Series | float) -> pd.DataFrame:
    """Kilometres per kind of ground of sessions that lie on one surface each.

    Parameters
    ----------
    surface : pandas.Series or str
        Words of `metatarsal_load.schema.SURFACES`; ``mixed``, missing and strange words count as
        unknown ground.
    distance_km : pandas.Series or float
        Distance [km]; NaN where unknown.

    Returns
    -------
    pandas.DataFrame
        `paved_km`, `soft_km` (trail, dirt, grass, gravel, sand, rubber track), `treadmill_km` and
        `unknown_surface_km`, adding up to `distance_km`: 0 where the session lies on other
        ground, NaN throughout where its distance is unknown.
    """
    distance = pd.Series(distance_km, dtype="float64")
    codes, words = pd.factorize(pd.Series(surface, index=distance.index))
    columns = [SURFACE_COLUMNS.index(ground_column(word)) for word in [*words, ""]]
    kind = np.array(columns)[codes]
    known = distance.where(distance.isna(), 0.0)
    return pd.DataFrame(
        {name: np.where(kind == place, distance, known)
         for place, name in enumerate(SURFACE_COLUMNS)},
        index=distance.index,
    )  # fmt: skip


def ground_column(surface: str) -> str:
    """Column of the sessions table that a surface's kilometres belong to."""
    return _COLUMN_OF.get(surface, "unknown_surface_km")


def surface_split(surface: str, distance_km: float) -> dict[str, float]:
    """`surface_columns` of a single session, as a dict."""
    kind = ground_column(surface)
    rest = 0.0 if distance_km == distance_km else float("nan")
    return {name: distance_km if name == kind else rest for name in SURFACE_COLUMNS}
