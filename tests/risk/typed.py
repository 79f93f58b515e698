"""Tables typed by hand, as short as they can be, for the tests of the rules."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.rules import RULES

MONDAY = pd.Timestamp("2026-01-05")
"""First day of every typed season, unless a test says otherwise."""


def day(number: float) -> pd.Timestamp:
    """Day of the season: 0 is its first Monday; 0.5 is noon."""
    return MONDAY + pd.Timedelta(days=number)


def runs(distances: dict[float, float], **columns: object) -> pd.DataFrame:
    """Runs by day of the season [km]; further columns as a value for all or a list."""
    return pd.DataFrame(
        {"start": [day(number) for number in distances], "distance_km": list(distances.values())}
    ).assign(**columns)


def weekly_runs(weeks: Sequence[float], *, days: Sequence[int] = (0, 2, 4, 6)) -> pd.DataFrame:
    """Whole weeks of so many km, split evenly over some days; the last day closes each week."""
    rows = {
        7.0 * week + weekday: km / len(days)
        for week, km in enumerate(weeks)
        for weekday in days
        if km > 0
    }
    return runs(rows)


def found(rule: str, sessions: pd.DataFrame, **tables: object) -> pd.DataFrame:
    """Rows of one rule, the ok ones too."""
    chosen = [row for row in RULES if row.id == rule]
    return judge(chosen, sessions, include_ok=True, **tables)  # type: ignore[arg-type]


def level_on(rule: str, when: float, sessions: pd.DataFrame, **tables: object) -> str:
    """Level of the one row of a rule that spans a day of the season; "none" without a row."""
    rows = found(rule, sessions, **tables)
    rows = rows[(rows["start"] <= day(when)) & (rows["end"] >= day(when).normalize())]
    assert len(rows) <= 1, rows
    return str(rows["level"].iloc[0]) if len(rows) else "none"


def levels(
    rule: str, when: Sequence[float], cases: Sequence[pd.DataFrame], **tables: object
) -> list[str]:
    """Level of a rule on a day of each case, all judged at once, each as an athlete of its own."""
    names = [f"case {number:03d}" for number in range(len(cases))]
    named = [case.assign(athlete=name) for case, name in zip(cases, names, strict=True)]
    rows = found(rule, pd.concat(named, ignore_index=True), **tables)
    said = []
    for name, moment in zip(names, when, strict=True):
        own = rows[(rows["athlete"] == name) & (rows["start"] <= day(moment))]
        own = own[own["end"] >= day(moment).normalize()]
        assert len(own) <= 1, own
        said.append(str(own["level"].iloc[0]) if len(own) else "none")
    return said


def check(rule: str, table: Sequence[tuple[pd.DataFrame, float, str]]) -> None:
    """Compare a table of cases (sessions, day, expected level) with what the rule says."""
    cases, when, expected = zip(*table, strict=True)
    said = zip(levels(rule, when, cases), expected, strict=True)
    wrong = [f"case {n}: {got}, not {level}" for n, (got, level) in enumerate(said) if got != level]
    assert not wrong, wrong
