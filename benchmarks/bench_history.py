"""How long a history takes: 1,000 files read, read again from the cache, and a million sessions.

Run ``python benchmarks/bench_history.py [folder of run files]``; without a folder, the sample data.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from metatarsal_load.tables.duplicates import merge_duplicates
from metatarsal_load.tables.history import read_history
from metatarsal_load.tables.periods import daily, weekly
from metatarsal_load.tables.typed import complete_sessions

SAMPLE = Path(__file__).parents[1] / "sample_data"


def test_weeks_of_many_sessions(benchmark):
    full = complete_sessions(many_sessions(100_000))
    benchmark.group = "100,000 sessions"
    benchmark.pedantic(weekly, (full,), rounds=3, warmup_rounds=1)


def test_history_again_from_the_cache(benchmark, tmp_path):
    read_history(SAMPLE, cache=tmp_path)
    benchmark.group = "sample history"
    benchmark.pedantic(read_history, (SAMPLE,), {"cache": tmp_path}, rounds=5, warmup_rounds=1)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    with tempfile.TemporaryDirectory() as cache:
        first = timed("read", lambda: read_history(folder, cache=cache))
        again = timed("read again, nothing changed", lambda: read_history(folder, cache=cache))
        for path in Path(cache).glob("*.tables"):
            path.unlink()
        timed("read again, tables made anew", lambda: read_history(folder, cache=cache))
    print(f"cached read: {first / again:.0f} times as fast")
    sessions = many_sessions(1_000_000)
    timed("complete 1e6 sessions", lambda: complete_sessions(sessions))
    full = complete_sessions(sessions)
    timed("weeks of 1e6 sessions", lambda: weekly(full))
    timed("days of 1e6 sessions", lambda: daily(full))
    timed("duplicates among 2e4 sessions", lambda: merge_duplicates(full.head(20_000)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def timed(name: str, work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes, printed."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{name:32} {seconds * 1000:9.1f} ms")
    return seconds


def many_sessions(count: int) -> pd.DataFrame:
    """Sessions of 100 days each of many athletes."""
    rng = np.random.default_rng(1)
    days = np.arange(100) * np.timedelta64(1, "D") + np.datetime64("2026-01-01T07:00", "us")
    return pd.DataFrame(
        {
            "athlete": np.repeat([f"runner {k}" for k in range(count // 100)], 100),
            "start": np.tile(days, count // 100),
            "distance_km": rng.gamma(4.0, 2.5, count),
            "shoe": rng.choice(["Ghost", "Pegasus", "Speedgoat"], count),
        }
    )


if __name__ == "__main__":
    main()
