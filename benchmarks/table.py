"""One table of all readers: ``python -m benchmarks.table`` prints it and writes docs/speed.md.

Readers take turns, so that a busy machine slows all of them alike; ratios are of medians.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import bench_fit, bench_session, bench_xml

PAGE = Path(__file__).parents[1] / "docs" / "speed.md"
PEERS = (
    "numpy", "pandas", "lxml", "python-fitparse", "fitdecode", "garmin-fit-sdk", "fitfast",
    "gpxpy", "tcxreader",
)  # fmt: skip
FAST_MS = 60.0
TURNS, IN_A_ROW, SLOW_TURNS = 10, 6, 3
Calls = dict[str, Callable[[], object]]


def cases(folder: Path) -> dict[str, tuple[str, Calls]]:
    """File name -> what it holds, and every reader of it; the first one is ours."""
    files = {
        "plain.fit": ("FIT, an hour, plain", bench_fit.plain(3600), bench_fit.readers),
        "interleaved.fit": (
            "FIT, an hour, interleaved, developer fields",
            bench_fit.interleaved(3600),
            bench_fit.readers,
        ),
        "hour.gpx": (
            "GPX, 3,600 points, hr and cad",
            bench_xml.hour(bench_xml.GPX, bench_xml.GPX_POINT),
            bench_xml.gpx_readers,
        ),
        "hour.tcx": (
            "TCX, 3,600 points",
            bench_xml.hour(bench_xml.TCX, bench_xml.TCX_POINT),
            bench_xml.tcx_readers,
        ),
    }
    found: dict[str, tuple[str, Calls]] = {}
    for name, (what, data, readers) in files.items():
        (folder / name).write_bytes(data)
        found[name] = (f"{what}, {len(data) / 1000:.0f} KB", readers(str(folder / name)))
    steps = bench_session.steps()
    whole = {name: steps[name] for name in ("file to session row", "fitparse")}
    found["session"] = ("FIT, an hour, to a session row", whole)
    return found


def measure(calls: Calls) -> dict[str, list[float]]:
    """Milliseconds of each reader, in turns; slow ones get fewer."""
    spent: dict[str, list[float]] = {}
    for name, call in calls.items():
        call()
        spent[name] = [timed(call)]
    for turn in range(TURNS):
        for name, call in calls.items():
            if spent[name][0] < FAST_MS:
                spent[name] += [timed(call) for _ in range(IN_A_ROW)]
            elif turn < SLOW_TURNS:
                spent[name].append(timed(call))
    return spent


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - begin)


def rows(what: str, spent: dict[str, list[float]]) -> list[str]:
    """Lines of the table: median, best, and how many times as long as ours."""
    ours = statistics.median(next(iter(spent.values())))
    return [
        f"| {what if k == 0 else ''} | {name} | {statistics.median(took):.2f} | {min(took):.2f} "
        f"| {statistics.median(took) / ours:.1f} |"
        for k, (name, took) in enumerate(spent.items())
    ]


def versions() -> str:
    """Names and versions of the readers and of what they stand on."""
    known = []
    for name in PEERS:
        try:
            known.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(known)


def page() -> str:
    """Measure everything, as Markdown."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    with tempfile.TemporaryDirectory() as folder:
        lines = [
            line
            for what, calls in cases(Path(folder)).values()
            for line in rows(what, measure(calls))
        ]
    peak = bench_fit.peak_over_size()
    return "\n".join(
        [
            "# How fast the readers are",
            "",
            "Milliseconds from a path to samples (to a session row in the last lines), all readers",
            "taking turns in one run. Made by `python -m benchmarks.table`; `make bench` times the",
            "same calls with pytest-benchmark.",
            "",
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load}, "
            f"Python {platform.python_version()}; {versions()}.",
            "",
            "| input | reader | median ms | best ms | times ours |",
            "|---|---|---:|---:|---:|",
            *lines,
            "",
            f"A FIT file of 100,000 records is read in {peak:.1f} times its size of memory, at the "
            "peak.",
            "",
        ]
    )


def main() -> None:
    """Print the table and write it to the documentation."""
    text = page()
    print(text)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
