"""File to session row: what cleaning and summing up add to reading."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fitparse import FitFile

from metatarsal_load.readers.fit import read_fit
from metatarsal_load.readers.recording import SAMPLE_COLUMNS, Meta
from metatarsal_load.tables.samples import clean
from metatarsal_load.tables.sessions import summarise

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "readers"))
import fit_files

HOUR_S = 3600
STEPS = (
    "file to session row",
    "read",
    "clean",
    "summarise",
    "summarise a track without sport",
    "fitparse",
)


def track(seconds: int) -> pd.DataFrame:
    """An hour of positions with noise, heart rate and cadence, as a GPX holds them."""
    noise = np.random.default_rng(1).normal(0, 1e-5, (2, seconds))
    run = np.arange(seconds)
    start = np.datetime64("2024-05-01T06:00:00", "us")
    index = pd.DatetimeIndex(start + run * np.timedelta64(1, "s"), name="time").tz_localize("UTC")
    channels = {
        "latitude_deg": 48 + run * 2.7e-5 + noise[0],
        "longitude_deg": 11.5 + noise[1],
        "altitude_m": 300 + 20 * np.sin(run / 200),
        "heart_rate_bpm": 150 + 10 * np.sin(run / 300),
        "cadence_spm": 168 + run % 5,
    }
    return pd.DataFrame(dict.fromkeys(SAMPLE_COLUMNS, np.nan) | channels, index=index)


def steps() -> dict[str, Callable[[], object]]:
    """Every step from a FIT file to a session row, the whole way, and the reference's decoding."""
    data = fit_files.run_file(HOUR_S)
    samples, meta = read_fit(data, "hour.fit")[0]
    positions = track(HOUR_S)
    return {
        "file to session row": lambda: summarise(*read_fit(data, "hour.fit")[0]),
        "read": lambda: read_fit(data, "hour.fit"),
        "clean": lambda: clean(samples, meta),
        "summarise": lambda: summarise(samples, meta),
        "summarise a track without sport": lambda: summarise(
            positions, Meta(file="hour.gpx", format="gpx")
        ),
        "fitparse": lambda: fitparse_records(data),
    }


def fitparse_records(data: bytes) -> list[dict[str, object]]:
    """Decode the records with python-fitparse, and nothing else."""
    return [message.get_values() for message in FitFile(data).get_messages("record")]


@pytest.mark.parametrize("step", STEPS)
def test_step(benchmark, step):
    benchmark.group = "FIT to session row"
    benchmark.pedantic(steps()[step], rounds=3 if step == "fitparse" else 50, warmup_rounds=1)
