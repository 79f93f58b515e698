"""What a file is by its content, and what comes out of its wrappers."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

import pytest

from metatarsal_load.errors import LimitError, RunFileError, UnsupportedFormat
from metatarsal_load.readers.container import NAMES, identify, unwrap
from metatarsal_load.readers.limits import LIMITS, RATIO_FROM_BYTES, Budget, Limits
from metatarsal_load.readers.packed import gunzip

FIT = struct.pack("<BBHI4sH", 14, 0x10, 100, 0, b".FIT", 0)
GPX = b'<?xml version="1.0"?><gpx creator="x"></gpx>'
TCX = b'<?xml version="1.0"?><TrainingCenterDatabase xmlns="x"/>'


def squeezed(data: bytes) -> bytes:
    """Gzip without the time, so that a test has the same name every time."""
    return gzip.compress(data, mtime=0)


def zipped(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


KINDS = [
    (FIT, "fit"),
    (FIT[:8] + b".FIX" + FIT[12:] + b"\x40\0\0\0\0", "fit"),  # a torn word, then a definition
    (GPX, "gpx"),
    (b"\xef\xbb\xbf" + GPX, "gpx"),
    (b" " * 10 + GPX, "gpx"),
    (GPX.decode().encode("utf-16"), "gpx"),
    (GPX.decode().encode("utf-16-be"), "gpx"),
    (b"<!-- by hand --><g:gpx xmlns:g='x'/>", "gpx"),
    (b"<trk><trkseg><trkpt lat='1' lon='2'/>", "gpx"),
    (TCX, "tcx"),
    (b"<?xml version='1.0'?><Activities><Activity/></Activities>", "tcx"),
    (b"<?xml version='1.0'?><kml xmlns='x'/>", "kml"),
    (b"<!DOCTYPE html><html><body>404</body></html>", "html"),
    (b"\n<HTML lang='de'>", "html"),
    (b"<?xml version='1.0'?><svg/>", "xml"),
    (b'{"error": "not found"}', "json"),
    (b"[1, 2]", "json"),
    (b"Date,Distance\n2024-05-01,5\n", "csv"),
    (squeezed(GPX), "gzip"),
    (zipped(("a.gpx", GPX)), "zip"),
    (zipped(), "zip"),
    (b"\0\x05\x16\x07\0\2\0\0", "appledouble"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF-1.7", "pdf"),
    (b"SQLite format 3\0", "sqlite"),
    (b"", "empty"),
    (b" \n\0", "empty"),
    (b"hello", "unknown"),
    (b"\x0e", "unknown"),
    (bytes(range(256)), "unknown"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_identify(data, kind):
    assert identify(data) == kind
    assert kind in NAMES or kind in ("fit", "gpx", "tcx", "gzip", "zip")


WRAPPED = [
    (GPX, "run"),
    (squeezed(GPX), "run"),
    (squeezed(squeezed(GPX)), "run"),
    (zipped(("a/run.gpx", GPX)), "run!a/run.gpx"),
    (squeezed(zipped(("run.gpx.gz", squeezed(GPX)))), "run!run.gpx.gz"),
    (zipped(("x/", b""), ("__MACOSX/._a.gpx", b"\0\5\x16\7"), ("a.gpx", GPX)), "run!a.gpx"),
]


@pytest.mark.parametrize(("data", "name"), WRAPPED)
def test_unwrap(data, name):
    content = unwrap(data, Budget("run"))
    assert (content.data, content.kind, content.file, content.losses) == (GPX, "gpx", name, ())


def test_gzip_members_behind_one_another_are_one_file():
    data = gzip.compress(GPX[:20]) + gzip.compress(GPX[20:]) + b"\0" * 8
    assert gunzip(data, Budget("x")) == (GPX, ())


def test_a_torn_gzip_gives_what_came_before_the_tear():
    text = GPX + bytes(range(32, 127)) * 40
    data = gzip.compress(text, 0)  # stored: a byte in is a byte out
    for cut in (40, len(data) // 2, len(data) - 9):
        plain, losses = gunzip(data[:cut], Budget("x"))
        assert text.startswith(plain)
        assert len(plain) >= cut - 30
        assert [loss.offset for loss in losses] == [len(plain)]


def test_a_damaged_gzip_gives_what_came_before_the_damage():
    rng = iter(range(10**6))
    text = b"".join(
        b"%d %d\n" % (n, zlib.crc32(b"%d" % n)) for n in (next(rng) for _ in range(9000))
    )
    data = bytearray(gzip.compress(text))
    half = len(data) // 2
    data[half : half + 40] = b"\xff" * 40
    plain, losses = gunzip(bytes(data), Budget("x"))
    assert len(plain) > 0.4 * len(text)
    assert text.startswith(plain[: int(0.4 * len(text))])
    assert len(losses) == 1


def test_a_wrong_checksum_loses_nothing_and_is_said():
    data = bytearray(gzip.compress(GPX))
    data[-6] ^= 0xFF
    plain, losses = gunzip(bytes(data), Budget("x"))
    assert plain == GPX
    assert len(losses) == 1


def test_a_gzip_of_nothing_readable_is_an_error():
    with pytest.raises(RunFileError, match=r"^x at byte \d+: gzip that cannot be decompressed"):
        gunzip(b"\x1f\x8b" + b"\xff" * 50, Budget("x"))


def test_nesting_has_a_limit():
    data = GPX
    for _ in range(LIMITS.wrappers):
        data = gzip.compress(data)
    assert unwrap(data, Budget("x")).data == GPX
    with pytest.raises(RunFileError, match="wrappers: found 5, above the limit wrappers=4"):
        unwrap(gzip.compress(data), Budget("x"))


@pytest.mark.parametrize("wrap", [gzip.compress, lambda data: zipped(("a", data))])
def test_bombs_are_refused_by_ratio(wrap):
    bomb = wrap(bytes(RATIO_FROM_BYTES + 1))
    with pytest.raises(LimitError, match=r"above the limit ratio=300"):
        unwrap(bomb, Budget("x"))


@pytest.mark.parametrize("wrap", [gzip.compress, lambda data: zipped(("a", data))])
def test_size_has_a_limit(wrap):
    limits = Limits(file_bytes=1000)
    assert unwrap(wrap(b"<gpx>" + b" " * 995), Budget("x", limits)).kind == "gpx"
    with pytest.raises(LimitError, match="found 1,001, above the limit file_bytes=1000"):
        unwrap(wrap(b"<gpx>" + b" " * 996), Budget("x", limits))


def test_a_zip_of_several_files_points_to_read_sessions():
    with pytest.raises(UnsupportedFormat, match="a zip of 2 files, not one recording: read_sess"):
        unwrap(zipped(("a.gpx", GPX), ("b.gpx", GPX)), Budget("x"))


def test_damaged_and_encrypted_zips_are_named():
    data = zipped(("a.gpx", GPX * 20))
    with pytest.raises(RunFileError, match=r"^x at byte 0: damaged, cannot be read as a zip"):
        unwrap(data[:60], Budget("x"))
    torn = bytearray(data)
    torn[40:48] = b"\xff" * 8
    with pytest.raises(RunFileError, match=r"^x!a\.gpx at byte 0: damaged, cannot"):
        unwrap(bytes(torn), Budget("x"))
    locked = data.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0")
    assert locked != data
    with pytest.raises(RunFileError, match=r"^x!a\.gpx at byte 0: encrypted"):
        unwrap(locked, Budget("x"))
