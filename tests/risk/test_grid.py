"""Rolling figures by athlete, held against loops."""

from __future__ import annotations

import numpy as np
import pytest

from metatarsal_load.risk.grid import Grid


@pytest.mark.parametrize("lengths", [[], [0], [1], [3, 0, 40, 1, 12]])
@pytest.mark.parametrize("rows", [1, 2, 5, 28, 60])
def test_windows_never_cross_over_to_another_athlete(lengths: list[int], rows: int) -> None:
    grid = Grid(np.arange(len(lengths)), np.array(lengths, np.int64))
    values = np.random.default_rng(rows).normal(size=grid.size)
    total, largest, moved = (
        grid.total(values, rows),
        grid.largest(values, rows),
        grid.shift(values, rows),
    )
    for begin, length in zip(grid.begin, lengths, strict=True):
        for place in range(begin, begin + length):
            window = values[max(begin, place - rows + 1) : place + 1]
            assert total[place] == pytest.approx(window.sum())
            assert largest[place] == window.max()
            if place - rows >= begin:
                assert moved[place] == values[place - rows]
            else:
                assert np.isnan(moved[place])
