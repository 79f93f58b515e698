"""Where every tag of a document's points begins and ends: one pass of numpy, no tree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.xml.columns import Bytes, Flags, Places, window

_OPEN, _CLOSE, _SLASH = ord("<"), ord(">"), ord("/")
_PIECE = 2**16
_ENDS_NAME = np.isin(np.arange(256), list(b" \t\r\n/>"))
_LETTERS = np.array([2 ** (8 * count) - 1 for count in range(9)], dtype="<u8")
"""Masks of the first letters of a word of eight."""


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


def index_tags(data: bytes, start: int, stop: int, name: bytes, budget: Budget) -> Region | None:
    """Index the tags of a document's points.

    Parameters
    ----------
    data : bytes
        The document.
    start, stop : int
        The first point's ``<``, and the byte behind the last point's ``>``.
    name : bytes
        The point's name as it is spelled, with its prefix.
    budget : Budget
        The limits that hold.

    Returns
    -------
    Region or None
        None where the tags do not pair, or there is markup other than elements, or no ASCII.
    """
    letters = np.frombuffer(data, np.uint8)
    angles = _angles(letters, start, stop, budget)
    if angles is None or angles.size % 2:
        return None
    begin, end = angles[::2].copy(), angles[1::2].copy()
    if (letters[begin] != _OPEN).any() or (letters[end] != _CLOSE).any():
        return None
    first = letters[begin + 1]
    closes, empty = first == _SLASH, letters[end - 1] == _SLASH
    if ((first == ord("!")) | (first == ord("?"))).any():
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
    opens = ~(closes | empty)
    leaves = opens[:-1] & closes[1:]
    leaf = np.flatnonzero(leaves)
    word = window(data, begin[leaf] + 1, 8).view("<u8").ravel()
    region = Region(data, begin, end, leaf, word, points, ends)
    opens[:-1] &= ~leaves
    closes[1:] &= ~leaves
    opens[points] = closes[ends] = True  # also of a point that holds nothing
    budget.check("samples", points.size)
    return region if _nested(region, opens, closes, budget.limits.xml_depth) else None


def _nested(region: Region, opens: Flags, closes: Flags, deepest: int) -> bool:
    """Whether inside the points every tag in `opens` is closed, in turn, by one in `closes`.

    None may be more than `deepest` levels deep, 255 at most.

    The n-th tag to open a level is closed by the n-th to close it: in the order of levels, and
    of the file within each, tags come in pairs.
    """
    either = opens | closes
    breaks = np.flatnonzero(region.points[1:] != region.ends[:-1] + 1)
    for after, before in zip(region.ends[breaks], region.points[breaks + 1], strict=True):
        either[after + 1 : before] = False
    tags = np.flatnonzero(either)
    down = closes[tags]
    level = np.cumsum(1 - 2 * down.view(np.int8), dtype=np.int8).view(np.uint8)
    level += down  # of an element's two tags alike: 1 for a point; 256 levels are none again
    points = tags[(level == 1) & ~down]
    if not (level.all() and level.max() <= deepest and np.array_equal(points, region.points)):
        return False
    pairs = np.argsort(level, kind="stable")
    if down[pairs[::2]].any() or not down[pairs[1::2]].all():
        return False
    return _closed_by_name(region, tags[pairs[::2]], tags[pairs[1::2]])


def _closed_by_name(region: Region, opening: Places, closing: Places) -> bool:
    """Whether each tag is closed by one of its name, compared eight letters at a time."""
    ours, theirs = region.begin[opening] + 1, region.begin[closing] + 2
    left = region.end[closing] - theirs
    behind = np.frombuffer(region.data, np.uint8)[ours + left]
    if not _ENDS_NAME[behind].all() or (left < 1).any():
        return False
    while left.size:
        a, b = (window(region.data, at, 8).view("<u8").ravel() for at in (ours, theirs))
        if ((a ^ b) & _LETTERS[np.minimum(left, 8)]).any():
            return False
        longer = left > 8
        ours, theirs, left = ours[longer] + 8, theirs[longer] + 8, left[longer] - 8
    return True


def spelled(data: bytes, at: Places, letters: bytes) -> Flags:
    """Whether the same letters stand at each place: eight of them are compared at once."""
    width = -(-len(letters) // 8) * 8
    wanted = np.frombuffer(letters.ljust(width, b"\0"), "<u8")
    mask = np.frombuffer((b"\xff" * len(letters)).ljust(width, b"\0"), "<u8")
    words = window(data, at, width).view("<u8")
    found = (words[:, 0] & mask[0]) == wanted[0]
    for k in range(1, width // 8):
        found &= (words[:, k] & mask[k]) == wanted[k]
    return np.asarray(found)


def alike(region: Region, tag: bytes) -> Places:
    """Which of the region's leaves begin with the letters of `tag`, a name and what ends it."""
    head = tag[:8]
    mask = np.uint64(2 ** (8 * len(head)) - 1)
    found = np.flatnonzero((region.word & mask) == np.uint64(int.from_bytes(head, "little")))
    if len(tag) <= len(head):
        return found
    return found[spelled(region.data, region.begin[region.leaf[found]] + 9, tag[8:])]


def _angles(letters: Bytes, start: int, stop: int, budget: Budget) -> Places | None:
    """Places of all ``<`` and ``>``: they differ in one bit only. None if not plain ASCII text.

    In pieces that stay in the processor's cache: fresh memory costs more than the comparison.
    """
    found: list[Places] = []
    count = 0
    room = np.empty(_PIECE, np.uint8)
    for at in range(start, stop, _PIECE):
        piece = letters[at : min(at + _PIECE, stop)]
        if int(piece.view(np.int8).min()) < ord("\t"):  # a control character, or beyond ASCII
            return None
        either = np.bitwise_or(piece, _OPEN ^ _CLOSE, out=room[: piece.size])
        found.append(np.flatnonzero(either == _CLOSE) + at)
        count += found[-1].size
        budget.check("xml_tags", count // 2)
    return np.concatenate(found)
