"""The comeback plan keeps its own rules, stops at a red flag, and is held against what was run."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typed import day, runs

from metatarsal_load.errors import TableError
from metatarsal_load.readers.files import read_recording
from metatarsal_load.risk.adherence import adherence
from metatarsal_load.risk.assess import assess
from metatarsal_load.risk.comeback import comeback
from metatarsal_load.risk.comeback_files import plan_to_csv, plan_to_ics
from metatarsal_load.risk.comeback_runs import Pace, Run
from metatarsal_load.risk.comeback_weeks import comeback_weeks
from metatarsal_load.risk.intervals import walk_run_intervals
from metatarsal_load.tables.history import read_sessions
from metatarsal_load.tables.samples import clean

USUAL = {7.0 * week + weekday: 10.0 for week in range(6) for weekday in (0, 2, 4, 6)}
"""Six whole weeks of 40 km at 6:00 /km; the last run is on day 41, the plan begins on day 70."""
INJURY = pd.DataFrame({"date": [day(41)], "pain": [5.0], "injury": [1]})


def before() -> pd.DataFrame:
    return runs(USUAL, duration_min=60.0)


def plan_of(diary: pd.DataFrame = INJURY, **options: object) -> pd.DataFrame:
    return comeback(before(), diary, **{"start": day(70)} | options)  # type: ignore[arg-type]


def as_run(plan: pd.DataFrame) -> pd.DataFrame:
    """Sessions of somebody who does exactly what the plan says."""
    planned = plan[plan["running_min"] > 0]
    done = pd.DataFrame(
        {
            "start": planned["date"],
            "distance_km": planned["distance_km"],
            "duration_min": planned["duration_min"],
            "running_min": planned["running_min"],
            "longest_bout_min": planned["running_min"],
            "surface": "grass",
            "hard_min": 0.0,
            "steep_m": 0.0,
            "steep_down_m": 0.0,
        }
    )
    rides = plan.loc[plan["activity"] == "cross-training", "date"]
    other = pd.DataFrame(
        {"start": rides, "distance_km": 15.0, "duration_min": 40.0, "sport": "cycling"}
    )
    return pd.concat([before().assign(sport="running"), done.assign(sport="running"), other])


def test_the_first_week_is_the_guides() -> None:
    plan = plan_of()
    first = plan[plan["week"] == 1]
    assert first["activity"].tolist() == [
        "walk-run", "rest", "walk-run", "cross-training", "run", "cross-training", "run",
    ]  # fmt: skip
    start = first.iloc[0]
    assert (start["repeats"], start["run_min"], start["walk_min"]) == (5, 1, 1)
    assert start["date"] == day(70)
    assert "calf raise" in start["text"]
    # 5 min at 10 km/h, 5 min of walking at 1.4 m/s between them and 2 x 7 min around them.
    assert start["duration_min"] == 5 + 5 + 14
    assert start["distance_km"] == pytest.approx(5 * 10 / 60 + 19 * 0.084, abs=0.05)
    assert start["text"].endswith(
        "Walk 7 min, then 5 x (1 min jog, 1 min walk), then walk 7 min, easy, about 2.4 km. "
        "Soft ground, no steep hills, the cushioned shoe."
    )
    assert 10 <= first["distance_km"].sum() <= 20
    assert set(plan.loc[(plan["day"] < 14) & (plan["running_min"] > 0), "ground"]) == {"soft, flat"}


def test_doing_the_plan_raises_nothing_above_a_note() -> None:
    plan = plan_of()
    painless = pd.DataFrame({"date": plan["date"], "pain": 0.0, "pain_morning": 0.0})
    checks = dict.fromkeys(("walk_ok", "stairs_ok", "hops_ok", "calf_raise_ok"), 1.0)
    diary = pd.concat([INJURY, painless.assign(**checks)])
    found = assess(as_run(plan), diary=diary, include_ok=True)
    back = found[
        found["rule"].isin(
            ["RRDY", "RWR", "R2550", "RNXT", "RHILL", "RSURF", "RSLOW", "R30", "R32"]
        )
        & (found["start"] >= day(70))
    ]
    assert set(back["level"]) == {"ok"}, back[back["level"] != "ok"]
    assert set(back["rule"]) == {
        "RRDY", "RWR", "R2550", "RNXT", "RHILL", "RSURF", "RSLOW", "R30", "R32",
    }  # fmt: skip


def test_doing_the_plan_is_no_fast_rise_on_whatever_day_it_begins() -> None:
    plans = {name: plan_of(start=day(70 + on)) for on, name in enumerate("mtwhfsu")}
    for on, plan in enumerate(plans.values()):
        first = plan[plan["week"] == 1]
        assert len(first) == (7 if on == 0 else 14 - on)
        assert set(plan.groupby("week")["date"].max().dt.day_name()) == {"Sunday"}
    found = assess(
        pd.concat(as_run(plan).assign(athlete=name) for name, plan in plans.items()),
        diary=pd.concat(INJURY.assign(athlete=name) for name in plans),
    )
    back = found[(found["start"] >= day(70)) & (found["level"] >= "note")]
    assert not set(back["rule"]) & {"R2550", "RSLOW", "R30", "T10", "T7", "TSPK"}


@pytest.mark.parametrize("usual", [5.0, 12.0, 40.0, 90.0])
@pytest.mark.parametrize("pace", [Pace(1.9), Pace(2.7, 1.609344), Pace(3.6)])
def test_weeks_rise_slowly_pass_the_gate_and_reach_the_usual(usual: float, pace: Pace) -> None:
    weeks = comeback_weeks(usual, pace)
    km = [week.km(pace) for week in weeks]
    for week, (earlier, later) in enumerate(pairwise(km), start=2):
        limit = earlier + np.maximum(0.1 * earlier, 1.609344)
        assert (later <= limit + 0.0005).all(), week
    assert (km[0] <= 0.5 * usual + 0.0005).all()
    kinds = [week.kind for week in weeks]
    gate = kinds.index("gate")
    assert kinds[gate : gate + 3] == ["gate", "3 + 2", "4 + 1"]
    good = [*weeks[gate].runs.values(), weeks[gate + 1].runs[0]]
    assert good == [Run(1, 30.0, 0.0)] * 4
    assert (km[-1] >= 0.9 * usual).all()
    runs = [run for week in weeks[:1] for run in week.runs.values()]
    assert max(run.running_min for run in runs[:3]) <= 15


ONCE_A_DAY = {"pain": 0.0, "pain_morning": 0.0, "walk_ok": 1, "stairs_ok": 1, "hops_ok": 1,
              "calf_raise_ok": 1}  # fmt: skip


FOLLOWERS = [
    (8.0, ["distance_km"], "metric", True),
    (20.0, ["distance_km", "running_min"], "imperial", False),
    (40.0, ["distance_km", "duration_min", "running_min"], "metric", True),
    (80.0, ["distance_km", "duration_min", "running_min"], "imperial", False),
]
"""Usual week [km], what is written down of the runs, units, and whether it was an injury."""


def evenings(
    usual: float, columns: list[str], units: str, injury: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Log and diary on each sixth evening of somebody's plan, each as an athlete of its own."""
    history = runs(dict.fromkeys(USUAL, usual / 4)).assign(sport="running")
    onset = [INJURY] if injury else []
    plan = comeback(history, *onset, start=day(70), units=units)
    done = plan[plan["running_min"] > 0].rename(columns={"date": "start"})
    log = pd.concat([history, done[["start", *columns]].assign(sport="running")])
    diary = pd.concat([*onset, pd.DataFrame({"date": plan["date"]}).assign(**ONCE_A_DAY)])
    named = {f"{usual} {now}": day(70 + now) for now in range(0, len(plan), 6)}
    return (
        pd.concat(log[log["start"] <= now].assign(athlete=who) for who, now in named.items()),
        pd.concat(diary[diary["date"] <= now].assign(athlete=who) for who, now in named.items()),
    )


