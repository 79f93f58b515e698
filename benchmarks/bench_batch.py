"""A batch on one core and on two, against a loop that only decodes, and its memory.

Run ``python benchmarks/bench_batch.py [athletes]``: each athlete has 50 generated runs of an hour
at 1 Hz with positions (40 athletes: 2,000 files). Needs the extra ``distributed`` and psutil.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from shutil import rmtree

import numpy as np
import pandas as pd
import psutil

from metatarsal_load.batches.run import batch
from metatarsal_load.risk.assess import assess

TOOLS = Path(__file__).parents[1] / "tools"
RUNS = 50
DECODED = 20
ATHLETES = 40


def test_batch_of_unchanged_files(benchmark, tmp_path):
    source = make_study(tmp_path / "study", 2, runs=5)
    batch(source, tmp_path / "out")
    benchmark.group = "batch"
    benchmark.pedantic(batch, (source, tmp_path / "out"), rounds=3, warmup_rounds=1)


def make_study(folder: Path, athletes: int, runs: int = RUNS) -> Path:
    """Athletes with runs of an hour; the same runs for each, as links to one file."""
    sys.path.insert(0, str(TOOLS))
    from sample_streams import Effort, Run, streams
    from sample_writers import fit

    first = np.datetime64("2025-01-01T06:00:00")
    for k in range(runs):
        start = first + np.timedelta64(7 * k, "D")
        run = Run(start, (Effort(10_800, 3.0, 145.0),), spm=172.0, seed=k, route=k % 4)
        content = fit(run, streams(run), 3600)
        for number in range(athletes):
            place = folder / f"athlete{number:05}" / f"{k:03}.fit"
            place.parent.mkdir(parents=True, exist_ok=True)
            if number:
                os.link(folder / "athlete00000" / place.name, place)
            else:
                place.write_bytes(content)
    return folder


def main() -> None:
    athletes = int(sys.argv[1]) if len(sys.argv) > 1 else ATHLETES
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        source = make_study(place / "study", athletes)
        files = sorted(source.rglob("*.fit"))
        print(f"{len(files)} files of {files[0].stat().st_size / 1e3:.0f} kB")
        alone = measured("fitparse, decoding only", DECODED, lambda: decode(files[:DECODED]))
        rates = {}
        for jobs in (1, 2):
            out = place / f"out{jobs}"
            rates[jobs] = measured(
                f"batch, {jobs} process(es)",
                len(files),
                lambda j=jobs, o=out: batch(source, o, jobs=j),
            )
        measured("again, nothing changed", len(files), lambda: batch(source, out, jobs=2))
        print(f"two over one: {rates[2] / rates[1]:.2f}; two over fitparse: {rates[2] / alone:.0f}")
        for number in (4, athletes):
            part = make_study(place / f"part{number}", number)
            rmtree(place / "out", ignore_errors=True)
            with Watched() as watched:
                batch(part, place / "out", jobs=2, buckets=max(1, number // 2))
            print(
                f"{number * RUNS} files: {watched.own:.0f} MB here, "
                f"{watched.worker:.0f} MB each worker"
            )
    for athletes in (500, 5_000, 50_000):
        sessions = many(athletes)
        begun = time.process_time()
        assess_in_buckets(sessions, 500)
        took = time.process_time() - begun
        print(
            f"assess {len(sessions):.0e} sessions: {took:.1f} s of one core, "
            f"{1e6 * took / len(sessions):.0f} us each"
        )


def measured(name: str, files: int, work) -> float:
    """Files a second, printed with the share of the wall that was spent working."""
    begun = time.perf_counter()
    work()
    took = time.perf_counter() - begun
    print(f"{name}: {took:.1f} s, {files / took:.1f} files/s, {1e3 * took / files:.1f} ms a file")
    return files / took


def decode(paths: list[Path]) -> None:
    """Decode every message, and keep nothing."""
    from fitparse import FitFile

    for path in paths:
        for _ in FitFile(str(path)).get_messages():
            pass


def many(athletes: int, runs: int = 200) -> pd.DataFrame:
    """Sessions of a year for many athletes."""
    rng = np.random.default_rng(1)
    day = np.tile(np.arange(runs) * 365 // runs, athletes)
    return pd.DataFrame(
        {
            "athlete": np.repeat([f"a{k:06}" for k in range(athletes)], runs),
            "start": np.datetime64("2025-01-01T07:00:00", "us") + day * np.timedelta64(1, "D"),
            "distance_km": rng.uniform(4, 14, athletes * runs).round(2),
        }
    )


def assess_in_buckets(sessions: pd.DataFrame, athletes: int) -> None:
    """Judge as the tasks of a batch do: one bucket of athletes after the other."""
    step = 200 * athletes
    for begin in range(0, len(sessions), step):
        assess(sessions.iloc[begin : begin + step])


class Watched:
    """The most memory that this process and each of its workers held meanwhile [MB]."""

    def __enter__(self) -> Watched:
        self.own = self.worker = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._stop.wait(0.05):
            self.own = max(self.own, me.memory_info().rss / 1e6)
            for child in me.children(recursive=True):
                try:
                    self.worker = max(self.worker, child.memory_info().rss / 1e6)
                except psutil.NoSuchProcess:
                    continue


if __name__ == "__main__":
    main()
