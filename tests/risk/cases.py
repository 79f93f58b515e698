"""Many hand-typed cases judged in one go: each case is an athlete of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from typed import day, found


@dataclass(frozen=True)
class Case:
    """Sessions and diary of one athlete, the day of the season looked at, the level expected."""

    sessions: pd.DataFrame
    when: float
    expected: str
    diary: pd.DataFrame | None = None


def stack(*frames: pd.DataFrame) -> pd.DataFrame:
    """Put tables on each other row by row: what one lacks is unknown there."""
    return pd.DataFrame([row for frame in frames for row in frame.to_dict("records")])


def check(rule: str, cases: Sequence[Case], *, shoes: pd.DataFrame | None = None) -> None:
    """Assert the level of the one row of a rule that spans each case's day; "none" without one."""
    names = [f"case {place:02d}" for place, _ in enumerate(cases)]
    sessions = [case.sessions.assign(athlete=name) for name, case in zip(names, cases, strict=True)]
    diaries = [
        case.diary.assign(athlete=name)
        for name, case in zip(names, cases, strict=True)
        if case.diary is not None
    ]
    rows = found(
        rule,
        stack(*sessions),
        diary=stack(*diaries) if diaries else None,
        shoes=shoes,
    )
    got = []
    for name, case in zip(names, cases, strict=True):
        own = rows[(rows["athlete"] == name) & (rows["start"] <= day(case.when))]
        own = own[own["end"] >= day(case.when).normalize()]
        got.append("+".join(own["level"].astype(str)) or "none")
    assert got == [case.expected for case in cases], rule
