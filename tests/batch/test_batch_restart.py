"""Killed at any moment, the same command ends with the tables of a batch that was left alone."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

import metatarsal_load as ml
from metatarsal_load.batches import work
from metatarsal_load.batches.lock import LOCK, locked
from metatarsal_load.batches.open import open_batch
from metatarsal_load.batches.run import batch
from metatarsal_load.batches.store import DRAFTS, Store
from metatarsal_load.readers.files import NO_MEMORY
from metatarsal_load.tables import readings

pytest.importorskip("pyarrow")
pytest.importorskip("fsspec")


class Killed(BaseException):
    """Stands for a process that ends at once."""


def test_ended_at_each_write_in_turn(study, tmp_path, tables, equal, unjudged, monkeypatch) -> None:
    batch(study, tmp_path / "whole", buckets=1)
    whole, out = tables(tmp_path / "whole"), tmp_path / "out"
    real, seen = Store.write, []

    def write(self: Store, name: str, data: bytes) -> None:
        if len(seen) == last:
            # Half a draft is what a killed process leaves.
            draft = Path(self.path(f"{DRAFTS}/half"))
            draft.parent.mkdir(exist_ok=True)
            draft.write_bytes(data[: len(data) // 2])
            raise Killed
        seen.append(name)
        real(self, name, data)

    monkeypatch.setattr(Store, "write", write)
    ended = 0
    for last in range(20):  # noqa: B007 - `write` reads it
        seen.clear()
        try:
            batch(study, out, buckets=1)
        except Killed:
            ended += 1
            assert all(len(each) in (0, len(whole[name])) for name, each in _seen(out, tables))
            continue
        break
    # Setup, skipped, two years of sessions, weeks, record, dictionary: the batch after that has
    # only the manifest left to write.
    assert ended == 7
    equal(tables(out), whole)
    assert not list((out / DRAFTS).iterdir())
    found = {str(path) for name in whole for path in (out / name).rglob("*.parquet")}
    assert found == {part for name in whole for part in open_batch(out).parts(name)}


def _seen(out: Path, tables) -> list:
    """What a reader sees now."""
    return list(tables(out).items()) if (out / "_batch.json").exists() else []


COMMAND = """
import sys
from metatarsal_load.batches.run import batch
if __name__ == "__main__":
    batch(sys.argv[1], sys.argv[2], buckets=3, jobs=int(sys.argv[3]))
