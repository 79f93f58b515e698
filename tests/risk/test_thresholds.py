"""Thresholds by name: for all, for one athlete, from a file, named in findings; wrong shapes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typed import day, runs, weekly_runs

from metatarsal_load.errors import TableError
from metatarsal_load.risk.assess import assess
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.thresholds import read_thresholds, resolve

FIVE_WEEKS = weekly_runs([20, 20, 20, 20, 20])
LONGER = pd.concat([FIVE_WEEKS, runs({35: 6.2})], ignore_index=True)  # 24 % above the longest


def spikes(thresholds: Any, sessions: pd.DataFrame = LONGER) -> pd.DataFrame:
    found = assess(sessions, thresholds=thresholds)
    return found[(found["rule"] == "TSPK") & (found["level"] >= "note")]


@pytest.mark.parametrize(
    ("thresholds", "levels"),
    [
        ({}, ["caution"]),
        ({"TSPK": {"small": 1.23}}, ["caution"]),
        ({"TSPK": {"small": 1.24}}, []),
        ({"TSPK": {"small": np.int64(2)}}, []),
        ({"athletes": {"me": {"TSPK": {"small": 1.3}}}}, []),
        ({"athletes": {"anna": {"TSPK": {"small": 1.3}}}}, ["caution"]),  # nobody called anna here
        ({"TSPK": {"small": 1.3}, "athletes": {"me": {"TSPK": {"small": 1.1}}}}, ["caution"]),
    ],
)
def test_a_threshold_is_changed_by_name(thresholds: Any, levels: list[str]) -> None:
    assert spikes(thresholds)["level"].tolist() == levels


def test_one_athletes_threshold_is_hers_alone() -> None:
    two = pd.concat([LONGER.assign(athlete=name) for name in ("anna", "ben")])
    found = spikes({"athletes": {"anna": {"TSPK": {"small": 1.3}}}}, two)
    assert found["athlete"].tolist() == ["ben"]
    assert found["reason"].tolist() == [""]


@pytest.mark.parametrize(
    ("rule", "thresholds", "words"),
    [
        ("TSPK", {"TSPK": {"small": 1.2}}, "threshold changed: small = 1.2 instead of 1.1"),
        ("T10", {"T10": {"floor_km": 1.0}}, "floor_km = 1 instead of 1.60934 km"),
        # A rule that judges by another one's threshold says whose it is.
        ("TONE", {"TSPK": {"small": 1.2}}, "threshold changed: TSPK.small = 1.2 instead of 1.1"),
    ],
)
def test_every_finding_names_what_is_not_the_default(
    rule: str, thresholds: Any, words: str
) -> None:
    sessions = pd.concat([FIVE_WEEKS, runs({35: 6.2, 36: 10.0, 37: 10.0})], ignore_index=True)
    found = assess(sessions, thresholds=thresholds, include_ok=True)
    own = found[(found["rule"] == rule) & (found["start"] >= day(35))]
    assert len(own)
    assert own["reason"].str.contains(words, regex=False).all()
    assert not found.loc[found["rule"] == "T7", "reason"].str.contains("threshold").any()


def test_the_rules_that_are_borrowed_from_exist() -> None:
    known = {rule.id for rule in RULES}
    for rule in RULES:
        assert set(rule.borrows) <= known - {rule.id}, rule.id


@pytest.mark.parametrize(
    ("thresholds", "words"),
    [
        ({"TSPX": {"small": 1.2}}, "no rule 'TSPX'; did you mean 'TSPK'?"),
        ({"tspk": {"small": 1.2}}, "no rule 'tspk'; did you mean 'TSPK'?"),
        ({5: {"small": 1.2}}, "no rule 5; known are TSPK, T10"),
        ({"TSPK": {"smal": 1.2}}, "rule TSPK has no threshold 'smal'; did you mean 'small'?"),
        ({"RNXT": {"pain": 1.2}}, "rule RNXT has no threshold 'pain'; it has none"),
        ({"TSPK": 1.2}, "TSPK: found 1.2, expected a table of names with numbers"),
        ({"TSPK": {"small": "1.2"}}, "TSPK.small = '1.2', expected a number from 1 to 5"),
        ({"TSPK": {"small": -1}}, "TSPK.small = -1, expected a number from 1 to 5"),
        ({"TSPK": {"small": 110}}, "TSPK.small = 110, expected a number from 1 to 5"),
        ({"TSPK": {"small": math.nan}}, "TSPK.small = nan"),
        ({"TSPK": {"small": math.inf}}, "TSPK.small = inf"),
        ({"TSPK": {"small": True}}, "TSPK.small = True"),
        ({"TSPK": {"small": None}}, "TSPK.small = None"),
        ([1], "found [1], expected a table of rules"),
        ({"athletes": 3}, "athletes: found 3, expected a table of names of athletes"),
        ({"athletes": {"anna": 5}}, "athlete 'anna': found 5, expected a table of rules"),
        ({"athletes": {"anna": {"T11": {}}}}, "athlete 'anna': no rule 'T11'; did you mean"),
    ],
)
def test_a_wrong_shape_is_one_clear_line(thresholds: Any, words: str) -> None:
    with pytest.raises(TableError) as error:
        resolve(RULES, thresholds, ["me"])
    assert str(error.value).startswith("thresholds: ")
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_holds_the_same(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "metatarsal.toml"
    path.write_text(f"{mark}[T10]\nrise = 0.15\n[athletes.anna.TSPK]\nsmall = 1.2\n", "utf-8")
    limits = resolve(RULES, path, ["anna", "ben"])
    assert limits["T10"]["rise"] == 0.15
    np.testing.assert_array_equal(limits["TSPK"]["small"], [1.2, 1.1])
    assert read_thresholds(path)["T10"] == {"rise": 0.15}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"TSPK: 1", "not a TOML file"),
        (b"[TSPK]\nsmall = 1,2", "not a TOML file"),
        (b"[TSPK]\nsmall = 1\nsmall = 2", "not a TOML file"),
        (b"\xff\xfe\x00a", "not a TOML file"),
        (b"[TSPK]\nsmall = nan", "TSPK.small = nan, expected a number from 1 to 5"),
        (b"small = 1.2", "no rule 'small'"),
        (None, "thresholds cannot be read (No such file or directory)"),
    ],
)
def test_a_wrong_file_names_itself(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "metatarsal.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TableError) as error:
        resolve(RULES, path, ["me"])
    assert str(error.value).startswith(f"{path}: ")
    assert words in str(error.value)


def test_a_folder_is_no_file_of_thresholds(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="thresholds cannot be read"):
        resolve(RULES, tmp_path, ["me"])
