"""Nothing in the package speaks to a network, unless a user names storage or a cluster."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[1] / "sample_data"
# Python's own audit events (PEP 578) tell of every socket, whoever opens it.
WATCH = """
import sys
NETWORK = ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo",
           "socket.gethostbyname", "urllib.Request", "http.client.connect", "ftplib.connect")
def watch(event, args):
    if event in NETWORK:
        raise RuntimeError(f"the network was asked for: {event} {args}")
sys.addaudithook(watch)
"""
WORK = """
import io, warnings
import matplotlib
matplotlib.use("agg")
import metatarsal_load as ml
runs, out = sys.argv[1:]
for name in ("2026-01-06-easy.fit", "2026-01-11-long.gpx.gz", "2026-01-13-easy.tcx.gz"):
    samples, meta = ml.read_recording(f"{runs}/anna/{name}")
    ml.clean(samples, meta)
sessions, skipped = ml.read_sessions(runs, athlete="from-folder")
assert "coordinates" in set(sessions["timezone_source"]), "no zone came from a position"
weeks, found = ml.weekly(sessions), ml.assess(sessions)
ml.plot_weeks(weeks, found).figure.savefig(io.BytesIO())
ml.show_findings(found).as_raw_html()
for page in (ml.report, ml.squad_report, ml.squad_digest):
    assert page(sessions, found)
for form in ("csv", "json", "parquet", "xlsx"):
    ml.write_table(sessions, f"{out}/sessions.{form}")
ml.outlook(sessions)
ml.batch(runs, f"{out}/batch", samples=True)
assert len(ml.open_batch(f"{out}/batch").sessions()) == len(sessions)
print("done", len(sessions))
"""


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A week of one athlete, in each format."""
    folder = tmp_path / "runs" / "anna"
    folder.mkdir(parents=True)
    for path in SAMPLE.glob("2026-01-[01][13568]-*"):
        shutil.copyfile(path, folder / path.name)
    return folder.parent


def python(script: str, *words: object, apart: bool) -> subprocess.CompletedProcess[str]:
    """Run a script, perhaps on a machine without a network, as the kernel shows it."""
    before = ["unshare", "--map-root-user", "--net"] if apart else []
    return subprocess.run(
        [*before, sys.executable, "-c", script, *map(str, words)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _can_be_apart() -> bool:
    """Tell whether the kernel lets this user take a process off the network."""
    return bool(shutil.which("unshare")) and python("", apart=True).returncode == 0


def test_all_work_is_done_without_a_network(runs: Path, tmp_path: Path) -> None:
    done = python(WATCH + WORK, runs, tmp_path, apart=_can_be_apart())
    assert done.stdout.startswith("done"), done.stderr[-2000:]


@pytest.mark.parametrize(
    "asking",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://localhost')",
    ],
)
def test_the_watch_sees_whoever_asks(asking: str) -> None:
    done = python(f"{WATCH}\n{asking}", apart=False)
    assert done.returncode == 1
    assert "the network was asked for" in done.stderr
