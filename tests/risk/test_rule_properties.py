"""What holds for every history, whatever it is."""

from __future__ import annotations

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from typed import MONDAY, day, found, runs

from metatarsal_load.risk.assess import assess
from metatarsal_load.schema import LEVELS

RANK = {level: rank for rank, level in enumerate(LEVELS)}
SHOWN = ["athlete", "rule", "level", "start", "end", "value", "limit", "baseline", "reason"]
FEW = settings(
    max_examples=3, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
)
"""Few examples, for each holds the histories of several athletes, judged at once."""

distance = st.integers(1, 40).map(lambda half: half / 2)
one_history = st.dictionaries(st.integers(0, 70), distance, min_size=4, max_size=40).map(
    lambda rows: runs(dict(sorted(rows.items())))
)
histories = st.lists(one_history, min_size=6, max_size=6).map(
    lambda tables: pd.concat(
        [table.assign(athlete=name) for name, table in zip("abcdef", tables, strict=True)],
        ignore_index=True,
    )
)


def rich(table: pd.DataFrame) -> pd.DataFrame:
    """Add columns that let most training and shoe rules judge, made from the day alone."""
    number = (table["start"] - MONDAY).dt.days
    return table.assign(
        cadence_spm=160.0 + number % 17,
        duration_min=table["distance_km"] * 5.5,
        intensity=["hard" if n % 5 == 0 else "easy" for n in number],
        surface=[("asphalt", "grass", "treadmill")[n % 3] for n in number],
        shoe=[("A", "B")[n // 30 % 2] for n in number],
        ascent_m=number * 3.0,
        descent_m=number * 3.0,
        session_id=[f"run {n}" for n in number],
    )


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


@FEW
@given(histories, st.integers(0, 2**32 - 1), st.integers(1, 70))
def test_the_order_of_rows_changes_nothing(table: pd.DataFrame, seed: int, cut: int) -> None:
    table = rich(table)
    expected = assess(table, include_ok=True)
    same(assess(table.sample(frac=1, random_state=seed), include_ok=True), expected)
    early, late = table[table["start"] < day(cut)], table[table["start"] >= day(cut)]
    same(assess(pd.concat([late, early]), include_ok=True), expected)


def test_the_order_of_runs_of_one_bare_date_changes_nothing() -> None:
    table = rich(runs({number: 4.0 + number % 3 for number in range(70)}))
    twins = table.assign(shoe="C", session_id=None)
    both = pd.concat([table.assign(session_id=None), twins], ignore_index=True)
    expected = assess(both, include_ok=True)
    same(assess(both.iloc[::-1], include_ok=True), expected)
    same(assess(both.sample(frac=1, random_state=4), include_ok=True), expected)


@FEW
@given(histories)
def test_one_athlete_never_changes_another(table: pd.DataFrame) -> None:
    table = rich(table)
    every = assess(table, include_ok=True)
    for name in ("a", "d", "f"):
        alone = assess(table[table["athlete"] == name], include_ok=True)
        same(every.loc[every["athlete"] == name, SHOWN], alone[SHOWN])


@FEW
@given(histories, st.sampled_from([2.0, 4.0, 0.5]))
def test_ratio_rules_do_not_depend_on_the_unit_of_length(
    table: pd.DataFrame, factor: float
) -> None:
    # Without the mile; distances in half kilometres keep clear of the metre that limits allow.
    bare = {"T10": {"floor_km": 0.0}, "T7": {"floor_km": 0.0}}
    for rule in ("TSPK", "T10", "T7"):
        one = found(rule, table, thresholds=bare)
        longer = table.assign(distance_km=table["distance_km"] * factor)
        other = found(rule, longer, thresholds=bare)
        columns = ["athlete", "level", "start", "end"]
        same(one[columns], other[columns])


@FEW
@given(histories, st.integers(1, 6))
def test_a_rest_day_more_never_raises_the_volume_level(table: pd.DataFrame, rested: int) -> None:
    monday = 7 * ((table["start"].max() - MONDAY).days // 7)
    kept = table[table["start"] != day(monday + rested)]

    def ranks(sessions: pd.DataFrame) -> pd.Series[int]:
        rows = found("T10", sessions, today=day(monday + 6))
        rows = rows[(rows["start"] <= day(monday)) & (rows["end"] >= day(monday + 6))]
        return rows.set_index("athlete")["level"].astype(str).map(RANK)

    less, more = ranks(kept), ranks(table)
    assert (less <= more.reindex(less.index, fill_value=max(RANK.values()))).all()


@FEW
@given(histories)
def test_levels_fit_their_figures(table: pd.DataFrame) -> None:
    rows = assess(rich(table), include_ok=True)
    judged = rows[rows["rule"].isin(["TSPK", "T7"]) & rows["limit"].notna()]
    above = judged["value"] - judged["limit"] >= 0.0005
    assert ((judged["level"] >= "caution") == above).all()
    assert (rows["start"] <= rows["end"]).all()
    assert (rows.loc[rows["level"] == "unknown", "reason"] != "").all()
    assert (rows.loc[rows["level"] >= "note", "message"] != "").all()
