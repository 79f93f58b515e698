"""Parts of the page whose answers can be worked out by eye."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pages_made import runs

from metatarsal_load.show.behind import runs_behind
from metatarsal_load.show.data_facts import facts_of
from metatarsal_load.show.ledger import Ledger, open_ledger
from metatarsal_load.show.long_view import eras, long_chart, long_title
from metatarsal_load.show.numbers import shortened
from metatarsal_load.show.pages import athlete_page
from metatarsal_load.show.roster import roster_row
from metatarsal_load.show.sparks import cadence_chart
from metatarsal_load.show.strips import WeekView
from metatarsal_load.show.told import Told, gather
from metatarsal_load.tables.typed import complete_sessions


def ledger(sessions: pd.DataFrame, **tables: object) -> Ledger:
    given = dict.fromkeys(("shoes", "diary", "athletes", "thresholds", "today")) | tables
    return open_ledger(sessions, None, units="metric", **given).of("me")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def one_run() -> Ledger:
    return ledger(runs([8.0]))


def weeks_of(km: list[float], first: str, **columns: object) -> pd.DataFrame:
    """Make whole weeks from a Monday on."""
    index = pd.date_range(first, periods=len(km), freq="7D", name="week")
    known = {"longest_run_km": km, "level": "", "pain": np.nan, "complete": True}
    return pd.DataFrame({"distance_km": km}, index=index).assign(**known | columns)


def told(level: str, title: str, when: str) -> Told:
    return Told(level, title, when, f"said {when}", "", "", "guide", ("study",), "guide")


def test_a_month_is_the_mean_of_its_whole_weeks() -> None:
    weeks = weeks_of([10, 20, 30, 40, np.nan, 60], "2026-01-05").assign(
        level=["", "caution", "warning", "", "", "note"],
        complete=[True, True, True, True, True, False],
    )
    table, word = eras(weeks, 800)
    assert word == "month"
    expected = pd.DataFrame(
        {"distance_km": [25.0, np.nan], "longest_run_km": [40.0, 60.0], "marked": [2.0, 0.0]},
        index=pd.PeriodIndex(["2026-01", "2026-02"], freq="M", name="week"),
    )
    pd.testing.assert_frame_equal(table.drop(columns="pain"), expected)


@pytest.mark.parametrize(
    ("years", "width", "word", "bars"),
    [
        (2, 144, "month", 24),
        (2, 143, "quarter", 8),
        (30, 880, "quarter", 120),
        (90, 880, "year", 90),
    ],
)
def test_a_long_history_is_told_in_bars_that_can_be_told_apart(
    years: int, width: float, word: str, bars: int
) -> None:
    last = pd.Timestamp(2000 + years, 1, 1)
    number = (last - pd.Timestamp("2000-01-03")).days // 7 + 1
    table, found = eras(weeks_of([30.0] * number, "2000-01-03"), width)
    assert (found, len(table)) == (word, bars)


def test_the_long_view_names_its_peak_and_hatches_what_is_not_known() -> None:
    weeks = pd.concat(
        [weeks_of([30.0] * 52, "2024-01-01"), weeks_of([np.nan] * 5 + [40.0] * 47, "2024-12-30")]
    )
    view = WeekView(weeks, "metric")
    assert long_title(view) == "2024 to 2025: most in 2025, 40 km a week"
    drawn = str(long_chart(view, name="n", width=880))
    assert drawn.count("bar unknown") == 2, "January 2025, its distance and its longest run"
    assert "2024: 30 km; 2025: 40 km." in drawn


def test_findings_of_one_rule_share_what_stands_behind_them() -> None:
    found = gather([told("stop", "A", "Sun"), told("stop", "B", "Sat"), told("stop", "A", "Fri")])
    assert [(rule.title, rule.when, len(rule.items)) for rule in found] == [
        ("A", "Sun, and 1 before", 2),
        ("B", "Sat", 1),
    ]


def test_the_runs_of_a_week_stand_behind_its_finding() -> None:
    sessions = complete_sessions(runs([8.0, 9.5, 10.0, 11.0]).assign(sport=["running"] * 4))
    week = pd.Series(
        {"rule": "T10", "start": pd.Timestamp("2026-01-05"), "end": pd.Timestamp("2026-01-11")}
    )
    assert runs_behind(week, sessions, "metric") == (
        "Mon 5 Jan 8 km, Wed 7 Jan 9.5 km, Fri 9 Jan 10 km, Sun 11 Jan 11 km"
    )
    assert runs_behind(week.replace("T10", "PSCL"), sessions, "metric") == ""
    assert runs_behind(week, sessions.iloc[:0], "metric") == ""


def test_a_name_from_right_to_left_keeps_the_figures_after_it_in_order() -> None:
    assert shortened("Blue", 24) == "Blue"
    assert shortened("Blue and white", 6) == "Blue …"
    assert shortened("حذاء", 24) == "\u2068حذاء\u2069"


@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        (runs([20.0] * 10, sport="cycling"), "No run is in the log."),
        (runs([8.0] * 31), "Nothing that could be judged in the last two weeks was marked"),
    ],
)
def test_what_was_not_judged_is_not_called_good(sessions: pd.DataFrame, said: str) -> None:
    page = athlete_page("me", ledger(sessions), anchor="a")
    assert page.summary[0].startswith(said)


def test_one_run_is_nobody_to_call_well(one_run: Ledger) -> None:
    row = roster_row("me", one_run)
    assert (row.level, row.reason) == ("unknown", "None of the load rules could be judged yet.")


def test_one_run_is_told_as_too_little(one_run: Ledger) -> None:
    page = athlete_page("me", one_run, anchor="a")
    assert page.summary == ("Nothing could be judged yet.", "Each card says what it would take.")
    cards = {card.title: card for card in page.cards}
    assert cards["Mileage"].compared.startswith("Not judged yet: fewer than")
    assert cards["Cadence"].compared == "It would take runs recorded with cadence."


def test_the_unfinished_week_does_not_close_a_card() -> None:
    """Ten whole weeks and a Monday: the stressors of the last whole week were judged."""
    days = pd.date_range("2026-01-05 18:00", "2026-03-16 18:00", freq="D")
    steady = pd.DataFrame({"start": days, "distance_km": 6.0}).assign(
        duration_min=36.0, hard_min=0.0, easy_min=36.0, moderate_min=0.0, ascent_m=20.0,
        descent_m=20.0, surface="grass",
    )  # fmt: skip
    cards = {card.title: card for card in athlete_page("me", ledger(steady), anchor="a").cards}
    assert cards["Stacked stressors"].level == "ok"


def test_changed_thresholds_are_told(one_run: Ledger) -> None:
    assert dict(facts_of(one_run, "me"))["Changed thresholds"] == "none"
    changes = {"T10": {"rise": 0.15}, "athletes": {"anna": {"T10": {"rise": 0.05}}}}
    told_of = {
        name: dict(facts_of(replace(one_run, thresholds=changes), name))["Changed thresholds"]
        for name in ("me", "anna")
    }
    assert told_of["me"].endswith("rise = 0.15 instead of 0.1")
    assert told_of["anna"].endswith("rise = 0.05 instead of 0.1")


def test_a_figure_at_the_top_edge_of_the_cadence_chart_is_left_out() -> None:
    """The scale ends 3 spm above the fastest run: 190 is 3.9 of 120 units below the top."""
    start = pd.date_range("2026-01-05 18:00", periods=2)
    chart = cadence_chart(pd.DataFrame({"start": start, "cadence_spm": [170.0, 188.5]}), name="c")
    shown = re.findall(r"<text[^>]*>(\d+)<", str(chart.drawn))
    assert shown == ["150", "160", "170", "180"]
    assert chart.title == "Cadence: 179 spm in the middle"
