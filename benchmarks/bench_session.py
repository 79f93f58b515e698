"""File to session row: what cleaning and summing up add to reading.

``python benchmarks/bench_session.py``
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from metatarsal_load.readers.fit import read_fit
from metatarsal_load.readers.fit_reference import read_fit_reference
from metatarsal_load.readers.recording import SAMPLE_COLUMNS, Meta
from metatarsal_load.tables.samples import clean
from metatarsal_load.tables.sessions import summarise

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "readers"))
import fit_files

HOUR_S = 3600


def milliseconds(call: Callable[[], object], rounds: int) -> float:
    """Median time of a call [ms]; the first one warms up."""
    call()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


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


def report() -> None:
    """Print the times, and the whole way against python-fitparse's decoding alone."""
    data = fit_files.run_file(HOUR_S)
    samples, meta = read_fit(data, "hour.fit")[0]
    positions = track(HOUR_S)

    def whole_way() -> object:
        return summarise(*read_fit(data, "hour.fit")[0])

    rows = {
        "read_fit": milliseconds(lambda: read_fit(data, "hour.fit"), 50),
        "summarise, device distance": milliseconds(lambda: summarise(samples, meta), 50),
        "summarise, track without sport": milliseconds(
            lambda: summarise(positions, Meta(file="hour.gpx", format="gpx")), 50
        ),
        "clean, device distance": milliseconds(lambda: clean(samples, meta), 50),
        "file to row": milliseconds(whole_way, 50),
        "python-fitparse": milliseconds(lambda: read_fit_reference(data, "hour.fit"), 3),
    }
    for name, took in rows.items():
        print(f"{name:32s}{took:9.2f} ms")
    print(f"{'file to row is faster by':32s}{rows['python-fitparse'] / rows['file to row']:9.0f} x")


if __name__ == "__main__":
    report()
