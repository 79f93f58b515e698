"""What holds for whole rich histories: climbs, ground, shoes, cadence, a diary, and returns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pandas as pd
import pytest
from by_hand import REACH
from histories import History, comeback, history, tables
from typed import MONDAY, day

from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.rules import RULES
from metatarsal_load.schema import LEVELS

SHOWN = ["athlete", "rule", "level", "start", "end", "value", "limit", "baseline", "reason", "shoe"]
WEEKLY = ("T10", "TBOTH", "TONE", "TTRIO", "TERR", "DOWN", "SHMIN")
VOLUME = ("T10", "T7", "TBOTH", "TOFF", "RSLOW")
RATIOS = ("T10", "T7", "TSPK", "TOFF", "R2550", "RSLOW", "TERR", "DOWN", "SHROT", "SHMIN")
NO_FLOOR = {
    "T10": {"floor_km": 0.0}, "T7": {"floor_km": 0.0}, "TERR": {"floor_km": 0.0},
    "DOWN": {"first_km": 0.0},
}  # fmt: skip
Tables = dict[str, pd.DataFrame]


@cache
def drawn() -> list[History]:
    """Eight seasons and eight comebacks, the comebacks with a diary; judged together."""
    return [*(history(seed) for seed in range(8)), *(comeback(seed) for seed in range(8, 16))]


def judged(made: Tables, ids: Sequence[str] = (), **how: object) -> pd.DataFrame:
    """Judge some rules, or all of them."""
    chosen = [rule for rule in RULES if not ids or rule.id in ids]
    rest = {name: table for name, table in made.items() if name != "sessions"} | how
    return judge(chosen, made["sessions"], include_ok=True, **rest)  # type: ignore[arg-type]


@cache
def whole() -> pd.DataFrame:
    return judged(tables(drawn()))


def test_nearly_every_rule_speaks() -> None:
    rows = whole()
    silent = {rule.id for rule in RULES} - set(rows["rule"].unique())
    assert silent <= {"CARE", "PROF", "LOAD"}  # figures without rows; no load in typed tables
    assert set(rows["level"].astype(str)) == set(LEVELS)


def test_no_rule_goes_beyond_its_levels() -> None:
    reached = whole().groupby("rule")["level"].agg(lambda levels: set(levels.astype(str)))
    beyond = {rule: levels - {"unknown", *REACH[rule].split()} for rule, levels in reached.items()}
    assert {rule: levels for rule, levels in beyond.items() if levels} == {}


def test_the_order_of_rows_changes_nothing() -> None:
    made = {name: table.sample(frac=1, random_state=1) for name, table in tables(drawn()).items()}
    pd.testing.assert_frame_equal(judged(made)[SHOWN], whole()[SHOWN])


def test_split_histories_put_together_are_the_whole() -> None:
    made = tables(drawn())
    parts = []
    for name, table in made.items():
        when = {"sessions": "start", "diary": "date"}.get(name)
        early = table[when] < day(60) if when else table.index < 9
        parts.append((name, pd.concat([table[~early], table[early]])))
    pd.testing.assert_frame_equal(judged(dict(parts))[SHOWN], whole()[SHOWN])


@pytest.mark.parametrize("place", [0, 7, 9, 15])
def test_one_athlete_never_changes_another(place: int) -> None:
    one = drawn()[place]
    own = whole()[whole()["athlete"] == one.name].reset_index(drop=True)
    pd.testing.assert_frame_equal(own[SHOWN], judged(tables([one]))[SHOWN])


def test_ratio_rules_do_not_depend_on_the_unit_of_length() -> None:
    made = tables(drawn())
    longer = made["sessions"].assign(
        distance_km=2 * made["sessions"]["distance_km"],
        downhill_km=2 * made["sessions"]["downhill_km"],
    )
    one, other = (
        judged(each, RATIOS, thresholds=NO_FLOOR) for each in (made, made | {"sessions": longer})
    )
    columns = ["athlete", "rule", "level", "start", "end", "shoe"]
    for rule in RATIOS:
        rows, scaled = (
            each.loc[each["rule"] == rule, columns].reset_index(drop=True) for each in (one, other)
        )
        assert len(rows), rule
        pd.testing.assert_frame_equal(rows, scaled)


def with_rest_days(made: Tables, first: int) -> Tables:
    """Every history up to a Sunday, once as it is and once for each day of that week rested."""
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in made}
    for rested in (-1, *range(first, first + 7)):
        for name, table in made.items():
            kept = table
            if name != "shoes":
                when = table["start" if name == "sessions" else "date"].dt.normalize()
                gone = (when == day(rested)) & (name == "sessions")
                kept = table[(when < day(first + 7)) & ~gone]
            parts[name].append(kept.assign(athlete=kept["athlete"] + f"/{rested}"))
    return {name: pd.concat(each) for name, each in parts.items()}


@pytest.mark.parametrize("week", [6, 10])
def test_a_rest_day_more_never_raises_a_volume_level(week: int) -> None:
    first = 7 * week
    made = with_rest_days(tables(drawn()), first)
    rows = judged(made, VOLUME, today=day(first + 6))
    rows = rows[(rows["end"] >= day(first)) & (rows["level"] >= "note")]
    athlete, rested = (rows["athlete"].str.split("/").str[part] for part in (0, 1))
    level = rows["level"].cat.codes.groupby([rested, athlete, rows["rule"]]).max()
    as_it_was = level["-1"]
    assert len(as_it_was) > 1
    for number in range(first, first + 7):
        less = level.get(str(number), as_it_was)
        assert (less <= as_it_was.reindex(less.index, fill_value=0)).all()


def test_what_comes_later_changes_no_week_that_is_over() -> None:
    seasons = drawn()[:8]
    made, last = tables(seasons), day(69)
    early = made | {"sessions": made["sessions"][made["sessions"]["start"] < day(70)]}
    then, now = judged(early, WEEKLY, today=last), judged(made, WEEKLY)
    for rule in WEEKLY:
        one, other = (
            rows.loc[(rows["rule"] == rule) & (rows["end"] <= last), SHOWN] for rows in (then, now)
        )
        one, other = (each[each["level"] != "unknown"] for each in (one, other))
        assert len(one) > 10
        pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


def test_rows_lie_inside_the_coverage_or_their_week() -> None:
    rows = whole()
    assert (rows["start"] <= rows["end"]).all()
    assert (rows["start"] >= MONDAY).all()
    assert (rows.loc[rows["level"] == "unknown", "reason"] != "").all()
    said = rows.loc[rows["level"] >= "note", ["message", "advice"]]
    assert (said["message"].str.len() > 20).all()
    assert not said["message"].str.contains(r"nan|None|\.0 of").any()
    assert (said["advice"].str.len() > 10).all()
