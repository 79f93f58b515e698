"""The package as a whole: its public names, its import weight, its rooms, its sample."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import metatarsal_load as ml

PACKAGE = Path(ml.__file__).parent
HEAVY = ("matplotlib.pyplot", "jinja2", "great_tables", "joblib", "lxml", "gpxpy", "tzfpy", "typer")


def test_every_public_name_is_there_and_documented() -> None:
    assert len(ml.__all__) > 20
    for name in ml.__all__:
        assert getattr(ml, name).__doc__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        ml.nothing  # noqa: B018


def test_importing_loads_nothing_heavy() -> None:
    code = f"import sys, metatarsal_load; print([m for m in {HEAVY} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_reading_and_judging_load_no_plotting() -> None:
    code = (
        "import sys, metatarsal_load as ml; ml.assess; ml.read_sessions; "
        "print([m for m in ('matplotlib', 'jinja2', 'great_tables', 'typer') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_files_stay_small() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_the_sample_is_there_after_an_install() -> None:
    sessions = ml.load_sample("season")
    assert len(sessions) == 101
    assert sessions["shoe"].notna().sum() == sessions["sport"].eq("running").sum()
    assert sorted(ml.load_sample("squad")["athlete"].unique()) == [
        "Amara", "Bram", "Chiara", "Dov", "Elin", "Femi",
    ]  # fmt: skip
    with pytest.raises(ml.TableError, match="expected one of season, squad"):
        ml.load_sample("nothing")


def test_the_sample_findings_are_those_expected() -> None:
    folder = PACKAGE.parent / "sample_data"
    expected = pd.read_csv(folder / "expected_findings.csv")
    findings = ml.assess(
        ml.load_sample("season"),
        shoes=ml.read_shoes(folder / "shoes.csv"),
        diary=ml.read_diary(folder / "diary.csv"),
        athletes=ml.read_athletes(folder / "athletes.csv"),
    )
    loud = findings[findings["level"] >= "caution"]
    found = {
        (rule, str(level), f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}")
        for rule, level, start, end in zip(
            loud["rule"], loud["level"], loud["start"], loud["end"], strict=True
        )
    }
    columns = ["rule", "level", "start", "end"]
    assert found == set(expected[columns].itertuples(index=False, name=None))
    assert len(loud) == len(expected)
