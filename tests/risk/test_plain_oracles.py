"""Every level of whole random seasons against a second, slow reading of RULES.md.

The readings (`plain_*.py`) walk day by day through plain lists and share nothing with the
package. Each rule must reach the levels named beside it, so that no comparison is empty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from histories import History, comeback, history, tables
from plain_return import r32, rhill, rkeep, rrst, toff
from plain_sessions import shrace, tmix, tvol
from plain_status import Judged, cad, over, shrot, shun_pair, shun_share, surf1, surf2
from plain_stress import tone
from plain_weeks import down, shmin, terr
from typed import MONDAY

from metatarsal_load.risk.assess import assess

SEASONS = 16
COMEBACKS = 40
Reading = Callable[[History], Judged]


@cache
def seasons() -> list[History]:
    """Seasons without a break of two weeks, of runners who run seldom to nearly daily."""
    drawn = (history(seed, often=(0.4, 0.55, 0.75)[seed % 3]) for seed in range(SEASONS + 12))
    return [one for one in drawn if not broken(one)][:SEASONS]


@cache
def comebacks() -> list[History]:
    return [comeback(seed) for seed in range(COMEBACKS)]


def broken(one: History) -> bool:
    days = [int(run["day"]) for run in one.runs]
    return any(late - early > 14 for early, late in pairwise(days))


def by_week(judge: Callable[[History, int], str]) -> Reading:
    """Make a reading of whole weeks, said on their first days."""

    def reading(one: History) -> Judged:
        for week in one.weeks:
            yield 7 * week, judge(one, week)

    return reading


@cache
def judged(draw: Callable[[], list[History]]) -> pd.DataFrame:
    """Judge all rules at once; `first` and `last` are days of the season."""
    made = tables(draw())
    rows = assess(made.pop("sessions"), include_ok=True, **made)
    first, last = ((rows[name] - MONDAY).dt.days for name in ("start", "end"))
    return rows.assign(first=first, last=last)


def rows_of(rule: str, draw: Callable[[], list[History]]) -> pd.DataFrame:
    rows = judged(draw)
    return rows[rows["rule"] == rule]


def compare(
    rows: pd.DataFrame, expected: Iterator[tuple[str, int, str]], *, spans: bool
) -> Counter:
    """Hold each expected level against the rows of its athlete that start on (or span) its day."""
    said: dict[tuple[str, int], list[str]] = defaultdict(list)
    unknown: set[tuple[str, int]] = set()
    columns = rows[["athlete", "first", "last", "level"]].itertuples(index=False)
    for athlete, first, last, level in columns:
        days = [(athlete, number) for number in range(first, last + 1)]
        if str(level) == "unknown":
            unknown.update(days)
        for key in days if spans else days[:1]:
            said[key] += [str(level)] * (str(level) != "unknown")
    wanted: dict[tuple[str, int], list[str]] = defaultdict(list)
    for athlete, number, level in expected:
        wanted[athlete, number] += [level] * (level != "unknown")
        assert level != "unknown" or (athlete, number) in unknown, (athlete, number)
    keys = sorted(set(wanted) | set(said))
    wrong = [
        (key, said[key], wanted[key]) for key in keys if sorted(said[key]) != sorted(wanted[key])
    ]
    assert not wrong, wrong[:5]
    return Counter(level for levels in wanted.values() for level in levels)


def check(
    rule: str, draw: Callable[[], list[History]], reading: Reading, reached: str, *, spans: bool
) -> None:
    rows = rows_of(rule, draw)
    expected = ((one.name, number, level) for one in draw() for number, level in reading(one))
    counted = compare(rows[rows["shoe"].isna() | (rule == "SHRACE")], expected, spans=spans)
    assert set(counted) == set(reached.split())


@pytest.mark.parametrize(
    ("rule", "reading", "reached"),
    [
        ("TERR", by_week(terr), "ok caution"),
        ("DOWN", by_week(down), "ok caution"),
        ("TONE", by_week(tone), "ok caution warning"),
        ("SHMIN", by_week(shmin), "ok caution warning"),
        ("TMIX", tmix, "ok note"),
        ("TVOL", tvol, "note"),
        ("SHRACE", shrace, "ok caution"),
    ],
)
def test_weeks_and_sessions(rule: str, reading: Reading, reached: str) -> None:
    check(rule, seasons, reading, reached, spans=False)


@pytest.mark.parametrize(
    ("rule", "reading", "reached"),
    [
        ("SURF2", surf2, "ok note"),
        ("CAD", cad, "ok note caution"),
        ("OVER", over, "ok note"),
        ("SHUN", shun_share, "ok note caution"),
        ("SHROT", shrot, "ok note caution"),
    ],
)
def test_statuses_day_by_day(rule: str, reading: Reading, reached: str) -> None:
    check(rule, seasons, reading, reached, spans=True)


def test_soft_sessions_by_week() -> None:
    rows = rows_of("SURF1", seasons)
    weeks = [(one.name, week, level) for one in seasons() for week, level in surf1(one)]
    days = ((name, week + on, level) for name, week, level in weeks for on in range(7))
    assert set(compare(rows, days, spans=True)) == {"ok", "note", "caution"}


@pytest.mark.parametrize("pair", ["A", "B", "C", "D"])
def test_pairs_of_unknown_mileage(pair: str) -> None:
    rows = rows_of("SHUN", seasons)
    days = ((one.name, n, level) for one in seasons() for n, level in shun_pair(one, pair))
    assert compare(rows[rows["shoe"] == pair], days, spans=True)


@pytest.mark.parametrize(
    ("rule", "reading", "reached"),
    [
        ("TOFF", toff, "ok caution"),
        ("R32", r32, "ok note caution"),
        ("RHILL", rhill, "ok note caution warning"),
        ("RRST", rrst, "ok note caution warning stop"),
        ("RKEEP", rkeep, "ok note"),
    ],
)
def test_comebacks(rule: str, reading: Reading, reached: str) -> None:
    check(rule, comebacks, reading, reached, spans=False)