"""


def test_killed_at_random_instants(study, tmp_path, tables, equal) -> None:
    batch(study, tmp_path / "whole", buckets=3)
    out, chance = tmp_path / "out", random.Random(7)
    script = tmp_path / "run.py"
    script.write_text(COMMAND)
    command = [sys.executable, str(script), str(study), str(out), "2"]
    for _ in range(2):
        process = subprocess.Popen(command, start_new_session=True)
        until = time.monotonic() + 30
        while not (out / "_batch.json").exists() and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 1.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert subprocess.run(command, check=False, timeout=120).returncode == 0
    equal(tables(out), tables(tmp_path / "whole"))


def test_the_second_of_two_batches_refuses(study, tmp_path, unjudged) -> None:
    out = tmp_path / "out"
    with locked(Store(str(out))), pytest.raises(ml.MetatarsalError) as refused:
        batch(study, out)
    assert str(refused.value).startswith(f"{out}: another batch writes here (process {os.getpid()}")
    assert batch(study, out, buckets=1)["written"] == 1


def test_a_lock_in_object_storage_outlives_nobody() -> None:
    store = Store("memory://b7-lock")
    try:
        refused = pytest.raises(ml.MetatarsalError, match="another batch writes here")
        with locked(store), refused, locked(store):
            pass
        told = {"token": "gone", "host": "elsewhere", "pid": 1, "time": time.time() - 899}
        store.write_json(LOCK, told)
        with pytest.raises(ml.MetatarsalError, match="process 1 on elsewhere"), locked(store):
            pass
        store.write_json(LOCK, told | {"time": time.time() - 901})
        with locked(store) as held:
            assert store.read_json(LOCK)["token"] == held.token
            assert held.before == "process 1 on elsewhere"
        assert store.read_json(LOCK) is None
    finally:
        store.fs.rm("/b7-lock", recursive=True)


def test_a_worker_that_outlives_its_batch_commits_nothing(study, tmp_path, unjudged) -> None:
    out, real = tmp_path / "out", work._judge

    def judge(task, *rest) -> None:
        real(task, *rest)
        # Another batch took the lock over meanwhile.
        task.store.write_json(LOCK, {"token": "another's"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "_judge", judge)
        with pytest.raises(ml.MetatarsalError, match="another batch has taken over"):
            batch(study, out, buckets=1)
    assert open_batch(out).sessions().empty
    assert batch(study, out)["written"] == 1


def test_a_full_disk_is_one_line_and_no_half_part(study, tmp_path, unjudged, monkeypatch) -> None:
    from fsspec.implementations.local import LocalFileSystem

    out, real = tmp_path / "out", LocalFileSystem.pipe_file

    def pipe_file(self, path, value, **options) -> None:
        real(self, path, value[:10] if DRAFTS in path and value[:4] == b"PAR1" else value)
        if value[:4] == b"PAR1":
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(LocalFileSystem, "pipe_file", pipe_file)
    with pytest.raises(ml.MetatarsalError) as full:
        batch(study, out)
    told = str(full.value)
    assert told.startswith(f"{out}: the disk is full at ")
    assert told.endswith("the same command goes on from there")
    assert "\n" not in told
    assert not list(out.rglob("*.parquet"))
    assert not list((out / DRAFTS).iterdir())
    monkeypatch.undo()
    assert batch(study, out)["sessions"] == 12


def test_a_file_that_vanishes_between_listing_and_reading(
    study, tmp_path, unjudged, monkeypatch
) -> None:
    real = work.fingerprint

    def then_gone(task, root):
        mark = real(task, root)
        (study / "anna" / "00.gpx").unlink()
        return mark

    monkeypatch.setattr(work, "fingerprint", then_gone)
    batch(study, tmp_path / "out", buckets=1)
    monkeypatch.undo()
    assert len(open_batch(tmp_path / "out").sessions(athletes="anna")) == 4
    # The fingerprint was that of the files before: the bucket is looked at again.
    assert batch(study, tmp_path / "out")["written"] == 1
    assert batch(study, tmp_path / "out")["written"] == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_told(study, tmp_path, unjudged) -> None:
    (study / "ben").chmod(0)
    try:
        batch(study, tmp_path / "out")
    finally:
        (study / "ben").chmod(0o755)
    skipped = open_batch(tmp_path / "out").skipped(athletes="ben")
    assert skipped["reason"].str.contains("may not be read").all()
    assert len(skipped) == 1


def test_a_worker_that_dies_is_one_line(study, tmp_path, monkeypatch) -> None:
    def die(task: object) -> None:
        import os

        os._exit(9)

    monkeypatch.setattr("metatarsal_load.batches.execute.run_task", die)
    with pytest.raises(ml.MetatarsalError, match="a worker process died, perhaps for want of mem"):
        batch(study, tmp_path / "out", jobs=2, buckets=3)


def test_readers_may_look_while_a_batch_runs(study, tmp_path, unjudged) -> None:
    out = tmp_path / "out"
    batch(study, out, buckets=1)
    looks, stop = [], threading.Event()

    def look() -> None:
        while not stop.is_set():
            # A bucket that is made again between opening and reading is to be opened again.
            with suppress(ml.MetatarsalError):
                looks.append(len(open_batch(out).sessions()))

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for rise in (0.2, 0.3):
            batch(study, out, thresholds={"T10": {"rise": rise}})
    finally:
        stop.set()
        reader.join()
    assert set(looks) == {12}


def test_a_bucket_for_want_of_memory_is_not_done(study, tmp_path, unjudged, monkeypatch) -> None:
    def starve(data: bytes, options: object) -> object:
        return readings.failed(NO_MEMORY) if b"<gpx" in data else real(data, options)

    real = readings.read_bytes
    monkeypatch.setattr("metatarsal_load.tables.reading_all.read_bytes", starve)
    with pytest.raises(ml.MetatarsalError, match="a worker ran out of memory; use fewer jobs"):
        batch(study, tmp_path / "out", buckets=1)
    assert open_batch(tmp_path / "out").sessions().empty
    monkeypatch.undo()
    assert batch(study, tmp_path / "out")["lost"] == 2


def test_a_pipe_among_the_files_is_not_waited_for(study, tmp_path, unjudged) -> None:
    os.mkfifo(study / "anna" / "pipe.fit")
    (study / "anna" / "zero.fit").symlink_to("/dev/zero")
    assert batch(study, tmp_path / "out", buckets=1)["sessions"] == 12
    told = open_batch(tmp_path / "out").skipped(athletes="anna")
    assert sorted(told["file"]) == ["anna/pipe.fit", "anna/zero.fit"]


def test_a_killed_batch_is_named_by_the_one_that_goes_on(study, tmp_path, unjudged) -> None:
    out = tmp_path / "out"
    first = batch(study, out, buckets=1)
    assert first["took_over_from"] is None
    told = {"token": "gone", "host": "elsewhere", "pid": 12, "time": 0.0}
    (out / LOCK).write_text(json.dumps(told))
    assert batch(study, out)["took_over_from"] == "process 12 on elsewhere"
    assert batch(study, out)["took_over_from"] is None


def test_a_long_task_keeps_its_lock(monkeypatch) -> None:
    monkeypatch.setattr("metatarsal_load.batches.lock.REFRESH_S", 0.01)
    store = Store("memory://b7-long")
    with locked(store):
        begun = store.read_json(LOCK)["time"]
        until = time.monotonic() + 10
        while store.read_json(LOCK)["time"] == begun and time.monotonic() < until:
            time.sleep(0.01)
        assert store.read_json(LOCK)["time"] > begun
    assert store.read_json(LOCK) is None
