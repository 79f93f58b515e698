"""Judge what stands at an offset of a damaged FIT body: a message, or chance."""

from __future__ import annotations

from metatarsal_load.readers.fit.definitions import (
    COMPRESSED,
    DEFINITION,
    TIMESTAMP,
    definition_length,
    well_formed,
)
from metatarsal_load.readers.fit.profile import RECORD
from metatarsal_load.readers.fit.walk import Locals
from metatarsal_load.readers.limits import Budget

_NEAR_S = 30 * 86400
"""Times further apart than this are doubtful [s]."""
_BACK_S, _SOON_S = 60, 3600
"""A message found behind damage is convincing by its time alone this near to the last one [s]."""
_FIRST_S, _LAST_S = 315_000_000, 1_600_000_000
"""FIT seconds that can be dates: the end of 1999 to 2040."""
CHAIN = 24
"""Messages in a row that are taken for messages where no time can tell."""


class Belief:
    """The definitions in force and the last time that was believed, and what follows from them."""

    def __init__(self, data: bytes, end: int, budget: Budget) -> None:
        self.data = data
        self.end = end
        self.table = Locals(budget)
        self.time: int | None = None

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
            return 0 < time <= _LAST_S
        return abs(time - self.time) <= _NEAR_S

    def confirmed(self, pos: int, time: int) -> bool:
        """Whether the message at `pos` has a time near `time`: a jump of the clock, not damage."""
        behind = self.time_at(pos) if pos < self.end else None
        dated = behind is not None and _FIRST_S <= time <= _LAST_S
        return dated and behind is not None and abs(behind - time) <= _NEAR_S

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

    def timeless_records(self) -> bool:
        """Whether records are written without a full time: nothing else tells them from noise."""
        layouts = (group.definition for group in self.table.groups.values())
        return any(one.message == RECORD and TIMESTAMP not in one.fields for one in layouts)

    def chained(self, pos: int) -> bool:
        """Whether `CHAIN` messages follow one another from `pos` on, or all up to the end."""
        for _ in range(CHAIN):
            if pos >= self.end:
                return pos == self.end
            if self.is_definition(pos) and not well_formed(self.data, pos, self.end):
                return False
            size = self.size_at(pos)
            if not size:
                return False
            pos += size
        return True
