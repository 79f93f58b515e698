"""The walk over the messages: where the data messages of each definition lie.

A message's length follows from its header byte and the definition in force, so only the header
bytes are looked at. Three speeds, one meaning: where one message repeats, the header bytes at its
stride are compared in one step; where a sequence of messages repeats, so are those of the sequence;
where they interleave as they like, a tight loop takes them one by one.
The walk ends at the first thing it does not understand and says so; `salvage` goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.fit.definitions import (
    COMPRESSED,
    DEFINITION,
    Definition,
    definition_length,
)
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Loss

_TASTE = 8
"""Messages of one kind in a row that make comparing at the stride worth while."""
_BURST = 4096
"""Bytes the tight loop goes before it looks for repetition again."""
_LONGEST_WAIT = 2**17
"""Bytes between two looks for a sequence that repeats, where there was none so far."""
_SEQUENCE = 32
"""Messages of the longest sequence looked for."""


@dataclass(slots=True)
class Group:
    """The data messages of one definition: runs (first offset, count, stride), and single offsets.

    `timed` are the offsets of messages whose header holds a compressed timestamp.
    """

    definition: Definition
    runs: list[tuple[int, int, int]] = field(default_factory=list)
    singles: list[int] = field(default_factory=list)
    timed: list[int] = field(default_factory=list)

    def count(self) -> int:
        """Messages noted."""
        return sum(count for _, count, _ in self.runs) + len(self.singles) + len(self.timed)

    def offsets(self) -> npt.NDArray[np.int64]:
        """Offsets of the messages' header bytes, increasing, shape (n,)."""
        pieces = [np.arange(at, at + count * stride, stride) for at, count, stride in self.runs]
        pieces += [np.array(few, np.int64) for few in (self.singles, self.timed) if few]
        if len(pieces) == 1:
            return pieces[0]
        found = np.concatenate(pieces) if pieces else np.empty(0, np.int64)
        found.sort()
        return found


@dataclass(slots=True)
class Walk:
    """What a walk found.

    Attributes
    ----------
    groups : list of Group
        In the order of their definitions.
    end : int
        Offset behind the last whole message.
    trouble : str
        Why the walk ended before the end of the body; "" where it did not.
    losses : list of Loss
        What salvage had to leave out.
    """

    groups: list[Group]
    end: int
    trouble: str = ""
    losses: list[Loss] = field(default_factory=list)


