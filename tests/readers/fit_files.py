"""A small FIT writer for tests: plain functions that build bytes, apart from the reader's code."""

from __future__ import annotations

import struct
from collections.abc import Sequence

# name -> base type byte, struct code, "unknown"
BASES = {
    "enum": (0x00, "B", 0xFF),
    "sint8": (0x01, "b", 0x7F),
    "uint8": (0x02, "B", 0xFF),
    "sint16": (0x83, "h", 0x7FFF),
    "uint16": (0x84, "H", 0xFFFF),
    "sint32": (0x85, "i", 0x7FFFFFFF),
    "uint32": (0x86, "I", 0xFFFFFFFF),
    "string": (0x07, "s", b""),
    "float32": (0x88, "f", float("nan")),
    "float64": (0x89, "d", float("nan")),
    "uint8z": (0x0A, "B", 0),
    "uint16z": (0x8B, "H", 0),
    "uint32z": (0x8C, "I", 0),
    "byte": (0x0D, "B", 0xFF),
    "sint64": (0x8E, "q", 0x7FFFFFFFFFFFFFFF),
    "uint64": (0x8F, "Q", 0xFFFFFFFFFFFFFFFF),
    "uint64z": (0x90, "Q", 0),
}
EPOCH = 631_065_600
T0 = 1_000_000_000  # FIT seconds: 2021-09-08 01:46:40 UTC

Field = tuple[int, str] | tuple[int, str, int]  # number, base, count (bytes for a string)

FILE_ID = ((0, "enum"), (1, "uint16"), (2, "uint16"), (4, "uint32"))
RECORD = ((253, "uint32"), (5, "uint32"), (6, "uint16"), (3, "uint8"), (4, "uint8"))
SESSION = (
    (253, "uint32"), (2, "uint32"), (7, "uint32"), (8, "uint32"), (9, "uint32"),
    (5, "enum"), (6, "enum"),
)  # fmt: skip
LAP = ((253, "uint32"), (2, "uint32"), (8, "uint32"), (9, "uint32"))
EVENT = ((253, "uint32"), (0, "enum"), (1, "enum"))
ACTIVITY = ((253, "uint32"), (5, "uint32"))
DESCRIPTION = (
    (0, "uint8"), (1, "uint8"), (2, "uint8"), (3, "string", 24), (8, "string", 16),
    (6, "uint8"), (7, "sint8"), (14, "uint16"), (15, "uint8"),
)  # fmt: skip


def crc(data: bytes) -> int:
    """CRC-16 as the FIT documentation spells it out, nibble by nibble."""
    table = (
        0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
        0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
    )  # fmt: skip
    value = 0
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            value = (value >> 4) ^ table[value & 0xF] ^ table[nibble]
    return value


def size_of(field: Field) -> int:
    count = field[2] if len(field) > 2 else 1
    return count * struct.calcsize("=" + BASES[field[1]][1])


def define(
    local: int,
    message: int,
    fields: Sequence[Field],
    *,
    big: bool = False,
    developer: Sequence[tuple[int, int, int]] = (),
) -> bytes:
    """A definition message; `developer` holds (field number, size, developer index)."""
    order = ">" if big else "<"
    out = bytes([0x40 | (0x20 if developer else 0) | local, 0, int(big)])
    out += struct.pack(order + "HB", message, len(fields))
    for field in fields:
        out += bytes([field[0], size_of(field), BASES[field[1]][0]])
    if developer:
        out += bytes([len(developer)]) + b"".join(bytes(one) for one in developer)
    return out


def pack(field: Field, value: object, *, big: bool = False) -> bytes:
    """One field; None is the base type's "unknown"."""
    _, code, unknown = BASES[field[1]]
    count = field[2] if len(field) > 2 else 1
    if code == "s":
        text = value.encode() if isinstance(value, str) else (value or b"")
        return text[:count].ljust(count, b"\0")
    values = list(value) if isinstance(value, (list, tuple)) else [value] * count
    filled = [unknown if one is None else one for one in values]
    return struct.pack((">" if big else "<") + f"{count}{code}", *filled)


def message(
    local: int,
    fields: Sequence[Field],
    values: Sequence[object],
    *,
    big: bool = False,
    time_offset: int | None = None,
    developer: bytes = b"",
) -> bytes:
    """A data message; with `time_offset`, under a compressed-timestamp header."""
    head = local if time_offset is None else 0x80 | local << 5 | time_offset
    body = b"".join(pack(f, v, big=big) for f, v in zip(fields, values, strict=True))
    return bytes([head]) + body + developer


def fit_file(
    body: bytes, *, header_size: int = 14, data_size: int | None = None, checksum: int | None = None
) -> bytes:
    """Header, body, checksum; `data_size` and `checksum` may lie."""
    size = len(body) if data_size is None else data_size
    header = struct.pack("<BBHI4s", header_size, 0x20, 2132, size, b".FIT")
    if header_size == 14:
        header += struct.pack("<H", crc(header))
    return header + body + struct.pack("<H", crc(header + body) if checksum is None else checksum)


def file_id(kind: int = 4, *, manufacturer: int = 1, product: int = 2431) -> bytes:
    """Definition and message of a file_id (garmin forerunner 235 by default)."""
    return define(0, 0, FILE_ID) + message(0, FILE_ID, (kind, manufacturer, product, T0))


def session(
    start: int = T0,
    seconds: float = 4,
    metres: float = 12,
    *,
    sport: int | None = 1,
    sub_sport: int | None = 0,
    elapsed: float | None = None,
) -> bytes:
    """Definition and message of a session."""
    elapsed = seconds if elapsed is None else elapsed
    values = (
        int(start + elapsed), start, int(1000 * elapsed), int(1000 * seconds), int(100 * metres),
        sport, sub_sport,
    )  # fmt: skip
    return define(1, 18, SESSION) + message(1, SESSION, values)


def records(rows: Sequence[Sequence[object]], fields: Sequence[Field] = RECORD) -> bytes:
    """Definition and messages of records."""
    return define(2, 20, fields) + b"".join(message(2, fields, row) for row in rows)


def steady_rows(count: int, *, start: int = T0, speed: float = 3.0) -> list[tuple[object, ...]]:
    """Rows for `RECORD`: one a second at constant speed, 150 bpm, 85 one-leg steps."""
    return [(start + k, round(100 * speed * k), round(1000 * speed), 150, 85) for k in range(count)]


def run_file(count: int = 5, *, start: int = T0, speed: float = 3.0, **session_: object) -> bytes:
    """A whole running activity: file_id, records, session."""
    body = file_id() + records(steady_rows(count, start=start, speed=speed))
    seconds = max(count - 1, 0)
    body += session(start, seconds, speed * seconds, **session_)  # type: ignore[arg-type]
    return fit_file(body)


def developer_id(index: int = 0) -> bytes:
    """Definition and message that introduce a developer index: strict decoders ask for it."""
    fields = ((1, "byte", 16), (3, "uint8"))
    return define(3, 207, fields) + message(3, fields, (tuple(range(16)), index))


def description(
    name: str | bytes | None,
    *,
    index: int = 0,
    number: int = 0,
    base: str = "uint16",
    units: str | None = None,
    scale: int | None = None,
    offset: int | None = None,
    native: int | None = None,
) -> bytes:
    """Definition and message of a developer field's description."""
    values = (
        index, number, BASES[base][0], name, units, scale, offset,
        20 if native is not None else None, native,
    )  # fmt: skip
    return define(3, 206, DESCRIPTION) + message(3, DESCRIPTION, values)
