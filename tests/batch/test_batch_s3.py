"""The same call against a server that speaks S3, on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metatarsal_load.batches.run import batch

pytest.importorskip("pyarrow")
s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed (extra `distributed`)")
server = pytest.importorskip(
    "moto.server", reason="moto[server] is not installed: 165 MB, not among the test tools"
)
pytestmark = [
    pytest.mark.usefixtures("unjudged"),
    # The server's and the client's own libraries, not this package.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket on a server of this machine, found by the client's own settings."""
    here = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    here.start()
    host, port = here.get_host_and_port()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    s3fs.S3FileSystem.clear_instance_cache()
    try:
        s3fs.S3FileSystem().mkdir("batches")
        yield "s3://batches"
    finally:
        s3fs.S3FileSystem.clear_instance_cache()
        here.stop()


def test_objects_hold_what_folders_hold(study: Path, tmp_path, bucket, tables, equal) -> None:
    (study / "dora").rmdir()  # There are no empty folders in object storage.
    s3fs.S3FileSystem().put(str(study), f"{bucket}/study", recursive=True)
    out = f"{bucket}/out"
    assert batch(f"{bucket}/study", out, buckets=3)["sessions"] == 12
    batch(study, tmp_path / "out", buckets=3)
    equal(tables(out), tables(tmp_path / "out"))
    s3fs.S3FileSystem().rm(f"{bucket}/study/anna/00.gpx")
    s3fs.S3FileSystem.clear_instance_cache()
    assert batch(f"{bucket}/study", out)["written"] == 1
    assert len(tables(out)["sessions"]) == 11
    assert not s3fs.S3FileSystem().exists(f"{out}/_lock")
