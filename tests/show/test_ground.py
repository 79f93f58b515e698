"""The page says what was underfoot, and who says so."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from metatarsal_load.show.ground import ground_chart, ground_words
from metatarsal_load.tables.typed import complete_sessions


def runs(surfaces: list[str], sources: list[str | None]) -> pd.DataFrame:
    """Make runs of 5 km on the given surfaces."""
    start = pd.date_range("2026-01-05", periods=len(surfaces), freq="2D")
    return complete_sessions(
        pd.DataFrame(
            {"start": start, "distance_km": 5.0, "surface": surfaces, "surface_source": sources}
        )
    )


@pytest.mark.parametrize(
    ("surfaces", "sources", "words", "title", "bars"),
    [
        (
            ["asphalt", "grass", "unknown", "unknown"],
            ["file", "map", None, None],
            "told by the watch (25 %) and the map (25 %)",
            "50 % on unknown ground",
            ["Hard: 25 %, 5 km", "Soft: 25 %, 5 km", "Unknown: 50 %, 10 km"],
        ),
        (
            ["asphalt"] * 300 + ["grass"],
            ["file"] * 300 + ["map"],
            "told by the watch (100 %). Unknown",
            "100 % on hard ground",
            ["Hard: 100 %, 1500 km", "Soft: 0 %, 5 km"],
        ),
        (
            ["unknown"],
            [None],
            "Nothing tells the ground",
            "100 % on unknown ground",
            ["Unknown: 100 %, 5 km"],
        ),
    ],
)
def test_shares_and_sources(
    surfaces: list[str], sources: list[str | None], words: str, title: str, bars: list[str]
) -> None:
    table = runs(surfaces, sources)
    assert words in ground_words(table)
    chart = ground_chart(table, "metric", name="g")
    assert chart
    assert chart.title == f"Underfoot: {title}"
    assert re.findall("<text[^>]*>([^<]*)<", str(chart.drawn)) == bars, (
        "what is not there has no bar"
    )


def test_no_distance_draws_nothing() -> None:
    assert ground_chart(runs([], []), "metric", name="g") is None
