"""Files that are made to harm: each small, or made large when it is asked for."""

from __future__ import annotations

import gzip
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

import fit_files as fit
from export_files import gpx_bytes, zip_bytes
from xml_files import TCX_NS, gpx, segment, track, trkpt

POINT = trkpt("2024-05-01T06:00:00Z", ele=3)


def with_head(subset: str, point: str = POINT) -> bytes:
    """A GPX document with a document type."""
    head = f'<?xml version="1.0"?><!DOCTYPE gpx {subset}>'
    return gpx(track(segment([point])), head=head)


def laughs() -> bytes:
    nested = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    return with_head(f'[<!ENTITY e0 "ha">{nested}]', trkpt("2024-05-01T06:00:00Z", ele="&e11;"))


def quadratic() -> bytes:
    return with_head(f'[<!ENTITY a "{"a" * 50_000}">]', trkpt("&a;" * 5_000))


def wide(document: bytes, encoding: str) -> bytes:
    """The same document in another encoding, and saying so."""
    text = document.decode().replace('version="1.0"', f'version="1.0" encoding="{encoding}"', 1)
    return text.encode(encoding)


def deflated_zeros(size: int) -> bytes:
    """Zeros, deflated: a megabyte of them that nothing before is needed for, many times."""
    engine = zlib.compressobj(9, wbits=-15)
    piece = engine.compress(bytes(2**20)) + engine.flush(zlib.Z_FULL_FLUSH)
    return piece * (size >> 20) + engine.flush()


def zeros_gzip(size: int = 2**30) -> bytes:
    return b"\x1f\x8b\x08" + bytes(7) + deflated_zeros(size) + bytes(8)


def zeros_zip(size: int = 2**30) -> bytes:
    data = deflated_zeros(size)
    out = bytearray(zip_bytes({"run.fit": data}, zipfile.ZIP_STORED))
    for at in (8, out.rindex(b"PK\1\2") + 10):  # the method, and 14 bytes on the size it has
        out[at : at + 2] = (8).to_bytes(2, "little")
        out[at + 14 : at + 18] = size.to_bytes(4, "little")
    return bytes(out)


def nested_zips(levels: int = 30) -> bytes:
    data = gpx_bytes()
    for level in range(levels):
        data = zip_bytes({f"{level}.zip" if level else "run.gpx": data})
    return data


def nested_gzips(levels: int = 30) -> bytes:
    data = gpx_bytes()
    for _ in range(levels):
        data = gzip.compress(data)
    return data


def overlapping_zip(members: int = 200) -> bytes:
    """Many directory entries that share one compressed member, as Fifield's bombs do."""
    whole = zip_bytes({"0.fit": bytes(2**22)})
    end = whole.rindex(b"PK\5\6")
    start = int.from_bytes(whole[end + 16 : end + 20], "little")
    entry = whole[start:end]
    entries = b"".join(entry.replace(b"0.fit", b"%05d" % n) for n in range(members))
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, members, members, len(entries), start, 0)
    return whole[:start] + entries + tail


def lying_zip(field: int, value: int) -> bytes:
    """A zip whose directory says something else of its member's size (20 packed, 24 unpacked)."""
    data = bytearray(zip_bytes({"run.gpx": gpx_bytes()}))
    at = data.rindex(b"PK\1\2") + field
    data[at : at + 4] = value.to_bytes(4, "little")
    return bytes(data)


def many_members(count: int = 150_000) -> bytes:
    """A directory of many entries that the end record counts as one."""
    whole = zip_bytes({"0.fit": b"x"})
    end = whole.rindex(b"PK\5\6")
    start = int.from_bytes(whole[end + 16 : end + 20], "little")
    entries = whole[start:end] * count
    return whole[:start] + entries + struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entries), start, 0
    )  # fmt: skip


def encrypted_zip() -> bytes:
    data = bytearray(zip_bytes({"run.fit": b"x" * 100}))
    data[6] |= 1
    data[data.rindex(b"PK\1\2") + 8] |= 1
    return bytes(data)


