"""Forefoot load by week, beside sums done by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metatarsal_load.tables.forefoot import forefoot_load
from metatarsal_load.tables.forefoot_weeks import forefoot_weeks

# 10 km at 3.0 m/s and 180 spm are 10 000 steps.
TEN_KM = {"distance_km": 10.0, "duration_min": 10_000 / 180, "cadence_spm": 180.0}


def log(*rows: tuple[str, str, str], **columns: object) -> pd.DataFrame:
    """Runs of 10 000 steps as (start, surface, shoe); 2026-05-04 is a Monday."""
    return pd.DataFrame(
        [{"start": start, "surface": ground, "shoe": shoe} for start, ground, shoe in rows]
    ).assign(**(TEN_KM | columns))


SHOES = pd.DataFrame(
    {"shoe": ["plain", "thin"], "kind": ["conventional", "minimalist"], "initial_km": [0.0, 0.0]}
)


def test_sums_and_mean_factors_of_a_week() -> None:
    runs = log(
        ("2026-05-04", "asphalt", "plain"),
        ("2026-05-10 23:30", "grass", "thin"),
        ("2026-05-19", "asphalt", "plain"),
    )
    weeks = forefoot_weeks(runs, shoes=SHOES)
    assert weeks.index.get_level_values("week").astype(str).tolist() == [
        "2026-05-04", "2026-05-11", "2026-05-18"
    ]  # fmt: skip
    assert weeks["steps"].tolist() == pytest.approx([20_000, 0, 10_000])
    first = weeks.iloc[0]
    assert first["forefoot_load"] == pytest.approx(10_000 * (1 + 0.92 * 1.30))
    assert first["damage_index_k4"] == pytest.approx(10_000 * (1 + (0.92 * 1.30) ** 4))
    assert first["forefoot_load_low"] == pytest.approx(10_000 * (1 + 0.88 * 1.14))
    assert first["f_surface"] == pytest.approx(0.96)
    assert first["f_shoe"] == pytest.approx(1.15)
    assert weeks["forefoot_load"].iloc[1] == 0
    assert np.isnan(weeks["f_shoe"].iloc[1])


def test_a_run_without_steps_makes_the_week_unknown() -> None:
    runs = log(("2026-05-04", "asphalt", "plain"), ("2026-05-06", "asphalt", "plain"))
    runs.loc[1, "cadence_spm"] = np.nan
    week = forefoot_weeks(runs, shoes=SHOES).iloc[0]
    assert week[["forefoot_load", "damage_index", "steps", "f_shoe"]].isna().all()


def test_tons_a_mile_and_another_first_day_of_the_week() -> None:
    runs = log(("2026-05-03", "asphalt", "plain"), ("2026-05-04", "asphalt", "plain"))
    profile = pd.DataFrame({"athlete": ["me"], "mass_kg": [150 * 0.45359237]})
    weeks = forefoot_weeks(runs, athletes=profile, week_start="sunday")
    assert len(weeks) == 1
    assert weeks["tons_per_mile"].iloc[0] == pytest.approx(10_000 / 6.21371 * 150 / 2000, rel=1e-5)
    assert len(forefoot_weeks(runs, athletes=profile)) == 2


def test_weeks_sum_to_the_sessions_of_two_athletes_in_any_order() -> None:
    rows = [(f"2026-05-{day:02}", "asphalt", "plain") for day in range(4, 24, 3)]
    both = pd.concat(
        [log(*rows, athlete="b"), log(*rows[2:], athlete="a", distance_km=8.0)], ignore_index=True
    ).sample(frac=1, random_state=4)
    weeks = forefoot_weeks(both)["forefoot_load"].groupby("athlete").sum()
    runs = forefoot_load(both)["forefoot_load"].groupby(both["athlete"]).sum()
    assert weeks.to_dict() == pytest.approx(runs.to_dict())
