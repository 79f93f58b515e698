"""A cache that is fast, exact, and never trusted when it is damaged."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from run_folders import SUNDAY_NIGHT, fit, gpx, write

from metatarsal_load.errors import MetatarsalError
from metatarsal_load.tables import cache as cache_module
from metatarsal_load.tables import reading_all
from metatarsal_load.tables.history import read_sessions
from metatarsal_load.tables.readings import read_bytes
from metatarsal_load.tables.stored import frames_from_bytes, frames_to_bytes

DAY = timedelta(days=1)
Tables = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    files = {f"{k}.fit": fit(SUNDAY_NIGHT + k * DAY, 1 + k) for k in range(3)}
    files |= {"a.gpx": gpx(SUNDAY_NIGHT, 1), "photo.fit": b"\xff\xd8\xff\xe0" + bytes(99)}
    return write(tmp_path / "runs", files)


@pytest.fixture
def read_count(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Sizes of the files that were really read."""
    sizes: list[int] = []

    def counted(data: bytes, *rest: object) -> object:
        sizes.append(len(data))
        return read_bytes(data, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading_all, "read_bytes", counted)
    return sizes


def same(one: Tables, other: Tables) -> None:
    for a, b in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(a, b, check_exact=True)
        assert a.to_csv() == b.to_csv()


def forget_tables(folder: Path) -> None:
    for path in folder.glob("*.tables"):
        path.unlink()


def test_the_same_tables_without_reading_again(
    runs: Path, tmp_path: Path, read_count: list[int]
) -> None:
    plain = read_sessions(runs)
    first = read_sessions(runs, cache=tmp_path / "c")
    read_count.clear()
    same(first, plain)
    same(read_sessions(runs, cache=tmp_path / "c"), plain)
    forget_tables(tmp_path / "c")
    same(read_sessions(runs, cache=tmp_path / "c"), plain)
    assert read_count == []


def test_a_changed_file_is_read_again_and_only_that(
    runs: Path, tmp_path: Path, read_count: list[int]
) -> None:
    read_sessions(runs, cache=tmp_path / "c")
    before = (runs / "1.fit").stat()
    changed = fit(SUNDAY_NIGHT + DAY, 2, speed=4.0)
    assert len(changed) == before.st_size
    (runs / "1.fit").write_bytes(changed)
    os.utime(runs / "1.fit", ns=(before.st_atime_ns, before.st_mtime_ns))
    read_count.clear()
    sessions, _ = read_sessions(runs, cache=tmp_path / "c")
    assert read_count == [len(changed)]
    assert sessions["distance_km"].iloc[1] == pytest.approx(0.48)
    same(read_sessions(runs, cache=tmp_path / "c"), read_sessions(runs))


def test_a_renamed_file_is_not_read_again(
    runs: Path, tmp_path: Path, read_count: list[int]
) -> None:
    read_sessions(runs, cache=tmp_path / "c")
    (runs / "2.fit").rename(runs / "new.fit")
    read_count.clear()
    sessions, _ = read_sessions(runs, cache=tmp_path / "c")
    assert read_count == []
    assert sessions["file"].iloc[-1] == "runs/new.fit"


def test_another_zone_is_another_reading(runs: Path, tmp_path: Path) -> None:
    (runs / "a.gpx").unlink()
    read_sessions(runs, cache=tmp_path / "c")
    here = read_sessions(runs, cache=tmp_path / "c", tz="Asia/Kolkata")
    same(here, read_sessions(runs, tz="Asia/Kolkata"))
    assert here[0]["start"].iloc[0] == pd.Timestamp("2026-05-04 12:00")


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("kind", "harm"),
    [("*.readings", flip), ("*.readings", empty), ("*.tables", cut), ("*", flip)],
)
def test_a_damaged_cache_is_rebuilt(
    runs: Path, tmp_path: Path, kind: str, harm: Callable[[Path], None]
) -> None:
    plain = read_sessions(runs, cache=tmp_path / "c")
    for path in (tmp_path / "c").glob(kind):
        harm(path)
    if kind == "*.readings":
        forget_tables(tmp_path / "c")
    same(read_sessions(runs, cache=tmp_path / "c"), plain)
    same(read_sessions(runs, cache=tmp_path / "c"), plain)


def test_an_interrupted_read_keeps_what_it_had(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_count: list[int]
) -> None:
    counted = reading_all.read_bytes

    def interrupted(data: bytes, *rest: object) -> object:
        if len(read_count) == 2:
            raise KeyboardInterrupt
        return counted(data, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(reading_all, "read_bytes", interrupted)
        with pytest.raises(KeyboardInterrupt):
            read_sessions(runs, cache=tmp_path / "c")
    read_count.clear()
    same(read_sessions(runs, cache=tmp_path / "c"), read_sessions(runs))
    # Three that were left, then five without a cache.
    assert len(read_count) == 3 + 5
    assert not list((tmp_path / "c").glob("*.draft"))


def test_many_small_segments_become_one(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_count: list[int]
) -> None:
    monkeypatch.setattr(cache_module, "MANY", 2)
    for name in ("0.fit", "1.fit", "2.fit"):
        read_sessions(runs / name, cache=tmp_path / "c")
    assert len(list((tmp_path / "c").glob("*.readings"))) == 1
    read_count.clear()
    sessions, _ = read_sessions(sorted(runs.glob("?.fit")), cache=tmp_path / "c")
    assert read_count == []
    assert len(sessions) == 3


def test_few_finished_histories_are_kept(runs: Path, tmp_path: Path) -> None:
    for zone in range(5):
        read_sessions(runs / "0.fit", cache=tmp_path / "c", tz=f"+0{zone}:00")
    assert len(list((tmp_path / "c").glob("*.tables"))) == cache_module.RESULTS


def test_a_file_in_the_place_of_the_folder(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(b"")
    with pytest.raises(MetatarsalError, match=r"cache .*c: .*; expected a folder"):
        read_sessions(runs, cache=tmp_path / "c")


def test_tables_survive_as_bytes() -> None:
    one = pd.DataFrame(
        {
            "text": ["a", None, "é"],
            "number": [0.1, float("nan"), 1e300],
            "time": pd.to_datetime(
                ["2026-05-03T07:00:00.000001", None, "1901-01-01T00:00:00.000000"]
            ),
            "kind": pd.Categorical(["x", None, "y"], categories=["y", "x", "z"]),
            "flag": [True, False, True],
        }
    )
    one["time"] = one["time"].astype("datetime64[us]")
    back = frames_from_bytes(memoryview(frames_to_bytes([one, one.iloc[:0]])))
    pd.testing.assert_frame_equal(back[0], one)
    pd.testing.assert_frame_equal(back[1], one.iloc[:0])
