"""Surface words, and the kilometres they put under foot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metatarsal_load.tables.surface import surface_columns, surface_of, surface_split


@pytest.mark.parametrize(
    ("sub_sport", "surface"),
    [
        ("treadmill", "treadmill"),
        ("indoor_running", "treadmill"),
        ("virtual_activity", "treadmill"),
        ("track", "track"),
        ("trail", "trail"),
        ("street", "asphalt"),
        ("Trail", "trail"),
        ("generic", "unknown"),
        (None, "unknown"),
    ],
)
def test_sub_sport_means_surface(sub_sport: str | None, surface: str) -> None:
    assert surface_of(sub_sport) == surface


TABLE = pd.DataFrame(
    [
        # surface, km, paved, soft, treadmill, unknown
        ("asphalt", 10.0, 10.0, 0.0, 0.0, 0.0),
        ("concrete", 5.0, 5.0, 0.0, 0.0, 0.0),
        ("grass", 4.0, 0.0, 4.0, 0.0, 0.0),
        ("track", 3.0, 0.0, 3.0, 0.0, 0.0),
        ("treadmill", 2.0, 0.0, 0.0, 2.0, 0.0),
        ("mixed", 1.0, 0.0, 0.0, 0.0, 1.0),
        ("unknown", 7.0, 0.0, 0.0, 0.0, 7.0),
        (None, 8.0, 0.0, 0.0, 0.0, 8.0),
        ("asphalt", np.nan, np.nan, np.nan, np.nan, np.nan),
    ],
    columns=["surface", "km", "paved_km", "soft_km", "treadmill_km", "unknown_surface_km"],
    index=range(10, 19),
)


def test_kilometres_by_kind_of_ground() -> None:
    found = surface_columns(TABLE["surface"], TABLE["km"])
    pd.testing.assert_frame_equal(found, TABLE[found.columns.tolist()])


def test_one_session_agrees_with_the_table() -> None:
    for row in TABLE.to_dict("records"):
        split = surface_split(str(row["surface"]), row["km"])
        assert split == pytest.approx({name: row[name] for name in split}, nan_ok=True)


def test_one_word_for_many_sessions() -> None:
    assert surface_columns("trail", pd.Series([1.0, 2.0]))["soft_km"].tolist() == [1.0, 2.0]
