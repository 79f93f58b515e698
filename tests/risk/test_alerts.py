"""One alert per athlete and week: findings typed by hand beside the alert expected."""

from __future__ import annotations

import pandas as pd
import pytest
from seasons import healthy_seasons
from typed import runs, weekly_runs

from metatarsal_load.errors import TableError
from metatarsal_load.risk.alerts import alerts
from metatarsal_load.risk.assess import assess
from metatarsal_load.risk.findings import LEVEL_DTYPE

Row = tuple[str, str, str, str]


def findings(*rows: Row, athlete: str = "me") -> pd.DataFrame:
    """Rule, level, first and last day (of January 2026; the 5th is a Monday)."""
    return pd.DataFrame(
        {
            "athlete": athlete,
            "rule": [row[0] for row in rows],
            "level": pd.Categorical([row[1] for row in rows], dtype=LEVEL_DTYPE),
            "start": pd.to_datetime([f"2026-01-{row[2]}" for row in rows]),
            "end": pd.to_datetime([f"2026-01-{row[3]}" for row in rows]),
            "message": [f"{row[0]} said." for row in rows],
            "advice": [f"{row[0]} advises." for row in rows],
        }
    )


def test_a_week_is_one_alert_at_its_highest_level_the_session_spike_first() -> None:
    table = alerts(
        findings(
            ("T10", "warning", "05", "11"),
            ("TONE", "caution", "05", "11"),
            ("TSPK", "caution", "08", "08"),
        )
    )
    (row,) = table.to_dict("records")
    assert (row["level"], row["kind"], row["findings"]) == ("warning", "training", 3)
    assert row["week"] == pd.Timestamp("2026-01-05")
    assert row["message"] == "TSPK said. TONE said. T10 said."
    assert row["rules"] == "TSPK, TONE, T10"
    assert row["advice"] == "T10 advises."


@pytest.mark.parametrize(
    ("row", "weeks"),
    [
        (("TSPK", "caution", "11", "11"), ["2026-01-05"]),  # the Sunday
        (("TSPK", "caution", "12", "12"), ["2026-01-12"]),  # the Monday
        (("T7", "caution", "09", "15"), ["2026-01-12"]),  # seven days belong to their last
        (("SH7", "caution", "09", "28"), ["2026-01-05"]),  # a stretch to its first
        (("T10", "note", "05", "11"), []),
        (("T10", "ok", "05", "11"), []),
        (("T10", "unknown", "05", "11"), []),
    ],
)
def test_which_week_holds_a_finding(row: Row, weeks: list[str]) -> None:
    assert alerts(findings(row))["week"].astype(str).tolist() == weeks


def test_the_week_may_begin_on_sunday_for_one_athlete() -> None:
    table = pd.concat(
        [findings(("TSPK", "caution", "11", "11"), athlete=name) for name in ("ann", "bob")],
        ignore_index=True,
    )
    got = alerts(table, week_start={"bob": "sunday"})
    assert got["week"].astype(str).tolist() == ["2026-01-05", "2026-01-11"]


def test_a_stop_of_the_diary_stands_apart_from_training() -> None:
    table = alerts(findings(("T10", "caution", "05", "11"), ("DREST", "stop", "07", "07")))
    assert table[["kind", "level", "rules"]].to_numpy().tolist() == [
        ["symptoms", "stop", "DREST"], ["training", "caution", "T10"]
    ]  # fmt: skip


def test_notes_make_alerts_only_when_asked() -> None:
    table = findings(("T10", "note", "05", "11"), ("TSPK", "caution", "20", "20"))
    assert len(alerts(table)) == 1
    assert alerts(table, least="note")["level"].tolist() == ["note", "caution"]
    assert alerts(table, least="warning").empty
    with pytest.raises(TableError, match="least: found 'loud', expected one of note"):
        alerts(table, least="loud")


def test_more_than_three_are_named_by_title() -> None:
    table = alerts(
        findings(
            *[(rule, "caution", "05", "11") for rule in ("T10", "T7", "TONE", "TSPK")],
        )
    )
    assert table["message"].iloc[0] == (
        "TSPK said. TONE said. T10 said. Also marked: rolling 7-day spike."
    )


def test_two_athletes_and_two_weeks_are_told_apart_and_sorted() -> None:
    rows = findings(("TSPK", "caution", "13", "13"), ("TSPK", "warning", "06", "06"))
    table = alerts(pd.concat([rows.assign(athlete="bob"), rows.assign(athlete="ann")]))
    assert table[["athlete", "level"]].to_numpy().tolist() == [
        ["ann", "warning"], ["ann", "caution"], ["bob", "warning"], ["bob", "caution"]
    ]  # fmt: skip


def test_a_judged_season_becomes_one_alert_with_the_clause() -> None:
    found = assess(weekly_runs([20, 20, 20, 20, 20, 30, 20]))
    table = alerts(found)
    assert len(table) == 1
    assert table["week"].tolist() == [pd.Timestamp("2026-02-09")]
    assert {"TSPK", "T10"} <= set(table["rules"].iloc[0].split(", "))
    assert table["message"].iloc[0].startswith("The run of 7.5 km")
    assert "Large studies found no link" in table["message"].iloc[0]


def test_no_findings_are_no_alerts() -> None:
    assert alerts(findings()).columns.tolist() == [
        "athlete", "week", "kind", "level", "message", "advice", "rules", "findings"
    ]  # fmt: skip


def test_a_healthy_runner_sees_at_most_about_one_alert_a_month() -> None:
    count, weeks = 40, 40
    sessions, shoes = healthy_seasons(count, weeks=weeks)
    shown = alerts(assess(sessions, shoes=shoes))
    months = count * weeks * 7 / 30.4375
    assert 0.2 < len(shown) / months < 1.2
    assert (shown["level"] == "caution").mean() > 0.9


def test_a_normal_comeback_raises_no_alert() -> None:
    # Four runs of 5 km a week, three weeks off, then two, and a mile or so more each week.
    before = weekly_runs([20.0] * 8)
    back = {77: 5.0, 79: 5.0, 84: 5.0, 86: 5.0, 88: 1.6, 91: 5.0, 93: 5.0, 95: 3.2, 98: 5.0,
            100: 5.0, 102: 4.8, 105: 5.0, 107: 5.0, 109: 5.0, 111: 1.6, 118: 5.0}  # fmt: skip
    assert alerts(assess(pd.concat([before, runs(back)]))).empty
    too_much = assess(pd.concat([before, runs({77: 5.0, 79: 5.0, 81: 5.0})]))
    assert alerts(too_much)["rules"].tolist() == ["TOFF"]
