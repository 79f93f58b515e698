"""Outputs are whole or not there, never lie over an input, and say in a line what went wrong."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from cli_runs import run

import metatarsal_load as ml
from metatarsal_load.errors import MetatarsalError, TableError
from metatarsal_load.risk.comeback import comeback
from metatarsal_load.tables.whole_files import draft_then_rename, write_whole

SAMPLE = Path(__file__).parents[1] / "sample_data"
RUN = SAMPLE / "2026-01-06-easy.fit"
FAULTS = {
    errno.ENOSPC: "No space left on device); make room or choose another disk",
    errno.EIO: "Input/output error); choose another place",
    errno.EACCES: "Permission denied); choose another place",
    errno.EROFS: "Read-only file system); choose another place",
}
RUNS = pd.DataFrame({
    "start": pd.date_range("2026-01-01", periods=20, freq="2D"), "distance_km": 8.0,
})  # fmt: skip
PLAN = comeback(RUNS, start="2026-04-01")
WRITERS: dict[str, Callable[[Path], object]] = {
    "sessions.csv": lambda path: ml.write_table(RUNS, path),
    "sessions.json": lambda path: ml.write_table(RUNS, path),
    "sessions.parquet": lambda path: ml.write_table(RUNS, path),
    "sessions.xlsx": lambda path: ml.write_table(RUNS, path),
    "plan.csv": lambda path: ml.plan_to_csv(PLAN, path),
    "plan.ics": lambda path: ml.plan_to_ics(PLAN, path),
    "diary.csv": lambda path: ml.log_symptom(path, pain=2, date="2026-05-03"),
}


@pytest.fixture(params=FAULTS, ids=lambda code: errno.errorcode[code])
def fault(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the disk refuse when a draft is brought to it, after its bytes are written."""

    def refuse(handle: int) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr("metatarsal_load.tables.whole_files.os.fsync", refuse)
    return int(request.param)


@pytest.mark.parametrize("name", WRITERS)
def test_a_fault_leaves_what_was_there(name: str, tmp_path: Path, fault: int) -> None:
    before = b"" if name == "diary.csv" else b"what was there"
    (tmp_path / name).write_bytes(before)
    with pytest.raises(TableError) as told:
        WRITERS[name](tmp_path / name)
    assert str(told.value) == f"{tmp_path / name}: cannot be written ({FAULTS[fault]}"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {name: before}


@pytest.mark.parametrize("broken", [KeyboardInterrupt, SystemExit, MemoryError])
def test_an_interruption_leaves_what_was_there(broken: type[BaseException], tmp_path: Path) -> None:
    def half(draft: Path) -> None:
        draft.write_bytes(b"half")
        raise broken

    (tmp_path / "page.html").write_bytes(b"what was there")
    with pytest.raises(broken):
        draft_then_rename(tmp_path / "page.html", half)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_bytes() == b"what was there"


def command(before: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command after some lines of Python."""
    script = f"{before}\nfrom metatarsal_load.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, words)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", [("report", RUN, "-o", "p.html"), ("sessions", RUN, "-o", "s.xlsx")]
)
def test_a_full_disk_is_one_line_and_an_exit_code(
    words: tuple[object, ...], tmp_path: Path
) -> None:
    """A limit on the size of files stands for the disk: the kernel refuses to write more."""
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)); sys.dont_write_bytecode = True"
    )
    told = command(limited, *words[:-1], tmp_path / str(words[-1]))
    assert told.returncode == 2, told.stderr
    (line,) = told.stderr.splitlines()
    assert "File too large); make room" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_request_to_end_leaves_no_draft(sign: int, code: int, tmp_path: Path) -> None:
    """The signal comes when the draft is written and not yet renamed."""
    struck = (
        "import os; from metatarsal_load.tables import whole_files;"
        f"whole_files.os.fsync = lambda handle: os.kill(os.getpid(), {int(sign)})"
    )
    told = command(struck, "sessions", RUN, "-o", tmp_path / "s.csv")
    assert told.returncode == code, told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is not here")
def test_a_screen_that_is_full_is_one_line() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        told = subprocess.run(
            [sys.executable, "-m", "metatarsal_load", "sessions", str(RUN)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert told.returncode == 2
    assert told.stderr == "metatarsal-load: the screen or pipe: No space left on device\n"


@pytest.mark.parametrize("output", ["run.fit", "folder/run.fit", "folder/log.csv", "link.fit"])
def test_an_input_is_never_written_over(output: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("run.fit", "folder/run.fit"):
        (tmp_path / name).write_bytes(RUN.read_bytes())
    (tmp_path / "folder" / "log.csv").write_bytes(b"start,distance_km\n2026-01-01,5\n")
    (tmp_path / "link.fit").symlink_to(tmp_path / "run.fit")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    told = run(
        "sessions", "run.fit", "folder", "--format", "csv", "-o", output, cwd=tmp_path
    )  # fmt: skip
    assert told.returncode == 2
    assert told.stderr == (
        f"metatarsal-load: {output}: is one of the inputs; name another file to write\n"
    )
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


def test_a_device_or_folder_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for target in (Path(os.devnull), tmp_path / "pipe", tmp_path):
        with pytest.raises(TableError, match="is no plain file"):
            write_whole(target, b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(b"")
    (tmp_path / "mine.csv").chmod(0o600)
    ml.write_table(RUNS, tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("out", ["src", "src/anna", "src/anna/out"])
def test_a_batch_does_not_write_among_its_inputs(out: str, tmp_path: Path) -> None:
    (tmp_path / "src" / "anna").mkdir(parents=True)
    (tmp_path / "src" / "anna" / "run.fit").write_bytes(RUN.read_bytes())
    with pytest.raises(MetatarsalError, match="lies among the files it is made from"):
        ml.batch(tmp_path / "src", tmp_path / out)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["anna", "run.fit", "src"]


def test_results_beside_the_athletes_are_no_athlete(tmp_path: Path) -> None:
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / "run.fit").write_bytes(RUN.read_bytes())
    once = ml.batch(tmp_path, tmp_path / "out")
    again = ml.batch(tmp_path, tmp_path / "out")
    assert (once["athletes"], once["written"], once["lost"]) == (1, 1, 0)
    assert (again["athletes"], again["kept"], again["lost"]) == (1, 1, 0)


def test_a_sample_that_cannot_be_copied_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    told = run("sample", tmp_path / "file" / "runs")
    assert told.returncode == 2
    assert "cannot be written (Not a directory)" in told.stderr
