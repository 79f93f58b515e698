"""Real recordings: formats against each other, tracks against devices and against gpxpy."""

from __future__ import annotations

import gzip
from pathlib import Path

import gpxpy
import gpxpy.gpx
import numpy as np
import pandas as pd
import pytest

from metatarsal_load.errors import MetatarsalError
from metatarsal_load.readers.files import read_recordings
from metatarsal_load.readers.recording import Recording
from metatarsal_load.tables.distance import SPEED_LIMIT_MPS
from metatarsal_load.tables.samples import motion
from metatarsal_load.tables.sessions import summarise
from metatarsal_load.tables.track import track_distance

# Year files whose raw steps are partly impossible: a stale position repeated between live ones
# (556160e9, 88 m back and forth every second; eea8fa30), a ride in a car (720bf570).
NOT_A_RUN_THROUGHOUT = ("556160e9", "eea8fa30", "720bf570")
# Tracks that differ from the device by more than 5 %, and what the plain sum of positions says.
DEVICE_DIFFERS = {
    "corriporai-runpandas__run.fit": "plain sum 9 % short as well: positions are missing",
    "activity-large-fenxi2-multisport.fit 2": "38 min at 1 m/s; the watch counts its wander",
    "fit_format_test_File": "plain sum 6 % short as well",
    "activity_4017099594": "plain sum 5 % short as well",
    "2020-12-04T19_09_21": "plain sum 8 % long: the phone's positions are longer than its distance",
}


def read(corpus: Path, name: str) -> list[Recording]:
    try:
        return read_recordings(corpus / name)
    except MetatarsalError:
        return []


def row(corpus: Path, name: str) -> dict[str, object]:
    ((samples, meta),) = read(corpus, name)
    return summarise(samples, meta)[0]


@pytest.mark.parametrize(
    ("names", "same", "near"),
    [
        (
            [f"{kind}/aaron-schroeder-heartandsole__testdata.{end}"
             for kind, end in (("fit", "fit"), ("gpx", "gpx"), ("tcx", "tcx.gz"))],
            ["start", "start_utc", "timezone", "sport", "session_id"],
            # 4 min with two stops: 46 samples, the GPX knows neither stops nor distance
            {"distance_km": 0.02, "heart_rate_bpm": 0.01, "cadence_spm": 0.10},
        ),
        (
            ["fit/roznet-connectstats__activity_234979239.fit",
             "tcx/roznet-connectstats__activity_234979239.tcx.gz"],
            ["start", "start_utc", "timezone", "sport", "session_id", "cadence_spm"],
            # the TCX holds other altitudes: climb is not compared
            {"distance_km": 1e-9, "duration_min": 1e-4, "moving_min": 0.01, "running_min": 0.01,
             "longest_bout_min": 0.01, "steps": 0.001, "heart_rate_bpm": 0.001,
             "easy_speed_mps": 0.01},
        ),
    ],
)  # fmt: skip
def test_one_run_in_several_formats_is_one_session(
    corpus: Path, names: list[str], same: list[str], near: dict[str, float]
) -> None:
    first, *others = (row(corpus, name) for name in names)
    for other in others:
        assert {name: other[name] for name in same} == {name: first[name] for name in same}
        for name, tolerance in near.items():
            assert other[name] == pytest.approx(first[name], rel=tolerance), name


def test_tracks_agree_with_the_devices_distance(corpus: Path) -> None:
    """Running, over 500 m, positions throughout: median difference below 0.7 %."""
    off = {}
    for path in sorted([*corpus.glob("fit/*"), *corpus.glob("tcx/*")]):
        for samples, meta in read(corpus, f"{path.parent.name}/{path.name}"):
            found = motion(samples, meta)
            placed = np.isfinite(found.latitude_deg)
            if found.sport != "running" or found.source != "device" or placed.sum() < 100:
                continue
            track, _, _ = track_distance(
                found.latitude_deg, found.longitude_deg, found.clock_s, SPEED_LIMIT_MPS["running"]
            )
            if found.distance_m[-1] > 500:
                off[f"{path.name} {meta.activity}"] = track[-1] / found.distance_m[-1] - 1
    differences = pd.Series(off)
    assert len(differences) >= 40
    assert differences.abs().median() < 0.007
    assert abs(differences.median()) < 0.004
    beyond = differences.index[differences.abs() > 0.05]
    assert [name for name in beyond if not any(known in name for known in DEVICE_DIFFERS)] == []


def test_the_year_of_tracks_against_gpxpy(corpus: Path) -> None:
    """Within 3 % of gpxpy and never longer.

    Every third file, as gpxpy is slow, and the three odd ones: those are measured as recorded,
    and say that they are doubtful. (Their impossible steps left out, the first would be 5.4 km
    and not 22 km; gpxpy counts them.)
    """
    rows = []
    paths = sorted(corpus.glob("gpx/corriporai-runpandas__????????-*.gpx.gz"))
    odd = [p for p in paths if p.name.split("__")[1][:8] in NOT_A_RUN_THROUGHOUT]
    for path in sorted({*paths[::3], *odd}):
        track = gpxpy.parse(gzip.decompress(path.read_bytes()).decode())
        rows.append(
            (
                path.name.split("__")[1][:8],
                row(corpus, f"gpx/{path.name}"),
                track.length_2d() / 1000,
            )
        )
    names, sessions, lengths = zip(*rows, strict=True)
    ours = pd.Series([float(s["distance_km"]) for s in sessions], index=names)  # type: ignore[arg-type]
    theirs = pd.Series(lengths, index=names)
    assert (len(paths), len(odd)) == (68, 3)
    assert {s["sport"] for s in sessions} == {"running"}
    assert {s["timezone_source"] for s in sessions} == {"coordinates"}
    assert (ours < theirs).all()
    doubtful = [
        name for name, s in zip(names, sessions, strict=True) if "doubtful" in str(s["notes"])
    ]
    assert set(doubtful) == set(NOT_A_RUN_THROUGHOUT)
    possible = ~ours.index.isin(NOT_A_RUN_THROUGHOUT)
    assert ours[possible].sum() == pytest.approx(theirs[possible].sum(), rel=0.03)
    minutes = pd.Series([float(s["duration_min"]) for s in sessions], index=names)  # type: ignore[arg-type]
    assert (minutes / ours)[possible].between(4.5, 9.5).all()
