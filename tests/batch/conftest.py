"""A small study: three athletes with short runs as FIT and GPX, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from run_folders import fit, gpx, write

START = datetime(2025, 12, 24, 7, tzinfo=UTC)
DATASETS = ("sessions", "weeks", "findings", "skipped")


def runs(name: str, count: int, first: int = 0) -> dict[str, bytes]:
    """Runs of one athlete every third day, the turn of the year among them."""
    days = [START + timedelta(days=3 * k) for k in range(first, first + count)]
    return {
        f"{name}/{k:02}.{'fit' if k % 2 else 'gpx'}": (fit if k % 2 else gpx)(day, minutes=6)
        for k, day in enumerate(days, start=first)
    }


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """anna: 5 runs, ben: 4 and a file that is none, cleo: 3, dora: an empty folder."""
    files = runs("anna", 5) | runs("ben", 4, 1) | runs("cleo", 3, 2)
    folder = write(tmp_path / "study", files | {"ben/broken.fit": b"no run at all"})
    (folder / "dora").mkdir()
    return folder


@pytest.fixture
def tables() -> Callable[[object], dict[str, pd.DataFrame]]:
    """Everything a batch holds, in one order."""
    from metatarsal_load.batches.open import open_batch

    def read(out: object) -> dict[str, pd.DataFrame]:
        opened = open_batch(out)
        return {name: opened.read(name) for name in DATASETS}

    return read


@pytest.fixture
def equal() -> Callable[[dict[str, pd.DataFrame], dict[str, pd.DataFrame]], None]:
    """Assert that two batches hold the same tables."""

    def check(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
        for name in DATASETS:
            pd.testing.assert_frame_equal(one[name], other[name], obj=name)

    return check


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rules out where a test looks at other things: they cost most of a small batch."""
    from metatarsal_load.risk.findings import no_findings

    monkeypatch.setattr("metatarsal_load.batches.work.assess", lambda *_, **__: no_findings())
