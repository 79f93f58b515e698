"""The command: its summary, its exit codes, one line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from metatarsal_load.cli.batch import batch
from metatarsal_load.errors import MetatarsalError

pytest.importorskip("pyarrow")
pytest.importorskip("fsspec")
pytestmark = pytest.mark.usefixtures("unjudged")
APP = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
APP.command()(batch)


def run(*words: object):
    """Run the command."""
    return CliRunner().invoke(APP, [str(word) for word in words])


def test_done_with_something_skipped_is_1_and_without_0(study: Path, tmp_path: Path) -> None:
    assert run(study, tmp_path / "out").exit_code == 1
    (study / "ben" / "broken.fit").unlink()
    (study / "dora").rmdir()
    done = run(study, tmp_path / "out", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["athletes"], told["sessions"], told["lost"]) == (3, 12, 0)


def test_nothing_readable_is_3(tmp_path: Path) -> None:
    gone = run(tmp_path / "gone", tmp_path / "out")
    assert (gone.exit_code, gone.stderr.count("\n")) == (3, 1)
    (tmp_path / "study" / "anna").mkdir(parents=True)
    (tmp_path / "study" / "anna" / "a.fit").write_bytes(b"no run at all")
    assert run(tmp_path / "study", tmp_path / "out").exit_code == 3


def test_a_dry_run_says_what_there_is_to_do(study: Path, tmp_path: Path) -> None:
    told = run(study, tmp_path / "out", "--dry-run", "--buckets", 1)
    assert told.exit_code == 0
    assert told.stdout.startswith("1 of 1 buckets to do; 4 athletes, 13 files, ")


def test_a_scheduler_that_does_not_answer_is_named(study: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    told = run(study, tmp_path / "out", "--dask", "nonsense://here")
    assert isinstance(told.exception, MetatarsalError)
    assert "--dask nonsense://here: no scheduler answers there" in str(told.exception)


def test_ctrl_c_is_one_line_that_says_how_to_go_on(study, tmp_path, monkeypatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("metatarsal_load.batches.work.read_bucket", interrupt)
    ended = run(study, tmp_path / "out", "--buckets", 1)
    assert ended.exit_code == 130
    assert ended.stderr.startswith("metatarsal-load: interrupted; finished buckets are kept")
    monkeypatch.undo()
    assert run(study, tmp_path / "out").exit_code == 1