class Locals:
    """What each of the 256 header bytes means at one point of the file.

    `sizes[head]` is the length of such a data message (0: no definition), `adds[head]` notes one.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.sizes = [0] * 256
        self.adds: list[Callable[[int], None]] = [list[int]().append] * 256
        self.groups: dict[int, Group] = {}
        self._known: dict[bytes, Group] = {}

    def define(self, data: bytes, pos: int, length: int) -> None:
        """Put the definition message at `pos` in force; equal layouts share a group."""
        raw = data[pos : pos + length]
        layout = raw[1:]
        group = self._known.get(layout)
        if group is None:
            group = self._known[layout] = Group(Definition(raw))
            self.budget.check("fit_layouts", len(self._known), pos)
        self.budget.check_time()
        local = raw[0] & 0x0F
        self.groups[local] = group
        self.sizes[local] = group.definition.size
        self.adds[local] = group.singles.append
        if local < 4:
            heads = slice(COMPRESSED | local << 5, (COMPRESSED | local << 5) + 32)
            self.sizes[heads] = [group.definition.size] * 32
            self.adds[heads] = [group.timed.append] * 32

    def take_back(self, head: int) -> None:
        """Forget the message noted last, of header byte `head`: it is not whole."""
        group = self.groups[local_type(head)]
        (group.timed if head & COMPRESSED else group.singles).pop()

    def all_groups(self) -> list[Group]:
        """Every group defined so far, in order."""
        return list(self._known.values())


def local_type(head: int) -> int:
    """Local message type named by a header byte."""
    return (head >> 5) & 0x03 if head & COMPRESSED else head & 0x0F


def walk(data: bytes, start: int, end: int, budget: Budget) -> Walk:
    """Walk from `start` to `end`, or to the first byte that is no message."""
    table = Locals(budget)
    sizes, adds = table.sizes, table.adds
    pos, trouble = start, ""
    look, wait = start, _BURST
    while pos < end:
        head = data[pos]
        size = sizes[head]
        if size:
            count = _repeats(data, pos, end, size)
            if count:
                table.groups[head].runs.append((pos, count, size))
                pos += count * size
                continue
            if pos >= look:
                behind = _gallop(data, pos, end, table)
                wait = _BURST if behind > pos else min(2 * wait, _LONGEST_WAIT)
                pos, look = behind, behind + wait
                if behind == end:
                    break
            pos, last = _burst(data, pos, min(end, pos + _BURST), sizes, adds)
            if pos > end:
                table.take_back(data[last])
                pos = last
                break
            continue
        length, trouble = _definition(data, pos, end)
        if not length:
            break
        table.define(data, pos, length)
        pos += length
    return Walk(table.all_groups(), pos, trouble)


def _burst(
    data: bytes, pos: int, stop: int, sizes: list[int], adds: list[Callable[[int], None]]
) -> tuple[int, int]:
    """Note data messages one by one up to `stop`; gives the next position and the last noted."""
    last = pos
    while pos < stop:
        head = data[pos]
        size = sizes[head]
        if not size:
            break
        adds[head](pos)
        last = pos
        pos += size
    return pos, last


def _repeats(data: bytes, pos: int, end: int, size: int) -> int:
    """Whole messages in a row with the header byte of the one at `pos`; 0 for a few.

    Bytes at the stride are sliced and stripped of that header byte, in growing pieces.
    """
    head = data[pos : pos + 1]
    whole = pos + (end - pos) // size * size
    if head[0] & COMPRESSED or data[pos : min(whole, pos + _TASTE * size) : size] != head * _TASTE:
        return 0
    at, want = pos + _TASTE * size, 64
    while at < whole:
        piece = data[at : min(whole, at + want * size) : size]
        same = len(piece) - len(piece.lstrip(head))
        at += same * size
        if same < len(piece):
            break
        want *= 4
    return (at - pos) // size


def _gallop(data: bytes, pos: int, end: int, table: Locals) -> int:
    """Note the sequence of messages that repeats from `pos` on; gives the offset behind it."""
    heads, offsets = _ahead(data, pos, end, table.sizes)
    period = next((m for m in range(2, _SEQUENCE + 1) if heads[m:] == heads[:-m]), 0)
    if len(heads) < 2 * _SEQUENCE or not period or max(heads) & COMPRESSED:
        return pos
    stride = offsets[period] - pos
    within = [at - pos for at in offsets[:period]]
    wanted = np.frombuffer(heads, np.uint8, period)
    count, want, whole = 0, 64, (end - pos) // stride
    while count < whole:
        rows = min(want, whole - count)
        piece = np.frombuffer(data, np.uint8, rows * stride, pos + count * stride)
        same = (piece.reshape(rows, stride)[:, within] == wanted).all(axis=1)
        good = rows if same.all() else int(same.argmin())
        count += good
        if good < rows:
            break
        want *= 4
    for at, head in zip(offsets, heads[:period], strict=False):
        table.groups[head].runs.append((at, count, stride))
    return pos + count * stride


def _ahead(data: bytes, pos: int, end: int, sizes: list[int]) -> tuple[bytes, list[int]]:
    """Header bytes and offsets of the next data messages: twice the longest sequence, or fewer."""
    heads, offsets = bytearray(), []
    for _ in range(2 * _SEQUENCE):
        if pos >= end or not sizes[data[pos]]:
            break
        heads.append(data[pos])
        offsets.append(pos)
        pos += sizes[data[pos]]
    return bytes(heads), offsets


def _definition(data: bytes, pos: int, end: int) -> tuple[int, str]:
    """Length of the definition message at `pos`; 0 and why where there is none."""
    head = data[pos]
    if head & COMPRESSED or not head & DEFINITION:
        return 0, f"a data message of local type {local_type(head)}, which no definition describes"
    length = definition_length(data, pos, end)
    if not length or pos + length > end:
        return 0, ""
    if data[pos + 2] > 1:
        return 0, f"a definition message of byte order {data[pos + 2]}, where 0 or 1 was expected"
    return length, ""