def slip() -> bytes:
    """Names that lead elsewhere, with other tricks in them."""
    names = (
        "../../run.gpx", "/etc/run.gpx", "..\\..\\run.gpx", "C:\\run.gpx", "a/../../../run.gpx",
        "x" * 4000 + ".gpx", "\u202exgp.nur.gpx", "\x1b[31mred.gpx", "new\nline.gpx", "~root.gpx",
    )  # fmt: skip
    return zip_bytes({name: gpx_bytes() for name in names})


def definitions(count: int = 10_000) -> bytes:
    """As many definitions, no two alike, each with a message."""
    body = b"".join(
        fit.define(2, 20, [(253, "uint32"), (n % 250, "uint8"), (n // 250, "uint8")])
        + fit.message(2, [(253, "uint32"), (0, "uint8"), (0, "uint8")], (fit.T0 + n, 1, 1))
        for n in range(count)
    )
    return fit.fit_file(fit.file_id() + body, checksum=0)


def sizes() -> bytes:
    """Fields of all 255 sizes, and records of them."""
    raw = b"".join(bytes((n, n, 0x02)) for n in range(1, 256))
    head = bytes((0x42, 0, 0)) + struct.pack("<HB", 20, 255) + raw
    body = head + (b"\2" + bytes(sum(range(1, 256)))) * 100
    return fit.fit_file(fit.file_id() + body, checksum=0)


def described(count: int = 60_000) -> bytes:
    """As many developer fields of one name."""
    body = fit.define(3, 206, fit.DESCRIPTION) + b"".join(
        fit.message(3, fit.DESCRIPTION, (n >> 8, n & 255, 2, "a", None, None, None, None, None))
        for n in range(count)
    )
    return fit.fit_file(fit.file_id() + body, checksum=0)


def events(count: int = 500_000) -> bytes:
    """As many messages of a kind that is read one by one, of a byte each."""
    return fit.fit_file(fit.file_id() + fit.define(5, 21, []) + b"\5" * count, checksum=0)


def many_records(count: int = 5_000_000) -> bytes:
    """As many records, of a byte each."""
    return fit.fit_file(fit.file_id() + fit.define(2, 20, []) + b"\2" * count, checksum=0)


def many_sessions(count: int = 20_000) -> bytes:
    one = fit.message(1, ((253, "uint32"), (9, "uint32")), (fit.T0, 100))
    body = fit.define(1, 18, ((253, "uint32"), (9, "uint32"))) + b"".join(
        one[:1] + struct.pack("<II", fit.T0 + n, 100 + n) for n in range(count)
    )
    return fit.fit_file(fit.file_id() + fit.records(fit.steady_rows(5)) + body, checksum=0)


def chained(count: int = 100_000) -> bytes:
    return fit.fit_file(b"") * count


def lying_chain(count: int = 2_000) -> bytes:
    """Headers that each claim what is left of the file: each checksum is one over all of it."""
    whole = struct.pack("<BBHI4sH", 14, 16, 0, 0, b".FIT", 0) * count
    out = bytearray(whole + bytes(2_000_000))
    for n in range(count):
        struct.pack_into("<I", out, 14 * n + 4, len(out) - 14 * n - 16)
    return bytes(out)


def noise(size: int = 3_000_000) -> bytes:
    """Bytes in which a message may start anywhere and none goes on."""
    body = fit.file_id() + fit.records(fit.steady_rows(20)) + b"\xff" + b"\2\0\x40" * (size // 3)
    return fit.fit_file(body, checksum=0)


def deep(levels: int = 200_000) -> bytes:
    return b"<gpx>" + b"<a>" * levels + b"</a>" * levels + b"</gpx>"


def deep_point(levels: int = 200_000) -> bytes:
    inner = "<extensions>" + "<a>" * levels + "</a>" * levels + "</extensions>"
    return gpx(track(segment([f'<trkpt lat="1" lon="2">{inner}</trkpt>'])))


def attribute(size: int = 100_000_000) -> bytes:
    return b'<gpx creator="' + b"a" * size + b'"><trk/></gpx>'


def attributes(count: int = 1_000_000) -> bytes:
    inner = " ".join(f'a{n}=""' for n in range(count))
    return f"<gpx {inner}><trk/></gpx>".encode()


def tags(count: int = 7_000_000) -> bytes:
    return b"<gpx><trk><trkseg>" + b"<a/>" * count + b"</trkseg></trk></gpx>"


def long_time(size: int = 10_000_000) -> bytes:
    return gpx(track(segment([trkpt("2024-05-01T06:00:00Z"), trkpt(" " * size)])))


def torn_points(count: int = 50_000) -> bytes:
    return gpx(track(segment(['<trkpt lat="1" lon="2"><time>'] * count)))


def nested_json() -> bytes:
    return b'[{"summarizedActivitiesExport":[' + b"[" * 200_000


def long_number_json() -> bytes:
    return b'[{"summarizedActivitiesExport":[{"distance":' + b"9" * 100_000 + b"}]}]"


def many_shoes(count: int = 50_000) -> bytes:
    gear = [{"gearPk": n, "displayName": "same", "gearTypeName": "Shoes"} for n in range(count)]
    return json.dumps({"gearDTOS": gear}).encode()


def wide_csv(count: int = 1_000_000) -> bytes:
    return b"Date,Distance" + b",a" * count + b"\n2024-05-01,5\n"


def long_cell_csv(size: int = 20_000_000) -> bytes:
    return b'Date,Distance,Notes\n2024-05-01,5,"' + b"a" * size + b'"\n'


def long_csv() -> bytes:
    return b"Date,Distance" + b",a" * 900 + b"\n" + b"1\n" * 5_000_000


def angles_csv(count: int = 100_000) -> bytes:
    return b"Date,Distance," + b"<" * count + b"\n2024-05-01,5,\n"


RUNS: dict[str, Callable[[], bytes]] = {
    "billion laughs": laughs,
    "quadratic entities": quadratic,
    "entity from a file": lambda: with_head('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;"),
    "entity from a URL": lambda: with_head('[<!ENTITY x SYSTEM "http://127.0.0.1/x">]', "&x;"),
    "parameter entity": lambda: with_head('[<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]'),
    "laughs in UTF-16": lambda: wide(laughs(), "UTF-16"),
    "laughs in UTF-7": lambda: wide(laughs(), "UTF-7"),
    "laughs in EBCDIC": lambda: wide(laughs(), "cp037"),
    "laughs in UTF-32": lambda: wide(laughs(), "UTF-32"),
    "zeros in gzip": zeros_gzip,
    "zeros in zip": zeros_zip,
    "zeros in gzip in gzip": lambda: gzip.compress(zeros_gzip()),
    "empty gzips": lambda: gzip.compress(b"", mtime=0) * 200_000,
    "gzips in one another": nested_gzips,
    "zips in one another": nested_zips,
    "overlapping members": overlapping_zip,
    "a size that lies low": lambda: lying_zip(24, 10),
    "a size that lies high": lambda: lying_zip(24, 2**31),
    "packed size that lies": lambda: lying_zip(20, 2**31),
    "encrypted": encrypted_zip,
    "many members": many_members,
    "definitions": definitions,
    "fields of 255 sizes": sizes,
    "described fields": described,
    "events": events,
    "records": many_records,
    "sessions": many_sessions,
    "chained files": chained,
    "headers that lie": lying_chain,
    "noise": noise,
    "a record without a definition": lambda: fit.fit_file(b"\x03" * 1000),
    "deep elements": deep,
    "deep elements in a point": deep_point,
    "a long attribute": attribute,
    "attributes": attributes,
    "tags": tags,
    "a long time": long_time,
    "torn points": torn_points,
    "workout with entities": lambda: laughs().replace(
        b"<gpx", f'<TrainingCenterDatabase xmlns="{TCX_NS}"'.encode()
    ),
}  # fmt: skip
"""Run files by what is wrong with them."""

TABLES: dict[str, Callable[[], bytes]] = {
    "deep.json": nested_json,
    "number.json": long_number_json,
    "shoes_gear.json": many_shoes,
    "wide.csv": wide_csv,
    "cell.csv": long_cell_csv,
    "long.csv": long_csv,
    "angles.csv": angles_csv,
    "slip.zip": slip,
    "nested.zip": nested_zips,
    "overlap.zip": overlapping_zip,
    "zeros.zip": zeros_zip,
    "members.zip": many_members,
}
"""Tables and archives by file name."""
