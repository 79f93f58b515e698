"""The same call on a dask.distributed cluster of separate processes, one of them killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import joblib
import pytest

from metatarsal_load.batches.run import batch

pytest.importorskip("pyarrow")
distributed = pytest.importorskip("distributed")


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_loses_nothing(study: Path, tmp_path: Path, tables, equal) -> None:
    batch(study, tmp_path / "alone", buckets=9)
    out = tmp_path / "out"
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
        ) as cluster,
        distributed.Client(cluster) as client,
        joblib.parallel_config(backend="dask"),
    ):  # fmt: skip
        victim = client.run(os.getpid).popitem()[1]

        def kill() -> None:
            # As soon as the first bucket is in, so that the batch is under way.
            until = time.monotonic() + 60
            while not list(out.glob("_done/*.json")) and time.monotonic() < until:
                time.sleep(0.02)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        told = batch(study, out, buckets=9)
        killer.join()
    assert told["written"] + told["kept"] == 4
    equal(tables(out), tables(tmp_path / "alone"))
