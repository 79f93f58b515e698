"""The container: headers, checksums, and files chained one behind another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastcrc import crc16

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Loss

_MAGIC = b".FIT"
_SHORTEST_HEADER = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One FIT file inside the bytes (a chain holds several).

    Attributes
    ----------
    start, body, end : int
        Offsets of the header, of the first message, and behind the last message.
    notes : tuple of str
        What was odd about header, size and checksum.
    losses : tuple of Loss
        What is missing or is no FIT file.
    sound : bool
        Whether nothing speaks against the messages: no checksum is wrong, and the size is right.
    """

    start: int
    body: int
    end: int
    notes: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    sound: bool = True


def split_parts(data: bytes, file: str, budget: Budget) -> list[Part]:
    """Find the FIT files chained in `data`.

    Neither a wrong size nor a wrong checksum rejects a part: both are common in files that read
    fully, and are noted.

    Raises
    ------
    RunFileError
        If there is no FIT header and too little to look for messages in, or too many files.
    """
    parts: list[Part] = []
    pos = 0
    while pos < len(data):
        if _is_header(data, pos):
            part, pos = _part(data, pos)
            parts.append(part)
            budget.check("fit_parts", len(parts), part.start)
            continue
        found = _next_header(data, pos + 1)
        if parts:
            parts[-1] = _with_junk(parts[-1], pos, found)
        elif found > _SHORTEST_HEADER:
            parts.append(_headless(data, found))
        pos = found
    if not parts:
        reason = f"a FIT header was expected, found {len(data)} bytes without one"
        raise RunFileError(file, reason, 0)
    return parts


def _is_header(data: bytes, pos: int) -> bool:
    """Whether a FIT header starts at `pos`."""
    return data[pos + 8 : pos + 12] == _MAGIC


def _next_header(data: bytes, pos: int) -> int:
    """Offset of the next plausible header from `pos` on; the length of the data without one."""
    found = data.find(_MAGIC, pos + 8)
    while found >= 0:
        if data[found - 8] in (12, 14):
            return found - 8
        found = data.find(_MAGIC, found + 1)
    return len(data)


def _with_junk(part: Part, start: int, end: int) -> Part:
    """Add to the part before the loss of bytes behind it that are no FIT file."""
    loss = Loss(f"{end - start} bytes behind the FIT file are no FIT file", start)
    return replace(part, losses=(*part.losses, loss))


def _headless(data: bytes, end: int) -> Part:
    """Make a first part whose header is damaged: its messages may be whole."""
    body = data[0] if data[0] in (12, 14) else 0
    note = "the FIT header is damaged; messages were looked for behind it"
    return Part(0, body, _without_crc(data, 0, body, end), (note,))


def _part(data: bytes, start: int) -> tuple[Part, int]:
    """Find the part whose header is at `start`, and the offset behind it."""
    body = _body(data, start)
    size = int.from_bytes(data[start + 4 : start + 8], "little")
    end = body + size
    after = end + 2
    if size and after <= len(data):
        if _checksum_holds(data, start, after):
            return Part(start, body, end), after
        if after == len(data) or _is_header(data, after):
            note = f"the checksum at byte {end} is wrong"
            return Part(start, body, end, (note,), sound=False), after
    if size and (end <= len(data) < after or _is_header(data, end)):
        chained = _is_header(data, end)
        note = f"the checksum at byte {end} is missing"
        return Part(start, body, end, (note,), sound=chained), end if chained else len(data)
    after = _next_header(data, start + 1)
    true_end = _without_crc(data, start, body, after)
    held = true_end - body
    if true_end < after or end < true_end:
        note = f"the header promises {size} bytes of messages, the file holds {held}"
        sound = true_end < after
        return Part(start, min(body, true_end), true_end, (note,), sound=sound), after
    reason = f"the file is cut off: the header promises {size} bytes of messages, {held} are there"
    return Part(start, min(body, after), after, (), (Loss(reason, after),), sound=False), after


def _body(data: bytes, start: int) -> int:
    """Offset of the first message: the header's own length, unless a definition stands elsewhere.

    What a header says of its length is believed where a definition message follows, and where
    none follows the two usual lengths either.
    """
    said = data[start]
    for length in (said, 14, 12):
        head = data[start + length : start + length + 3]
        if length >= _SHORTEST_HEADER and head[:2] in (b"\x40\0", b"\x60\0") and head[2:] < b"\2":
            return start + length
    return start + (said if said in (12, 14) else 14)


def _without_crc(data: bytes, start: int, body: int, after: int) -> int:
    """End of the messages before `after`: two bytes earlier where a right checksum stands there."""
    return after - 2 if after - 2 >= body and _checksum_holds(data, start, after) else after


def _checksum_holds(data: bytes, start: int, after: int) -> bool:
    """Whether the two bytes before `after` are the checksum of what lies before them."""
    whole = data if start == 0 and after == len(data) else data[start:after]
    return int(crc16.arc(whole)) == 0
