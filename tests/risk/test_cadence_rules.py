"""CAD and OVER: cadence and step length of level, easy runs."""

from __future__ import annotations

import pandas as pd
from typed import check, day, found, level_on, runs

NAN = float("nan")


def easy(count: int = 6, *, first: int = 0, every: int = 2, **figures: object) -> pd.DataFrame:
    """Some runs of 8 km at 3.0 m/s and 175 spm, unless told otherwise."""
    days = [first + every * number for number in range(count)]
    usual = {"cadence_spm": 175.0, "speed_mps": 3.0, "duration_min": 44.0}
    return runs(dict.fromkeys(days, 8.0), **(usual | figures))


# cadence, speed, level: at 3.0 m/s 171.3 + 5.6 (3.0 - 3.8) - 10 = 156.82 spm
BAND = [
    (170.0, 3.0, "ok"),
    (169.9, 3.0, "note"),
    (166.0, 3.0, "note"),
    (156.9, 3.0, "note"),
    (156.8, 3.0, "caution"),
    (155.0, 3.0, "caution"),
    (155.0, NAN, "note"),  # without a speed the band only
    (162.0, 4.0, "caution"),  # 162.42 at 4.0 m/s
]


def test_cad_levels() -> None:
    check("CAD", [(_typed(spm, speed), 10, level) for spm, speed, level in BAND])


def _typed(spm: float, speed: float) -> pd.DataFrame:
    table = easy(cadence_spm=spm, speed_mps=speed)
    return table if speed > 0 else table.assign(duration_min=NAN)


def test_cad_takes_the_median_of_28_days_and_three_runs() -> None:
    mixed = easy(5, cadence_spm=[160.0, 160.0, 172.0, 172.0, 172.0])
    two = easy(2, cadence_spm=160.0)
    old = pd.concat([easy(3, cadence_spm=150.0), easy(3, first=60, cadence_spm=175.0)])
    check(
        "CAD",
        [
            (mixed, 2, "unknown"),
            (mixed, 4, "note"),  # 160, 160, 172
            (mixed, 6, "note"),  # 166
            (mixed, 8, "note"),  # 172 is above 170, but not yet by 2 %
            (two, 2, "unknown"),
            (old, 27, "caution"),  # days 0, 2 and 4 are within 28 days
            (old, 28, "unknown"),
            (old, 64, "ok"),
        ],
    )


def test_cad_leaves_out_hard_hilly_and_short_runs() -> None:
    for figures in (
        {"intensity": "hard"},
        {"race": True},
        {"ascent_m": 100.0, "descent_m": 100.0},  # 25 m per km
        {"duration_min": 9.9},
    ):
        assert level_on("CAD", 10, easy(cadence_spm=160.0, **figures)) == "unknown"
    for figures in (
        {"intensity": "easy"},
        {"ascent_m": 80.0, "descent_m": 80.0},  # 20 m per km
        {"duration_min": 10.0},
    ):
        assert level_on("CAD", 10, easy(cadence_spm=160.0, **figures)) == "note"


def test_cad_prefers_the_easy_level_part_of_a_recording() -> None:
    table = easy(cadence_spm=160.0, easy_cadence_spm=174.0, easy_speed_mps=2.8, easy_level_min=20.0)
    assert level_on("CAD", 10, table) == "ok"
    assert level_on("CAD", 10, table.assign(easy_level_min=5.0)) == "unknown"


def month_after(spm: float, *, speed: float = 3.0, before: int = 5) -> pd.DataFrame:
    """Runs at 182 spm and 3.0 m/s, then 28 days later at another cadence."""
    calm = easy(before, cadence_spm=182.0)
    return pd.concat(
        [calm, easy(4, first=2 * before + 26, cadence_spm=spm, speed_mps=speed)], ignore_index=True
    )


def test_cad_own_baseline() -> None:
    check(
        "CAD",
        [
            (month_after(172.9), 42, "ok"),  # 5 % below 182 is 172.9
            (month_after(172.8), 42, "caution"),
            (month_after(172.8, speed=3.2), 42, "caution"),  # within 0.2 m/s
            (month_after(172.8, speed=3.3), 42, "ok"),  # another speed
            (month_after(172.8, before=4), 40, "ok"),  # fewer than 5 runs
        ],
    )
    row = found("CAD", month_after(172.8)).iloc[-1]
    assert "5 % below the own 182 spm" in row["message"]


def test_cad_is_one_row_a_stretch_and_does_not_flicker() -> None:
    # Each figure stands for ever more runs; 171 and 172 are within 2 % of 170, 174 is not.
    spm = [168.0] * 3 + [172.0] * 9 + [174.0] * 20
    rows = found("CAD", easy(32, cadence_spm=spm))
    assert rows[rows["level"] != "unknown"]["level"].tolist() == ["note", "ok"]
    note = rows[rows["level"] == "note"].iloc[0]
    assert note["start"] == day(4)
    assert note["value"] == 168.0


def steps(metres: float) -> pd.DataFrame:
    """Runs with a step of 1.00 m, then of another length, at 3.0 m/s."""
    calm = easy(5, cadence_spm=180.0)
    return pd.concat([calm, easy(4, first=36, cadence_spm=180 / metres)], ignore_index=True)


def test_over_levels() -> None:
    check(
        "OVER",
        [
            (steps(1.05), 42, "ok"),
            (steps(1.051), 42, "note"),
            (steps(1.051), 8, "unknown"),  # no baseline yet
        ],
    )
    assert "1.06 m" in found("OVER", steps(1.06)).iloc[-1]["message"]


def test_cadence_rules_name_the_missing_column() -> None:
    for rule in ("CAD", "OVER"):
        row = found(rule, runs({0: 5, 2: 5}))
        assert row["level"].tolist() == ["unknown"]
        assert "cadence_spm" in row["reason"].iloc[0]
