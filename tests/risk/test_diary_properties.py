"""Properties of the diary, return and care rules on random seasons."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from typed import day

from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.catalogue.care import SELF_CARE
from metatarsal_load.risk.catalogue.diary import DIARY
from metatarsal_load.risk.catalogue.returning import RETURNING

RULES = (*RETURNING, *DIARY, *SELF_CARE)
DAYS = 120


def season(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sessions and diary of one athlete with layoffs, gaps in the diary and red flags."""
    rng = np.random.default_rng(seed)
    off = np.zeros(DAYS, bool)
    for begin in rng.integers(30, 100, 2):
        off[begin : begin + rng.integers(5, 25)] = True
    number = np.flatnonzero((rng.random(DAYS) < 0.5) & ~off)
    count = len(number)
    sessions = pd.DataFrame(
        {
            "start": [day(int(n)) for n in number],
            "distance_km": rng.gamma(4, 2, count).round(2),
            "duration_min": rng.uniform(15, 60, count).round(),
            "surface": rng.choice(["grass", "asphalt", "unknown"], count),
            "sport": rng.choice(["running", "cycling"], count, p=[0.8, 0.2]),
            "steep_m": rng.choice([0.0, 500.0, np.nan], count),
            "steep_down_m": 0.0,
        }
    )
    written = np.flatnonzero(rng.random(DAYS) < 0.8)
    entries = len(written)
    flags = {
        name: rng.choice([0.0, 1.0, np.nan], entries, p=[0.9, 0.05, 0.05])
        for name in ("sharp", "swelling", "numbness", "injury", "rehab", "analgesic", "walk_ok")
    }
    pain = rng.choice([0.0, 0.0, 1.0, 2.0, 4.0], (3, entries))
    diary = pd.DataFrame(
        {"date": [day(int(n)) for n in written], "pain": pain[0], "pain_during": pain[1],
         "pain_morning": pain[2], "place": rng.choice(["toe", "ball", None], entries)} | flags
    )  # fmt: skip
    return sessions, diary


def findings(seeds: list[int], shuffle: int | None = None) -> pd.DataFrame:
    sessions, diary = (
        pd.concat([season(seed)[part].assign(athlete=f"a{seed}") for seed in seeds])
        for part in (0, 1)
    )
    if shuffle is not None:
        sessions = sessions.sample(frac=1, random_state=shuffle)
        diary = diary.sample(frac=1, random_state=shuffle)
    return judge(RULES, sessions, diary=diary, include_ok=True).astype({"level": str})


SEEDS = [1, 2, 3, 4, 5]


@pytest.fixture(scope="module")
def together() -> pd.DataFrame:
    return findings(SEEDS)


def test_the_random_seasons_reach_every_kind_of_row(together: pd.DataFrame) -> None:
    assert set(together["level"]) == {"unknown", "ok", "note", "caution", "warning", "stop"}
    assert {"RWR", "RSLOW", "R2550", "RNXT", "PSCL", "PMOD", "DDUR", "DWRS"} <= set(
        together["rule"]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_one_athletes_data_never_changes_anothers_findings(
    together: pd.DataFrame, seed: int
) -> None:
    own = together[together["athlete"] == f"a{seed}"].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, findings([seed]))


def test_the_order_of_rows_changes_nothing(together: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(findings(SEEDS, shuffle=3), together)


def test_marked_rows_speak_and_unknown_ones_say_why(together: pd.DataFrame) -> None:
    marked = together["level"].isin(["note", "caution", "warning", "stop"])
    assert (together.loc[marked, "message"].str.len() > 20).all()
    assert (together.loc[together["level"] == "unknown", "reason"].str.len() > 10).all()
    assert not together["message"].str.contains("nan|!").any()
    stops = together.loc[together["level"] == "stop", "advice"]
    assert stops.str.contains("podiatrist").all()


def test_rows_of_a_rule_do_not_go_backwards(together: pd.DataFrame) -> None:
    assert (together["start"] <= together["end"]).all()
