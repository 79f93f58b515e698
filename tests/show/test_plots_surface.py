"""The plots of the ground: what is drawn is what the tables say."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt

from metatarsal_load import plot_surface, plot_surface_strip
from metatarsal_load.errors import TableError

RUNS = pd.DataFrame(
    {
        "start": ["2026-05-01 08:00", "2026-05-03 08:00", "2026-05-05 08:00"],
        "distance_km": [8.0, 5.0, 6.0],
        "surface": ["asphalt", "grass", None],
    }
)
ALONG = pd.DataFrame(
    {
        "metres": [0.0, 500, 500, 250, 250, 1000],
        "surface": ["asphalt", "asphalt", "asphalt", "dirt", "dirt", "unknown"],
        "surface_source": ["map", "map", "map", "map", "assumed", "unknown"],
    }
)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def test_a_bar_a_run() -> None:
    axes = plot_surface(RUNS)
    heights = {bars.get_label(): [bar.get_height() for bar in bars] for bars in axes.containers}
    assert heights == {
        "hard": [8, 0, 0], "soft": [0, 5, 0], "treadmill": [0, 0, 0], "unknown": [0, 0, 6],
    }  # fmt: skip
    assert axes.get_ylabel() == "distance of a run [km]"


def test_it_draws_where_it_is_told_and_in_miles() -> None:
    _, ax = plt.subplots()
    assert plot_surface(RUNS, units="imperial", ax=ax) is ax
    assert ax.get_ylabel() == "distance of a run [mi]"
    assert ax.containers[0][0].get_height() == pytest.approx(8 / 1.609344)
    with pytest.raises(TableError):
        plot_surface(RUNS, units="furlongs")


def test_the_strip_shows_surface_and_source() -> None:
    axes = plot_surface_strip(ALONG)
    drawn = {
        bars.get_label(): [
            (round(path.vertices[:, 0].min(), 3), round(path.vertices[:, 0].max(), 3))
            for path in bars.get_paths()
        ]
        for bars in axes.collections
        if not bars.get_label().startswith("_")
    }
    assert drawn == {
        "asphalt": [(0.0, 1.0)], "dirt": [(1.0, 1.25)], "dirt, assumed": [(1.25, 1.5)],
        "unknown": [(1.5, 2.5)],
    }  # fmt: skip
    assert [words.get_text() for words in axes.texts] == ["asphalt", "dirt", "dirt", "unknown"]
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["map", "assumed", "unknown", "surface"]


def test_a_strip_of_nothing() -> None:
    axes = plot_surface_strip(ALONG.iloc[:0])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["surface"]
    assert np.isfinite(axes.get_xlim()).all()
