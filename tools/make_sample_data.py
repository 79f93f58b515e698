"""Make sample_data/: one synthetic runner's 24 weeks, as watches and apps would have written them.

Usage: python tools/make_sample_data.py FOLDER. The same script always writes the same bytes. Nobody
ran these runs: places, hearts and shoes are made up so that each risk factor shows once.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sample_streams import Effort, Run, streams
from sample_writers import fit, gpx, tcx

MONDAY = pd.Timestamp("2026-01-05")
ZONE = ZoneInfo("Europe/Berlin")
EASY, REST, FAST = (2.9, 140.0), (2.4, 132.0), (3.9, 177.0)
CLOCK = {
    "Mon": "18:10",
    "Tue": "18:30",
    "Thu": "18:00",
    "Fri": "07:15",
    "Sat": "10:00",
    "Sun": "09:00",
}
DAYS = {"Mon": 0, "Tue": 1, "Thu": 3, "Fri": 4, "Sat": 5, "Sun": 6}

# Distance of each run [km] by weekday, and the repeats of 800 m on Thursday's track. Saturday is
# trail. The comments are the arithmetic behind expected_findings.csv.
WEEKS: tuple[tuple[dict[str, float], int], ...] = (
    ({"Tue": 6.0, "Thu": 7.0, "Sat": 6.0, "Sun": 10.0}, 5),
    ({"Tue": 6.0, "Thu": 7.0, "Sat": 6.0, "Sun": 10.5}, 5),
    ({"Tue": 6.0, "Thu": 7.0, "Sat": 6.5, "Sun": 11.0}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 6.5, "Sun": 11.0}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 11.5}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),  # 32.5
    ({"Tue": 8.5, "Thu": 7.0, "Fri": 6.0, "Sat": 7.0, "Sun": 12.0}, 5),  # 40.5 > 35.75: T10
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({"Tue": 5.0, "Thu": 7.0, "Sat": 6.0, "Sun": 17.0}, 5),  # 17.0 / 12.0 = 1.42: TSPK
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({"Tue": 8.0, "Thu": 11.0, "Sat": 9.0, "Sun": 16.0}, 10),  # 44.0, fast and hilly: stacked
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({}, 0),
    ({}, 0),
    ({"Tue": 8.0, "Thu": 7.0, "Sat": 7.5, "Sun": 12.0}, 0),  # 34.5 > U = 32.5: TOFF
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 0),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.0}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.5}, 5),
    ({"Tue": 6.5, "Thu": 7.0, "Sat": 7.0, "Sun": 12.5}, 5),
)
STACKED_WEEK, LOW_CADENCE_WEEKS, DUPLICATE_WEEK = 12, (13, 14, 15, 16), 3
RIDE_WEEKS = range(1, 25, 2)


def main(folder: Path) -> None:
    """Write every file of the season."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.fit"), *folder.glob("*.gz")]:
        old.unlink()
    for number, (distances, repeats) in enumerate(WEEKS, start=1):
        for weekday, km in distances.items():
            _write(folder, _run(number, weekday, km, repeats), weekday, number)
        if number in RIDE_WEEKS:
            _write_ride(folder, number)
    _write_tables(folder)


def _start(week: int, weekday: str) -> np.datetime64:
    local = MONDAY + pd.Timedelta(days=7 * (week - 1) + DAYS[weekday])
    clock = pd.Timestamp(f"{local.date()} {CLOCK[weekday]}").tz_localize(ZONE)
    return clock.tz_convert("UTC").tz_localize(None).to_datetime64()


def _run(week: int, weekday: str, km: float, repeats: int) -> Run:
    """Plan one run of the season."""
    kind = {"Thu": "track", "Sat": "trail"}.get(weekday, "street")
    low = week in LOW_CADENCE_WEEKS
    base_climb = {"track": 0.5, "trail": 8.0}.get(kind, 7.0)
    return Run(
        start_utc=_start(week, weekday),
        efforts=_intervals(km, repeats)
        if repeats and kind == "track"
        else (Effort(km * 1000, *EASY),),
        spm=152.0 if low else 176.0,
        kind=kind,
        climb=base_climb * (1.9 if week == STACKED_WEEK and kind != "track" else 1.0),
        step_s=1 if week % 6 == 0 else 4,
        seed=1000 * week + DAYS[weekday],
        name={"Thu": "Track", "Sat": "Trail", "Sun": "Long run"}.get(weekday, "Easy run"),
        route=DAYS[weekday] + week % 3,
        pause_at=(0.4,) if weekday == "Sun" else (),
    )


