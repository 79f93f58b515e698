"""The plots: tables in, one Axes out; what is drawn is what the tables say."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt

from metatarsal_load import (
    plot_cadence,
    plot_session_spikes,
    plot_shoes,
    plot_weeks,
)
from metatarsal_load.errors import TableError
from metatarsal_load.risk.assess import assess
from metatarsal_load.tables.periods import weekly

KM = [5.0, 5.0, 5.0, 5.0] * 6 + [5.0, 5.0, 5.0, 13.0]
DAYS = [0, 2, 4, 6]
START = [
    pd.Timestamp("2026-01-05 18:00") + pd.Timedelta(days=7 * w + d) for w in range(7) for d in DAYS
]
RUNS = pd.DataFrame(
    {"start": START, "distance_km": KM, "cadence_spm": 168.0, "shoe": ["A", "B"] * 14}
)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def test_weeks_bars_limit_and_marks() -> None:
    axes = plot_weeks(weekly(RUNS), assess(RUNS))
    assert [bar.get_height() for bar in axes.patches] == [20.0] * 6 + [28.0]
    marks = {line.get_label(): line for line in axes.lines if line.get_linestyle() == "None"}
    assert list(marks) == ["warning"]
    assert marks["warning"].get_ydata().tolist() == [28.0]
    (limit,) = (line for line in axes.lines if line.get_label() == "10 % rule")
    known = limit.get_ydata()[~np.isnan(limit.get_ydata())]
    assert known == pytest.approx([22.0] * 6)  # five weeks, the last drawn to its end
    assert axes.get_ylabel() == "distance a week [km]"
    assert axes.get_ylim()[0] == 0


def test_unfinished_week_is_an_outline() -> None:
    axes = plot_weeks(weekly(RUNS.iloc[:-2]))
    assert [bar.get_fill() for bar in axes.patches] == [True] * 6 + [False]


def test_imperial_weeks_are_miles() -> None:
    axes = plot_weeks(weekly(RUNS), units="imperial")
    assert axes.patches[0].get_height() == pytest.approx(20 / 1.609344)
    assert axes.get_ylabel() == "distance a week [mi]"


def test_session_spikes_mark_the_long_run() -> None:
    axes = plot_session_spikes(RUNS)
    (marked,) = (line for line in axes.lines if line.get_linestyle() == "None")
    assert (marked.get_label(), marked.get_ydata().tolist()) == ("warning", [13.0])


def test_cadence_has_the_guides_band() -> None:
    axes = plot_cadence(RUNS)
    (band,) = axes.patches
    drawn = band.get_extents().transformed(axes.transData.inverted())
    assert (drawn.y0, drawn.y1) == pytest.approx((170, 180))
    (dots,) = axes.lines
    assert len(dots.get_ydata()) == 28


def test_shoes_of_unknown_past_are_hatched() -> None:
    shoes = pd.DataFrame({"shoe": ["A", "B"], "initial_km": [100.0, None], "limit_km": [None, 600]})
    axes = plot_shoes(RUNS, shoes)
    named = dict(zip([t.get_text() for t in axes.get_yticklabels()], axes.patches, strict=True))
    assert named["A"].get_width() == pytest.approx(100 + 14 * 5)
    assert named["A"].get_hatch() == ""
    assert named["B"].get_hatch() == "///"


def test_axes_given_are_axes_returned_and_tables_stay_as_they_are() -> None:
    _, ax = plt.subplots()
    before = RUNS.copy()
    for plot in (plot_session_spikes, plot_cadence, plot_shoes):
        assert plot(RUNS, ax=ax) is ax
    pd.testing.assert_frame_equal(RUNS, before)


def test_several_athletes_ask_for_one() -> None:
    both = pd.concat([RUNS.assign(athlete="Anna"), RUNS.assign(athlete="Ben")])
    for plot in (plot_session_spikes, plot_cadence, plot_shoes):
        with pytest.raises(TableError, match="Anna, Ben; choose one"):
            plot(both)
        assert plot(both, athlete="Ben") is not None
    with pytest.raises(TableError, match="no 'Cleo'"):
        plot_cadence(both, athlete="Cleo")
