"""Seconds by heart rate, seconds and steps by speed."""

from __future__ import annotations

import numpy as np
import pytest
from made_recordings import meta, samples

from metatarsal_load.tables.histograms import SIZE, Histograms, histograms_of
from metatarsal_load.tables.samples import motion


def made(**channels: object) -> Histograms:
    rows = max(np.size(values) for values in channels.values())
    return histograms_of(motion(samples(range(rows), **channels), meta()))


def test_seconds_by_heart_rate_count_moving_time_only() -> None:
    found = made(
        speed_mps=np.repeat([3.0, 0.0, 3.0], [101, 50, 50]),
        heart_rate_bpm=np.repeat([150.0, 140.0, 160.0], [101, 50, 50]),
    )
    assert {bpm: found.hr_s[bpm] for bpm in np.flatnonzero(found.hr_s)} == {150: 100, 160: 50}


@pytest.mark.parametrize(
    ("speed", "bin_"), [(2.0, 40), (2.15, 43), (2.149, 42), (3.0, 60), (11.99, 239)]
)
def test_running_time_and_steps_by_speed(speed: float, bin_: int) -> None:
    found = made(speed_mps=np.full(301, speed), cadence_spm=np.full(301, 180.0))
    assert found.speed_s.sum() == pytest.approx(300)
    assert np.abs(np.flatnonzero(found.speed_s) - bin_).max() <= 1  # a mean of 30 s rounds
    assert np.flatnonzero(found.steps_by_speed).tolist() == [bin_]
    assert found.steps_by_speed.sum() == pytest.approx(900)


def test_to_an_array_and_back() -> None:
    found = made(speed_mps=np.full(100, 3.0), heart_rate_bpm=np.full(100, 150.0))
    again = Histograms.from_array(found.to_array())
    assert found.to_array().shape == (SIZE,)
    assert found.to_array().dtype == np.float32
    for name in ("hr_s", "speed_s", "steps_by_speed"):
        assert (getattr(found, name) == getattr(again, name)).all()
    with pytest.raises(ValueError, match="expected"):
        Histograms.from_array(np.zeros(5, dtype=np.float32))


def test_nothing_known_is_all_zero() -> None:
    assert made(temperature_c=np.full(10, 20.0)).to_array().sum() == 0
    assert histograms_of(motion(samples([]), meta())).to_array().sum() == 0
