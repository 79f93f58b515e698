"""Zips: their directory looked over before it is believed, their members read within limits.

Members are read, never extracted: their names are text and nothing else.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from itertools import pairwise
from typing import IO

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.disk import open_file, read_stream
from metatarsal_load.readers.limits import RATIO_FROM_BYTES, Budget

FAULTS = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, KeyError,
    IndexError, struct.error, OverflowError, MemoryError,
)  # fmt: skip
"""Whatever zipfile raises on damage, unknown compression (NotImplementedError) and encryption
(RuntimeError); a name that is not in the archive is a KeyError."""

_ENTRY, _END, _LARGE_END = b"PK\1\2", b"PK\5\6", b"PK\6\6"
_LOCATOR_SIZE, _LARGE_END_SIZE, _LOCAL_HEADER = 20, 56, 30
_TAIL = 2**16 + 22 + _LOCATOR_SIZE + _LARGE_END_SIZE  # the longest comment, and the end records
_ENCRYPTED = 1


def open_zip(source: str | IO[bytes], budget: Budget) -> zipfile.ZipFile:
    """Open a zip, by its path or as a stream, whose directory is neither endless nor a trick.

    Raises
    ------
    LimitError
        If it has too many members, or decompresses to too many times its size.
    RunFileError
        If it is damaged, or its members overlap: the trick of a zip bomb.
    """
    try:
        if isinstance(source, str):
            with open_file(source) as stream:
                budget.check("zip_members", _count_members(stream))
        else:
            budget.check("zip_members", _count_members(source))
        archive = zipfile.ZipFile(source)
    except FAULTS as error:
        raise RunFileError(budget.file, damage("zip archive", error), 0) from error
    entries = archive.infolist()
    _refuse_overlaps(entries, budget.file)
    size = sum(entry.file_size for entry in entries)
    if size > RATIO_FROM_BYTES:
        budget.check("ratio", size / max(sum(entry.compress_size for entry in entries), 1))
    return archive


def files_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Members that are files and not folders."""
    return [entry for entry in archive.infolist() if not entry.filename.endswith("/")]


def read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    """Bytes of one member.

    Raises
    ------
    RunFileError
        If it is damaged or encrypted, or exceeds the limits of size.
    """
    budget.check_size(entry.file_size, entry.compress_size)
    if entry.flag_bits & _ENCRYPTED:
        told = "encrypted: unpack it with its password first"
        raise RunFileError(budget.file, told, entry.header_offset)
    try:
        with archive.open(entry) as stream:
            return read_stream(stream, budget)
    except FAULTS as error:
        raise RunFileError(budget.file, damage("member", error), entry.header_offset) from error


def damage(kind: str, error: Exception) -> str:
    """One line that says why an archive or its member cannot be read."""
    if isinstance(error, KeyError):
        return "the archive holds no such member"
    if "encrypted" in str(error):
        return "encrypted: unpack it with its password first"
    return f"damaged, cannot be read as a {kind} ({error}); fetch it again"


def _count_members(stream: IO[bytes]) -> int:
    """Count the entries of the directory before anything is made of them.

    The directory lies before the end records, of the size that these say. Their own count of
    members may lie, and nobody reads it.
    """
    length = stream.seek(0, 2)
    stream.seek(max(0, length - _TAIL))
    tail = stream.read(_TAIL)
    end = tail.rfind(_END)
    if end < 0:
        return 0
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    large = tail[: max(end - _LOCATOR_SIZE, 0)][-_LARGE_END_SIZE:]
    if large.startswith(_LARGE_END):
        size, end = int.from_bytes(large[40:48], "little"), end - _LOCATOR_SIZE - _LARGE_END_SIZE
    stop = length - len(tail) + end
    start = max(0, stop - size)
    stream.seek(start)
    members = stream.read(stop - start).count(_ENTRY)
    stream.seek(0)
    return members


def _refuse_overlaps(entries: list[zipfile.ZipInfo], file: str) -> None:
    """Refuse members that share bytes of the archive."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    for one, after in pairwise(ordered):
        if one.header_offset + _LOCAL_HEADER + one.compress_size > after.header_offset:
            told = f"members {one.filename!r} and {after.filename!r} overlap: a trick of zip bombs"
            raise RunFileError(file, told, after.header_offset)
