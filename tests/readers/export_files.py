"""Exports built in code: CSVs from a header and runs, zips from members, tiny run files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run as an export's row tells it."""

    number: int
    start: datetime
    km: float
    moving_s: int
    name: str
    shoe: str

    @property
    def file(self) -> str:
        return f"activities/{9000 + self.number}.gpx.gz"


RUNS = tuple(
    Run(
        number=n,
        start=datetime(2024, 5, 13 + n, 17, 30, n, tzinfo=UTC),
        km=5.0 + 1.37 * n,
        moving_s=1500 + 430 * n,
        name=f"Evening, no. {n}",
        shoe="Pegasus 40" if n % 2 else "Speedgoat",
    )
    for n in range(1, 8)
)


def english(run: Run) -> dict[str, list[str]]:
    """Cells of a run by Strava's English label; twins in their order."""
    return {
        "Activity ID": [str(7000 + run.number)],
        "Activity Date": [english_date(run.start)],
        "Activity Name": [run.name],
        "Activity Type": ["Run"],
        "Elapsed Time": [str(run.moving_s + 60), f"{run.moving_s + 60}.0"],
        "Moving Time": [f"{run.moving_s}.0"],
        "Distance": [f"{run.km:.2f}", f"{run.km * 1000:.4f}"],
        "Commute": ["false", "0.0"],
        "Activity Gear": [run.shoe],
        "Filename": [run.file],
        "Average Cadence": ["81.5"],
        "Average Heart Rate": ["143.25"],
        "Elevation Gain": ["61.5"],
        "Perceived Exertion": ["4.0"],
    }


def english_date(start: datetime) -> str:
    """``Aug 28, 2019, 3:21:51 AM``."""
    return f"{start:%b} {start.day}, {start.year}, {start.hour % 12 or 12}:{start:%M:%S %p}"


def strava_rows(
    labels: Sequence[str],
    runs: Sequence[Run],
    date: Callable[[datetime], str] = english_date,
    decimal: str = ".",
) -> list[list[str]]:
    """Rows under English labels, twins filled in order; display distance in the given mark."""
    rows = []
    for run in runs:
        cells, seen, row = english(run), {}, []
        cells["Activity Date"] = [date(run.start)]
        cells["Distance"][0] = cells["Distance"][0].replace(".", decimal)
        for name in labels:
            nth = seen[name] = seen.get(name, -1) + 1
            values = cells.get(name, [])
            row.append(values[nth] if nth < len(values) else "")
        rows.append(row)
    return rows


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """CSV as UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def zip_bytes(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip of the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def gpx_bytes(start: datetime = datetime(2024, 5, 14, 17, 30, tzinfo=UTC)) -> bytes:
    """Two points, a second apart."""
    points = "".join(
        f'<trkpt lat="48.{n}" lon="11.0"><time>{start + timedelta(seconds=n):%Y-%m-%dT%H:%M:%SZ}'
        "</time></trkpt>"
        for n in range(2)
    )
    track = f"<trk><trkseg>{points}</trkseg></trk>"
    return f'<?xml version="1.0"?><gpx version="1.1">{track}</gpx>'.encode()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
