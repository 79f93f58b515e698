"""The careful walk: message by message, with doubt, past damage.

Slower than `walk` and used where that met trouble. A message is believed when its time is near
the last one's, or when what follows it is a message too. Where neither holds, the walk goes on
from the next byte that starts a believable message, and says how many bytes it left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metatarsal_load.readers.fit.definitions import (
    COMPRESSED,
    DEFINITION,
    TIMESTAMP,
    definition_length,
    well_formed,
)
from metatarsal_load.readers.fit.walk import Locals, Walk
from metatarsal_load.readers.recording import Loss

_NEAR_S = 30 * 86400
"""Times further apart than this are doubtful [s]."""
_BACK_S, _SOON_S = 60, 3600
"""A message found behind damage is convincing by its time alone this near to the last one [s]."""
_FIRST_S, _LAST_S = 315_000_000, 1_600_000_000
"""Believable FIT seconds where no time is known yet: the end of 1999 to 2040."""
_FEW = 3
"""Skipped stretches named one by one."""
_WINDOW = 256
"""Bytes searched first for the next message; each further search takes four times as many."""


@dataclass(slots=True)
class _Doubt:
    """A message noted since the last one that was beyond doubt."""

    head: int
    pos: int
    size: int


class _CarefulWalk:
    """State of one careful walk."""

    def __init__(self, data: bytes, end: int) -> None:
        self.data = data
        self.end = end
        self.table = Locals()
        self.time: int | None = None
        self.doubts: list[_Doubt] = []
        self.gaps: list[tuple[int, int]] = []

    def size_at(self, pos: int) -> int:
        """Length of the message at `pos`, believable or not; 0 where none can start."""
        head = self.data[pos]
        if head & COMPRESSED or not head & DEFINITION:
            return self.table.sizes[head]
        return definition_length(self.data, pos, self.end)

    def is_definition(self, pos: int) -> bool:
        """Whether the header byte is that of a definition message."""
        return not self.data[pos] & COMPRESSED and bool(self.data[pos] & DEFINITION)

    def follows(self, pos: int) -> bool:
        """Whether a message may start at `pos`, or the body ends there."""
        if pos >= self.end:
            return pos == self.end
        if self.is_definition(pos):
            return well_formed(self.data, pos, self.end) or self.size_at(pos) + pos > self.end
        return self.table.sizes[self.data[pos]] > 0

    def follows_definition(self, pos: int, size: int) -> bool:
        """Whether a message may start behind a definition: one of its own kind is new."""
        after = pos + size
        local = self.data[pos] & 0x0F
        if after < self.end:
            own = self.data[after]
            if own == local or own & 0xE0 == COMPRESSED | local << 5:
                return True
        return self.follows(after)

    def time_at(self, pos: int) -> int | None:
        """FIT seconds in the data message at `pos`; None where it has none."""
        group = self.table.groups.get(self.data[pos])
        field = group.definition.fields.get(TIMESTAMP) if group else None
        if group is None or field is None or field.size != 4 or pos + field.at + 4 > self.end:
            return None
        raw = self.data[pos + field.at : pos + field.at + 4]
        value = int.from_bytes(raw, "big" if group.definition.big_endian else "little")
        return None if value == 0xFFFFFFFF else value

    def near(self, time: int) -> bool:
        """Whether a time fits the last one."""
        if self.time is None:
            return _FIRST_S <= time <= _LAST_S
        return abs(time - self.time) <= _NEAR_S

    def convincing(self, pos: int, size: int) -> bool:
        """Whether the data message at `pos`, found by searching, is to be taken for one.

        Some four bytes in a long stretch of noise are near any time by chance: they have to be
        very near, or the message behind them has to have a near time too.
        """
        time = self.time_at(pos)
        if time is None or not self.near(time):
            return False
        if self.time is not None and -_BACK_S <= time - self.time <= _SOON_S:
            return True
        behind = self.time_at(pos + size) if pos + size < self.end else time
        return behind is not None and self.near(behind)

    def believable(self, pos: int, size: int) -> bool:
        """Whether the whole message at `pos` is to be taken for one."""
        if self.is_definition(pos):
            # Where a message is due, a definition that makes sense is one, junk behind it or not.
            tidy = self.data[pos + 1] == 0 and self.data[pos + 5] > 0
            known = well_formed(self.data, pos, self.end)
            return known and (tidy or self.follows_definition(pos, size))
        time = self.time_at(pos)
        return (time is not None and self.near(time)) or self.follows(pos + size)

    def take(self, pos: int, size: int) -> None:
        """Note the message at `pos`."""
        head = self.data[pos]
        if self.is_definition(pos):
            self.table.define(self.data, pos, size)
            self.doubts.clear()
            return
        self.table.adds[head](pos)
        time = self.time_at(pos)
        if time is not None and self.near(time):
            self.time = time
            self.doubts.clear()
        else:
            self.doubts.append(_Doubt(head, pos, size))

    def resume(self, pos: int) -> int:
        """Next believable message behind `pos`; the end of the body where there is none.

        Doubtful messages before `pos` are taken back where they overlap what is found.
        """
        start = self.doubts[0].pos if self.doubts else pos
        found = self.next_message(start + 1)
        while self.doubts and self.doubts[-1].pos + self.doubts[-1].size > found:
            self.table.take_back(self.doubts.pop().head)
        kept = self.doubts[-1].pos + self.doubts[-1].size if self.doubts else start
        self.doubts.clear()
        self.gaps.append((kept, found - kept))
        return found

    def shortened(self, pos: int, size: int) -> int:
        """Where the next message starts if the one at `pos` lost bytes; 0 if it did not."""
        if self.is_definition(pos) or self.follows(pos + size):
            return 0
        for hit in self.timed_hits(pos + 1, pos + size):
            if self.follows(hit + self.size_at(hit)):
                return hit
        return 0

    def next_message(self, pos: int) -> int:
        """First offset from `pos` on that starts a message beyond doubt."""
        window = _WINDOW
        while pos < self.end:
            stop = min(self.end, pos + window)
            hits = [*self.timed_hits(pos, stop), self.definition_hit(pos, stop)]
            best = min(hits)
            if best < self.end:
                return best
            pos, window = stop, 4 * window
        return self.end

    def timed_hits(self, pos: int, stop: int) -> list[int]:
        """Per local type with a time: the first offset at which header and time fit."""
        heads = np.frombuffer(self.data, np.uint8)[pos:stop]
        hits = []
        for local, group in self.table.groups.items():
            size = group.definition.size
            for at in (np.flatnonzero(heads == local) + pos).tolist():
                if at + size <= self.end and self.convincing(at, size):
                    hits.append(at)
                    break
        return hits

    def definition_hit(self, pos: int, stop: int) -> int:
        """First offset of a well-formed definition that something follows; else the end."""
        bytes_ = np.frombuffer(self.data, np.uint8)
        heads = bytes_[pos:stop]
        maybe = np.flatnonzero((heads & 0xD0) == DEFINITION) + pos
        for at in maybe.tolist():
            if at + 9 > self.end or self.data[at + 1] or not self.data[at + 5]:
                continue
            if well_formed(self.data, at, self.end) and self.follows_definition(
                at, self.size_at(at)
            ):
                return int(at)
        return self.end


def walk_carefully(data: bytes, start: int, end: int) -> Walk:
    """Walk from `start` to `end`, skipping what is no message; the same groups as `walk`."""
    state = _CarefulWalk(data, end)
    pos = start
    while pos < end:
        size = state.size_at(pos)
        if size and pos + size <= end and state.believable(pos, size):
            next_pos = state.shortened(pos, size)
            if next_pos:
                state.gaps.append((pos, next_pos - pos))
            else:
                state.take(pos, size)
            pos = next_pos or pos + size
            continue
        found = state.next_message(pos + 1) if size and pos + size > end else 0
        if found == end or (not size and state.is_definition(pos)):
            break
        pos = state.resume(pos)
    return Walk(state.table.all_groups(), pos, losses=_summed(state))


def _summed(state: _CarefulWalk) -> list[Loss]:
    """Make a loss for each stretch left out; one for all of them where there are many."""
    losses = [
        Loss(f"{size} bytes that are no messages were skipped", at) for at, size in state.gaps
    ]
    if len(losses) <= _FEW:
        return losses
    total = sum(size for _, size in state.gaps)
    words = f"{total} bytes in {len(losses)} places that are no messages were skipped, here first"
    return [Loss(words, state.gaps[0][0])]