def test_who_follows_the_plan_is_never_marked_above_a_note() -> None:
    logs, diaries = zip(*(evenings(*case) for case in FOLLOWERS), strict=True)
    found = assess(pd.concat(logs), diary=pd.concat(diaries))
    assert len(found["athlete"].unique()) > 80
    loud = found[(found["level"] >= "caution") & (found["end"] >= day(70))]
    assert loud.empty, loud[["rule", "level", "start", "message"]].drop_duplicates().to_string()


def test_no_run_of_the_plan_is_much_longer_than_those_of_the_30_days_before() -> None:
    plan = plan_of()
    done = plan[plan["running_min"] > 0]
    for on, km in zip(done["day"].iloc[1:], done["distance_km"].iloc[1:], strict=True):
        before = done.loc[(done["day"] < on) & (done["day"] >= on - 30), "distance_km"].max()
        assert km <= 1.1 * before + 0.0005, on


def test_every_other_day_up_to_the_gate() -> None:
    plan = plan_of()
    gate = plan.loc[plan["kind"] == "gate", "day"].max()
    planned = plan.loc[(plan["running_min"] > 0) & (plan["day"] <= gate), "day"]
    assert set(planned.diff().dropna()) == {2}


def test_the_start_is_the_first_run_back_or_the_day_after_the_last_known() -> None:
    back = pd.concat([before(), runs({75: 3.0})])
    assert comeback(back)["date"].iloc[0] == day(75)
    lasting = pd.concat([INJURY, pd.DataFrame({"date": [day(60)], "pain": [0.0]})])
    assert comeback(before(), lasting)["date"].iloc[0] == day(61)


