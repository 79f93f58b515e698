"""Where every tag of a document's points begins and ends: one pass of numpy, no tree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.xml.columns import Bytes, Flags, Places, window

_OPEN, _CLOSE, _SLASH = ord("<"), ord(">"), ord("/")
_PIECE = 2**16


@dataclass(frozen=True)
class Region:
    """The tags of a document from its first to its last point.

    Attributes
    ----------
    data : bytes
        The document.
    begin, end : numpy.ndarray, shape (m,)
        Place of each ``<`` and its ``>``.
    leaf : numpy.ndarray, shape (k,)
        Which tags open an element and are closed by the very next tag.
    word : numpy.ndarray of uint64, shape (k,)
        The eight letters behind their ``<``, the first one lowest.
    points, ends : numpy.ndarray, shape (n,)
        Which tags open and close the points.
    """

    data: bytes
    begin: Places
    end: Places
    leaf: Places
    word: npt.NDArray[np.uint64]
    points: Places
    ends: Places


def index_tags(data: bytes, start: int, stop: int, name: bytes) -> Region | None:
    """Index the tags of a document's points.

    Parameters
    ----------
    data : bytes
        The document.
    start, stop : int
        The first point's ``<``, and the byte behind the last point's ``>``.
    name : bytes
        The point's name as it is spelled, with its prefix.

    Returns
    -------
    Region or None
        None where the tags do not pair, or there is markup other than elements, or no ASCII.
    """
    letters = np.frombuffer(data, np.uint8)
    angles = _angles(letters, start, stop)
    if angles is None:
        return None
    begin, end = angles[::2].copy(), angles[1::2].copy()
    if begin.size != end.size or (letters[begin] != _OPEN).any() or (letters[end] == _OPEN).any():
        return None
    first = letters[begin + 1]
    closes = first == _SLASH
    empty = letters[end - 1] == _SLASH
    pairs = closes.size - 2 * int(closes.sum()) == int(empty.sum())
    if not pairs or ((first == ord("!")) | (first == ord("?"))).any():
        return None
    tag = data[start + 1 : start + len(name) + 2]
    points = np.flatnonzero(first == name[0])
    points = points[spelled(data, begin[points] + 1, tag)]
    ends = np.flatnonzero(closes)
    ends = ends[letters[begin[ends] + 2] == name[0]]
    ends = ends[spelled(data, begin[ends] + 2, name + b">")]
    if points.size != ends.size or empty[points].any():
        return None
    if (points > ends).any() or (ends[:-1] > points[1:]).any():
        return None
    leaf = np.flatnonzero(~closes[:-1] & ~empty[:-1] & closes[1:])
    word = window(data, begin[leaf] + 1, 8).view("<u8").ravel()
    return Region(data, begin, end, leaf, word, points, ends)


def spelled(data: bytes, at: Places, letters: bytes) -> Flags:
    """Whether the same letters stand at each place."""
    found = window(data, at, len(letters)).view(f"S{len(letters)}").ravel() == letters
    return np.asarray(found)


def alike(region: Region, tag: bytes) -> Places:
    """Which of the region's leaves begin with the letters of `tag`, a name and what ends it."""
    head = tag[:8]
    mask = np.uint64(2 ** (8 * len(head)) - 1)
    found = np.flatnonzero((region.word & mask) == np.uint64(int.from_bytes(head, "little")))
    if len(tag) <= len(head):
        return found
    return found[spelled(region.data, region.begin[region.leaf[found]] + 9, tag[8:])]


def _angles(letters: Bytes, start: int, stop: int) -> Places | None:
    """Places of all ``<`` and ``>``: they differ in one bit only. None if not plain ASCII text.

    In pieces that stay in the processor's cache: fresh memory costs more than the comparison.
    """
    found: list[Places] = []
    room = np.empty(_PIECE, np.uint8)
    for at in range(start, stop, _PIECE):
        piece = letters[at : min(at + _PIECE, stop)]
        if int(piece.view(np.int8).min()) < ord("\t"):  # a control character, or beyond ASCII
            return None
        either = np.bitwise_or(piece, _OPEN ^ _CLOSE, out=room[: piece.size])
        found.append(np.flatnonzero(either == _CLOSE) + at)
    return np.concatenate(found)
