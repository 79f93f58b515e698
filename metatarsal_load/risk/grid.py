"""Dense rows laid out athlete after athlete: shifts and rolling figures that never cross over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FAR_DAYS = 1 << 30
"""More days [since 1970-01-01] than any table holds: a day that never comes."""


def keys(athlete: Ints, day: Ints) -> Ints:
    """One number for each athlete and day, in their order; days within +- FAR_DAYS."""
    return np.asarray(athlete * np.int64(FAR_DAYS * 4) + day)


@dataclass(frozen=True)
class Grid:
    """Equal steps of time for several athletes, one block of rows each.

    Attributes
    ----------
    first : numpy.ndarray
        Shape (athletes,): number of the first step [days since 1970-01-01].
    length : numpy.ndarray
        Shape (athletes,): rows of each block.
    step : int
        Days in a step: 1 for days, 7 for weeks.
    """

    first: Ints
    length: Ints
    step: int = 1

    @cached_property
    def size(self) -> int:
        """Rows in all."""
        return int(self.length.sum())

    @cached_property
    def begin(self) -> Ints:
        """Row at which each athlete's block begins, shape (athletes,)."""
        return (np.cumsum(self.length) - self.length).astype(np.int64)

    @cached_property
    def athlete(self) -> Ints:
        """Athlete code of each row."""
        return np.repeat(np.arange(len(self.length)), self.length)

    @cached_property
    def block(self) -> Ints:
        """Row at which the block of each row begins."""
        return np.repeat(self.begin, self.length)

    @cached_property
    def age(self) -> Ints:
        """Rows since the block began, for each row."""
        return np.arange(self.size) - self.block

    @cached_property
    def day(self) -> Ints:
        """First day of each row's step [days since 1970-01-01]."""
        return np.repeat(self.first, self.length) + self.age * self.step

    def row(self, athlete: Ints, day: Ints) -> Ints:
        """Row that holds a day; -1 outside the athlete's block."""
        offset = (day - self.first[athlete]) // self.step
        inside = (offset >= 0) & (offset < self.length[athlete])
        return np.where(inside, self.begin[athlete] + offset, -1)

    def shift(self, values: Floats, rows: int, fill: float = np.nan) -> Floats:
        """Values of `rows` rows earlier; `fill` before the block."""
        if rows == 0:
            return values
        moved = np.full(len(values), fill)
        moved[rows:] = values[:-rows] if rows < len(values) else moved[rows:]
        moved[self.early(rows)] = fill
        return moved

    def early(self, rows: int) -> Ints:
        """Find the first `rows` rows of each block."""
        first = self.begin[:, None] + np.arange(min(rows, int(self.length.max(initial=0))))
        return first[first < (self.begin + self.length)[:, None]]

    def total(self, values: Floats, rows: int) -> Floats:
        """Sum of this and the `rows - 1` rows before, as far as the block reaches."""
        running = np.concatenate([[0.0], np.cumsum(values)])
        if rows >= self.length.max(initial=0):
            return np.asarray(running[1:] - running[self.block])
        before = np.zeros(len(values))
        before[rows:] = running[1 : max(len(values) - rows + 1, 1)]
        early = self.early(rows)
        before[early] = running[self.block[early]]
        total: Floats = running[1:] - before
        return total

    def largest(self, values: Floats, rows: int) -> Floats:
        """Largest of this and the `rows - 1` rows before; NaN is left out, all NaN gives NaN."""
        reach, width = np.where(np.isnan(values), -np.inf, values), 1
        while width * 2 <= rows:
            reach = np.maximum(reach, self.shift(reach, width, -np.inf))
            width *= 2
        if width < rows:
            reach = np.maximum(reach, self.shift(reach, rows - width, -np.inf))
        return np.where(np.isneginf(reach), np.nan, reach)

    def add_up(self, row: Ints, values: Floats) -> Floats:
        """Sum of values by row; rows of -1 are left out."""
        kept = row >= 0
        if not kept.all():
            row, values = row[kept], values[kept]
        # Of no row at all, numpy counts in whole numbers.
        return np.bincount(row, weights=values, minlength=self.size).astype(float, copy=False)

    def covered_by(self, athlete: Ints, first: Ints, past: Ints) -> Ints:
        """How many spans of days, first to past (left out), touch each row; shape (size,)."""
        start, length = self.first[athlete], self.length[athlete]
        low = np.clip((first - start) // self.step, 0, length)
        high = np.clip(-((start - past) // self.step), low, length)
        kept = (past > first) & (high > low)
        edges = np.zeros(self.size + 1, np.int64)
        np.add.at(edges, (self.begin[athlete] + low)[kept], 1)
        np.add.at(edges, (self.begin[athlete] + high)[kept], -1)
        return np.cumsum(edges)[:-1]
