"""Artefacts of heart rate sensors."""

from __future__ import annotations

import numpy as np
import pytest

from metatarsal_load.tables.heart import true_heart_rate


def of(heart_rate: np.ndarray, cadence: np.ndarray) -> tuple[np.ndarray, float]:
    clock = np.arange(float(heart_rate.size))
    return true_heart_rate(heart_rate, cadence, np.diff(clock, prepend=0.0), clock)


def test_loose_straps() -> None:
    beats = np.array([0.0, 29.0, 30.0, 150.0, 230.0, 231.0, 255.0, np.nan])
    found, locked = of(beats, np.full(8, 170.0))
    assert found.tolist() == pytest.approx(
        [np.nan, np.nan, 30.0, 150.0, 230.0, np.nan, np.nan, np.nan], nan_ok=True
    )
    assert locked == 0.0


@pytest.mark.parametrize(
    ("seconds", "offset", "locked"),
    [(601, 0.0, True), (601, 2.0, True), (601, -2.0, True), (601, 6.0, False), (200, 0.0, False)],
)
def test_cadence_lock(seconds: int, offset: float, locked: bool) -> None:
    cadence = 168 + 4 * np.sin(np.arange(seconds) / 40)
    found, time = of(cadence + offset, cadence)
    assert np.isnan(found).all() == locked
    assert time == (seconds - 1 if locked else 0)


def test_a_heart_that_crosses_the_cadence_is_a_heart() -> None:
    found, time = of(np.linspace(120, 190, 1800), np.full(1800, 170.0))
    assert np.isfinite(found).all()
    assert time == 0.0


def test_only_the_locked_part_is_left_out() -> None:
    cadence = np.full(2400, 172.0)
    found, time = of(np.where(np.arange(2400) < 1200, 172.0, 150.0), cadence)
    assert time == pytest.approx(1200, abs=160)
    assert np.isfinite(found[1200:]).all()
