"""Small files to start from: made here, and cut from real ones where the corpus is at hand."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import zipfile
from pathlib import Path

import numpy as np
import sample_writers
from sample_streams import Effort, Run, streams

FORMATS = ("fit", "gpx", "tcx", "csv", "json", "zip")
MOST_BYTES = 2400
ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("METATARSAL_CORPUS", ROOT.parent / "shared" / "corpus"))
STRAVA = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Activity Gear,"
    "Filename,Moving Time,Distance,Average Cadence,Perceived Exertion\n"
    '7001,"Aug 28, 2023, 3:21:51 AM",Morning,Run,1560,5.37,Pegasus,activities/run.fit.gz,1500,'
    "5370.0,81.5,4.0\n"
    '7002,"Aug 29, 2023, 5:21:51 PM","Evening, hilly",Trail Run,1990,6.74,,,1930,6740.0,82.0,\n'
)
GARMIN = (
    "Activity Type,Date,Favorite,Title,Distance,Time,Avg HR,Avg Run Cadence,Total Ascent\n"
    'Running,2024-05-14 17:30:01,false,"Park, easy",5.37,00:32:10,143,170,"1,020"\n'
)
RUNKEEPER = (
    "Activity Id,Date,Type,Route Name,Distance (km),Duration,Average Pace,Climb (m),Notes,"
    "GPX File\n"
    "a-1,2019-05-14 17:30:01,Running,,5.37,32:10,5:59,20,,run.gpx\n"
)
LOG = "date,distance_km,duration,shoe\n2024-05-14,5.0,30:00,blue\n2024-05-16,8.2,0:48:30,red\n"
SHOES = "shoe,athlete,kind,start,initial_km\nblue,anna,conventional,2024-01-01,120\n"
DIARY = "date;pain;note\n2024-05-14;3;first\n2024-05-15;2,5;second\n"
ATHLETES = "athlete,mass_kg,hr_max,timezone\nanna,58.5,190,Europe/Berlin\n"
SUMMARY = {
    "activityId": 111, "name": "Park", "activityType": "running", "startTimeGmt": 1715707801000,
    "startTimeLocal": 1715715001000, "distance": 537000, "duration": 1500000, "avgHr": 143,
    "elevationGain": 2000, "elevationLoss": 1900, "minElevation": 10000, "maxElevation": 11000,
    "avgRunCadence": 82, "steps": 4200, "parent": False, "eventTypeId": 1,
}  # fmt: skip
GEAR = {
    "gearDTOS": [{"gearPk": 5, "displayName": "Blue", "gearTypeName": "Shoes",
                  "dateBegin": "2024-01-01T00:00:00.0", "maximumMeters": 700000}],
    "gearActivityDTOs": {"5": [{"activityId": 111, "gearPk": 5}]},
}  # fmt: skip


def seeds(kind: str) -> list[bytes]:
    """The files of one format that mutation starts from, the smallest first."""
    found = {"csv": _csvs, "json": _jsons, "zip": _zips}.get(kind, lambda: _runs(kind))()
    return sorted(dict.fromkeys(found), key=len)


def _runs(kind: str) -> list[bytes]:
    made = []
    for gps, pauses in ((True, ()), (False, ()), (True, (200.0,))):
        start = np.datetime64("2024-05-14T15:30:01")
        efforts = (Effort(400, 3.0, 150),)
        run = Run(start, efforts, 170.0, step_s=10, gps=gps, pause_at=pauses, name="A & B")
        data = streams(run)
        made.append(
            sample_writers.fit(run, data, 7200)
            if kind == "fit"
            else getattr(sample_writers, kind)(run, data).replace(b"A & B", b"A &amp; B")
        )
    real = sorted((CORPUS / kind).glob(f"*.{kind}*")) if CORPUS.is_dir() else []
    return made + [_shortened(kind, path) for path in real]


def _shortened(kind: str, path: Path) -> bytes:
    """A real file cut to a few kilobytes: FIT at its end, XML in the middle of its points."""
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    if kind == "fit" or len(data) <= MOST_BYTES:
        return data[:MOST_BYTES]
    name = b"trkpt" if kind == "gpx" else b"Trackpoint"
    ends = [match.end() for match in re.finditer(b"</(?:\\w+:)?" + name + b">", data)]
    first = next((end for end in ends if end > MOST_BYTES // 2), 0)
    return data[:first] + data[ends[-1] :][: MOST_BYTES // 2] if first else data[:MOST_BYTES]


def _csvs() -> list[bytes]:
    made = [text.encode() for text in (STRAVA, GARMIN, RUNKEEPER, LOG, SHOES, DIARY, ATHLETES)]
    made.append(STRAVA.encode("utf-16"))
    real = sorted((CORPUS / "exports").glob("*.csv")) if CORPUS.is_dir() else []
    return made + [path.read_bytes()[: MOST_BYTES // 2] for path in real]


def _jsons() -> list[bytes]:
    summaries = [{"summarizedActivitiesExport": [SUMMARY, {**SUMMARY, "activityId": 112}]}]
    typed = [{"summarizedActivitiesExport": [{**SUMMARY, "activityType": {"typeKey": "running"}}]}]
    return [json.dumps(each).encode() for each in (summaries, typed, GEAR, [GEAR])]


def _zips() -> list[bytes]:
    fit, gpx = seeds("fit")[0], seeds("gpx")[0]
    run = {"activities/run.fit.gz": gzip.compress(fit, mtime=0)}
    inner = _zip({"run.gpx": gpx})
    return [
        _zip({"activities.csv": STRAVA.encode(), **run}),
        _zip({"run.fit": fit, "x/../run.gpx": gpx}),
        _zip({"DI_CONNECT/a.zip": inner, "_gear.json": json.dumps(GEAR).encode()}),
        _zip({"run.fit": fit}, zipfile.ZIP_STORED),
        inner,
    ]


def _zip(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return buffer.getvalue()
