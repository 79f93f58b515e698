"""SH7, SHUN, SHROT, SHMIN and SHRACE."""

from __future__ import annotations

import pandas as pd
import pytest
from typed import day, found, level_on, runs, weekly_runs

MILE = 1.609344
NAN = float("nan")


def pair(initial: float = 0.0, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"shoe": ["A"], "initial_km": [initial]}).assign(**columns)


# km before the log, km of the one run, level
WORN = [
    (1100.0, 26.0, "caution"),  # 1126.0
    (1100.0, 26.6, "warning"),  # 1126.6, above 700 mi = 1126.54
    (700 * MILE - 10, 10.0, "warning"),  # exactly
    (500 * MILE - 10.1, 10.0, "note"),
    (500 * MILE - 10, 10.0, "caution"),
    (300 * MILE - 10.1, 10.0, "ok"),
    (300 * MILE - 10, 10.0, "note"),
    (NAN, 10.0, "unknown"),
    (NAN, 1200.0, "warning"),  # a lower bound raises
    (0.0, NAN, "unknown"),
]


@pytest.mark.parametrize(("initial", "km", "level"), WORN)
def test_sh7_levels(initial: float, km: float, level: str) -> None:
    rows = found("SH7", runs({0: km}, shoe="A"), shoes=pair(initial))
    assert rows["level"].tolist() == [level]


def test_sh7_own_limit_scales_the_steps() -> None:
    # limit 700 km: caution from 500, note from 300
    for initial, level in [(690, "warning"), (490, "caution"), (489, "note"), (289, "ok")]:
        shoes = pair(initial, limit_km=700)
        assert level_on("SH7", 0, runs({0: 10}, shoe="A"), shoes=shoes) == level


def test_sh7_is_one_row_a_stretch_with_the_pair() -> None:
    table = runs(dict.fromkeys(range(0, 40, 2), 20.0), shoe="A")
    rows = found("SH7", table, shoes=pair(400.0))
    # 420 km on day 0; 482.8 reached on day 8 (500); 804.7 not reached (800 on day 38)
    assert rows[["level", "start", "end", "shoe"]].to_numpy().tolist() == [
        ["ok", day(0), day(7), "A"],
        ["note", day(8), day(38), "A"],
    ]
    assert rows["value"].tolist() == [480.0, 800.0]


def test_sh7_ends_28_days_after_the_last_run_in_the_pair() -> None:
    table = pd.concat([runs({0: 10}, shoe="A"), runs({10: 5, 40: 5}, shoe="B")])
    shoes = pd.DataFrame({"shoe": ["A", "B"], "initial_km": [1200, 0]})
    rows = found("SH7", table, shoes=shoes)
    worn = rows[rows["shoe"] == "A"]
    assert worn[["start", "end"]].to_numpy().tolist() == [[day(0), day(27)]]


def test_sh7_two_athletes_with_one_name_of_a_shoe() -> None:
    table = pd.concat([runs({0: 10}, shoe="A", athlete=who) for who in ("anna", "ben")])
    shoes = pd.concat([pair(1200, athlete="anna"), pair(0, athlete="ben")])
    rows = found("SH7", table, shoes=shoes)
    assert rows[["athlete", "level"]].to_numpy().tolist() == [["anna", "warning"], ["ben", "ok"]]


def test_shun_unknown_mileage_and_runs_without_a_shoe() -> None:
    table = runs(dict.fromkeys(range(10), 10.0), shoe="A")
    rows = found("SHUN", table)
    assert rows[rows["shoe"] == "A"]["level"].tolist() == ["caution"]
    assert found("SHUN", table, shoes=pair(0.0))["level"].tolist() == ["ok", "ok"]


# runs of ten without a shoe, level of the share
@pytest.mark.parametrize(("bare", "level"), [(0, "ok"), (1, "note"), (2, "note"), (3, "caution")])
def test_shun_share_without_a_shoe(bare: int, level: str) -> None:
    table = runs(dict.fromkeys(range(10), 10.0)).assign(shoe=["A"] * (10 - bare) + [None] * bare)
    rows = found("SHUN", table, shoes=pair(0.0))
    assert rows[rows["shoe"].isna()]["level"].iloc[-1] == level