def _intervals(km: float, repeats: int) -> tuple[Effort, ...]:
    """Warm up, 800 m fast and 200 m slow in turn, jog the rest."""
    left = km * 1000 - 1000 * repeats
    pair = (Effort(800, *FAST), Effort(200, *REST))
    return (Effort(left / 2, *EASY), *(pair * repeats), Effort(left / 2, *EASY))


def _write(folder: Path, run: Run, weekday: str, week: int) -> None:
    """Write a run in the format its day and week call for."""
    data = streams(run)
    local = pd.Timestamp(run.start_utc, tz="UTC").tz_convert(ZONE)
    stem = f"{local:%Y-%m-%d}-{run.name.split()[0].lower()}"
    written = _formats(week, weekday)
    if "tcx" in written:
        _gzip(folder / f"{stem}.tcx.gz", tcx(run, data))
    if "gpx" in written:
        _gzip(folder / f"{stem}.gpx.gz", gpx(run, data))
    if "fit" in written:
        offset = int(local.utcoffset().total_seconds())
        (folder / f"{stem}.fit").write_bytes(fit(run, data, offset))


def _formats(week: int, weekday: str) -> tuple[str, ...]:
    """Choose the formats of a run; one long run is there twice, from the watch and from the app."""
    if weekday == "Sun" and week % 2 == 1:
        return ("gpx", "fit") if week == DUPLICATE_WEEK else ("gpx",)
    return ("tcx",) if weekday == "Tue" and week % 2 == 0 else ("fit",)


def _write_ride(folder: Path, week: int) -> None:
    """Write a Monday ride: cross-training."""
    run = Run(
        start_utc=_start(week, "Mon"),
        efforts=(Effort(18_000, 6.5, 125.0),),
        spm=164.0, kind="ride", climb=5.0, step_s=6, seed=1000 * week, name="Ride", route=9,
    )  # fmt: skip
    local = pd.Timestamp(run.start_utc, tz="UTC").tz_convert(ZONE)
    offset = int(local.utcoffset().total_seconds())
    (folder / f"{local:%Y-%m-%d}-ride.fit").write_bytes(fit(run, streams(run), offset))


def _gzip(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(data, 9, mtime=0))


def _write_tables(folder: Path) -> None:
    """Write the tables a runner keeps beside the files."""
    (folder / "shoes.csv").write_text(
        "shoe,model,kind,start,initial_km,default_for\n"
        "Daily blue,Example Daily 3,conventional,2025-04-01,730,running\n"
        "Trail green,Example Ridge 1,conventional,2025-09-01,90,trail\n"
        "Track white,Example Tempo 2,conventional,2025-10-01,60,track\n",
        encoding="utf-8",
    )
    (folder / "athletes.csv").write_text(
        "athlete,mass_kg,height_m,sex,birth_year,hr_max,hr_rest,timezone\n"
        "me,64,1.70,f,1990,188,52,Europe/Berlin\n",
        encoding="utf-8",
    )
    days = pd.date_range(MONDAY, periods=24 * 7, freq="D")
    rows = ["date,pain,pain_morning,walk_ok,stairs_ok,hops_ok,calf_raise_ok,illness,note"]
    for day in days:
        ill = pd.Timestamp("2026-04-27") <= day <= pd.Timestamp("2026-05-05")
        back = pd.Timestamp("2026-05-10") <= day <= pd.Timestamp("2026-05-24")
        ready = "yes,yes,yes,yes" if back else ",,,"
        note = "flu, no running" if ill else ""
        rows.append(f'{day.date()},0,0,{ready},{"yes" if ill else "no"},"{note}"')
    (folder / "diary.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "sample_data"))
