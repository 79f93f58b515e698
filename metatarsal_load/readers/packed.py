"""Out of gzip and zip, in memory and within limits; nothing is ever written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.recording import Loss

MAX_BYTES = 2**30
"""Decompressed size of one file: the longest recordings seen are a twentieth of it."""
MAX_RATIO = 300
"""Decompressed over compressed size, above `RATIO_FROM_BYTES`: recordings reach about 50."""
RATIO_FROM_BYTES = 2**24

_CHUNK = 2**16
_ENCRYPTED = 1


def gunzip(data: bytes, file: str) -> tuple[bytes, tuple[Loss, ...]]:
    """Decompress gzip, member after member; a torn stream gives what came before the tear.

    Raises
    ------
    RunFileError
        If nothing can be decompressed, or the limits of size are exceeded.
    """
    pieces: list[bytes] = []
    size = at = 0
    while data.startswith(b"\x1f\x8b", at):
        engine = zlib.decompressobj(wbits=31)
        while not engine.eof and at < len(data):
            piece, used = _inflate(engine, data[at : at + _CHUNK])
            pieces.append(piece)
            size += len(piece)
            at += used
            _check_size(size, len(data), file)
            if used == 0:
                break
        if not engine.eof:
            if not size:
                raise RunFileError(file, "gzip that cannot be decompressed", at)
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


def members(path: str | PathLike[str]) -> Iterator[tuple[str | None, bytes]]:
    """Read the files of a zip one after the other; a file that is no zip is its only member.

    Yields
    ------
    name : str or None
        Name inside the zip; ``None`` for a plain file.
    data : bytes
        As stored: a gzipped member is still gzipped.

    Raises
    ------
    RunFileError
        If the zip or a member is damaged or encrypted, or exceeds the limits of size.
    """
    if not zipfile.is_zipfile(path):
        yield None, Path(path).read_bytes()
        return
    with _open(str(path), str(path)) as archive:
        for entry in _files(archive):
            yield entry.filename, _read(archive, entry, str(path))


def single_member(data: bytes, file: str) -> tuple[str, bytes]:
    """Name and content of the only file in a zip.

    Raises
    ------
    UnsupportedFormat
        If the zip holds none or several.
    RunFileError
        If it is damaged or encrypted, or exceeds the limits of size.
    """
    with _open(io.BytesIO(data), file) as archive:
        entries = _files(archive)
        if len(entries) != 1:
            held = f"a zip of {len(entries)} files, not one recording"
            raise UnsupportedFormat(file, f"{held}: read_sessions reads archives", 0)
        return entries[0].filename, _read(archive, entries[0], file)


def _open(source: str | BinaryIO, file: str) -> zipfile.ZipFile:
    """Open a zip; a damaged one is a `RunFileError`."""
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise RunFileError(file, f"a zip that cannot be read ({error})", 0) from error


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Members that are files and no litter of the desktop."""
    return [entry for entry in archive.infolist() if not (entry.is_dir() or _litter(entry))]


def _litter(entry: zipfile.ZipInfo) -> bool:
    """Side files that macOS and Windows leave in zips."""
    name = entry.filename.rpartition("/")[2]
    return entry.filename.startswith("__MACOSX/") or name.startswith("._") or name == ".DS_Store"


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    """Content of one member, within the limits."""
    label = f"{file}!{entry.filename}"
    _check_size(entry.file_size, entry.compress_size, label)
    if entry.flag_bits & _ENCRYPTED:
        place = entry.header_offset
        raise RunFileError(label, "encrypted: unpack it with its password first", place)
    try:
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        place = entry.header_offset
        raise RunFileError(label, f"damaged inside the zip ({error})", place) from error
    _check_size(len(data), entry.compress_size, label)
    return data


def _check_size(size: int, packed: int, file: str) -> None:
    """Refuse what swells beyond any activity file."""
    if size > MAX_BYTES:
        raise RunFileError(file, f"decompresses to more than the limit of {MAX_BYTES} bytes", size)
    if size > RATIO_FROM_BYTES and size > MAX_RATIO * packed:
        raise RunFileError(file, f"decompresses to more than the limit of {MAX_RATIO} times", size)
