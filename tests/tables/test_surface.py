"""Surface words, and the kilometres they put under foot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metatarsal_load.tables.surface import surface_columns, surface_of, surface_split
from metatarsal_load.tables.typed import complete_sessions


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


@pytest.mark.parametrize(
    ("row", "surface", "source", "soft_km"),
    [
        # The runner's own word, in the log or in a tag.
        ({"surface": "grass"}, "grass", "typed", 8.0),
        ({"notes": "felt well #trail"}, "trail", "typed", 8.0),
        ({"name": "Evening #Grass"}, "grass", "typed", 8.0),
        ({"soft_km": 5.0, "paved_km": 3.0}, "unknown", "typed", 5.0),
        # The column goes before the tag, and so does the export.
        ({"surface": "asphalt", "notes": "#grass"}, "asphalt", "typed", 0.0),
        ({"soft_km": 5.0, "paved_km": 3.0, "notes": "#road"}, "unknown", "typed", 5.0),
        ({"surface": "trail", "surface_source": "export", "name": "#road"}, "trail", "export", 8.0),
        # A tag goes before what the file, the trace's shape and the map say.
        ({"surface": "treadmill", "surface_source": "file", "name": "#dirt"}, "dirt", "typed", 8.0),
        ({"surface": "track", "surface_source": "shape", "notes": "#road"}, "asphalt", "typed", 0),
        (
            {"surface": "asphalt", "surface_source": "map", "paved_km": 8.0, "notes": "#sand"},
            "sand", "typed", 8.0,
        ),
        # Two tags that disagree are none, nor is a word without the sign.
        ({"notes": "#trail then #road"}, "unknown", None, 0.0),
        ({"notes": "trail"}, "unknown", None, 0.0),
    ],
)  # fmt: skip
def test_whose_word_goes_first(
    row: dict[str, object], surface: str, source: str | None, soft_km: float
) -> None:
    table = pd.DataFrame([{"start": "2026-05-03", "distance_km": 8.0, **row}])
    full = complete_sessions(table).iloc[0]
    told = None if pd.isna(full["surface_source"]) else full["surface_source"]
    assert (full["surface"], told, full["soft_km"]) == (surface, source, soft_km)
