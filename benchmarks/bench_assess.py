"""Cost of `assess` on generated athletes: 5 years of daily runs each, 1e4 to 1e6 sessions.

    python benchmarks/bench_assess.py [--profile] [--bare] [--athletes 100 1000 10000]

Prints microseconds of processor time a session for growing tables, the peak of memory before and
after (the table itself is in both), and the gain over a loop athlete by athlete.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import time

import numpy as np
import pandas as pd

from metatarsal_load.risk.assess import assess

DAYS = 1826


def history(athletes: int, *, rich: bool = True, seed: int = 1) -> pd.DataFrame:
    """Daily runs for some athletes, one in eight days off; `rich` adds what a watch records."""
    rng = np.random.default_rng(seed)
    who, day = np.divmod(np.arange(athletes * DAYS), DAYS)
    kept = rng.random(len(day)) > 1 / 8
    who, day = who[kept], day[kept]
    km = rng.gamma(6, 1.4, len(day)) * (1 + 0.2 * np.sin(day / 60))
    start = pd.Timestamp("2021-01-04") + pd.to_timedelta(day * 1440 + 420, unit="min")
    names = pd.Categorical.from_codes(who, [f"a{number:06d}" for number in range(athletes)])
    frame = pd.DataFrame(
        {"athlete": names, "start": start.astype("datetime64[us]"), "distance_km": km}
    )
    if not rich:
        return frame
    speed = rng.normal(3, 0.2, len(day))
    return frame.assign(
        sport=np.where(rng.random(len(day)) < 0.1, "cycling", "running"),
        duration_min=km / speed / 0.06,
        cadence_spm=rng.normal(172, 3, len(day)) + 5.6 * (speed - 3),
        ascent_m=rng.gamma(2, 30, len(day)),
        descent_m=rng.gamma(2, 30, len(day)),
        downhill_km=rng.gamma(1, 0.1, len(day)),
        intensity=rng.choice(["easy", "easy", "easy", "moderate", "hard"], len(day)),
        surface=rng.choice(["asphalt", "grass", "trail", "treadmill", "unknown"], len(day)),
        shoe=np.char.add("pair ", ((day // 90) * 2 + rng.integers(0, 2, len(day))).astype(str)),
    )


def seconds(sessions: pd.DataFrame) -> float:
    """Processor time of one assessment: machines that do other things too compare by it."""
    begin = time.process_time()
    assess(sessions)
    return time.process_time() - begin


def peak_gb() -> float:
    """Largest memory this process has held so far [GB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def test_assess_five_years_of_athletes(benchmark):
    benchmark.group = "assess"
    benchmark.pedantic(assess, (history(20),), rounds=2, warmup_rounds=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--bare", action="store_true", help="start and distance alone")
    parser.add_argument("--athletes", type=int, nargs="+", default=[6, 63, 626])
    options = parser.parse_args()
    assess(history(1))
    for rich in (False,) if options.bare else (False, True):
        table = history(10, rich=rich)
        loop = sum(seconds(own) for _, own in table.groupby("athlete", observed=True)) / len(table)
        for athletes in options.athletes:
            table = history(athletes, rich=rich)
            before, took = peak_gb(), seconds(table)
            print(f"{'rich' if rich else 'bare'} {len(table):10,d} sessions: {took:7.2f} s, "
                  f"{took / len(table) * 1e6:6.2f} us a session, {loop * len(table) / took:3.0f} "
                  f"times faster than a loop; peak {before:.1f} -> {peak_gb():.1f} GB")  # fmt: skip
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(assess, history(100))
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
