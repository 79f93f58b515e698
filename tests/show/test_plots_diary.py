"""Plots of pain, the calendar and a comeback."""

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
from metatarsal_load.schema import LEVELS


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def series(axes: plt.Axes) -> dict[str, list[tuple[str, float]]]:
    """Markers of each label: day and height."""
    return {
        str(line.get_label()): [
            (f"{pd.Timestamp(day):%d %b}", float(height))
            for day, height in zip(line.get_xdata(), line.get_ydata(), strict=True)
        ]
        for line in axes.lines
        if line.get_linestyle() == "None"
    }


def test_pain_stands_over_the_days_distance() -> None:
    runs = pd.DataFrame(
        {"start": ["2026-05-03 08:00", "2026-05-03 18:00", "2026-05-05"], "distance_km": [6, 4, 8]}
    )
    diary = pd.DataFrame(
        {"date": ["2026-05-03", "2026-05-04"], "pain": [1, 0], "pain_during": [3, None]}
    )
    axes = ml.plot_pain(runs, diary)
    assert [bar.get_height() for bar in axes.patches] == [10, 8]
    (right,) = [other for other in axes.figure.axes if other is not axes]
    assert series(right) == {"pain": [("03 May", 3)], "no pain": [("04 May", 0)]}
    assert right.get_ylabel() == "worst pain of the day [0-10]"


def test_calendar_shows_the_highest_level_of_each_day() -> None:
    findings = pd.DataFrame(
        [
            ("note", "2026-05-04", "2026-05-04"),  # a Monday
            ("warning", "2026-05-04", "2026-05-04"),
            ("caution", "2026-05-04", "2026-05-10"),  # a week: on its Sunday
            ("note", "2026-04-01", "2026-05-20"),  # a stretch: on its first day, a Wednesday
            ("unknown", "2026-05-05", "2026-05-05"),
        ],
        columns=["level", "start", "end"],
    ).assign(athlete="me")
    findings["level"] = pd.Categorical(findings["level"], LEVELS, ordered=True)
    for name in ("start", "end"):
        findings[name] = pd.to_datetime(findings[name])
    axes = ml.plot_calendar(findings)
    assert series(axes) == {
        "note": [("30 Mar", 2)],
        "caution": [("04 May", 6)],
        "warning": [("04 May", 0)],
    }
    shapes = [line.get_marker() for line in axes.lines]
    assert len(set(shapes)) == len(shapes)


def test_an_empty_calendar_is_a_calendar() -> None:
    runs = pd.DataFrame({"start": ["2026-05-04"], "distance_km": [5.0]})
    assert series(ml.plot_calendar(ml.assess(runs))) == {}


FOLLOWED = pd.DataFrame(
    {
        "athlete": "me",
        "date": pd.date_range("2026-05-04", periods=5, freq="D"),
        "running_min": [10.0, 0, 10, 10, 0],
        "done_running_min": [10.0, np.nan, 20, np.nan, 30],
        "status": ["done", "kept", "more", "missed", "extra"],
    }
)


def test_comeback_shows_plan_and_what_was_done() -> None:
    axes = ml.plot_comeback(FOLLOWED)
    done, planned = ([bar.get_height() for bar in group] for group in axes.containers)
    assert done == [10, 0, 20, 0, 30]
    assert planned == [10, 0, 10, 10, 0]
    days = {name: [day for day, _ in own] for name, own in series(axes).items()}
    assert days == {"missed": ["07 May"], "more": ["06 May"], "extra": ["08 May"]}


def test_tables_of_another_kind_are_refused() -> None:
    with pytest.raises(TableError, match=r"found no status, expected the table of adherence\(\)"):
        ml.plot_comeback(FOLLOWED.drop(columns="status"))


def test_axes_given_are_axes_returned() -> None:
    _, ax = plt.subplots()
    assert ml.plot_comeback(FOLLOWED, ax=ax) is ax
