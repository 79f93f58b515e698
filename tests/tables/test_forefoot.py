"""Forefoot load: worked examples of RULES.md section 6, and its factors one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metatarsal_load.errors import TableError
from metatarsal_load.tables.coefficients import COEFFICIENTS, coefficient_table, replaced
from metatarsal_load.tables.forefoot import add_load, forefoot_load
from metatarsal_load.tables.step_load import (
    peak_force,
    step_load,
    steps_per_mile,
    tons_per_mile,
)

TEN_KM_AT_3_MPS = 10_000 / 3.0 / 60


def run(**columns: object) -> pd.DataFrame:
    """10 km at 3.0 m/s and 170 spm on asphalt, with changes."""
    typed = {
        "start": "2026-05-03", "distance_km": 10.0, "duration_min": TEN_KM_AT_3_MPS,
        "cadence_spm": 170.0, "surface": "asphalt", "shoe": "pair",
    }  # fmt: skip
    return pd.DataFrame([typed | columns])


def pair(kind: str = "conventional", **columns: object) -> pd.DataFrame:
    return pd.DataFrame([{"shoe": "pair", "kind": kind} | columns])


@dataclass
class Bins:
    steps_by_speed: np.ndarray


def bins(steps_at: dict[float, float]) -> Bins:
    counts = np.zeros(240, np.float32)
    for speed, steps in steps_at.items():
        counts[int(speed / 0.05)] += steps
    return Bins(counts)


@pytest.mark.parametrize(
    ("surface", "kind", "load", "damage"),
    [
        ("asphalt", "conventional", 9444, 9444),
        ("grass", "conventional", 8689, 5269),
        ("asphalt", "minimalist", 12278, 59262),
    ],
)
def test_worked_example_19(surface: str, kind: str, load: float, damage: float) -> None:
    got = forefoot_load(run(surface=surface), shoes=pair(kind)).iloc[0]
    assert round(got["forefoot_load"]) == load
    assert round(got["damage_index"]) == damage


def test_worked_example_20() -> None:
    steps = steps_per_mile(1609.344 / (9 * 60), cadence_spm=165)
    assert steps == pytest.approx(1485)
    assert tons_per_mile(150 * 0.45359237, steps) == pytest.approx(111.375)
    assert tons_per_mile(150 * 0.45359237, 1467) == pytest.approx(110, abs=0.05)


@pytest.mark.parametrize(
    ("speed", "grade", "surface", "kind", "wear_km", "expected"),
    [
        (3.0, 0.0, "asphalt", "conventional", 0, 1.0),
        (4.0, 0.0, "asphalt", "conventional", 0, 1.10),
        (1.0, 0.0, "asphalt", "conventional", 0, 0.85),  # speed clipped to 1.5
        (7.0, 0.0, "asphalt", "conventional", 0, 1.30),  # and to 6.0
        (3.0, 0.0, "treadmill", "conventional", 0, 0.85),
        (3.0, 0.0, "trail", "conventional", 0, 0.95),
        (3.0, 0.0, "track", "conventional", 0, 1.0),
        (3.0, 0.0, "asphalt", "racing_flat", 0, 1.15),
        (3.0, 0.0, "asphalt", "carbon", 0, 1.0),
        (3.0, 0.0, "asphalt", "conventional", 250, 1.025),
        (3.0, 0.0, "asphalt", "conventional", 900, 1.05),
        (3.0, -0.10, "asphalt", "conventional", 0, 1.0),  # neutral by default
        (3.0, 0.0, "unknown", "unknown", np.nan, 1.0),
        (4.0, 0.0, "grass", "minimalist", 500, 1.1 * 0.92 * 1.3 * 1.05),
        (np.nan, 0.0, "asphalt", "conventional", 0, np.nan),
    ],
)
def test_load_of_a_step(
    speed: float, grade: float, surface: str, kind: str, wear_km: float, expected: float
) -> None:
    got = step_load([speed], grade, surface=surface, shoe_kind=kind, wear_km=wear_km)
    assert got == pytest.approx([expected], nan_ok=True)


@pytest.mark.parametrize(
    ("grade", "expected"), [(0.05, 1.0), (-0.05, 1 - 0.068 * 0.05 / 0.105), (-0.2, 0.932)]
)
def test_grade_counts_downhill_only_and_only_as_an_option(grade: float, expected: float) -> None:
    with_grade = replaced({"grade_down": 0.068})
    got = step_load([3.0], grade, coefficients=with_grade)
    assert got == pytest.approx([expected])


def test_the_clip_comes_before_the_power() -> None:
    soft = replaced({"surface_treadmill": 0.1, "shoe_minimalist": (1.0, 3.0, 3.0)})
    low = forefoot_load(run(surface="treadmill"), shoes=pair(), coefficients=soft).iloc[0]
    assert low["damage_index"] == pytest.approx(9444.44 * 0.5**7, rel=1e-5)
    high = forefoot_load(run(), shoes=pair("minimalist"), coefficients=soft).iloc[0]
    assert high["damage_index"] == pytest.approx(9444.44 * 2**7, rel=1e-5)


def test_unknown_surface_shoe_and_wear_count_as_one_and_are_marked() -> None:
    got = forefoot_load(run(surface="unknown", shoe=None)).iloc[0]
    assert got["forefoot_load"] == pytest.approx(9444.44, rel=1e-5)
    assert got["load_source"] == "means; assumed: surface, shoe, wear"
    # From a treadmill's lowest in a conventional shoe to a worn minimalist one on asphalt.
    assert got["forefoot_load_low"] == pytest.approx(9444.44 * 0.68, rel=1e-5)
    assert got["forefoot_load_high"] == pytest.approx(9444.44 * 1.38 * 1.10, rel=1e-5)
    known = forefoot_load(run(), shoes=pair(initial_km=0)).iloc[0]
    assert known["load_source"] == "means"
    assert known["forefoot_load_low"] == known["forefoot_load_high"]


def test_ranges_enclose_the_value_below_the_reference_speed_too() -> None:
    slow = forefoot_load(run(duration_min=2 * TEN_KM_AT_3_MPS), shoes=pair(initial_km=0)).iloc[0]
    steps = 170 * 2 * TEN_KM_AT_3_MPS
    assert slow["forefoot_load"] == pytest.approx(steps * 0.85)
    assert slow["forefoot_load_low"] == pytest.approx(steps * (1 - 0.18 * 1.5))
    assert slow["forefoot_load_high"] == pytest.approx(steps * (1 - 0.05 * 1.5))


def test_wear_is_that_before_the_run() -> None:
    runs = pd.concat([run(start=f"2026-05-0{day}") for day in (3, 4, 5)])
    got = forefoot_load(runs, shoes=pair(initial_km=485))
    assert got["f_wear"].tolist() == pytest.approx([1.0485, 1.0495, 1.05])
    # The past unknown: 1, until the runs of the log alone reach 500 km.
    far = {"distance_km": 500.0, "duration_min": 50 * TEN_KM_AT_3_MPS}
    long = pd.concat([run(start=f"2026-05-0{d}", **far) for d in (3, 4)])
    assert forefoot_load(long, shoes=pair())["f_wear"].tolist() == [1.0, 1.05]


def test_a_session_on_several_surfaces_is_split_by_its_kilometres() -> None:
    mixed = run(surface="grass", paved_km=4.0, soft_km=6.0)
    got = forefoot_load(mixed, shoes=pair(initial_km=0)).iloc[0]
    assert got["forefoot_load"] == pytest.approx(9444.44 * (0.4 + 0.6 * 0.92), rel=1e-5)
    assert got["damage_index"] == pytest.approx(9444.44 * (0.4 + 0.6 * 0.92**7), rel=1e-5)
    assert got["f_surface"] == pytest.approx(0.952)


def test_samples_are_summed_where_a_histogram_is_known() -> None:
    runs = pd.concat([run(), run(start="2026-05-04")], ignore_index=True)
    got = forefoot_load(runs, [bins({2.0: 3000, 4.0: 3000}), None], shoes=pair(initial_km=0))
    # Bin centres 2.025 and 4.025 m/s.
    assert got.loc[0, "forefoot_load"] == pytest.approx(3000 * (0.9025 + 1.1025))
    assert got.loc[0, "damage_index"] == pytest.approx(3000 * (0.9025**7 + 1.1025**7))
    assert got.loc[0, ["steps_source", "load_source"]].tolist() == ["samples", "samples"]
    assert got.loc[0, "f_speed"] == pytest.approx(1.0025)
    assert got.loc[1, ["steps_source", "load_source"]].tolist() == ["cadence", "means"]


def test_rows_keep_their_order_index_and_histograms() -> None:
    runs = pd.concat(
        [run(start="2026-05-09", athlete="b"), run(start="2026-05-03", athlete="b"),
         run(start="2026-05-05", athlete="a", sport="cycling")]
    ).set_axis(["x", "y", "z"])  # fmt: skip
    got = forefoot_load(runs, [None, bins({3.0: 1000}), None])
    assert got.index.tolist() == ["x", "y", "z"]
    assert got["steps_source"].tolist() == ["cadence", "samples", "unknown"]
    assert got["steps"].tolist() == pytest.approx([9444.44, 1000, np.nan], rel=1e-5, nan_ok=True)
    assert np.isnan(got.loc["z", "forefoot_load"])


@pytest.mark.parametrize(
    ("columns", "steps", "source"),
    [
        ({"steps": 9000.0}, 9000, "recorded"),
        ({"running_min": 50.0, "moving_min": 52.0}, 8500, "cadence"),
        ({"moving_min": 52.0}, 8840, "cadence"),
        # 3.0 m/s is 8.941 min/mile; 70.87 in: (1084 + 1283.9 - 956.7) x 6.214 miles.
        ({"cadence_spm": np.nan}, 8768.7, "estimated (Hoeger 2008)"),
        ({"cadence_spm": np.nan, "duration_min": np.nan}, np.nan, "unknown"),
        ({"distance_km": np.nan}, np.nan, "unknown"),
    ],
)
def test_steps_by_the_best_way_open(columns: dict[str, float], steps: float, source: str) -> None:
    profile = pd.DataFrame({"athlete": ["me"], "height_m": [1.80], "mass_kg": [70.0]})
    got = forefoot_load(run(**columns), athletes=profile).iloc[0]
    assert got["steps"] == pytest.approx(steps, rel=1e-4, nan_ok=True)
    assert got["steps_source"] == source
    if np.isnan(steps):
        assert np.isnan(got["forefoot_load"])
        assert got["load_source"] == "unknown"


def test_without_cadence_and_height_nothing_is_guessed() -> None:
    got = forefoot_load(run(cadence_spm=np.nan)).iloc[0]
    assert np.isnan(got["forefoot_load"])
    assert got["steps_source"] == "unknown"


def test_body_mass_gives_newtons_and_tons() -> None:
    profile = pd.DataFrame({"athlete": ["me"], "mass_kg": [70.0]})
    got = forefoot_load(run(), athletes=profile).iloc[0]
    assert got["load_kn_steps"] == pytest.approx(9444.44 * 70 * 9.80665 / 1000, rel=1e-5)
    assert got["tons_per_mile"] == pytest.approx(9444.44 / 6.2137 * 154.32 / 2000, rel=1e-4)
    assert np.isnan(forefoot_load(run())["tons_per_mile"].iloc[0])


@pytest.mark.parametrize(
    ("spm", "stance_ms", "expected"),
    [(180, 250, np.pi / 2 * 4 / 3), (160, 300, np.pi / 2 * 1.25), (0, 250, np.nan)],
)
def test_peak_force(spm: float, stance_ms: float, expected: float) -> None:
    assert peak_force(spm, stance_ms) == pytest.approx(expected, nan_ok=True)


def test_add_load_fills_only_what_is_unknown() -> None:
    runs = pd.concat([run(), run(forefoot_load=5.0), run(cadence_spm=np.nan)], ignore_index=True)
    before = runs.copy()
    height = pd.DataFrame({"athlete": ["me"], "height_m": [1.80]})
    got = add_load(runs, None, pair(), height)
    assert got["forefoot_load"].round().tolist() == [9444.0, 5.0, 8769.0]
    assert got["damage_index"].round().tolist() == [9444.0, 9444.0, 8769.0]
    assert got["load_source"].tolist() == [
        "means; assumed: wear", "given", "means; assumed: wear; steps estimated"
    ]  # fmt: skip
    pd.testing.assert_frame_equal(runs, before)


def test_the_model_is_a_table_and_can_be_changed() -> None:
    table = coefficient_table()
    assert ((table["low"] <= table["default"]) & (table["default"] <= table["high"])).all()
    assert table.loc["surface_grass", ["low", "default", "high"]].tolist() == [0.88, 0.92, 1.0]
    assert (table["source"] != "").all()
    faster = replaced({"speed": 0.2})
    assert (faster["speed"].high, COEFFICIENTS["speed"].high) == (0.2, 0.18)
    with pytest.raises(TableError, match="no 'sped'; did you mean 'speed'"):
        replaced({"sped": 0.2})
    with pytest.raises(TableError, match="expected 0 <= low <= default <= high"):
        replaced({"speed": (0.3, 0.2, 0.4)})


@pytest.mark.parametrize(("name", "word"), [("surface", "lava"), ("shoe_kind", "clogs")])
def test_strange_words_are_refused(name: str, word: str) -> None:
    with pytest.raises(TableError, match=word):
        step_load([3.0], **{name: word})


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0.5, 8), min_size=1, max_size=5),
    st.sampled_from(["asphalt", "grass", "treadmill", "unknown"]),
    st.floats(1, 10),
)
def test_the_load_lies_in_its_range_and_within_the_clip(
    speeds: list[float], surface: str, k: float
) -> None:
    steps = bins(dict.fromkeys(speeds, 100.0))
    got = forefoot_load(run(surface=surface), [steps], k=k).iloc[0]
    for name in ("forefoot_load", "damage_index"):
        assert got[f"{name}_low"] <= got[name] * (1 + 1e-9)
        assert got[name] <= got[f"{name}_high"] * (1 + 1e-9)
    assert 0.5 * got["steps"] <= got["forefoot_load"] <= 2 * got["steps"]
