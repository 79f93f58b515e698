"""Where things stand in a chart of weeks: one column a week, strips below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.show.numbers import short
from metatarsal_load.show.svg import line, rect, text

LEFT, RIGHT = 2.0, 56.0
FEWEST_COLUMNS = 8
MONTH_WIDTH, YEAR_WIDTH = 36.0, 34.0


@dataclass(frozen=True)
class Columns:
    """Equal columns, one a week (or a month, a quarter, a year).

    Attributes
    ----------
    weeks : pandas.DatetimeIndex
        First day of each.
    total : float
        Width of the picture.
    """

    weeks: pd.DatetimeIndex
    total: float

    @property
    def width(self) -> float:
        """Width of one column; a short history does not fill the chart with two fat bars."""
        return (self.edge - LEFT) / max(len(self.weeks), FEWEST_COLUMNS)

    @property
    def edge(self) -> float:
        """Right edge of the room for columns; figures of the scale stand beyond it."""
        return self.total - RIGHT

    def left(self, index: int) -> float:
        """Left edge of a column."""
        return LEFT + index * self.width

    def middle(self, index: int) -> float:
        """Middle of a column."""
        return LEFT + (index + 0.5) * self.width

    def bars(
        self, values: Sequence[float], top: float, height: float, most: float, css: Sequence[str]
    ) -> Iterator[Markup]:
        """Draw one bar a week from a zero baseline; an unknown week is a hatched stub."""
        pad = min(1.5, self.width * 0.12)
        for index, (value, name) in enumerate(zip(values, css, strict=True)):
            known = not np.isnan(value)
            tall = height * value / most if known and most > 0 else 0.0 if known else height * 0.35
            yield rect(
                self.left(index) + pad, top + height - tall, self.width - 2 * pad, tall,
                class_=f"bar {name}" if known else "bar unknown",
            )  # fmt: skip

    def months(self, y: float) -> Iterator[Markup]:
        """Write the months below the columns, as many as fit."""
        last_x = -100.0
        for index, week in enumerate(self.weeks):
            fresh = index == 0 or week.month != self.weeks[index - 1].month
            x = self.left(index)
            if fresh and x - last_x >= MONTH_WIDTH and x < self.total - YEAR_WIDTH:
                opening = week.month == 1 or index == 0
                yield text(x, y, f"{week:%b %Y}" if opening else f"{week:%b}", class_="axis")
                last_x = x + (YEAR_WIDTH if opening else 0)

    def years(self, y: float) -> Iterator[Markup]:
        """Write the years below the columns, as many as fit."""
        last_x = -100.0
        for index, first in enumerate(self.weeks):
            fresh = index == 0 or first.year != self.weeks[index - 1].year
            x = self.left(index)
            if fresh and x - last_x >= YEAR_WIDTH and x < self.edge:
                yield text(x, y, first.year, class_="axis")
                last_x = x

    def scale(self, top: float, height: float, most: float, unit: str) -> Iterator[Markup]:
        """Draw the baseline and the top line with their figures at the right."""
        yield line(LEFT, top + height, self.edge, top + height, class_="base")
        yield line(LEFT, top, self.edge, top, class_="grid")
        yield text(self.edge + 4, top + 4, f"{short(most)} {unit}".strip(), class_="axis")


def rounded_up(value: float) -> float:
    """Round up to 1, 2, 2.5 or 5 times a power of ten: a figure worth an axis."""
    if not np.isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(
        next(step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= value)
    )
