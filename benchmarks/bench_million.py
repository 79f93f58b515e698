"""A million made-up athletes through the rules, a bucket at a time, as `batch` does it.

    python benchmarks/bench_million.py [athletes]

Each has 20 runs in ten weeks of 2025, with distance, duration and cadence. Prints processor time,
findings and the peak of memory after every tenth of the way.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import pandas as pd

from metatarsal_load import assess

RUNS, DAYS, BUCKET = 20, 70, 20_000


def made(first: int, athletes: int) -> pd.DataFrame:
    """Make sessions of some athletes, on 20 of 70 days, seeded by the first one."""
    rng = np.random.default_rng(first)
    day = np.sort(rng.random((athletes, DAYS)).argsort(axis=1)[:, :RUNS], axis=1).ravel()
    who = np.repeat(np.arange(athletes), RUNS)
    start = pd.Timestamp("2025-03-03 07:00") + pd.to_timedelta(day, unit="D")
    names = [f"a{first + number:07d}" for number in range(athletes)]
    km = rng.gamma(6, 1.4, len(day))
    return pd.DataFrame(
        {
            "athlete": pd.Categorical.from_codes(who, names),
            "start": start.astype("datetime64[us]"),
            "distance_km": km,
            "duration_min": km * rng.normal(5.6, 0.3, len(day)),
            "cadence_spm": rng.normal(170, 4, len(day)),
        }
    )


def main() -> None:
    athletes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    begin, findings = time.process_time(), 0
    for first in range(0, athletes, BUCKET):
        findings += len(assess(made(first, min(BUCKET, athletes - first))))
        done = min(first + BUCKET, athletes)
        if done % max(athletes // 10, 1) < BUCKET:
            took = time.process_time() - begin
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{done:,} athletes, {done * RUNS:,} sessions: {took:.0f} s of one core, "
                  f"{findings:,} findings, peak {peak:.0f} MB", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
