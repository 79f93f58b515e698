"""TBOTH, TTRIO, TONE, TOFF, TVOL and LOAD: what rises together, and after time off."""

from __future__ import annotations

import pandas as pd
from typed import check, day, found, level_on, levels, runs, weekly_runs

NAN = float("nan")


def season(last_km: float, *, count: int = 4, **week: float) -> pd.DataFrame:
    """Four weeks of 20 km in 4 runs of 5 km, then one with other sums, in so many runs."""
    usual = {"hard_min": 20.0, "ascent_m": 200.0, "descent_m": 200.0}
    days = [28 + round(number * 6 / (count - 1)) for number in range(count)]
    now = runs(dict.fromkeys(days, last_km / count))
    before = weekly_runs([20] * 4)
    for name, value in usual.items():
        before[name], now[name] = value / 4, week.get(name, value) / count
    return pd.concat([before, now], ignore_index=True)


# km and hard minutes of the week (20 km and 20 min before it), level
BOTH = [
    (21.0, 40.0, "ok"),  # exactly 105 %
    (21.1, 40.0, "caution"),
    (21.1, 30.0, "caution"),  # exactly 10 min more, above 110 %
    (21.1, 29.9, "ok"),
    (21.1, 20.0, "ok"),
    (20.0, 60.0, "ok"),
    (21.1, NAN, "unknown"),
    (20.0, NAN, "ok"),  # the volume did not rise, whatever the intensity
]


def test_tboth_levels() -> None:
    check("TBOTH", [(season(km, hard_min=hard), 28, level) for km, hard, level in BOTH])


def test_tboth_110_percent_of_a_hard_month() -> None:
    # 200 hard minutes a week before: 10 min more is 5 %.
    table = season(22.0, hard_min=210.0)
    table.loc[table["start"] < day(28), "hard_min"] = 50.0
    assert level_on("TBOTH", 28, table) == "ok"
    table.loc[table["start"] >= day(28), "hard_min"] = 221 / 4
    assert level_on("TBOTH", 28, table) == "caution"


def test_tboth_compares_with_the_larger_of_last_week_and_mean() -> None:
    # mean of 30, 30, 30, 10 is 25: 105 % is 26.25
    low = weekly_runs([30, 30, 30, 10, 26.25]).assign(hard_min=0.0)
    low.loc[low["start"] >= day(28), "hard_min"] = 5.0
    high = weekly_runs([30, 30, 30, 10, 26.3]).assign(hard_min=low["hard_min"])
    assert levels("TBOTH", [28, 28], [low, high]) == ["ok", "caution"]


def test_tboth_warns_while_symptomatic() -> None:
    diary = pd.DataFrame({"date": [day(33)], "pain": [1]})
    assert level_on("TBOTH", 28, season(24, hard_min=40), diary=diary) == "warning"


def test_tboth_reads_intensity_words_and_needs_two_weeks() -> None:
    table = weekly_runs([20, 20, 20, 20, 24]).assign(duration_min=30.0, intensity="easy")
    table.loc[table["start"] >= day(32), "intensity"] = "hard"
    assert level_on("TBOTH", 28, table) == "caution"
    assert level_on("TBOTH", 7, table) == "unknown"
    assert level_on("TBOTH", 28, table.drop(columns="intensity")) == "unknown"


def test_tboth_unfinished_week() -> None:
    table = season(30, hard_min=60)
    early = table[table["start"] < day(33)]  # 22.5 km and 45 min by Friday
    earlier = table[table["start"] < day(31)]  # 15 km by Wednesday
    assert levels("TBOTH", [28, 28], [early, earlier]) == ["caution", "unknown"]


def test_ttrio_takes_all_three() -> None:
    check(
        "TTRIO",
        [
            (season(24, hard_min=40, ascent_m=400), 28, "warning"),
            (season(24, hard_min=40, descent_m=400), 28, "warning"),
            (season(24, hard_min=40), 28, "ok"),
            (season(24, ascent_m=400), 28, "ok"),
            (season(20, hard_min=40, ascent_m=400), 28, "ok"),
            (season(24, hard_min=40, ascent_m=NAN), 28, "unknown"),
        ],
    )


# The climb of the week after 200 m a week in 20 km, one other stressor (hard minutes) beside it.
HILLS = [
    (20, 300.0, "caution"),  # 150 %, 100 m more, 150 % a km
    (20, 299.0, "ok"),  # less than 100 m more
    (27, 310.0, "caution"),  # volume and hard minutes: 11.48 m/km is below 115 % of 10
    (27, 312.0, "warning"),  # 11.56 m/km: hills too
]


def test_tone_hills() -> None:
    check(
        "TONE",
        [
            (season(km, count=4 if km == 20 else 6, hard_min=40, ascent_m=climb), 28, level)
            for km, climb, level in HILLS
        ],
    )


