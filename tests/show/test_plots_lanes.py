"""Plots of ground, stressors, cadence and load: what is drawn is what the tables say."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt

import metatarsal_load as ml
from metatarsal_load.errors import TableError
from metatarsal_load.risk.figures import EVIDENCE

WEEKS = pd.DataFrame(
    {
        "athlete": "me",
        "week": pd.date_range("2026-01-05", periods=6, freq="7D").astype("datetime64[us]"),
        "runs": 4.0,
        "distance_km": [20.0, 20, 20, 20, 40, 0],
        "hard_min": [10.0, 10, 10, 10, 20, 0],
        "ascent_m": [100.0, 100, np.nan, 100, 200, 0],
        "descent_m": 100.0,
        "paved_share": [0.5, 0.5, 0.1, 0.5, 0.5, np.nan],
        "soft_share": [0.5, 0.5, 0.1, 0.5, 0.5, np.nan],
        "treadmill_share": [0.0, 0.0, 0.0, 0.0, 0.0, np.nan],
        "unknown_surface_share": [0.0, 0.0, 0.8, 0.0, 0.0, np.nan],
        "shoes": ["A", "A", "A", "A", "A, B", None],
        "complete": True,
    }
).set_index(["athlete", "week"])
STACKED = pd.DataFrame(
    {
        "athlete": ["me"],
        "rule": ["TONE"],
        "level": ["warning"],
        "start": pd.to_datetime(["2026-02-02"]),
        "end": pd.to_datetime(["2026-02-08"]),
    }
)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def lanes(axes: plt.Axes) -> dict[str, list[tuple[float, float]]]:
    """Bars of each lane from the top: place of the week and height, hatched ones as NaN."""
    found: dict[str, list[tuple[float, float]]] = {}
    names = [label.get_text().split("\n")[0] for label in axes.get_yticklabels()]
    bars = [bar for group in axes.containers for bar in group]
    for bar in bars:
        height = np.nan if bar.get_hatch() else round(bar.get_height() / 0.8, 3)
        found.setdefault(names[int(bar.get_y())], []).append((bar.get_x(), height))
    return {name: [height for _, height in sorted(own)] for name, own in found.items()}


def test_each_stressor_has_a_lane_to_its_own_maximum() -> None:
    axes = ml.plot_stressors(WEEKS, STACKED)
    drawn = lanes(axes)
    assert drawn["distance"] == [0.5, 0.5, 0.5, 0.5, 1, 0]
    assert drawn["hard minutes"] == [0.5, 0.5, 0.5, 0.5, 1, 0]
    assert drawn["climb"] == pytest.approx([0.5, 0.5, np.nan, 0.5, 1, 0], nan_ok=True)
    assert drawn["hard ground"] == pytest.approx([1, 1, np.nan, 1, 1, 0], nan_ok=True)
    # B is new in the fifth week; four weeks have to pass before anything can be called new.
    unknown = [np.nan] * 4
    assert drawn["new shoes"][:5] == pytest.approx([*unknown, 1], nan_ok=True)
    labels = [label.get_text() for label in axes.get_yticklabels()][::-1]
    assert labels[:2] == ["distance\nat most 40 km", "hard minutes\nat most 20 min"]
    assert labels[-1] == "new shoes\nat most 1"


def test_stacked_weeks_are_shaded_through_all_lanes() -> None:
    axes = ml.plot_stressors(WEEKS, STACKED)
    (band,) = [patch for patch in axes.patches if patch.get_zorder() == 0]
    week = mpl.dates.date2num(pd.Timestamp("2026-02-02"))
    drawn = band.get_extents().transformed(axes.transData.inverted())
    assert (drawn.x0, drawn.x1) == pytest.approx((week, week + 7))
    (mark,) = [line for line in axes.lines if line.get_label() == "warning"]
    assert mark.get_xdata()[0] == pd.Timestamp("2026-02-05")
    assert axes.get_title() == "Stressors stacked in 1 of 6 weeks"


def test_stressors_in_miles_and_feet() -> None:
    labels = [
        label.get_text()
        for label in ml.plot_stressors(WEEKS, STACKED, units="imperial").get_yticklabels()
    ]
    assert "distance\nat most 25 mi" in labels
    assert "climb\nat most 656 ft" in labels


def test_surfaces_stack_to_all_and_unknown_is_hatched() -> None:
    axes = ml.plot_surfaces(WEEKS)
    heights = np.array([[bar.get_height() for bar in group] for group in axes.containers])
    assert heights.sum(axis=0) == pytest.approx([100, 100, 100, 100, 100, 0])
    hatches = {group.get_label(): group[0].get_hatch() for group in axes.containers}
    assert hatches == {"hard": None, "soft": None, "treadmill": "..", "unknown": "///"}
    assert heights[3].tolist() == [0, 0, 80, 0, 0, 0]


SPEED = np.linspace(2.6, 3.4, 9)
RUNS = pd.DataFrame(
    {
        "start": pd.date_range("2026-01-05", periods=9, freq="2D"),
        "distance_km": 8.0,
        "speed_mps": SPEED,
        "cadence_spm": 150.0 + 8 * SPEED,
    }
)


def test_own_line_is_the_line_of_the_runs() -> None:
    odd = RUNS.assign(cadence_spm=RUNS["cadence_spm"].where(RUNS.index != 8, 120.0))
    for runs in (RUNS, odd):
        axes = ml.plot_cadence_speed(runs)
        (own,) = [line for line in axes.lines if line.get_label() == "own line"]
        assert own.get_ydata() == pytest.approx(150 + 8 * own.get_xdata(), abs=0.5)
    assert axes.get_xlabel() == "pace [min/km], faster to the right"
    assert axes.xaxis.get_major_formatter()(1000 / 330) == "5:30"


def test_few_runs_have_no_line_of_their_own() -> None:
    axes = ml.plot_cadence_speed(RUNS.iloc[:7], units="imperial")
    assert [line.get_label() for line in axes.lines] == ["a run"]
    assert axes.xaxis.get_major_formatter()(1609.344 / 540) == "9:00"


def test_forefoot_load_lies_in_its_band() -> None:
    runs = RUNS.assign(moving_min=45.0)
    axes = ml.plot_forefoot_load(runs)
    weekly = ml.forefoot_load(runs).groupby(RUNS["start"].dt.to_period("W"))["forefoot_load"].sum()
    (line,) = axes.lines
    assert line.get_ydata() == pytest.approx(weekly.to_numpy() / 1000)
    band = axes.collections[0].get_paths()[0].get_extents()
    assert band.ymin < min(line.get_ydata())
    assert band.ymax > max(line.get_ydata())


def test_load_figures_come_with_their_evidence_and_without_a_limit() -> None:
    steady = pd.DataFrame(
        {"start": pd.date_range("2026-01-05", periods=40, freq="D"), "distance_km": 5.0}
    )
    axes = ml.plot_load_figures(ml.load_figures(steady, load="distance_km"))
    assert axes.get_title() == EVIDENCE
    assert [line.get_label() for line in axes.lines] == ["coupled", "uncoupled", "exponential"]
    for line in axes.lines:
        known = line.get_ydata()[~np.isnan(line.get_ydata())]
        assert known == pytest.approx(np.ones(len(known)))
    with pytest.raises(TableError, match=r"found no acwr_coupled.*load_figures\(\)"):
        ml.plot_load_figures(WEEKS)