def test_what_is_missing_is_asked_for() -> None:
    with pytest.raises(TableError, match="no layoff of me"):
        comeback(before())
    with pytest.raises(TableError, match="give usual_km="):
        comeback(runs({0: 5.0, 30: 5.0}))
    with pytest.raises(TableError, match="above 0"):
        comeback(before(), start=day(70), usual_km=0.0)
    with pytest.raises(TableError, match="expected a date"):
        comeback(before(), start="soon")


def test_a_given_usual_week_and_an_unknown_pace_are_used_and_said() -> None:
    plan = comeback(runs({0: 5.0, 30: 5.0}), usual_km=20.0)
    assert "Distances assume 6:25 /km." in plan["text"].iloc[0]
    assert plan["distance_km"].groupby(plan["week"]).sum().iloc[-1] >= 18.0


def test_a_red_flag_stops_the_plan_and_says_whom_to_see() -> None:
    flag = pd.DataFrame({"date": [day(74)], "pain": [1.0], "pain_night": [4.0]})
    plan = plan_of(pd.concat([INJURY, flag]))
    assert plan["date"].iloc[-1] == day(74)
    assert plan["activity"].tolist()[-1] == "stop"
    assert "podiatrist" in plan["text"].iloc[-1]
    assert "DREST" in plan["rules"].iloc[-1]
    assert (plan["activity"].iloc[:-1] != "stop").all()


def test_a_red_flag_within_the_week_before_leaves_only_the_stop() -> None:
    flag = pd.DataFrame({"date": [day(66)], "pain": [1.0], "swelling": [1]})
    plan = plan_of(pd.concat([INJURY, flag]))
    assert plan["activity"].tolist() == ["stop"]
    assert plan["date"].tolist() == [day(70)]


def test_the_flag_of_the_old_injury_does_not_stop_it() -> None:
    assert "stop" not in set(plan_of(INJURY.assign(pain=9.0))["activity"])


def test_adherence_tells_each_day() -> None:
    plan = plan_of()
    done = runs({70: 1.3, 71: 3.0, 74: 2.5, 76: 9.0}, running_min=[5.0, 20.0, 9.0, 50.0])
    ride = runs({73: 15.0}, sport="cycling")
    table = adherence(plan, pd.concat([before(), done, ride]))
    week = table[table["week"] == 1]
    assert week["status"].tolist() == ["done", "extra", "missed", "kept", "less", "kept", "more"]
    assert week["cross_training"].tolist() == [False, False, False, True, False, False, False]
    assert table["status"].iloc[7] == "open"
    assert len(table) == len(plan)


def test_adherence_needs_the_plan_of_comeback() -> None:
    with pytest.raises(TableError, match="running_min"):
        adherence(pd.DataFrame({"athlete": ["me"], "date": [day(0)]}), before())


def recording(*parts: tuple[float, int]) -> pd.DataFrame:
    """Cleaned samples each second: (speed [m/s], seconds) one after another."""
    speed = np.concatenate([[parts[0][0]], *(np.full(length, v) for v, length in parts)])
    time = pd.date_range("2026-03-16 08:00", periods=len(speed), freq="s", tz="UTC", unit="us")
    return pd.DataFrame(
        {
            "speed_mps": speed,
            "cadence_spm": np.where(speed > 2, 165.0, np.where(speed > 0.5, 110.0, np.nan)),
            "moving": speed > 0.5,
            "distance_m": np.cumsum(speed) - speed[0],
        },
        index=time.rename("time"),
    )


