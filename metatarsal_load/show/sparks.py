"""Small pictures: sparklines of the cards, pairs of shoes against their limits, cadence of runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.risk.words import Units
from metatarsal_load.show.frame import LEFT, RIGHT, rounded_up
from metatarsal_load.show.numbers import day_of, in_units, long_unit, short, shortened
from metatarsal_load.show.strips import GUIDE_SPM
from metatarsal_load.show.svg import Picture, drawing, element, line, mark, rect, text

SPARK_WIDTH, SPARK_HEIGHT = 120.0, 28.0
HALF = 420.0
"""Width of the two pictures that stand side by side."""
LETTERS = 16.0
"""Height of a line of letters."""


def spark_bars(values: Sequence[float], levels: Sequence[str]) -> Markup:
    """Draw a bar for each of the last weeks, the marked ones in their level's colour."""
    most = max([v for v in values if not np.isnan(v)], default=1.0) or 1.0
    width = SPARK_WIDTH / max(len(values), 1)
    parts = [
        rect(
            i * width + 0.6, SPARK_HEIGHT * (1 - np.nan_to_num(v, nan=0.3 * most) / most),
            width - 1.2, SPARK_HEIGHT * np.nan_to_num(v, nan=0.3 * most) / most,
            class_=f"bar {'unknown' if np.isnan(v) else level or 'plain'}",
        )
        for i, (v, level) in enumerate(zip(values, levels, strict=True))
    ]  # fmt: skip
    return _spark(parts)


def spark_marks(levels: Sequence[str]) -> Markup:
    """Draw the shape of each of the last weeks' levels; an unmarked week is a short dash."""
    width = SPARK_WIDTH / max(len(levels), 1)
    middle = SPARK_HEIGHT / 2
    parts = [
        mark(level, (i + 0.5) * width, middle, 4.0)
        if level
        else line((i + 0.3) * width, middle, (i + 0.7) * width, middle, class_="base")
        for i, level in enumerate(levels)
    ]
    return _spark(parts)


def spark_dots(values: Sequence[float], low: float, high: float) -> Markup:
    """Draw a dot for each week with the band from low to high behind."""
    known = [v for v in values if not np.isnan(v)]
    bottom, top = min([low - 10, *known]), max([high + 5, *known])

    def place(value: float) -> float:
        return SPARK_HEIGHT * (top - value) / (top - bottom)

    width = SPARK_WIDTH / max(len(values), 1)
    band = rect(0.0, place(high), SPARK_WIDTH, place(low) - place(high), class_="band")
    dots = [
        rect((i + 0.5) * width - 1.5, place(v) - 1.5, 3.0, 3.0, class_="dot")
        for i, v in enumerate(values)
        if not np.isnan(v)
    ]
    return _spark([band, *dots])


def spark_meters(shares: Sequence[float], levels: Sequence[str]) -> Markup:
    """Draw up to three pairs as bars towards their limit, a tick."""
    limit = SPARK_WIDTH * 0.8
    parts: list[Markup] = []
    for i, (share, level) in enumerate(zip(shares[:3], levels[:3], strict=True)):
        long = min(limit * share, SPARK_WIDTH)
        parts.append(rect(0.0, 2 + 9.0 * i, limit, 6.0, class_="rail"))
        parts.append(rect(0.0, 2 + 9.0 * i, long, 6.0, class_=f"bar {level or 'plain'}"))
    return _spark([*parts, line(limit, 0, limit, SPARK_HEIGHT, class_="tick")])


def _spark(parts: Sequence[Markup]) -> Markup:
    return element(
        "svg",
        Markup("").join(parts),
        viewBox=f"0 0 {SPARK_WIDTH:.0f} {SPARK_HEIGHT:.0f}",
        class_="spark",
        aria_hidden="true",
    )


def shoes_chart(wear: pd.DataFrame, units: Units, *, name: str) -> Picture:
    """Draw each pair's distance against its limit; an unknown past is a lower bound."""
    factor = in_units(1.0, units)
    most = rounded_up(factor * float(np.nanmax([*wear["distance_km"], *wear["limit_km"], 1.0])))
    wide = HALF - LEFT - 16
    parts: list[Markup] = []
    said: list[str] = []
    columns = ("shoe", "distance_km", "limit_km", "initial_known", "level")
    pairs = zip(*(wear[name] for name in columns), strict=True)
    for i, (shoe, km, limit, known, level) in enumerate(pairs):
        y, end = 36.0 * i, LEFT + wide * min(factor * km / most, 1.0)
        least = "" if known else "at least "
        far = f"{short(factor * km)} of {short(factor * limit)} {long_unit(units)}"
        said.append(f"{shortened(shoe, 24)}: {least}{far}")
        parts.append(text(LEFT, y + 12, said[-1], class_="strip"))
        parts.append(rect(LEFT, y + 17, wide, 9.0, class_="rail"))
        parts.append(rect(LEFT, y + 17, end - LEFT, 9.0, class_=f"bar {level or 'plain'}"))
        x = LEFT + wide * min(factor * limit / most, 1.0)
        parts.append(line(x, y + 14, x, y + 29, class_="limit"))
        if level:
            parts.append(mark(level, end + 10, y + 21.5, 4.5))
    described = f"Distance of each pair of shoes against its limit. {'; '.join(said)}."
    past = int((wear["distance_km"] >= wear["limit_km"]).sum())
    title = f"Shoes: {past} of {len(wear)} past the limit" if past else said[0]
    size = (HALF, 36.0 * len(wear) + 4)
    return Picture(title, drawing(size, title, described, parts, name=name))


def cadence_chart(runs: pd.DataFrame, *, name: str) -> Picture:
    """Draw the cadence of each run over time with the guide's band."""
    height, bottom = 120.0, 22.0
    first, last = runs["start"].min(), runs["start"].max()
    span = max((last - first).total_seconds(), 1.0)
    wide = HALF - LEFT - RIGHT - 6
    low = min(145.0, float(runs["cadence_spm"].min()) - 3)
    high = max(187.0, float(runs["cadence_spm"].max()) + 3)

    def place(spm: float) -> float:
        return height * (high - spm) / (high - low)

    parts = [
        rect(LEFT, place(GUIDE_SPM[1]), HALF - LEFT - RIGHT,
             place(GUIDE_SPM[0]) - place(GUIDE_SPM[1]), class_="band"),
        *_rungs(low, high, place),
        *(
            element("circle", cx=LEFT + 3 + wide * share, cy=place(spm), r=2.2, class_="dot")
            for share, spm in zip(
                (runs["start"] - first).dt.total_seconds() / span, runs["cadence_spm"], strict=True
            )
        ),
        text(LEFT, height + 14, day_of(first), class_="axis"),
        text(HALF - RIGHT, height + 14, day_of(last), class_="axis", text_anchor="end"),
    ]  # fmt: skip
    middle = float(runs["cadence_spm"].median())
    title = f"Cadence: {middle:.0f} spm in the middle"
    described = f"Cadence of {len(runs)} runs, median {middle:.0f} steps a minute."
    return Picture(title, drawing((HALF, height + bottom), title, described, parts, name=name))


def _rungs(low: float, high: float, place: Callable[[float], float]) -> Iterator[Markup]:
    """Draw a line and its figure for every tenth, where the figure has room."""
    for spm in range(int(np.ceil(low / 10)) * 10, int(high) + 1, 10):
        y = place(spm)
        if y < LETTERS / 2:
            continue
        yield line(LEFT, y, HALF - RIGHT, y, class_="grid")
        yield text(HALF - RIGHT + 3, y + 4, spm, class_="axis")
