"""What is left of a week: by hand, and against the rules whose limits it turns round."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from typed import day, runs, weekly_runs

from metatarsal_load.errors import TableError
from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.outlook import COLUMNS, outlook
from metatarsal_load.risk.rules import RULES

FIVE_WEEKS = weekly_runs([20, 20, 20, 20, 20])
NEXT = 35  # the Monday after five weeks


def items(sessions: pd.DataFrame, **options: object) -> pd.DataFrame:
    """Items of one athlete by name."""
    table = outlook(sessions, **options)  # type: ignore[arg-type]
    assert len(set(table["athlete"])) == 1
    return table.set_index("item")


def history(*extra: tuple[float, float], **columns: object) -> pd.DataFrame:
    """Five weeks of 20 km in four runs, and runs behind them as (day, km)."""
    added = [runs(dict(extra))] if extra else []
    return pd.concat([FIVE_WEEKS, *added], ignore_index=True).assign(**columns)


@pytest.mark.parametrize(
    ("extra", "today", "left", "longest"),
    [
        ([], NEXT, 22.0, 5.5),  # a new week: 20 + 10 %
        ([(NEXT, 5.0)], NEXT + 1, 17.0, 5.5),
        ([(NEXT, 5.0), (NEXT + 2, 7.0)], NEXT + 3, 10.0, 7.7),
        ([(NEXT, 5.0), (NEXT + 2, 17.1)], NEXT + 3, 0.0, 18.81),
        ([(NEXT, 8.0)], NEXT, 14.0, 8.8),  # a second run of the same day
    ],
)
def test_distance_left_and_longest_run(
    extra: list[tuple[float, float]], today: int, left: float, longest: float
) -> None:
    got = items(history(*extra), today=day(today))["value"]
    assert got["distance_left"] == pytest.approx(left)
    assert got["longest_run"] == pytest.approx(longest)


def test_all_of_it_today_would_make_seven_days_too_long() -> None:
    # The six days before Monday hold 15 of last week's 20 km: 22 - 15 are left today.
    got = items(FIVE_WEEKS)
    assert got.loc["distance_today", "value"] == pytest.approx(7.0)
    assert "largest 7 days" in got.loc["distance_today", "text"]


def test_short_weeks_may_grow_by_a_mile() -> None:
    got = items(weekly_runs([8, 8, 8, 8]))
    assert got.loc["distance_left", "value"] == pytest.approx(9.609)
    assert (
        items(weekly_runs([8, 8, 8, 8]), units="imperial")
        .loc["distance_left", "text"]
        .count(" mi ")
    )


def test_thresholds_of_the_user_hold() -> None:
    got = items(FIVE_WEEKS, thresholds={"T10": {"rise": 0.5}, "TSPK": {"small": 1.2}})
    assert got.loc["distance_left", "value"] == pytest.approx(22.0)  # now T7's
    assert "largest 7 days" in got.loc["distance_left", "text"]
    assert got.loc["longest_run", "value"] == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("sessions", "item", "reason"),
    [
        (weekly_runs([20]), "distance_left", "fewer than 2 complete weeks"),
        (weekly_runs([20]), "longest_run", "fewer than 30 days are covered"),
        (FIVE_WEEKS, "hard_left", "needs the hard minutes"),
        (FIVE_WEEKS, "shoe", "needs the shoe"),
        (FIVE_WEEKS, "cross_training_owed", "holds no session other than runs"),
        (history((NEXT, 4.0)), "soft_sessions_owed", "needs surface"),
        (
            history((NEXT - 1.5, np.nan)),
            "longest_run",
            "a run of the 30 days before has no distance",
        ),
    ],
)
def test_what_cannot_be_told_says_why(sessions: pd.DataFrame, item: str, reason: str) -> None:
    row = items(sessions).loc[item]
    assert np.isnan(row["value"])
    assert reason in row["reason"]
    assert reason in row["text"]


def test_hard_minutes_left() -> None:
    # 10 min a run, 40 a week: up from 40 x 1.1 = 44 and 40 + 10 = 50; 12 are done.
    sessions = history((NEXT, 5.0), hard_min=[10.0] * 20 + [12.0])
    got = items(sessions).loc["hard_left"]
    assert got["value"] == pytest.approx(38 - 1 / 60)
    assert got["text"].startswith("Up to 37 min more of hard running")


@pytest.mark.parametrize(
    ("last", "free", "words"),
    [(5.0, 1.0, "only one may be new"), (5.6, 0.0, "New this week: a longer long run.")],
)
def test_stressors_still_free(last: float, free: float, words: str) -> None:
    got = items(history((NEXT, last))).loc["stressors_free"]
    assert got["value"] == free
    assert words in got["text"]


def test_shoes_rotate_and_worn_ones_rest() -> None:
    sessions = history(shoe=["old", "a", "b", "b"] * 5)
    shoes = pd.DataFrame(
        {"shoe": ["a", "b", "old", "flat", "gone"], "initial_km": [300, 100, 850, 0, 0],
         "kind": ["conventional", "conventional", "conventional", "racing_flat", "conventional"],
         "retired": [None, None, None, None, "2026-01-01"]}
    )  # fmt: skip
    got = items(sessions, shoes=shoes).loc["shoe"]
    assert got["text"] == "Wear a: 325 km on it, 25 % of the distance of the last 28 days."
    assert got["value"] == 325
    worn = items(sessions, shoes=shoes.assign(limit_km=100.0)).loc["shoe"]
    assert worn["text"].startswith("Wear flat: 0 km")
    single = items(history(shoe="a"), shoes=shoes[:1]).loc["shoe"]
    assert "the only pair in use" in single["text"]


def test_soft_sessions_and_cross_training_owed() -> None:
    sessions = history((NEXT, 5.0), (NEXT + 1, 20.0), surface="asphalt")
    sessions["sport"] = ["running"] * 21 + ["cycling"]
    got = items(sessions)
    assert got.loc["soft_sessions_owed", "value"] == 1
    assert got.loc["cross_training_owed", "value"] == 0
    trail = sessions.assign(surface=["asphalt"] * 20 + ["trail", "unknown"])
    assert items(trail).loc["soft_sessions_owed", "value"] == 0
    later = items(sessions, today=day(NEXT + 7))
    assert later["value"][["soft_sessions_owed", "cross_training_owed"]].tolist() == [1, 1]


def test_sore_runs_are_half_as_long() -> None:
    diary = pd.DataFrame({"date": [day(NEXT - 2)], "pain": [2]})
    got = items(FIVE_WEEKS, diary=diary)
    assert got.loc["longest_run", "value"] == pytest.approx(2.5)
    assert got.loc["state", "text"].startswith("Sore within the last 7 days")


def test_a_stop_of_the_diary_is_all_that_is_said() -> None:
    diary = pd.DataFrame({"date": [day(NEXT - 2)], "pain": [7]})
    got = items(FIVE_WEEKS, diary=diary)
    assert got.index.tolist() == ["state", "distance_left", "distance_today", "longest_run"]
    assert got["value"].tolist()[1:] == [0.0, 0.0, 0.0]
    assert got["text"].str.startswith("Do not run. Pain of 7 out of 10").all()
    assert got["text"].str.contains("podiatrist").all()


def test_after_time_off_half_of_the_usual_week_is_left() -> None:
    got = items(FIVE_WEEKS, today=day(NEXT + 21))
    assert got.loc["state", "text"].startswith("Off running")
    assert "The usual week was 20 km" in got.loc["state", "text"]
    assert got.loc["distance_left", "value"] == pytest.approx(10.0)
    back = items(history((NEXT + 21, 4.0)), today=day(NEXT + 23))
    assert back.loc["state", "text"].startswith("On the way back")
    assert back.loc["distance_left", "value"] == pytest.approx(6.0)


def test_what_comes_after_today_is_left_out() -> None:
    later = history((NEXT + 8, 30.0))
    pd.testing.assert_frame_equal(
        outlook(later, today=day(NEXT)), outlook(FIVE_WEEKS, today=day(NEXT))
    )
    with pytest.raises(TableError, match="found none up to today"):
        outlook(FIVE_WEEKS, today="2020-01-01")


def test_two_athletes_are_as_each_alone() -> None:
    one, two = FIVE_WEEKS.assign(athlete="one"), weekly_runs([9, 12, 8, 40]).assign(athlete="two")
    today = day(NEXT)
    both = outlook(pd.concat([two, one]), today=today)
    alone = pd.concat([outlook(one, today=today), outlook(two, today=today)], ignore_index=True)
    pd.testing.assert_frame_equal(both, alone)
    assert both.columns.tolist() == COLUMNS


def many_athletes(seed: int, count: int = 50) -> pd.DataFrame:
    """Six to nine weeks of whole metres for each athlete, with days off and odd weeks."""
    rng = np.random.default_rng(seed)
    parts = []
    for number in range(count):
        length = int(rng.integers(44, 60))
        km = np.round(rng.gamma(6, 1.2, length), 3) * (rng.random(length) < rng.uniform(0.3, 0.9))
        kept = np.flatnonzero(km)
        start = [day(65 - length + int(place)) for place in kept]
        parts.append(
            pd.DataFrame({"athlete": f"{number:03}", "start": start, "distance_km": km[kept]})
        )
    return pd.concat(parts, ignore_index=True)


def marked(sessions: pd.DataFrame, rules: set[str], today: pd.Timestamp) -> pd.DataFrame:
    chosen = [rule for rule in RULES if rule.id in rules]
    found = judge(chosen, sessions, today=today)
    return found.loc[found["level"] >= "note", ["athlete", "rule", "start", "end", "level"]]


def with_runs(sessions: pd.DataFrame, km: pd.Series, when: pd.Timestamp) -> pd.DataFrame:
    late = pd.DataFrame({"athlete": km.index, "start": when, "distance_km": km.to_numpy()})
    return pd.concat([sessions, late], ignore_index=True)


def new_rows(after: pd.DataFrame, before: pd.DataFrame) -> set[str]:
    """Athletes with a row that was not there."""
    merged = after.merge(before, how="left", indicator=True)
    return set(merged.loc[merged["_merge"] == "left_only", "athlete"])


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("item", "rules", "last_day"),
    [
        ("distance_left", {"T10", "T7"}, True),
        ("distance_today", {"T10", "T7"}, False),
        ("longest_run", {"TSPK"}, False),
    ],
)
def test_exactly_what_is_left_raises_no_row_and_ten_metres_more_do(
    seed: int, item: str, rules: set[str], last_day: bool
) -> None:
    today, sunday = day(66), day(69)  # a Thursday and its week's end
    sessions = many_athletes(seed)
    table = outlook(sessions, today=today)
    left = table[table["item"] == item].set_index("athlete")["value"].dropna()
    left = left[left > 0]
    assert len(left) > 15
    when = (sunday if last_day else today) + pd.Timedelta(hours=23)
    before = marked(sessions, rules, sunday)
    exactly = marked(with_runs(sessions, left, when), rules, sunday)
    assert new_rows(exactly, before) == set()
    more = marked(with_runs(sessions, left + 0.010, when), rules, sunday)
    # A row of the days before may stand for a new one: T7 keeps peaks, TSPK the highest run.
    clear = set(left.index) - set(before.loc[before["end"] >= day(53), "athlete"])
    assert len(clear) > 5
    assert new_rows(more, before) >= clear
