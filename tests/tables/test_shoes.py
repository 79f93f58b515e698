"""Which pair, and how far it has gone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metatarsal_load.errors import TableError
from metatarsal_load.tables.shoes import assign_shoes, km_before, seed_shoes, shoe_wear
from metatarsal_load.tables.typed import complete_sessions

NAN = float("nan")


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


RUNS = table(
    "start distance_km surface sport shoe",
    ("2026-05-02", 5, "asphalt", "running", None),
    ("2026-05-03", 6, "trail", "running", None),
    ("2026-05-04", 7, "treadmill", "running", None),
    ("2026-05-05", 8, None, "running", None),
    ("2026-05-06", 9, "dirt", "walking", None),
    ("2026-05-07", 9, "dirt", "running", "Typed"),
)


def test_defaults_hold_by_surface_then_sport_within_their_dates() -> None:
    shoes = table(
        "shoe default_for start retired",
        ("Daily", "running", None, "2026-05-04"),
        ("Mill", "treadmill", None, None),
        ("Hill", "trail", "2026-05-03", None),
    )
    worn = assign_shoes(RUNS, shoes)
    assert worn["shoe"].fillna("-").tolist() == ["Daily", "Hill", "Mill", "-", "-", "Typed"]
    assert worn["shoe_source"].tolist() == [
        "default", "default", "default", "unknown", "unknown", "typed",
    ]  # fmt: skip


def test_dated_assignments_follow_one_another() -> None:
    rules = table(
        "shoe start default_for",
        ("Old", "2026-05-01", None),
        ("New", "2026-05-04", "road, running"),
    )
    worn = assign_shoes(RUNS, assignments=rules)
    assert worn["shoe"].fillna("-").tolist() == ["Old", "Old", "New", "New", "-", "Typed"]


def test_two_defaults_of_one_day_leave_the_shoe_unknown() -> None:
    shoes = table("shoe default_for", ("A", "running"), ("B", "running"))
    assert assign_shoes(RUNS, shoes)["shoe"].iloc[:5].isna().all()


def test_defaults_are_their_owners() -> None:
    shoes = table("shoe default_for athlete", ("A", "running", "al"))
    worn = assign_shoes(RUNS.assign(athlete=["al"] * 3 + ["bo"] * 3), shoes)
    assert worn["shoe"].fillna("-").tolist() == ["A", "A", "A", "-", "-", "Typed"]


def test_a_default_for_nothing_known_is_refused() -> None:
    with pytest.raises(TableError, match="pair A, column default_for: found 'moon', expected a"):
        assign_shoes(RUNS, table("shoe default_for", ("A", "moon")))


def test_an_exports_default_holds_since_the_export_first_names_the_pair() -> None:
    exported = table(
        "shoe athlete default_for limit_km",
        ("Typed", "me", "running", 900),
        ("Fresh", "me", "trail", NAN),
        ("Ghost", "me", "running", NAN),
    )
    typed = table("shoe initial_km", ("Ghost", 300))
    seeded = seed_shoes(typed, exported, complete_sessions(RUNS)).set_index("shoe")
    assert seeded.index.tolist() == ["Fresh", "Ghost", "Typed"]
    assert seeded["start"].notna().tolist() == [False, False, True]
    assert seeded.loc["Typed", "start"] == pd.Timestamp("2026-05-07")
    assert seeded.loc["Typed", ["default_for", "limit_km"]].tolist() == ["running", 900]
    # Never worn: nobody knows since when it is the default. What was typed stands.
    assert seeded["default_for"].isna().tolist() == [True, True, False]
    assert seeded.loc["Ghost", "initial_km"] == 300
    assert seed_shoes(typed, exported.iloc[:0], RUNS) is typed


def test_wear_is_the_past_and_the_runs() -> None:
    sessions = table(
        "start distance_km sport shoe",
        ("2026-04-01", 10, "running", "A"),
        ("2026-05-01", 20, "running", "A"),
        ("2026-05-02", 30, "running", "B"),
        ("2026-05-03", 99, "walking", "A"),
        ("2026-05-04", NAN, "running", "B"),
        ("2026-05-04", 10, "running", None),
    )
    shoes = table("shoe initial_km", ("A", 100), ("C", 5))
    wear = shoe_wear(sessions, shoes).set_index("shoe")
    assert wear.index.tolist() == ["A", "B", "C"]
    assert wear["distance_km"].tolist() == [130, 30, 5]
    assert wear["initial_known"].tolist() == [True, False, True]
    assert wear["runs"].tolist() == [2, 2, 0]
    assert wear["runs_without_distance"].tolist() == [0, 1, 0]
    assert wear["last_run"].dt.day.fillna(0).tolist() == [1, 4, 0]
    # 28 days to 4 May begin on 7 April: 20 + 30 + 10 km.
    np.testing.assert_allclose(wear["share_28d"], [20 / 60, 30 / 60, 0])
    later = shoe_wear(sessions, shoes, today="2026-05-29").set_index("shoe")
    np.testing.assert_allclose(later["share_28d"], [0, 30 / 40, 0])


def test_a_name_worn_by_two_athletes_is_two_pairs() -> None:
    sessions = table(
        "start distance_km shoe athlete",
        ("2026-05-01", 10, "A", "al"),
        ("2026-05-01", 20, "A", "bo"),
    )
    wear = shoe_wear(sessions, table("shoe athlete initial_km", ("A", "al", 1)))
    assert wear[["athlete", "distance_km"]].to_numpy().tolist() == [["al", 11], ["bo", 20]]


def test_km_before_each_run() -> None:
    sessions = complete_sessions(
        table(
            "start distance_km shoe",
            ("2026-05-01", 10, "A"),
            ("2026-05-02 07:00", 20, "A"),
            ("2026-05-02 18:00", NAN, "A"),
            ("2026-05-03", 5, "A"),
            ("2026-05-03", 5, "B"),
            ("2026-05-04", 5, "B"),
            ("2026-05-05", 5, None),
        )
    )
    before = km_before(sessions, table("shoe initial_km", ("A", 100)))
    np.testing.assert_array_equal(before["km_before"], [100, 110, 130, NAN, NAN, NAN, NAN])
    np.testing.assert_array_equal(before["km_before_at_least"], [100, 110, 130, 130, 0, 5, NAN])


def test_shoes_that_name_nobody_are_the_one_athletes() -> None:
    sessions = pd.DataFrame(
        {"start": ["2026-01-05", "2026-01-06"], "distance_km": [10.0, 5.0], "athlete": "anna"}
    )
    shoes = pd.DataFrame({"shoe": ["blue"], "initial_km": [500.0], "default_for": ["running"]})
    worn = assign_shoes(sessions, shoes)
    assert worn["shoe"].tolist() == ["blue", "blue"]
    wear = shoe_wear(worn, shoes)
    assert wear["athlete"].tolist() == ["anna"]
    assert wear["distance_km"].tolist() == [515.0]
