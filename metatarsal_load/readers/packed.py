"""Out of gzip and zip, in memory and within limits; nothing is ever written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Loss
from metatarsal_load.readers.zips import files_in, open_zip, read_member

_MAGIC = b"\x1f\x8b"
_FIRST_CHUNK, _CHUNK = 2**10, 2**16


def gunzip(data: bytes, budget: Budget) -> tuple[bytes, tuple[Loss, ...]]:
    """Decompress gzip, member after member; a torn stream gives what came before the tear.

    Raises
    ------
    RunFileError
        If nothing can be decompressed, or a limit is exceeded.
    """
    pieces: list[bytes] = []
    size = at = 0
    while data.startswith(_MAGIC, at):
        engine = zlib.decompressobj(wbits=31)
        chunk = _FIRST_CHUNK  # many members may be empty: each costs what it is handed
        while not engine.eof and at < len(data):
            piece, used = _inflate(engine, data[at : at + chunk])
            pieces.append(piece)
            size += len(piece)
            at += used
            budget.check_size(size, len(data))
            budget.check_time()
            if used == 0:
                break
            chunk = min(4 * chunk, _CHUNK)
        if not engine.eof:
            if not size:
                raise RunFileError(budget.file, "gzip that cannot be decompressed", at)
            return b"".join(pieces), (Loss("the gzip stream is torn: read up to the tear", size),)
    return b"".join(pieces), ()


def _inflate(engine: zlib._Decompress, chunk: bytes) -> tuple[bytes, int]:
    """Decompressed bytes and how many compressed ones they took; 0 used says: torn here."""
    before = engine.copy()
    try:
        piece = engine.decompress(chunk)
    except zlib.error:
        return _inflate_to_tear(before, chunk), 0
    return piece, len(chunk) - len(engine.unused_data)


def _inflate_to_tear(engine: zlib._Decompress, chunk: bytes) -> bytes:
    """Byte by byte up to the one that is damaged."""
    pieces: list[bytes] = []
    for at in range(len(chunk)):
        try:
            pieces.append(engine.decompress(chunk[at : at + 1]))
        except zlib.error:
            break
    return b"".join(pieces)


def single_member(data: bytes, budget: Budget) -> tuple[str, bytes]:
    """Name and content of the only file in a zip.

    Raises
    ------
    UnsupportedFormat
        If the zip holds none or several.
    RunFileError
        If it is damaged or encrypted, or exceeds a limit.
    """
    with open_zip(io.BytesIO(data), budget) as archive:
        entries = [entry for entry in files_in(archive) if not _litter(entry)]
        if len(entries) != 1:
            held = f"a zip of {len(entries)} files, not one recording"
            raise UnsupportedFormat(budget.file, f"{held}: read_sessions reads archives", 0)
        name = entries[0].filename
        return name, read_member(archive, entries[0], budget.of(name))


def _litter(entry: zipfile.ZipInfo) -> bool:
    """Side files that macOS and Windows leave in zips."""
    name = entry.filename.rpartition("/")[2]
    return entry.filename.startswith("__MACOSX/") or name.startswith("._") or name == ".DS_Store"
