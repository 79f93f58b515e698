"""TERR, DOWN, SURF1, SURF2, TMIX and XT: ground, descents, routes and other sports."""

from __future__ import annotations

import pandas as pd
from typed import check, day, found, level_on, levels, runs, weekly_runs


def grounds(last: dict[str, float], usual: str = "treadmill") -> pd.DataFrame:
    """Four weeks of 20 km on one ground, then km by surface in the fifth."""
    before = weekly_runs([20] * 4).assign(surface=usual)
    now = runs({28 + 2 * number: km for number, km in enumerate(last.values())})
    return pd.concat([before, now.assign(surface=list(last))], ignore_index=True)


def test_terr_levels() -> None:
    rows = [
        (grounds({"treadmill": 14, "asphalt": 2, "concrete": 3, "sand": 1}), "ok"),
        (grounds({"treadmill": 7, "asphalt": 3, "grass": 0}), "ok"),  # 30 % exactly, below 5 km
        (grounds({"treadmill": 14, "asphalt": 6, "grass": 0}), "ok"),  # exactly 30 points
        (grounds({"treadmill": 13.9, "asphalt": 6.1, "grass": 0}), "caution"),
        (grounds({"treadmill": 4, "asphalt": 4.9, "grass": 0}), "ok"),  # less than 5 km
        (grounds({"treadmill": 4, "asphalt": 5, "grass": 0}), "caution"),
        (grounds({"treadmill": 10, "trail": 5, "grass": 5}), "caution"),  # both are soft
        (grounds({"treadmill": 10, "unknown": 10, "grass": 0}), "unknown"),
        (grounds({"treadmill": 10, "unknown": 4, "asphalt": 7}), "caution"),
        (grounds({"treadmill": 18, "unknown": 4, "grass": 0}), "ok"),  # could not reach 30 points
    ]
    # A last run on Sunday closes the week.
    closed = [
        (pd.concat([table, runs({34: 0.0}, surface="treadmill")], ignore_index=True), 28, level)
        for table, level in rows
    ]
    check("TERR", closed)


def test_terr_message_names_the_ground() -> None:
    row = found("TERR", grounds({"treadmill": 10, "asphalt": 10})).iloc[-1]
    assert "50 % of its distance on pavement, against 0 %" in row["message"]


def downhill(last: float, usual: float = 0.4) -> pd.DataFrame:
    """Weeks of 20 km with so many km of downhill, then one with others."""
    table = weekly_runs([20] * 5)
    return table.assign(downhill_km=(table["start"] >= day(28)).map({True: last, False: usual}) / 4)


def test_down_levels() -> None:
    check(
        "DOWN",
        [
            (downhill(1.2), 28, "ok"),  # exactly three times
            (downhill(1.3), 28, "caution"),
            (downhill(0.9, usual=0.0), 28, "ok"),
            (downhill(1.0, usual=0.0), 28, "caution"),
        ],
    )
    row = found("DOWN", downhill(1.3)).iloc[-1]
    assert "measured forefoot pressure falls downhill" in row["message"]
    assert level_on("DOWN", 28, downhill(1.3).drop(columns="downhill_km")) == "unknown"


def softly(weeks: str) -> pd.DataFrame:
    """One letter a week of three runs: g one on grass, a all on asphalt, u one unknown, - none."""
    words = {"g": ["asphalt", "grass", "asphalt"], "a": ["asphalt"] * 3,
             "u": ["asphalt", "unknown", "asphalt"], "-": []}  # fmt: skip
    surfaces = {
        7 * week + 3 * number: surface
        for week, letter in enumerate(weeks)
        for number, surface in enumerate(words[letter])
    }
    return runs(dict.fromkeys(surfaces, 6.0), surface=list(surfaces.values()))


def test_surf1_levels() -> None:
    # The judged week is the third, the fourth makes sure that it is over.
    table = [("ggg", "ok"), ("gga", "note"), ("gaa", "caution"), ("agg", "ok"), ("ggu", "unknown"),
             ("gua", "note"), ("ga-", "none"), ("g-a", "note")]  # fmt: skip
    cases = [(softly(f"{weeks}g"), 14, level) for weeks, level in table]
    check("SURF1", cases)


