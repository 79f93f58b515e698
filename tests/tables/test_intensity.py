"""Easy, moderate, hard: which source speaks, and exactly where the bounds lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metatarsal_load.tables.histograms import HEART_RATE_BINS, SPEED_BINS, Histograms
from metatarsal_load.tables.intensity import fill_intensity


def histogram(
    heart: dict[int, float] | None = None, speed: dict[float, float] | None = None
) -> Histograms:
    """Minutes at heart rates, minutes at speeds (each in the middle of its bin)."""
    hr, speeds = np.zeros(HEART_RATE_BINS, np.float32), np.zeros(SPEED_BINS, np.float32)
    for bpm, minutes in (heart or {}).items():
        hr[bpm] = 60 * minutes
    for mps, minutes in (speed or {}).items():
        speeds[round(mps / 0.05 - 0.5)] += 60 * minutes
    return Histograms(hr, speeds, np.zeros(SPEED_BINS, np.float32))


def sessions(*minutes: float, **columns: object) -> pd.DataFrame:
    table = pd.DataFrame({"moving_min": minutes, "running_min": minutes, "duration_min": minutes})
    return table.assign(**({"athlete": "me", "sport": "running"} | columns))


def judged(found: pd.DataFrame) -> list[tuple[object, ...]]:
    columns = ["easy_min", "moderate_min", "hard_min", "intensity", "intensity_source"]
    rows = found[columns].itertuples(index=False)
    return [tuple(round(v, 3) if isinstance(v, float) else v for v in row) for row in rows]


def athletes(**said: float) -> pd.DataFrame:
    return pd.DataFrame({"athlete": ["me"], **said})


@pytest.mark.parametrize(
    ("bpm", "profile", "zone"),
    [
        # 200: easy below 164, hard from 176; with rest 50: 161 and 174.5
        (163, {"hr_max": 200.0}, "easy_min"),
        (164, {"hr_max": 200.0}, "moderate_min"),
        (175, {"hr_max": 200.0}, "moderate_min"),
        (176, {"hr_max": 200.0}, "hard_min"),
        (160, {"hr_max": 200.0, "hr_rest": 50.0}, "easy_min"),
        (161, {"hr_max": 200.0, "hr_rest": 50.0}, "moderate_min"),
        (174, {"hr_max": 200.0, "hr_rest": 50.0}, "moderate_min"),
        (175, {"hr_max": 200.0, "hr_rest": 50.0}, "hard_min"),
    ],
)
def test_heart_rate_zones(bpm: int, profile: dict[str, float], zone: str) -> None:
    found = fill_intensity(sessions(30.0), [histogram({bpm: 30.0})], athletes(**profile))
    assert found.loc[0, zone] == pytest.approx(30)
    assert found.loc[0, ["easy_min", "moderate_min", "hard_min"]].sum() == pytest.approx(30)
    assert found.loc[0, "intensity_source"] == "heart_rate_zones"


@pytest.mark.parametrize(
    ("speed", "zone"),
    [(3.475, "easy_min"), (3.525, "moderate_min"), (3.825, "moderate_min"), (3.925, "hard_min")],
)
def test_threshold_pace(speed: float, zone: str) -> None:
    """250 s/km is 4.0 m/s: easy below 3.48, hard from 3.88."""
    found = fill_intensity(
        sessions(30.0), [histogram(speed={speed: 30.0})], athletes(threshold_pace_s_per_km=250.0)
    )
    assert found.loc[0, zone] == pytest.approx(30)
    assert found.loc[0, "intensity_source"] == "pace_threshold"


def test_own_highest_heart_rate_needs_two_sessions_and_half_a_minute() -> None:
    runs = [
        histogram({150: 20.0, 199: 0.4}),  # 24 s at 199: a spike
        histogram({150: 20.0, 195: 1.0}),  # reached once: sets nothing alone
        histogram({150: 20.0, 190: 1.0}),  # the second highest: 190
    ]
    found = fill_intensity(sessions(20.4, 21.0, 21.0), runs)
    # 82 % of 190 is 155.8, 88 % is 167.2
    assert judged(found) == [
        (20.0, 0.0, 0.4, "easy", "heart_rate_observed"),
        (20.0, 0.0, 1.0, "easy", "heart_rate_observed"),
        (20.0, 0.0, 1.0, "easy", "heart_rate_observed"),
    ]


@pytest.mark.parametrize(("runs", "minutes"), [(2, 60.0), (3, 19.0)])
def test_too_little_heart_rate_or_pace_is_unknown(runs: int, minutes: float) -> None:
    kept = [histogram({150: minutes}, {2.825: minutes})] * runs
    found = fill_intensity(sessions(*[minutes] * runs), kept)
    assert set(found["intensity_source"]) == {"unknown"}
    assert set(found["intensity"]) == {"unknown"}
    assert found[["easy_min", "moderate_min", "hard_min"]].isna().all(axis=None)


def test_own_pace() -> None:
    """Median 2.825 m/s: moderate from 3.164, hard from 3.39."""
    runs = [
        histogram(speed={2.825: 30.0}),
        histogram(speed={2.825: 30.0, 3.225: 10.0}),
        histogram(speed={2.825: 20.0, 3.425: 12.0}),
    ]
    assert judged(fill_intensity(sessions(30.0, 40.0, 32.0), runs)) == [
        (30.0, 0.0, 0.0, "easy", "pace_observed"),
        (30.0, 10.0, 0.0, "moderate", "pace_observed"),
        (20.0, 0.0, 12.0, "hard", "pace_observed"),
    ]


def test_a_runner_who_only_runs_easily_has_no_hard_minutes() -> None:
    runs = [histogram(speed={v: 20.0}) for v in (2.675, 2.775, 2.825, 2.875, 2.975)]
    assert fill_intensity(sessions(*[20.0] * 5), runs)["hard_min"].sum() == 0


def test_heart_rate_that_covers_too_little_leaves_it_to_the_pace() -> None:
    runs = [histogram({150: minutes}, {3.525: 30.0}) for minutes in (23.9, 24.1)]
    found = fill_intensity(
        sessions(30.0, 30.0), runs, athletes(hr_max=190.0, threshold_pace_s_per_km=250.0)
    )
    assert found["intensity_source"].tolist() == ["pace_threshold", "heart_rate_zones"]


@pytest.mark.parametrize(
    ("rpe", "expected"),
    [
        (4.0, (40.0, 0.0, 0.0, "easy", "rpe")),
        (5.0, (0.0, 40.0, 0.0, "moderate", "rpe")),
        (6.9, (0.0, 40.0, 0.0, "moderate", "rpe")),
        (7.0, (0.0, 0.0, 40.0, "hard", "rpe")),
    ],
)
def test_exertion_speaks_last(rpe: float, expected: tuple[object, ...]) -> None:
    assert judged(fill_intensity(sessions(40.0, rpe=rpe), [None])) == [expected]


def test_typed_minutes_stay() -> None:
    table = sessions(40.0, easy_min=25.0, moderate_min=0.0, hard_min=15.0)
    found = fill_intensity(table, [histogram({150: 40.0})], athletes(hr_max=190.0))
    assert judged(found) == [(25.0, 0.0, 15.0, "hard", "typed")]


@pytest.mark.parametrize(
    ("minutes", "word"),
    [
        ((50.0, 0.0, 9.9), "easy"),
        ((50.0, 0.0, 10.0), "hard"),
        ((16.0, 0.0, 4.0), "hard"),
        ((75.0, 25.0, 0.0), "moderate"),
        ((76.0, 24.0, 0.0), "easy"),
        ((0.0, 0.0, 0.0), "unknown"),
    ],
)
def test_the_session_as_a_whole(minutes: tuple[float, ...], word: str) -> None:
    names = ("easy_min", "moderate_min", "hard_min")
    table = sessions(100.0, **dict(zip(names, minutes, strict=True)))
    assert fill_intensity(table, [None]).loc[0, "intensity"] == word


def test_two_athletes_and_other_sports_keep_apart() -> None:
    table = sessions(30.0, 30.0, 30.0, athlete=["anna", "ben", "anna"])
    table["sport"] = ["running", "running", "cycling"]
    people = pd.DataFrame({"athlete": ["anna", "ben"], "hr_max": [170.0, 210.0]})
    found = fill_intensity(table, [histogram({150: 30.0})] * 3, people.set_index("athlete"))
    assert found["hard_min"].tolist()[:2] == [30.0, 0.0]
    assert found["intensity_source"].tolist() == ["heart_rate_zones"] * 2 + ["unknown"]
    assert np.isnan(found.loc[2, "hard_min"])


def test_arguments_stay_as_they_were() -> None:
    table = sessions(30.0, easy_min=np.nan)
    before = table.copy(deep=True)
    fill_intensity(table, [histogram({150: 30.0})], athletes(hr_max=190.0))
    pd.testing.assert_frame_equal(table, before)
    with pytest.raises(ValueError, match="0 histograms for 1 sessions"):
        fill_intensity(table, [])


def test_an_empty_table_stays_empty() -> None:
    assert fill_intensity(sessions(), []).empty
