"""The careful walk: message by message, with doubt, past damage.

Slower than `walk` and used where that met trouble. A message is believed when its time is near
the last one's, or when what follows it is a message too. Where neither holds, the walk goes on
from the next byte that starts a believable message, and says how many bytes it left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metatarsal_load.readers.fit.belief import CHAIN, Belief
from metatarsal_load.readers.fit.definitions import DEFINITION, well_formed
from metatarsal_load.readers.fit.walk import Walk
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Loss

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


class _CarefulWalk(Belief):
    """State of one careful walk: what was noted in doubt, and what was left out."""

    def __init__(self, data: bytes, end: int, budget: Budget) -> None:
        super().__init__(data, end, budget)
        self.doubts: list[_Doubt] = []
        self.gaps: list[tuple[int, int]] = []

    def believable(self, pos: int, size: int) -> bool:
        """Whether the whole message at `pos` is to be taken for one."""
        if super().believable(pos, size):
            return True
        in_step = len(self.doubts) == CHAIN and self.timeless_records()
        return in_step and not self.is_definition(pos)

    def take(self, pos: int, size: int) -> None:
        """Note the message at `pos`."""
        head = self.data[pos]
        if self.is_definition(pos):
            self.table.define(self.data, pos, size)
            self.doubts.clear()
            return
        self.table.adds[head](pos)
        time = self.time_at(pos)
        if time is not None and (self.near(time) or self.confirmed(pos + size, time)):
            self.time = time
            self.doubts.clear()
        else:
            self.doubts.append(_Doubt(head, pos, size))
            del self.doubts[:-CHAIN]

    def resume(self, pos: int) -> int:
        """Next believable message behind `pos`; the end of the body where there is none.

        Doubtful messages before `pos` are taken back where they overlap what is found.
        """
        look_back = self.doubts and not self.timeless_records()
        start = self.doubts[0].pos if look_back else pos
        found = self.next_message(start + 1)
        while self.doubts and self.doubts[-1].pos + self.doubts[-1].size > found:
            self.table.take_back(self.doubts.pop().head)
        kept = self.doubts[-1].pos + self.doubts[-1].size if self.doubts else start
        self.doubts.clear()
        self.gaps.append((kept, found - kept))
        return found

    def overlapped(self, pos: int, size: int) -> int:
        """Where a better message starts inside the doubtful one at `pos`; 0 where none does.

        That is so where a message lost bytes, and where the walk is out of step.
        """
        if self.is_definition(pos):
            return 0
        time = self.time_at(pos)
        if time is not None and self.near(time) and self.follows(pos + size):
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
            if self.timeless_records():
                hits.append(self.chain_hit(pos, stop))
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

    def chain_hit(self, pos: int, stop: int) -> int:
        """First offset of many messages in a row, where no time can tell; else the end."""
        heads = np.frombuffer(self.data, np.uint8)[pos:stop]
        known = np.array(self.table.sizes)[heads] > 0
        for at in (np.flatnonzero(known) + pos).tolist():
            if self.chained(at):
                return int(at)
        return self.end

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


def walk_carefully(data: bytes, start: int, end: int, budget: Budget) -> Walk:
    """Walk from `start` to `end`, skipping what is no message; the same groups as `walk`."""
    state = _CarefulWalk(data, end, budget)
    pos = start
    while pos < end:
        budget.check_time()
        size = state.size_at(pos)
        if size and pos + size <= end and state.believable(pos, size):
            next_pos = state.overlapped(pos, size)
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
