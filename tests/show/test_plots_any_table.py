"""Every plot with every table a user may hand in: a picture, or one line that helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt

import metatarsal_load as ml
from metatarsal_load.errors import TableError

START = pd.date_range("2026-01-05", periods=20, freq="2D")
USUAL = pd.DataFrame({"start": START, "distance_km": 8.0})
LOGS = {
    "typed": USUAL,
    "one run": USUAL.iloc[:1],
    "no run": USUAL.iloc[:0],
    "no distance": USUAL.assign(distance_km=np.nan),
    "a name to break pictures": USUAL.assign(athlete="$x_{ & <b>" + "y" * 200, shoe="$^{"),
}
DIARY = pd.DataFrame({"date": ["2026-01-06", "2026-01-07"], "pain": [2, 0]})
FOLLOWED = pd.DataFrame(
    {
        "athlete": "me", "date": pd.date_range("2026-05-04", periods=3), "running_min": 10.0,
        "done_running_min": [10.0, np.nan, 20.0], "status": ["done", "missed", "more"],
    }
)  # fmt: skip
PLOTS: dict[str, Callable[..., plt.Axes]] = {
    "weeks": lambda runs, **kw: ml.plot_weeks(ml.weekly(runs), ml.assess(runs), **kw),
    "spikes": ml.plot_session_spikes,
    "stressors": lambda runs, **kw: ml.plot_stressors(ml.weekly(runs), **kw),
    "surfaces": lambda runs, **kw: ml.plot_surfaces(ml.weekly(runs), **kw),
    "surface": ml.plot_surface,
    "cadence": ml.plot_cadence,
    "cadence and speed": ml.plot_cadence_speed,
    "shoes": ml.plot_shoes,
    "forefoot load": ml.plot_forefoot_load,
    "figures": lambda runs, **kw: ml.plot_load_figures(
        ml.load_figures(runs, load="distance_km"), **kw
    ),
    "pain": lambda runs, **kw: ml.plot_pain(runs, DIARY, **kw),
    "calendar": lambda runs, **kw: ml.plot_calendar(ml.assess(runs), **kw),
}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("log", LOGS)
def test_a_titled_picture_of_any_log(name: str, log: str) -> None:
    axes = PLOTS[name](LOGS[log])
    axes.figure.canvas.draw()
    assert axes.get_title() != ""
    assert np.isfinite([*axes.get_xlim(), *axes.get_ylim()]).all()


@pytest.mark.parametrize("name", PLOTS)
def test_of_several_athletes_one_is_chosen(name: str) -> None:
    both = pd.concat([USUAL.assign(athlete="Anna"), USUAL.assign(athlete="Ben")])
    with pytest.raises(TableError, match="Anna, Ben; choose one"):
        PLOTS[name](both)
    if name != "calendar":  # a steady log has no findings but those that could not be judged
        assert PLOTS[name](both, athlete="Ben").get_title().startswith(("Ben: ", "For reading"))


def test_a_table_of_another_kind_is_refused_by_name() -> None:
    weeks = ml.weekly(USUAL)
    for plot, wrong, words in (
        (ml.plot_weeks, USUAL, r"weeks: found columns .*expected also week"),
        (ml.plot_stressors, USUAL, r"weeks: found columns"),
        (ml.plot_surfaces, USUAL, r"weeks: found columns"),
        (ml.plot_calendar, USUAL, r"findings: found no athlete.*assess\(\)"),
        (ml.plot_load_figures, weeks, r"figures: found no acwr_coupled.*load_figures\(\)"),
        (ml.plot_comeback, weeks, r"followed: found no .*adherence\(\)"),
        (ml.plot_surface_strip, weeks, r"explained: found no .*explain_surface\(\)"),
    ):
        with pytest.raises(TableError, match=words):
            plot(wrong)
    with pytest.raises(TableError, match=r"findings: found no athlete.*assess\(\)"):
        ml.plot_weeks(weeks, USUAL)


def test_two_columns_are_a_table_of_weeks() -> None:
    weeks = pd.DataFrame({"week": START[:6:1], "distance_km": [20.0, 21, 22, np.nan, 24, 40]})
    weeks["week"] = pd.date_range("2026-01-05", periods=6, freq="7D")
    axes = ml.plot_weeks(weeks)
    heights = {bars.get_label(): [bar.get_height() for bar in bars] for bars in axes.containers}
    assert heights["distance"] == [20, 21, 22, 24, 40]
    assert [bar.get_hatch() for bar in axes.patches].count("////") == 1
    assert axes.get_title() == "At most 40 km a week (9 Feb 2026)"


def test_nothing_is_left_behind() -> None:
    before = dict(mpl.rcParams)
    _, given = plt.subplots()
    figures = plt.get_fignums()
    for plot in PLOTS.values():
        assert plot(USUAL, ax=given) is given
    assert ml.plot_comeback(FOLLOWED, ax=given) is given
    assert plt.get_fignums() == figures
    assert dict(mpl.rcParams) == before


def test_long_histories_open_on_the_newest_weeks_and_hold_all() -> None:
    days = pd.date_range("2023-01-02", periods=156, freq="7D")
    runs = pd.DataFrame({"start": days, "distance_km": 10.0})
    for axes, weeks in (
        (ml.plot_weeks(ml.weekly(runs)), 104),
        (ml.plot_session_spikes(runs), 52),
        (ml.plot_surface(runs), 52),
        (ml.plot_surfaces(ml.weekly(runs)), 104),
    ):
        left, right = mpl.dates.num2date(axes.get_xlim())
        assert 0 <= (right - left).days - 7 * weeks <= 7
        assert axes.get_xlabel() == f"the newest {weeks} of 156 weeks; set_xlim() shows more"
    assert len(ml.plot_weeks(ml.weekly(runs)).patches) == 156
