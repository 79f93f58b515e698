"""Cost of `assess` on generated athletes: 5 years of daily runs each, 1e4 to 1e6 sessions.

    python benchmarks/bench_assess.py [--profile]

Prints microseconds a session for growing tables, and the gain over a loop athlete by athlete.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
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
    frame = pd.DataFrame({"athlete": np.char.add("a", np.char.zfill(who.astype(str), 6)),
                          "start": start.astype("datetime64[us]"), "distance_km": km})  # fmt: skip
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
    """Wall time of one assessment."""
    begin = time.perf_counter()
    assess(sessions)
    return time.perf_counter() - begin


def test_assess_five_years_of_athletes(benchmark):
    benchmark.group = "assess"
    benchmark.pedantic(assess, (history(20),), rounds=2, warmup_rounds=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--athletes", type=int, nargs="+", default=[6, 63, 626])
    options = parser.parse_args()
    assess(history(1))
    for rich in (False, True):
        for athletes in options.athletes:
            table = history(athletes, rich=rich)
            took = seconds(table)
            print(f"{'rich' if rich else 'bare'} {len(table):9,d} sessions: {took:7.2f} s, "
                  f"{took / len(table) * 1e6:6.2f} us a session")  # fmt: skip
    table = history(20)
    loop = sum(seconds(own) for _, own in table.groupby("athlete"))
    print(f"loop athlete by athlete: {loop / len(table) * 1e6:.1f} us a session")
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(assess, history(100))
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