def one_long(longest: float, others: float, count: int = 3) -> pd.DataFrame:
    """Six weeks of 4 runs of 5 km, then one long run and some others."""
    calm = weekly_runs([20] * 6)
    days = dict.fromkeys(range(42, 42 + count), others)
    return pd.concat([calm, runs({**days, 48: longest})], ignore_index=True)


def test_tone_counts_long_run_and_volume_once() -> None:
    rows = [
        # 5 + 5 + 5 + 7.5 = 22.5 km, above 22; without the 2.5 km it is 20: only the long run
        (one_long(7.5, 5.0), 42, "ok"),
        # 6.9 + 6.9 + 6.9 + 7.5: volume rose without the long run too
        (one_long(7.5, 6.9), 42, "caution"),
        # two more sessions than in the largest week, in the place of volume
        (one_long(7.5, 2.4, 5), 42, "caution"),
        (one_long(5.0, 3.0, 5), 42, "ok"),
    ]
    check("TONE", rows)


def test_tone_names_what_is_new_and_what_it_cannot_judge() -> None:
    table = season(27, count=6, hard_min=40).assign(shoe="A", ascent_m=NAN, descent_m=NAN)
    table.loc[table["start"] >= day(30), "shoe"] = "B"
    row = found("TONE", table).iloc[-1]
    assert row[["level", "value"]].tolist() == ["warning", 3.0]
    assert "weekly volume, hard minutes and a new shoe model" in row["message"]
    assert "hills (needs ascent_m or descent_m)" in row["reason"]
    assert "another surface (needs surface)" in row["reason"]


def test_tone_new_shoe_is_a_new_model() -> None:
    table = season(20, hard_min=40).assign(shoe="A")
    table.loc[table["start"] >= day(30), "shoe"] = "B"
    models = pd.DataFrame({"shoe": ["A", "B"], "model": ["Fast 3", "Fast 4"]})
    assert level_on("TONE", 28, table, shoes=models) == "caution"
    assert level_on("TONE", 28, table, shoes=models.assign(model="Fast 3")) == "ok"
    broken_in = models.assign(initial_km=[0.0, 300.0])
    assert level_on("TONE", 28, table, shoes=broken_in) == "ok"


def test_tone_surface_change_counts() -> None:
    table = season(20, hard_min=40).assign(surface="treadmill")
    table.loc[table["start"] >= day(28), "surface"] = "concrete"
    assert level_on("TONE", 28, table) == "caution"


def back_after(pause: int, first_days: dict[float, float]) -> pd.DataFrame:
    """Four weeks of 40 km, a pause of so many days, then runs by day after it."""
    before = weekly_runs([40] * 4)
    return pd.concat(
        [before, runs({28 + pause + number: km for number, km in first_days.items()})],
        ignore_index=True,
    )


# first 7 days back after three weeks off (U = 40 km), level
BACK = [
    ({0: 10, 6: 10}, "ok"),  # exactly half
    ({0: 10, 6: 10.1}, "caution"),
    ({0: 20, 6: 20}, "caution"),
    ({0: 20, 6: 20.1}, "warning"),
    ({0: 10, 7: 30}, "ok"),  # the eighth day is not in it
    ({0: 10}, "unknown"),  # the seven days are not over
    ({0: 10, 3: NAN, 6: 1}, "unknown"),
]


def test_toff_levels() -> None:
    check("TOFF", [(back_after(21, first), 49, level) for first, level in BACK])


def test_toff_after_illness_is_one_higher_and_ok_stays() -> None:
    diary = pd.DataFrame({"date": [day(35)], "pain": [0], "illness": ["yes"]})
    sore = back_after(21, {0: 10, 6: 10.1})
    calm = back_after(21, {0: 10, 6: 10})
    assert level_on("TOFF", 49, sore, diary=diary) == "warning"
    assert level_on("TOFF", 49, calm, diary=diary) == "ok"


def test_toff_leaves_short_breaks_and_injuries_to_others() -> None:
    assert found("TOFF", back_after(13, {0: 40, 6: 1})).empty
    diary = pd.DataFrame({"date": [day(28)], "pain": [5], "injury": ["yes"]})
    assert found("TOFF", back_after(21, {0: 40, 6: 1}), diary=diary).empty
    assert level_on("T10", 49, back_after(21, {0: 40, 6: 1})) == "none"


def test_tvol_and_load_are_figures() -> None:
    table = season(20, hard_min=20).assign(forefoot_load=1000.0)
    row = found("TVOL", table).iloc[-1]
    assert row[["level", "value", "start"]].tolist() == ["note", 80.0, day(7)]
    assert "80 min" in row["message"]
    loads = found("LOAD", table)
    assert set(loads["level"]) == {"ok"}
    assert loads["value"].tolist() == [4000.0] * 5
    assert "4000 reference steps" in loads["message"].iloc[0]