# the shoe of ten runs, level
ROTATION = [
    ("AAAAAAAAAA", "caution"),
    ("AAAAABBBBB", "ok"),
    ("AAAAA", "unknown"),
    ("BAAAAAAAAA", "ok"),  # 90 % exactly
    ("BAAAAAAAAAA", "note"),
    ("AAAAAA..", "unknown"),
    ("AAAAAAAAAAAAAAAAAAA.", "note"),  # 95 %, whatever the last one was
]


@pytest.mark.parametrize(("worn", "level"), ROTATION)
def test_shrot_levels(worn: str, level: str) -> None:
    names = [None if letter == "." else letter for letter in worn]
    table = runs(dict.fromkeys(range(len(worn)), 5.0), shoe=names)
    rows = found("SHROT", table)
    assert rows["level"].iloc[-1] == level


KINDS = pd.DataFrame(
    {"shoe": ["A", "F", "M"], "kind": ["conventional", "racing_flat", "minimalist"]}
)

# share of the last week in thin shoes (none before), level
THIN = [(0.0, "ok"), (0.10, "ok"), (0.11, "caution"), (0.30, "caution"), (0.31, "warning")]


@pytest.mark.parametrize("thin", ["F", "M"])
@pytest.mark.parametrize(("share", "level"), THIN)
def test_shmin_levels(share: float, level: str, thin: str) -> None:
    before = weekly_runs([20] * 4).assign(shoe="A")
    now = runs({28: 20 * share, 34: 20 * (1 - share)}).assign(shoe=[thin, "A"])
    assert level_on("SHMIN", 28, pd.concat([before, now]), shoes=KINDS) == level


def test_shmin_unknown_kind_may_raise_and_never_clears() -> None:
    before = weekly_runs([20] * 4).assign(shoe="A")
    blank = runs({28: 10, 34: 10}).assign(shoe=["?", "A"])
    both = runs({28: 10, 30: 5, 34: 5}).assign(shoe=["M", "?", "A"])
    assert level_on("SHMIN", 28, pd.concat([before, blank]), shoes=KINDS) == "unknown"
    assert level_on("SHMIN", 28, pd.concat([before, both]), shoes=KINDS) == "warning"


def racing(shoe: str, *, lately: str = "A", **columns: object) -> pd.DataFrame:
    """Five weeks of runs every five days, the last but one in some pair, then a race."""
    table = runs(dict.fromkeys(range(0, 40, 5), 8.0), shoe="A", race=False)
    table.loc[7, "shoe"] = lately
    last = runs({38: 10.0}, shoe=shoe, race=True).assign(**columns)
    return pd.concat([table, last], ignore_index=True)


def test_shrace_levels() -> None:
    shoes = KINDS.assign(initial_km=[0.0, 0.0, 0.0])
    worn = KINDS.assign(initial_km=[800.0, 0.0, 0.0])
    for table, own, level in [
        (racing("A"), shoes, "ok"),
        (racing("A"), worn, "caution"),  # 864 km before the race
        (racing("F"), shoes, "caution"),  # never worn before
        (racing("F", lately="F"), shoes, "ok"),  # worn three days before
        (racing("A", race=False, intensity="hard"), worn, "caution"),
        (racing("A", race=False, intensity="easy"), worn, "none"),
        (racing("B"), shoes, "unknown"),  # a pair that is not in the table
    ]:
        assert level_on("SHRACE", 38, table, shoes=own) == level
    row = found("SHRACE", racing("A"), shoes=worn).iloc[-1]
    assert row["shoe"] == "A"
    assert "The race on Thu 12 Feb was in A, a worn pair." in row["message"]


@pytest.mark.parametrize("rule", ["SH7", "SHUN", "SHROT", "SHMIN", "SHRACE"])
def test_shoe_rules_without_shoes_say_so(rule: str) -> None:
    rows = found(rule, runs({0: 5, 3: 5}))
    assert rows["level"].tolist() == ["unknown"]
    assert "needs shoe" in rows["reason"].iloc[0]
