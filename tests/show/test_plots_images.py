"""Every plot as a picture, against a baseline looked at by eye.

The pictures hold no words: fonts are drawn differently from one matplotlib to the next, and the
other tests of the plots hold titles, labels and legends. After a wanted change, look at what
``pytest tests/show/test_plots_images.py --mpl-generate-path=tests/show/baseline`` wrote.
"""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

mpl.use("Agg")
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text

import metatarsal_load as ml

WEEKLY_KM = [28, 30, 31, 33, 34, 44, 30, 32, 33, 34, 0, 0, 0, 34, 30, 31]
DAYS, SHARES = [0, 2, 4, 6], np.array([0.2, 0.2, 0.2, 0.4])
MONDAY = pd.Timestamp("2026-01-05")


def log() -> pd.DataFrame:
    """Sixteen weeks: a jump with hills and speed in the sixth, three weeks off, a hasty return."""
    rows = [
        (MONDAY + pd.Timedelta(days=7 * week + day), km * share, week)
        for week, km in enumerate(WEEKLY_KM)
        for day, share in zip(DAYS, SHARES, strict=True)
        if km
    ]
    runs = pd.DataFrame(rows, columns=["start", "distance_km", "week"])
    jump, order = runs.pop("week") == 5, np.arange(len(runs))
    return runs.assign(
        duration_min=runs["distance_km"] * (6.2 - 0.05 * (order % 11)),
        cadence_spm=164.0 + 1.1 * (order % 11) + order % 3,
        hard_min=np.where(jump, 20.0, 5.0),
        ascent_m=np.where(jump, 160.0, 40.0),
        descent_m=np.where(jump, 160.0, 40.0),
        surface=np.resize(["asphalt", "grass", "treadmill", None, "asphalt"], len(runs)),
        shoe=np.resize(["Daily", "Daily", "Trail"], len(runs)),
    )


RUNS = log()
WEEKS = ml.weekly(RUNS)
SHOES = pd.DataFrame({"shoe": ["Daily", "Trail"], "initial_km": [900.0, None]})
DIARY = pd.DataFrame(
    {
        "date": pd.date_range("2026-02-14", periods=12),
        "pain": [1, 2, 3, 4, 4, 3, 2, 1, 0, 0, 0, 0],
    }
)
FINDINGS = pd.DataFrame(
    [
        ("T10", "warning", "2026-02-09", "2026-02-15"),
        ("TONE", "caution", "2026-02-02", "2026-02-08"),
        ("TONE", "warning", "2026-02-09", "2026-02-15"),
        ("TOFF", "caution", "2026-04-06", "2026-04-12"),
        ("PSCL", "caution", "2026-02-17", "2026-02-17"),
        ("DREST", "stop", "2026-02-18", "2026-02-18"),
        ("SH7", "note", "2026-03-05", "2026-04-20"),
    ],
    columns=["rule", "level", "start", "end"],
).assign(athlete="me")
FINDINGS[["start", "end"]] = FINDINGS[["start", "end"]].astype("datetime64[us]")
FOLLOWED = pd.DataFrame(
    {
        "athlete": "me", "date": pd.date_range("2026-05-04", periods=7),
        "running_min": [10.0, 0, 10, 10, 0, 12, 12],
        "done_running_min": [10.0, np.nan, 20, np.nan, 30, 6, np.nan],
        "status": ["done", "kept", "more", "missed", "extra", "less", "unknown"],
    }
)  # fmt: skip
ALONG = pd.DataFrame(
    {
        "metres": [0.0, 900, 500, 250, 250, 1000],
        "surface": ["asphalt", "asphalt", "grass", "dirt", "dirt", "unknown"],
        "surface_source": ["map", "map", "file", "map", "assumed", "unknown"],
    }
)
Draw = Callable[[Axes], Axes]
PICTURES: dict[str, Draw] = {
    "weeks": lambda ax: ml.plot_weeks(WEEKS, FINDINGS, ax=ax),
    "weeks_imperial": lambda ax: ml.plot_weeks(WEEKS, FINDINGS, units="imperial", ax=ax),
    "session_spikes": lambda ax: ml.plot_session_spikes(RUNS, ax=ax),
    "session_spikes_imperial": lambda ax: ml.plot_session_spikes(RUNS, units="imperial", ax=ax),
    "stressors": lambda ax: ml.plot_stressors(WEEKS, FINDINGS, ax=ax),
    "surfaces": lambda ax: ml.plot_surfaces(WEEKS, ax=ax),
    "surface": lambda ax: ml.plot_surface(RUNS, ax=ax),
    "surface_strip": lambda ax: ml.plot_surface_strip(ALONG, ax=ax),
    "cadence": lambda ax: ml.plot_cadence(RUNS, ax=ax),
    "cadence_speed": lambda ax: ml.plot_cadence_speed(RUNS, ax=ax),
    "cadence_speed_imperial": lambda ax: ml.plot_cadence_speed(RUNS, units="imperial", ax=ax),
    "shoes": lambda ax: ml.plot_shoes(RUNS, SHOES, ax=ax),
    "forefoot_load": lambda ax: ml.plot_forefoot_load(RUNS, ax=ax),
    "load_figures": lambda ax: ml.plot_load_figures(
        ml.load_figures(RUNS, load="distance_km"), ax=ax
    ),
    "pain": lambda ax: ml.plot_pain(RUNS, DIARY, ax=ax),
    "calendar": lambda ax: ml.plot_calendar(FINDINGS, ax=ax),
    "comeback": lambda ax: ml.plot_comeback(FOLLOWED, ax=ax),
}


@pytest.mark.mpl_image_compare(
    baseline_dir="baseline", style="default", backend="agg", tolerance=1, deterministic=True,
    savefig_kwargs={"dpi": 60},
)  # fmt: skip
@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str) -> Figure:
    figure = Figure(figsize=(8, 3.2))
    PICTURES[name](figure.add_axes((0.05, 0.08, 0.9, 0.88)))
    for words in (*figure.findobj(Text), *figure.findobj(Legend)):
        words.set_visible(False)
    return figure


def test_every_plot_has_a_picture() -> None:
    plots = {name.removeprefix("plot_") for name in ml.__all__ if name.startswith("plot_")}
    assert {name.removesuffix("_imperial") for name in PICTURES} == plots
