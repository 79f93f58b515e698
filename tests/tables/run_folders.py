"""Folders of run files for tests: FIT by the tests' writer, GPX as an app writes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from fit_files import run_file

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
# A Sunday, 23:30 on the clocks of Los Angeles.
SUNDAY_NIGHT = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
LOS_ANGELES = (34.05, -118.25)
METRES_PER_DEGREE = 111_195.0


def fit(start: datetime, minutes: int = 20, speed: float = 3.0, **session: object) -> bytes:
    """A run at constant speed, 150 bpm, 170 spm, without positions."""
    seconds = int((start - EPOCH).total_seconds())
    return run_file(60 * minutes + 1, start=seconds, speed=speed, **session)


def gpx(
    start: datetime,
    minutes: int = 20,
    speed: float = 3.0,
    name: str = "Evening run",
    place: tuple[float, float] = LOS_ANGELES,
) -> bytes:
    """A run due north, one point in five seconds."""
    points = "".join(
        f'<trkpt lat="{place[0] + speed * k / METRES_PER_DEGREE:.7f}" lon="{place[1]}">'
        f"<time>{start + timedelta(seconds=k):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for k in range(0, 60 * minutes + 1, 5)
    )
    track = f"<trk><name>{name}</name><type>running</type><trkseg>{points}</trkseg></trk>"
    return f'<?xml version="1.0"?><gpx version="1.1" creator="app">{track}</gpx>'.encode()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
