"""Dense rows laid out athlete after athlete: shifts and rolling figures that never cross over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


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

    @property
    def size(self) -> int:
        """Rows in all."""
        return int(self.length.sum())

    @property
    def begin(self) -> Ints:
        """Row at which each athlete's block begins, shape (athletes,)."""
        return np.concatenate([[0], np.cumsum(self.length)[:-1]]).astype(np.int64)

    @property
    def athlete(self) -> Ints:
        """Athlete code of each row."""
        return np.repeat(np.arange(len(self.length)), self.length)

    @property
    def age(self) -> Ints:
        """Rows since the block began, for each row."""
        return np.arange(self.size) - np.repeat(self.begin, self.length)

    @property
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
        moved[self.age < rows] = fill
        return moved

    def total(self, values: Floats, rows: int) -> Floats:
        """Sum of this and the `rows - 1` rows before, as far as the block reaches."""
        running = np.concatenate([[0.0], np.cumsum(values)])
        here = np.arange(len(values))
        since = np.maximum(here - rows + 1, here - self.age)
        return running[here + 1] - running[since]

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
        return np.bincount(row[kept], weights=values[kept], minlength=self.size)