def test_surf1_is_one_row_a_stretch() -> None:
    rows = found("SURF1", softly("gaaag"))
    assert rows[["level", "start", "end"]].to_numpy().tolist() == [
        ["ok", day(0), day(6)], ["note", day(7), day(13)], ["caution", day(14), day(27)],
        ["ok", day(28), day(34)],
    ]  # fmt: skip


def test_surf1_unfinished_week_clears_nothing() -> None:
    assert level_on("SURF1", 28, pd.concat([softly("gggg"), runs({28: 6}, surface="asphalt")])) == (
        "unknown"
    )


def loops(routes: str, surface: str = "asphalt") -> pd.DataFrame:
    """One run every other day on routes named by letters; a dot is a run without a route."""
    names = [None if letter == "." else letter for letter in routes]
    return runs({2 * number: 5.0 for number in range(len(routes))}, route=names, surface=surface)


def test_surf2_levels() -> None:
    check(
        "SURF2",
        [
            (loops("aaaaaaaabb"), 18, "note"),  # 8 of 10
            (loops("aaaaaaabbb"), 18, "ok"),
            (loops("aaaaa"), 8, "unknown"),  # fewer than 6 runs
            (loops("aaaaaaaabb", surface="grass"), 18, "ok"),
            (loops("aaaaaaab.."), 18, "unknown"),
            (loops("aaaaaaaa.."), 18, "note"),
        ],
    )
    assert level_on("SURF2", 0, loops("aaaaaa").drop(columns="route")) == "unknown"


def test_tmix_levels() -> None:
    base = {0: 5.0, 10: 5.0, 20: 10.0, 30: 5.0}

    def last(km: float, **figures: object) -> pd.DataFrame:
        table = runs({**base, 40: km}, surface="grass", intensity="easy")
        return table.assign(**{name: table[name].where(table.index < 4, value)
                               for name, value in figures.items()})  # fmt: skip

    check(
        "TMIX",
        [
            (last(12, surface="asphalt"), 40, "note"),
            (last(12, surface="concrete"), 40, "note"),
            (last(12), 40, "ok"),
            (last(11, surface="asphalt"), 40, "none"),  # neither long nor hard
            (last(5, surface="asphalt", intensity="hard"), 40, "note"),
            (last(12, surface="unknown"), 40, "unknown"),
        ],
    )
    sore = pd.DataFrame({"date": [day(38)], "pain": [1]})
    assert level_on("TMIX", 40, last(12, surface="asphalt"), diary=sore) == "warning"


def with_rides(*rides: int, sport: str = "cycling") -> pd.DataFrame:
    table = runs(dict.fromkeys([*range(0, 61, 2), *rides], 5.0))
    return table.assign(sport=["running"] * 31 + [sport] * len(rides))


def test_xt_levels() -> None:
    check(
        "XT",
        [
            (with_rides(), 60, "unknown"),  # a log of runs alone
            (with_rides(3), 60, "note"),
            (with_rides(3), 30, "ok"),  # 28 days to day 30 begin on day 3
            (with_rides(3), 31, "note"),
            (with_rides(45), 20, "unknown"),  # not yet 28 days
            (with_rides(45), 30, "note"),
            (with_rides(45), 60, "ok"),
            (with_rides(3, 41, sport="strength"), 60, "note"),  # no cross-training, but it is noted
        ],
    )


def test_xt_is_one_row_a_stretch() -> None:
    rows = found("XT", with_rides(3))
    assert rows["level"].tolist() == ["unknown", "ok", "note"]
    note = rows[rows["level"] == "note"]
    assert note[["start", "end"]].to_numpy().tolist() == [[day(31), day(60)]]


def test_two_athletes_have_their_own_ground() -> None:
    calm = grounds({"treadmill": 20}).assign(athlete="anna")
    other = grounds({"asphalt": 20}).assign(athlete="ben")
    rows = found("TERR", pd.concat([calm, other]))
    assert rows[rows["level"] == "caution"]["athlete"].tolist() == ["ben"]
    assert levels("TERR", [28], [grounds({"treadmill": 20})]) == ["unknown"]  # week unfinished
