"""Make a squad of six, as a coach would collect them: a folder an athlete, logs and a few files.

Usage: python tools/make_sample_squad.py FOLDER. The same script always writes the same bytes.
Nobody ran these runs; each athlete shows one thing a coach should see. Twelve weeks from Monday
30 March 2026; the arithmetic behind expected_order.csv stands beside each athlete.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
from sample_streams import Effort, Run, streams
from sample_writers import fit, gpx

MONDAY = pd.Timestamp("2026-03-30")
ZONE = ZoneInfo("Europe/Berlin")
WEEKS, FILES = 12, 3
DAYS = (1, 3, 5, 6)
STEADY = (6.0, 7.0, 6.0, 11.0)


@dataclass(frozen=True)
class Athlete:
    """One athlete: runs of the usual week [km], changes by week and what is left out."""

    name: str
    level: str
    why: str
    usual: Sequence[float] = STEADY
    changed: dict[int, Sequence[float]] = field(default_factory=dict)
    spm: float = 174.0
    weeks: int = WEEKS
    diary: Sequence[str] = ()


SQUAD = (
    Athlete(
        "Amara", "stop", "pain at night on Fri 19 June: a red flag of the diary",
        diary=("2026-06-16,2,0,no", "2026-06-18,3,0,no", "2026-06-19,4,3,no", "2026-06-20,4,0,no"),
    ),
    Athlete(
        "Bram", "warning", "24 km on Sun 21 June after at most 11 km in 30 days: 2.2 times",
        changed={11: (6.0, 7.0, 6.0, 24.0)},
    ),
    Athlete(
        "Chiara", "caution", "36 km in the last week after 30: above 33 km, below 130 % of 30",
        changed={11: (8.0, 9.0, 8.0, 11.0)},
    ),
    Athlete("Dov", "unknown", "no session since Sun 31 May: three weeks without a file", weeks=9),
    Athlete("Elin", "note", "166 spm at an easy pace: under the guide's 170, no change", spm=166.0),
    Athlete("Femi", "ok", "nothing changed", diary=("2026-06-20,0,0,no", "2026-06-21,0,0,no")),
)  # fmt: skip


README = (
    "# A made-up squad",
    "",
    "Six athletes, a folder each: `log.csv` as a person would keep it, and the last three runs as",
    "files of a watch (FIT) or an app (GPX). Beside the folders lie what a coach keeps for all:",
    "`shoes.csv`, `diary.csv`, `athletes.csv`. `expected_order.csv` tells who needs a talk first",
    "and why. Nobody ran these runs; `tools/make_sample_squad.py` writes them.",
)


def main(folder: Path) -> None:
    """Write a folder an athlete, the shared tables and the expected order."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, athlete in enumerate(SQUAD):
        own = folder / athlete.name
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir()
        _write_runs(own, athlete, number)
    _write_tables(folder)
    rows = [f'{place},{a.name},{a.level},"{a.why}"' for place, a in enumerate(SQUAD, start=1)]
    _write_lines(folder / "expected_order.csv", ["place,athlete,level,why", *rows])
    _write_lines(folder / "README.md", README)


def _write_runs(own: Path, athlete: Athlete, number: int) -> None:
    """Write the log of all runs, but the last few as files of a watch or an app."""
    runs = [
        (week, day, km)
        for week in range(athlete.weeks)
        for day, km in zip(DAYS, athlete.changed.get(week, athlete.usual), strict=True)
    ]
    header = "date,distance_km,duration,cadence,heart_rate,surface,shoe"
    lines = [header, *(_line(athlete, *run) for run in runs[:-FILES])]
    _write_lines(own / "log.csv", lines)
    for place, run in enumerate(runs[-FILES:]):
        _write_file(own, athlete, run, seed=100 * number + place, as_fit=place % 2 == 0)


def _line(athlete: Athlete, week: int, day: int, km: float) -> str:
    """Write one run as a person would note it: 5:45 min a kilometre."""
    date = MONDAY + pd.Timedelta(days=7 * week + day)
    minutes, seconds = divmod(round(km * 345), 60)
    hours, minutes = divmod(minutes, 60)
    ground, pair = ("trail", "Trail") if day == 5 else ("asphalt", "Road")
    clock = f"{hours}:{minutes:02d}:{seconds:02d}"
    return f"{date.date()},{km},{clock},{athlete.spm:.0f},140,{ground},{pair}"


def _write_file(
    own: Path, athlete: Athlete, run: tuple[int, int, float], *, seed: int, as_fit: bool
) -> None:
    """Write one run as a watch's FIT or an app's GPX."""
    week, day, km = run
    clock = (MONDAY + pd.Timedelta(days=7 * week + day, hours=9)).tz_localize(ZONE)
    plan = Run(
        start_utc=clock.tz_convert("UTC").tz_localize(None).to_datetime64(),
        efforts=(Effort(km * 1000, 2.9, 140.0),),
        spm=athlete.spm, kind="trail" if day == 5 else "street", climb=6.0, step_s=5, seed=seed,
        name="Easy run", route=day,
    )  # fmt: skip
    data = streams(plan)
    stem = f"{clock:%Y-%m-%d}"
    if as_fit:
        offset = int(clock.utcoffset().total_seconds())
        (own / f"{stem}.fit").write_bytes(fit(plan, data, offset))
    else:
        (own / f"{stem}.gpx.gz").write_bytes(gzip.compress(gpx(plan, data), 9, mtime=0))


def _write_tables(folder: Path) -> None:
    """Write what a coach keeps for all: pairs, diary, profiles."""
    pairs = [
        f"{athlete.name},{shoe},conventional,2026-01-01,60,{worn_for}"
        for athlete in SQUAD
        for shoe, worn_for in (("Road", "running"), ("Trail", "trail"))
    ]
    _write_lines(folder / "shoes.csv", ["athlete,shoe,kind,start,initial_km,default_for", *pairs])
    entries = [f"{a.name},{entry}" for a in SQUAD for entry in a.diary]
    _write_lines(folder / "diary.csv", ["athlete,date,pain,pain_night,sharp", *entries])
    people = [f"{a.name},188,52,Europe/Berlin" for a in SQUAD]
    _write_lines(folder / "athletes.csv", ["athlete,hr_max,hr_rest,timezone", *people])


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "sample_squad"))
