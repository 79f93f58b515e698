"""Load figures: worked examples 16-18, an independent package, and what stays unknown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from metatarsal_load.errors import TableError
from metatarsal_load.risk.figures import EVIDENCE, load_figures
from metatarsal_load.risk.session_load import banister_trimp, edwards_trimp, session_rpe_load

RATIOS = ["acwr_coupled", "acwr_uncoupled", "acwr_ewma"]


def days(loads: list[float], **columns: object) -> pd.DataFrame:
    """A run a day; 0 is a rest day, NaN a run of unknown distance."""
    start = pd.date_range("2026-03-02", periods=len(loads))
    runs = pd.DataFrame({"start": start, "distance_km": loads} | columns)
    return runs[runs["distance_km"] != 0]


def figures(loads: list[float], **options: object) -> pd.DataFrame:
    last = pd.Timestamp("2026-03-01") + pd.Timedelta(days=len(loads))
    return load_figures(days(loads), load="distance_km", today=last, **options)


def test_worked_example_16() -> None:
    last = figures([3.0] * 21 + [6.0] * 7).iloc[-1]
    assert last[RATIOS].round(3).tolist() == [1.600, 2.000, 1.339]
    assert last["d7_over_d28"] == pytest.approx(0.4)


def test_worked_example_17() -> None:
    last = figures([300, 0, 400, 0, 300, 0, 600]).iloc[-1]
    assert round(last["monotony"], 3) == 0.968
    assert round(last["strain"]) == 1549


@pytest.mark.parametrize(("sex", "expected"), [("m", 117.9), ("f", 131.7)])
def test_worked_example_18(sex: str, expected: float) -> None:
    runs = pd.DataFrame(
        {"start": ["2026-05-03"], "distance_km": 10.0, "duration_min": 60, "heart_rate_bpm": 155}
    )
    profile = pd.DataFrame({"athlete": ["me"], "hr_rest": 55, "hr_max": 190, "sex": sex})
    got = load_figures(runs, load="trimp_banister", athletes=profile)
    assert got["load"].round(1).tolist() == [expected]


def test_the_uncoupled_ratio_follows_from_the_coupled_one() -> None:
    loads = np.random.default_rng(3).gamma(2, 4, 90).round(2).tolist()
    got = figures(loads).dropna()
    q = got["acwr_uncoupled"]
    assert got["acwr_coupled"].to_numpy() == pytest.approx((4 * q / (3 + q)).to_numpy())


@pytest.mark.parametrize(
    ("method", "column"), [("rac", RATIOS[0]), ("rau", RATIOS[1]), ("ewma", RATIOS[2])]
)
def test_an_independent_package_finds_the_same_ratios(method: str, column: str) -> None:
    acwr = pytest.importorskip("acwr", reason="the extra 'stats' is not installed")
    loads = np.random.default_rng(7).gamma(1.2, 6, 120).round(3) * (np.arange(120) % 7 != 3)
    daily = pd.Series(loads, index=pd.date_range("2026-03-02", periods=120, freq="D"))
    theirs = acwr.acwr(daily, method=method).to_numpy()
    ours = figures(loads.tolist())[column].to_numpy()
    assert np.isfinite(ours).sum() == 93
    assert ours == pytest.approx(theirs, nan_ok=True)


def test_an_independent_package_finds_the_same_monotony_and_strain() -> None:
    acwr = pytest.importorskip("acwr", reason="the extra 'stats' is not installed")
    loads = np.random.default_rng(8).gamma(1.2, 6, 40).round(3)
    daily = pd.Series(loads, index=pd.date_range("2026-03-02", periods=40, freq="D"))
    ours = figures(loads.tolist())
    assert ours["monotony"].to_numpy() == pytest.approx(
        acwr.monotony(daily).to_numpy(), nan_ok=True
    )
    assert ours["strain"].to_numpy() == pytest.approx(acwr.strain(daily).to_numpy(), nan_ok=True)


@pytest.mark.parametrize(
    ("loads", "column", "known"),
    [
        ([5.0] * 27, "acwr_coupled", False),
        ([5.0] * 28, "acwr_coupled", True),
        ([5.0] * 28, "acwr_ewma", True),
        ([5.0] * 28, "monotony", False),  # no spread: undefined
        ([0.1] * 7, "monotony", False),  # nor where 7 x 0.1 is not quite 0.7
        ([5.0] * 6 + [6.0], "monotony", True),
        ([5.0, *[0.0] * 28, 5.0], "acwr_uncoupled", False),  # nothing to divide by
        ([5.0, *[0.0] * 28, 5.0], "acwr_coupled", True),
        ([5.0] * 10 + [np.nan] + [5.0] * 27, "acwr_coupled", False),
        ([5.0] * 10 + [np.nan] + [5.0] * 27, "acwr_ewma", False),
        ([5.0] * 10 + [np.nan] + [5.0] * 28, "acwr_coupled", True),
        ([5.0] * 10 + [np.nan] + [5.0] * 28, "acwr_ewma", True),
        ([5.0, 4.0, np.nan, 5.0, 5.0, 5.0, 5.0, 5.0], "strain", False),
    ],
)
def test_what_stays_unknown(loads: list[float], column: str, *, known: bool) -> None:
    assert figures(loads)[column].notna().iloc[-1] == known


def test_rest_days_are_zero_and_days_outside_the_coverage_are_no_rows() -> None:
    got = load_figures(days([5.0, 0.0, 4.0]), load="distance_km")
    assert got["load"].tolist() == [5.0, 0.0, 4.0]
    assert got.index.names == ["athlete", "date"]


def test_two_athletes_side_by_side_are_as_each_alone() -> None:
    one = days([3.0] * 21 + [6.0] * 7).assign(athlete="one")
    two = days([9.0] * 10 + [1.0] * 25).assign(athlete="two")
    both = load_figures(pd.concat([two, one]), load="distance_km")
    for name, own in (("one", one), ("two", two)):
        alone = load_figures(own, load="distance_km")
        pd.testing.assert_frame_equal(both.loc[[name]], alone)


def test_only_runs_have_distance_but_every_sport_has_exertion() -> None:
    sessions = pd.DataFrame(
        {"start": ["2026-05-03 08:00", "2026-05-03 18:00"], "sport": ["running", "cycling"],
         "distance_km": [8.0, 30.0], "duration_min": [40.0, 60.0], "rpe": [3.0, 4.0]}
    )  # fmt: skip
    assert load_figures(sessions, load="distance_km")["load"].tolist() == [8.0]
    assert load_figures(sessions, load="session_rpe")["load"].tolist() == [360.0]
    unknown = load_figures(sessions.assign(rpe=[3.0, np.nan]), load="session_rpe")
    assert unknown["load"].isna().all()


@pytest.mark.parametrize(
    ("heart_rate", "zone"),
    [(99, 0), (100, 1), (119, 1), (120, 2), (140, 3), (160, 4), (180, 5), (200, 5)],
)
def test_zones_of_edwards(heart_rate: int, zone: int) -> None:
    seconds = np.zeros((1, 256))
    seconds[0, heart_rate] = 600
    assert edwards_trimp(seconds, [200]).tolist() == [10.0 * zone]


def test_edwards_takes_the_time_in_zones_where_it_is_known() -> None:
    @dataclass
    class Times:
        hr_s: np.ndarray

    seconds = np.zeros(256)
    seconds[[110, 150]] = 1200, 600  # 20 min in zone 1, 10 min in zone 3
    runs = pd.DataFrame(
        {"start": ["2026-05-04", "2026-05-03"], "distance_km": 6.0, "duration_min": 30.0,
         "heart_rate_bpm": 123.0}
    )  # fmt: skip
    profile = pd.DataFrame({"athlete": ["me"], "hr_max": [200.0]})
    got = load_figures(
        runs, load="trimp_edwards", athletes=profile, histograms=[Times(seconds), None]
    )
    assert got["load"].tolist() == [60.0, 50.0]


def test_a_profile_that_does_not_fit_gives_no_figure() -> None:
    profile = {"hr_rest": 55, "hr_max": 190, "sex": "m"}
    assert np.isnan(banister_trimp(60, 195, **profile))
    assert np.isnan(banister_trimp(60, 50, **profile))
    assert np.isnan(banister_trimp(60, 155, hr_rest=55, hr_max=190, sex=None))
    assert np.isnan(edwards_trimp(np.zeros((1, 256)), [190])).all()
    assert session_rpe_load(4, 50).item() == 200


def test_the_evidence_is_said_and_an_unknown_load_refused() -> None:
    assert "not for alarms" in EVIDENCE
    with pytest.raises(TableError, match="found 'tss', expected one of distance_km"):
        load_figures(days([5.0]), load="tss")
