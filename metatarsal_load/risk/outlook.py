"""`outlook`: what the coming week may hold before a rule would mark it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.ahead import Ahead, look_ahead
from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.gather import Day, open_book
from metatarsal_load.risk.outlook_words import (
    say_cross_training,
    say_distance,
    say_hard,
    say_longest,
    say_shoe,
    say_soft,
    say_state,
    say_stop,
    say_stressors,
    say_today,
)
from metatarsal_load.risk.owed import cross_training_owed, soft_owed, state_today, stressors_free
from metatarsal_load.risk.room_left import distance_left, distance_today, hard_left
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.run_limits import longest_run
from metatarsal_load.risk.shoe_choice import next_pair
from metatarsal_load.risk.thresholds import Changes, resolve
from metatarsal_load.risk.words import Units, check_units
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.coverage import as_day, day_numbers
from metatarsal_load.tables.owners import owned
from metatarsal_load.tables.typed import complete_diary, complete_sessions

STOP_DAYS = 7
"""Days for which a stop of the diary stands, as forefoot pain makes a day symptomatic."""
COLUMNS = ["athlete", "item", "value", "unit", "text", "reason"]
_NO_RUN = ("distance_left", "distance_today", "longest_run")
_ITEMS: tuple[
    tuple[str, str, Callable[[Ahead], pd.DataFrame], Callable[[pd.DataFrame, Units], list[str]]],
    ...,
] = (
    ("state", "", state_today, say_state),
    ("distance_left", "km", distance_left, say_distance),
    ("distance_today", "km", distance_today, say_today),
    ("longest_run", "km", longest_run, say_longest),
    ("hard_left", "min", hard_left, say_hard),
    ("stressors_free", "stressors", stressors_free, say_stressors),
    ("shoe", "km", next_pair, say_shoe),
    ("soft_sessions_owed", "sessions", soft_owed, say_soft),
    ("cross_training_owed", "d", cross_training_owed, say_cross_training),
)


def outlook(
    sessions: pd.DataFrame,
    *,
    shoes: pd.DataFrame | None = None,
    diary: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    thresholds: Changes | str | Path | None = None,
    today: Day = None,
    units: str = "metric",
) -> pd.DataFrame:
    """Tell what is left of the week of today before a rule would mark it.

    The rules' own limits, turned round: with exactly ``distance_left`` run by the end of the week
    there is no row of T10 or T7, with ten metres more there is; likewise for a run of
    ``longest_run`` and TSPK, and for ``distance_today``, which is the least of all limits on one
    run today. While coming back, R2550, TOFF and RSLOW take the place of T10 and T7, and the
    first three runs are held to RWR's minutes, at the athlete's median speed; while sore, PMOD's
    half of the longest run takes that of TSPK. Where hard minutes are up already, TBOTH limits
    the distance. Where walking hurts, a readiness check was answered no, or pain of 3 was noted
    within a day of a return, nothing is left for today. After a stop in the diary of the last 7
    days only that is said.

    Parameters
    ----------
    sessions, shoes, diary, athletes, thresholds, units
        As `assess`. Sessions and entries after `today` are left out.
    today : str, date or Timestamp, optional
        The day of the next run, which is still to come. By default the day after the last session
        or entry of anyone.

    Returns
    -------
    DataFrame
        One row per athlete and item: ``athlete``, ``item`` (``state``, ``distance_left`` [km],
        ``distance_today`` [km], ``longest_run`` [km], ``hard_left`` [min], ``stressors_free``
        [stressors], ``shoe`` [km on it], ``soft_sessions_owed`` [sessions],
        ``cross_training_owed`` [d]), ``value``, ``unit``, ``text`` (what to do, in words) and
        ``reason`` (why there is no value). Athletes without a session have no rows.

    Raises
    ------
    TableError
        From the completion of the tables or thresholds.

    References
    ----------
    - Each finding names its own in ``source``; `rules` lists them all with their DOIs.
    """
    said_in = check_units(units)
    done = complete_sessions(sessions)
    notes = None if diary is None else owned(complete_diary(diary), done)
    day = _day(done, notes, today)
    done, notes = _until(done, notes, day)
    if done.empty:
        raise TableError("sessions: found none up to today, expected at least one to look on from")
    book = open_book(done, shoes, notes, athletes, None)
    limits = resolve(RULES, thresholds, book.names)
    parts = [_rows(ahead, said_in) for ahead in look_ahead(book, limits, day)]
    table = pd.concat(parts, ignore_index=True)
    if notes is not None:
        table = _stopped(table, _stops(done, notes, thresholds, day, units))
    order = {item[0]: place for place, item in enumerate(_ITEMS)}
    table = table.assign(place=table["item"].map(order)).sort_values(["athlete", "place"])
    return table[COLUMNS].astype({"text": TEXT, "reason": TEXT}).reset_index(drop=True)


def _day(done: pd.DataFrame, notes: pd.DataFrame | None, today: Day) -> int:
    """Day of the outlook [days since 1970-01-01]."""
    if today is not None:
        return int(day_numbers(pd.Series([as_day(today)]))[0])
    dates = done["date"] if notes is None else pd.concat([done["date"], notes["date"]])
    return int(day_numbers(dates).max(initial=-1)) + 1


def _until(
    done: pd.DataFrame, notes: pd.DataFrame | None, day: int
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Leave out what came after the day, and diaries of athletes without a session."""
    done = done[day_numbers(done["date"]) <= day].reset_index(drop=True)
    if notes is None:
        return done, None
    kept = (day_numbers(notes["date"]) <= day) & notes["athlete"].isin(done["athlete"]).to_numpy()
    return done, notes[kept].reset_index(drop=True)


def _rows(ahead: Ahead, units: Units) -> pd.DataFrame:
    """Rows of all items for a chunk of athletes."""
    parts = []
    for item, unit, measure, say in _ITEMS:
        found = measure(ahead)
        value = next(
            found[name] for name in ("left", "owed", "free", "km", "none") if name in found
        )
        parts.append(
            pd.DataFrame(
                {"athlete": ahead.rested.names, "item": item, "value": value.to_numpy(float),
                 "unit": unit, "text": say(found, units), "reason": found["reason"].to_numpy()}
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _stops(
    done: pd.DataFrame, notes: pd.DataFrame, thresholds: Changes | str | Path | None, day: int,
    units: str,
) -> pd.DataFrame:  # fmt: skip
    """Find the last stop of each athlete's diary that still stands."""
    felt = [rule for rule in RULES if rule.section == "diary"]
    found = judge(felt, done, diary=notes, thresholds=thresholds, units=units)
    stands = (found["level"] == "stop").to_numpy() & (day_numbers(found["end"]) >= day - STOP_DAYS)
    return found[stands].sort_values("end", kind="stable").drop_duplicates("athlete", keep="last")


def _stopped(table: pd.DataFrame, stops: pd.DataFrame) -> pd.DataFrame:
    """Put the stop in the place of everything else, with no distance left."""
    said = table["athlete"].map(dict(zip(stops["athlete"], say_stop(stops), strict=True)))
    stopped = said.notna()
    bare = table["item"].isin(["state", *_NO_RUN])
    table = table.assign(
        text=table["text"].where(~stopped, said),
        value=table["value"].where(~stopped | (table["item"] == "state"), 0.0),
        reason=table["reason"].where(~stopped, ""),
    )
    return table[~stopped | bare]
