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
    # The six days before Monday hold 17 of last week's 20 km: 22 - 17 are left today.
    got = items(FIVE_WEEKS.assign(distance_km=[3.0, 3.0, 6.0, 8.0] * 5))
    assert got.loc["distance_today", "value"] == pytest.approx(5.0)
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
    assert got.loc["distance_today", "value"] == pytest.approx(2.5)
    assert got.loc["hard_left", "value"] == 0
    assert "easy runs only" in got.loc["hard_left", "text"]
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


def test_the_first_runs_back_are_held_to_minutes() -> None:
    hurt = pd.DataFrame({"date": [day(34)], "pain": [5], "injury": [1]})
    timed = FIVE_WEEKS.assign(duration_min=30.0)  # 5 km in 30 min
    first = items(timed, diary=hurt, today=day(56))
    assert first.loc["distance_today", "value"] == pytest.approx(2.5)
    assert first.loc["distance_today", "text"].startswith("Up to 2.5 km today: one of the first")
    assert "15 min of running at most" in first.loc["distance_today", "text"]
    assert first.loc["distance_left", "value"] == pytest.approx(10.0)
    assert first.loc[["hard_left", "stressors_free"], "value"].tolist() == [0, 0]
    # Without a time no speed is known: the minutes at 6:25 /km.
    assert items(FIVE_WEEKS, diary=hurt, today=day(56)).loc["distance_today", "value"] == 2.34
    # After a gap without an injury the rule is one step milder: 30 min.
    assert items(timed, today=day(56)).loc["longest_run", "value"] == pytest.approx(5.0)
    # The fourth run is held to what is left of half of the usual week.
    back = pd.concat([timed, runs({56: 2.0, 58: 2.0, 60: 2.0}, duration_min=12.0)])
    fourth = items(back, diary=hurt, today=day(62))
    assert fourth.loc["distance_today", "value"] == pytest.approx(4.0)
    assert "min" not in fourth.loc["distance_today", "text"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"pain": 4}, "a day of rest comes first"),
        ({"pain": 0, "stairs_ok": 0}, "checks was answered no"),
        ({"pain": 0, "pain_walking": 1}, "it hurts to walk"),
        ({"pain": 0, "stairs_ok": 1}, ""),
    ],
)
def test_what_the_diary_forbids_today(entry: dict[str, float], words: str) -> None:
    hurt = pd.DataFrame({"date": [day(34)], "pain": [5], "injury": [1]})
    today = pd.DataFrame([{"date": day(58)} | entry])
    back = pd.concat([FIVE_WEEKS, runs({56: 2.0})])
    got = items(back, diary=pd.concat([hurt, today]), today=day(58)).loc["distance_today"]
    assert got["text"].startswith("No run today") == bool(words)
    assert words in got["text"]
    assert (got["value"] == 0) == bool(words)


def test_an_unknown_usual_week_says_where_to_tell_it() -> None:
    hurt = pd.DataFrame({"date": [day(6)], "pain": [5], "injury": [1]})
    got = items(weekly_runs([20]), diary=hurt, today=day(20)).loc["distance_left"]
    assert "usual_km in the table of athletes" in got["reason"]
    told = pd.DataFrame({"athlete": ["me"], "usual_km": [20.0]})
    got = items(weekly_runs([20]), diary=hurt, athletes=told, today=day(20)).loc["distance_left"]
    assert got["value"] == 10.0


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
        ("distance_today", {"T10", "T7", "TSPK"}, False),
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


FORMS = {
    "healthy": (0, 0),
    "sore": (0, 0),
    "first run back": (28, 0),
    "return": (28, 12),
    "ramp": (28, 35),
    "after a gap": (20, 9),
}
"""Days off and days back at running, up to today, of athletes in every state."""


def in_every_state(seed: int, each: int = 8) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Runs, with some hard minutes, and diary of athletes up to yesterday, day 99."""
    rng = np.random.default_rng(seed)
    logs, notes = [], []
    for number, (form, (off, back)) in enumerate(list(FORMS.items()) * each):
        length = int(rng.integers(44, 60))
        onset = 100 - off - back
        on = [onset - length + int(day) for day in np.flatnonzero(rng.random(length) < 0.6)]
        on += list(range(100 - back, 100, 2))
        size = [6.0 if number < onset else 2.0 for number in on]
        km = np.round(rng.gamma(9, 1 / 9, len(on)) * size, 3)
        hard = np.round(rng.uniform(0, 30, len(on))) * (rng.random(len(on)) < 0.2)
        columns = {"athlete": f"{number:03} {form}", "duration_min": 6 * km, "hard_min": hard}
        logs.append(runs(dict(zip([when + 0.3 for when in on], km, strict=True)), **columns))
        pain = {"sore": (97, 2.0, 0.0), "after a gap": (20, 0.0, 0.0)}
        when, score, injury = pain.get(form, (onset - 1, 5.0, 1.0) if off else (20, 0.0, 0.0))
        notes.append(
            pd.DataFrame({"athlete": columns["athlete"], "date": [day(when)], "pain": score,
                          "injury": injury})
        )  # fmt: skip
    return pd.concat(logs, ignore_index=True), pd.concat(notes, ignore_index=True)


def test_who_runs_what_is_left_for_today_is_not_marked_in_any_state() -> None:
    sessions, diary = in_every_state(7)
    today, sunday = day(100), day(104)
    rules = {"T10", "T7", "TSPK", "TBOTH", "TONE", "RSLOW", "R2550", "TOFF", "RWR", "PMOD", "R30"}
    chosen = [rule for rule in RULES if rule.id in rules]

    def loud(km: pd.Series) -> pd.DataFrame:
        km = km[km > 0]
        late = pd.DataFrame(
            {"athlete": km.index, "start": today + pd.Timedelta(hours=23), "distance_km": km,
             "duration_min": 6 * km, "hard_min": 0.0}
        )  # fmt: skip
        found = judge(chosen, pd.concat([sessions, late]), diary=diary, today=sunday)
        here = (found["start"] <= today) & (found["end"] >= today)
        return found.loc[here & (found["level"] >= "caution"), ["athlete", "rule", "start"]]

    table = outlook(sessions, diary=diary, today=today)
    left = table[table["item"] == "distance_today"].set_index("athlete")["value"]
    assert left.notna().all()
    before = loud(0 * left)
    assert new_rows(loud(left), before) == set()
    assert len(new_rows(loud(left + 1.0), before)) > 0.8 * len(left)