def test_five_times_one_and_one_is_found() -> None:
    samples = recording(*[(2.8, 60), (1.4, 60)] * 5)
    found = walk_run_intervals(samples)
    assert found["kind"].tolist() == ["run", "walk"] * 5
    assert found["duration_s"].tolist() == [60.0] * 10
    np.testing.assert_allclose(found["distance_m"], [168.0, 84.0] * 5)
    assert found["start"].iloc[1] == pd.Timestamp("2026-03-16 08:01", tz="UTC")
    table = adherence(
        plan_of(),
        pd.concat([before(), runs({70: 1.3}).assign(session_id="a")]),
        recordings={"a": samples},
    )
    assert table.loc[0, ["done_repeats", "done_jog_min", "done_running_min"]].tolist() == [5, 1, 5]
    assert table.loc[0, "status"] == "done"


def test_short_changes_and_pauses() -> None:
    found = walk_run_intervals(recording((2.8, 100), (1.4, 5), (2.8, 100), (0.0, 40), (2.8, 60)))
    assert found["kind"].tolist() == ["run", "pause", "run"]
    assert found["duration_s"].tolist() == [205.0, 40.0, 60.0]


def test_no_samples_are_no_intervals() -> None:
    assert walk_run_intervals(recording((2.8, 5)).iloc[:0]).empty


def test_the_csv_holds_every_day(tmp_path: Path) -> None:
    plan = plan_of()
    read = pd.read_csv(plan_to_csv(plan, tmp_path / "plan.csv"))
    assert len(read) == len(plan)
    assert read["date"].iloc[0] == "2026-03-16"
    assert read["run_min"].iloc[0] == 1


def test_the_calendar_follows_rfc_5545(tmp_path: Path) -> None:
    plan = plan_of().assign(athlete="Zoë; her, plan")
    content = plan_to_ics(plan, tmp_path / "plan.ics").read_bytes()
    assert plan_to_ics(plan, tmp_path / "again.ics").read_bytes() == content
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    whole = content.decode().replace("\r\n ", "").split("\r\n")
    events = int((plan["activity"] != "rest").sum())
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == events
    assert whole[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "DTSTART;VALUE=DATE:20260316" in whole
    assert "DTEND;VALUE=DATE:20260317" in whole
    assert "SUMMARY:Walk-run 5 min" in whole
    uid = [line for line in whole if line.startswith("UID:")]
    assert len(set(uid)) == events
    assert uid[0].startswith(r"UID:Zoë\; her\, plan-20260316")


def test_a_recorded_walk_run_is_held_against_its_plan(tmp_path: Path) -> None:
    # 7 min of walking, 5 x (1 min at 2.8 m/s, 1 min at 1.4 m/s), 7 min of walking.
    speed = np.concatenate(
        [np.full(420, 1.4), np.tile(np.repeat([2.8, 1.4], 60), 5), np.full(420, 1.4)]
    )
    latitude = 50 + np.cumsum(speed) / 111_195
    times = pd.date_range("2026-03-16T06:00:00Z", periods=len(speed), freq="s")
    points = "".join(
        f'<trkpt lat="{north:.7f}" lon="8"><time>{at:%Y-%m-%dT%H:%M:%SZ}</time></trkpt>'
        for north, at in zip(latitude, times, strict=True)
    )
    path = tmp_path / "walk_run.gpx"
    path.write_text(
        '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="test"><trk>'
        f"<type>running</type><trkseg>{points}</trkseg></trk></gpx>"
    )
    sessions, _ = read_sessions(path)
    samples = clean(*read_recording(path))
    done = adherence(
        plan_of(),
        pd.concat([before().assign(athlete="me"), sessions]),
        recordings={sessions["session_id"].iloc[0]: samples},
    ).iloc[0]
    assert (done["activity"], done["repeats"], done["status"]) == ("walk-run", 5, "done")
    assert done["done_repeats"] == 5
    assert done["done_jog_min"] == pytest.approx(1, abs=0.1)
    assert done["done_running_min"] == pytest.approx(5, abs=0.3)
    assert done["done_distance_km"] == pytest.approx(done["distance_km"], abs=0.1)


def test_a_plan_read_from_its_file_is_the_same_plan(tmp_path: Path) -> None:
    plan = plan_of()
    read = pd.read_csv(plan_to_csv(plan, tmp_path / "plan.csv"))
    done = pd.concat([before(), runs({70: 2.4}, running_min=5.0)])
    assert adherence(read, done)["status"].tolist() == adherence(plan, done)["status"].tolist()
    one, two = (plan_to_ics(table, tmp_path / "plan.ics").read_bytes() for table in (plan, read))
    assert one == two
