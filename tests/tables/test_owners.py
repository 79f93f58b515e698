"""A typed table that names nobody is the one athlete's, and refused where there are several."""

from __future__ import annotations

import pandas as pd
import pytest

from metatarsal_load.errors import TableError
from metatarsal_load.risk.assess import assess
from metatarsal_load.risk.outlook import outlook
from metatarsal_load.tables.periods import daily
from metatarsal_load.tables.shoes import shoe_wear

RUNS = pd.DataFrame({"start": ["2026-05-04", "2026-05-06"], "distance_km": 5.0, "shoe": "blue"})
ONE = RUNS.assign(athlete="anna")
TWO = pd.concat([ONE, RUNS.assign(athlete="ben")], ignore_index=True)
HURTS = pd.DataFrame({"date": ["2026-05-08"], "pain": [7.0]})
PAIR = pd.DataFrame({"shoe": ["blue"], "initial_km": [800.0]})


def test_the_diary_is_the_one_athletes() -> None:
    found = assess(ONE, diary=HURTS)
    assert set(found["athlete"]) == {"anna"}
    assert set(found.loc[found["level"] == "stop", "rule"]) == {"PSCL"}
    assert outlook(ONE, diary=HURTS)["text"].str.startswith("Do not run.").all()
    assert daily(ONE, diary=HURTS).index[-1] == ("anna", pd.Timestamp("2026-05-08"))


def test_the_shoes_are_the_one_athletes() -> None:
    assert shoe_wear(ONE, PAIR)["athlete"].tolist() == ["anna"]


@pytest.mark.parametrize("named", [[], ["anna"]])
def test_nobodys_diary_is_refused_beside_two_athletes(named: list[str]) -> None:
    diary = pd.concat([HURTS, *(HURTS.assign(athlete=name) for name in named)])
    words = rf"diary: found 1 of {len(diary)} rows that name no athlete, expected a column athlete"
    for judge in (assess, outlook):
        with pytest.raises(TableError, match=words):
            judge(TWO, diary=diary)  # type: ignore[operator]
    with pytest.raises(TableError, match="the sessions are of anna, ben"):
        daily(TWO, diary=diary)


def test_nobodys_shoes_are_refused_beside_two_athletes() -> None:
    for use in (assess, shoe_wear):
        with pytest.raises(TableError, match=r"shoes: found 1 of 1 rows .* whose each pair is"):
            use(TWO, shoes=PAIR)  # type: ignore[operator]


def test_who_is_called_me_keeps_the_rows_of_nobody() -> None:
    both = pd.concat([RUNS, RUNS.assign(athlete="ben")])
    found = assess(both, diary=HURTS)
    assert set(found.loc[found["level"] == "stop", "athlete"]) == {"me"}
