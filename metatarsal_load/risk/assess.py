"""`assess`: the rule table over the tables, findings out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.findings import (
    dressed,
    findings_table,
    no_findings,
    unknown_stretches,
)
from metatarsal_load.risk.gather import Day, chunks, gather, open_books
from metatarsal_load.risk.grading import NOTE, OK, UNKNOWN
from metatarsal_load.risk.rule import Rule
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.symptoms import NO_DIARY
from metatarsal_load.risk.thresholds import Changes, resolve
from metatarsal_load.risk.words import check_units


def assess(
    sessions: pd.DataFrame,
    *,
    shoes: pd.DataFrame | None = None,
    diary: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    thresholds: Changes | str | Path | None = None,
    today: Day = None,
    include_ok: bool = False,
    units: str = "metric",
) -> pd.DataFrame:
    """Judge every rule for every athlete.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, any): from `read_sessions`, or typed: ``start`` and ``distance_km`` [km] are
        enough; each further column of `metatarsal_load.schema.SESSIONS` lets more rules judge.
    shoes, diary, athletes : DataFrame, optional
        Tables of `metatarsal_load.schema`.
    thresholds : Mapping or path, optional
        Thresholds to change, by rule id and name: ``{"T10": {"rise": 0.15}}``; single athletes
        under ``"athletes"``. A path is read as TOML.
    today : str, date or Timestamp, optional
        Extends the coverage to that day: days without a session up to it are rest days. Without
        it, coverage ends with the last session or diary day.
    include_ok : bool
        Whether periods that were judged ok are rows too.
    units : str
        ``metric`` or ``imperial``: the units of the sentences; the columns stay in km.

    Returns
    -------
    DataFrame
        Columns of `metatarsal_load.schema.FINDINGS`, one row per rule and period of level note
        or above, and one ``unknown`` row per rule, athlete and unbroken stretch that could not
        be judged; sorted by athlete, start and rule. A finding is a risk marker, never a
        diagnosis, and no probability of injury.

    Raises
    ------
    TableError
        A table or a threshold that cannot be understood; names row, column and what to do.

    References
    ----------
    - Each finding names its own in ``source``; `rules` lists them all with their DOIs.
    """
    return judge(
        RULES, sessions, shoes=shoes, diary=diary, athletes=athletes, thresholds=thresholds,
        today=today, include_ok=include_ok, units=units,
    )  # fmt: skip


def judge(
    rules: Iterable[Rule],
    sessions: pd.DataFrame,
    *,
    shoes: pd.DataFrame | None = None,
    diary: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    thresholds: Changes | str | Path | None = None,
    today: Day = None,
    include_ok: bool = False,
    units: str = "metric",
) -> pd.DataFrame:
    """`assess` for chosen rules, a user's own ones too; see there."""
    chosen = tuple(rules)
    known = {rule.id: rule for rule in (*RULES, *chosen)}.values()
    every = (
        gather(book, part, limits)
        for book in open_books(sessions, shoes, diary, athletes, today)
        for limits in [resolve(known, thresholds, book.names)]
        for part in chunks(book)
    )
    return judge_facts(chosen, every, units=units, include_ok=include_ok)


def judge_facts(
    rules: Iterable[Rule], every: Iterable[Facts], *, units: str, include_ok: bool
) -> pd.DataFrame:
    """Judge rules over the facts of one chunk of athletes after the other."""
    chosen, said_in = tuple(rules), check_units(units)
    tables = []
    for facts in every:
        judged = (_judge_rule(rule, facts, include_ok=include_ok) for rule in chosen)
        parts = [
            dressed(chosen[place], place, rows, facts, said_in)
            for place, rows in enumerate(judged)
            if len(rows)
        ]
        if parts:
            tables.append(findings_table(chosen, parts, facts))
    return _joined(tables)


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Put the findings of the chunks behind one another, in the order of the athletes."""
    if len(tables) < 2:
        return tables[0] if tables else no_findings()
    whole = pd.concat(tables, ignore_index=True)
    firsts = [table["athlete"].iloc[0] for table in tables]
    if firsts == sorted(firsts):
        return whole
    # Athletes with a diary alone come last, whatever their names.
    return whole.sort_values("athlete", kind="stable", ignore_index=True)


def _judge_rule(rule: Rule, facts: Facts, *, include_ok: bool) -> pd.DataFrame:
    """Judge one rule: rows to show, with one unknown row for each stretch not judged."""
    able, lacking = _able(rule, facts)
    if not able.any():
        return lacking
    judged = rule.measure(facts)
    judged = judged[able[judged["a"].to_numpy()]] if not able.all() else judged
    level = judged["level"].to_numpy()
    keep = judged[(level >= NOTE) | ((level == OK) & include_ok)]
    parts = [keep, unknown_stretches(judged), lacking]
    rows: pd.DataFrame = pd.concat(
        [part for part in parts if len(part)] or [keep], ignore_index=True
    )
    return rows


def _able(rule: Rule, facts: Facts) -> tuple[np.ndarray, pd.DataFrame]:
    """Which athletes have what the rule needs, and an unknown row for each who has not."""
    able = np.ones(len(facts.names), bool)
    reason = np.full(len(facts.names), "", object)
    for need in rule.needs:
        known = facts.has(need)
        table, column = need.split(".")
        lacked = f"needs {column.replace('|', ' or ')}, which no {_ROW[table]} has"
        reason[~known & able] = _TABLE.get(need, lacked)
        able &= known
    covered = facts.days.length > 0
    lost = np.flatnonzero(~able & covered)
    last = facts.days.first + facts.days.length - 1
    return able, pd.DataFrame(
        {"a": lost, "start": facts.days.first[lost], "end": last[lost],
         "level": np.full(len(lost), UNKNOWN, np.int8), "value": np.nan, "limit": np.nan,
         "baseline": np.nan, "reason": reason[lost]}
    )  # fmt: skip


_TABLE = {"diary.date": NO_DIARY, "shoes.shoe": "needs a table of shoes (shoes.csv)"}
_ROW = {
    "sessions": "session",
    "runs": "run",
    "diary": "diary entry",
    "shoes": "pair of shoes",
    "athletes": "athlete's profile",
}
