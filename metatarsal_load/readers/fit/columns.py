"""Records as one float block: a column a channel, a row a record, in the file's order.

The bytes of a definition's records are seen as strided numbers, converted once, and unknown values
masked before scale and offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.fit.definitions import TIMESTAMP, Definition, Field
from metatarsal_load.readers.fit.developer import Description, Descriptions, numeric_fields
from metatarsal_load.readers.fit.profile import (
    CHANNELS,
    COMPRESSED_SPEED_DISTANCE,
    EXTRA_CHANNELS,
    FRACTIONAL_CADENCE,
    RECORD,
)
from metatarsal_load.readers.fit.times import compressed_seconds
from metatarsal_load.readers.fit.walk import Group
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import SAMPLE_COLUMNS

Floats: TypeAlias = npt.NDArray[np.float64]
Rows: TypeAlias = "slice | npt.NDArray[np.intp]"

RAW_CADENCE = "cadence_rpm"
"""Last column where there is a cadence: as the file has it, before it is made steps."""
_CADENCE = SAMPLE_COLUMNS.index("cadence_spm")


@dataclass(slots=True)
class Records:
    """The records of one part.

    Attributes
    ----------
    seconds : numpy.ndarray, shape (n,)
        FIT seconds; 0 where a record has no time.
    block : numpy.ndarray, shape (k, n)
        A row a column of the samples table [unit in its name]; NaN unknown. `cadence_spm` is
        still the file's own cadence.
    columns : tuple of str
        Names of the k rows: `SAMPLE_COLUMNS`, then further ones.
    units : dict of str to str
        Units of the developer fields' columns.
    natives : dict of str to Description
        Developer columns that stand for a native field.
    """

    seconds: npt.NDArray[np.int64]
    block: Floats
    columns: tuple[str, ...]
    units: dict[str, str] = field(default_factory=dict)
    natives: dict[str, Description] = field(default_factory=dict)


@dataclass(slots=True)
class _Source:
    """The records of one group: bytes in which they stand `stride` apart, and their rows.

    `places` are their offsets in the file.
    """

    buffer: bytes
    first: int
    stride: int
    count: int
    definition: Definition
    rows: Rows
    places: npt.NDArray[np.int64]

    def numbers(self, wanted: Field, code: str) -> npt.NDArray[np.generic]:
        """View the field as the file has it, shape (count,)."""
        order = ">" if self.definition.big_endian else "<"
        at = self.first + wanted.at
        return np.ndarray((self.count,), order + code, self.buffer, at, (self.stride,))


def read_records(
    data: bytes, groups: Sequence[Group], descriptions: Descriptions, budget: Budget
) -> Records:
    """Every record of a walk, with its channels and developer fields."""
    records = [g for g in groups if g.definition.message == RECORD]
    sources, total = _sources(data, records)
    developer = _developer_columns(sources, descriptions)
    columns = (*SAMPLE_COLUMNS, *_extra_columns(sources), *developer)
    place = {name: k for k, name in enumerate(columns)}
    budget.check("values", len(columns) * total)
    block = np.full((len(columns), total), np.nan)
    seconds = np.zeros(total, np.int64)
    for source in sources:
        _read_seconds(seconds, source)
        _read_channels(block, source, place)
        for wanted, description in numeric_fields(source.definition, descriptions):
            scaling = (description.scale, description.offset)
            row = block[place[description.column]]
            _put(row, source, wanted, scaling, span=description.span)
    _read_packed(block, sources, place)
    if any(g.timed for g in records):
        compressed_seconds(data, groups, records, seconds)
    return Records(
        seconds,
        block,
        columns,
        {name: d.unit for name, d in developer.items()},
        {name: d for name, d in developer.items() if d.native is not None},
    )


def _sources(data: bytes, groups: Sequence[Group]) -> tuple[list[_Source], int]:
    """Each group's bytes and rows; the rows follow the file's order across groups."""
    offsets = [group.offsets() for group in groups]
    total = sum(len(at) for at in offsets)
    ranks: npt.NDArray[np.intp] | None = None
    if len(groups) > 1:
        ranks = np.empty(total, np.intp)
        ranks[np.argsort(np.concatenate(offsets))] = np.arange(total)
    sources, done = [], 0
    for group, at in zip(groups, offsets, strict=True):
        if not len(at):
            continue
        rows = slice(done, done + len(at)) if ranks is None else ranks[done : done + len(at)]
        sources.append(_source(data, group, at, rows))
        done += len(at)
    return sources, total


def _source(data: bytes, group: Group, at: npt.NDArray[np.int64], rows: Rows) -> _Source:
    """View an unbroken run where it stands; gather what is scattered."""
    definition, count = group.definition, len(at)
    if len(group.runs) == 1 and not group.singles and not group.timed:
        return _Source(data, int(at[0]), group.runs[0][2], count, definition, rows, at)
    size = definition.size
    every = np.ndarray((len(data) - size + 1,), f"V{size}", data, 0, (1,))
    return _Source(every[at].tobytes(), 0, size, count, definition, rows, at)


def _extra_columns(sources: Iterable[_Source]) -> list[str]:
    """Further columns the definitions can fill."""
    present = {number for source in sources for number in source.definition.fields}
    found = dict.fromkeys(c.column for c in EXTRA_CHANNELS if c.field in present)
    return [*found]


def _developer_columns(
    sources: Iterable[_Source], descriptions: Descriptions
) -> dict[str, Description]:
    """Developer columns of the records, in the order in which they turn up."""
    return {
        description.column: description
        for source in sources
        for _, description in numeric_fields(source.definition, descriptions)
    }


def _read_seconds(seconds: npt.NDArray[np.int64], source: _Source) -> None:
    """Read the times of one group's records; unknown ones stay 0."""
    wanted = source.definition.fields.get(TIMESTAMP)
    if wanted is None or wanted.size != 4:
        return
    raw = source.numbers(wanted, "u4").astype(np.int64)
    raw[raw == 0xFFFFFFFF] = 0
    seconds[source.rows] = raw


def _read_channels(block: Floats, source: _Source, place: dict[str, int]) -> None:
    """Native channels of one group; where two fill a column, the first known value wins."""
    fields = source.definition.fields
    filled: set[str] = set()
    for number, column, scale, offset in (*CHANNELS, *EXTRA_CHANNELS):
        wanted = fields.get(number)
        if wanted is not None:
            row = block[place[column]]
            _put(row, source, wanted, (scale, offset), only_gaps=column in filled)
            filled.add(column)
    fraction = fields.get(FRACTIONAL_CADENCE)
    if fraction is not None and 4 in fields:
        part = _converted(source, fraction, 128.0, 0.0)
        if part is not None:
            part[np.isnan(part)] = 0.0
            block[_CADENCE, source.rows] += part


def _put(
    row: Floats,
    source: _Source,
    wanted: Field,
    scaling: tuple[float, float],
    *,
    only_gaps: bool = False,
    span: tuple[int, int] | None = None,
) -> None:
    """Convert a field into its rows; with `only_gaps`, where the column is still unknown.

    With `span` only the records at these places of the file are meant.
    """
    values = _converted(source, wanted, *scaling)
    if values is None:
        return
    if span is not None:
        meant = (source.places >= span[0]) & (source.places < span[1])
        values = np.where(meant, values, row[source.rows])
    if only_gaps:
        before = row[source.rows]
        values = np.where(np.isnan(before), values, before)
    row[source.rows] = values


def _converted(source: _Source, wanted: Field, scale: float, offset: float) -> Floats | None:
    """``raw / scale - offset`` as float, NaN where the file says unknown; None if unreadable."""
    base = wanted.base
    if base is None or base.code == "S":
        return None
    raw = source.numbers(wanted, base.code)
    values = _widened(raw) if raw.dtype.kind == "f" else raw.astype(np.float64)
    if base.invalid is not None:
        unknown = raw == base.invalid
        if np.count_nonzero(unknown):
            values[unknown] = np.nan
    if scale != 1.0:
        values /= scale
    if offset:
        values -= offset
    return values


def _widened(raw: npt.NDArray[np.generic]) -> Floats:
    """Bring floats to double; a signalling NaN is one like any other."""
    with np.errstate(invalid="ignore"):
        return raw.astype(np.float64) + 0.0  # doubles signal at the first sum


def _read_packed(block: Floats, sources: Iterable[_Source], place: dict[str, int]) -> None:
    """Field 8 of old watches: 12 bits of speed [1/100 m/s], 12 of a distance that wraps [1/16 m].

    ``distance = sum of ((d_i - d_(i-1)) mod 4096) / 16`` over the records that have it.
    """
    packed = np.full(block.shape[1], -1, np.int64)
    for source in sources:
        wanted = source.definition.fields.get(COMPRESSED_SPEED_DISTANCE)
        if wanted is not None and wanted.size == 3:
            low, middle, high = (
                source.numbers(Field(0, wanted.at + k, 1, None), "u1").astype(np.int64)
                for k in range(3)
            )
            packed[source.rows] = low | middle << 8 | high << 16
    known = (packed >= 0) & (packed != 0xFFFFFF)
    if not known.any():
        return
    speed, wrapped = packed[known] & 0xFFF, packed[known] >> 12
    distance = np.cumsum(np.diff(wrapped, prepend=0) & 0xFFF) / 16.0
    for name, values in (("speed_mps", speed / 100.0), ("distance_m", distance)):
        row = block[place[name]]
        row[known] = np.where(np.isnan(row[known]), values, row[known])
