"""Continuous running: breaks of up to 60 s belong to a bout, and add nothing."""

from __future__ import annotations

import numpy as np
import pytest

from metatarsal_load.tables.bouts import longest_bout_s


@pytest.mark.parametrize(
    ("parts", "expected_s"),
    [
        # (state, seconds): r runs, w walks or stands
        ([("r", 1800)], 1800),
        ([("w", 600)], 0),
        ([("r", 600), ("w", 59), ("r", 600)], 1200),
        ([("r", 600), ("w", 60), ("r", 600)], 1200),
        ([("r", 600), ("w", 61), ("r", 601)], 601),
        ([("r", 60), ("w", 60)] * 5, 300),
        ([("r", 60), ("w", 90)] * 5, 60),
    ],
)
def test_breaks_of_up_to_a_minute(parts: list[tuple[str, int]], expected_s: int) -> None:
    running = np.concatenate([[False]] + [np.full(s, state == "r") for state, s in parts])
    wall = np.arange(running.size, dtype=float)
    span = np.diff(wall, prepend=0.0)
    assert longest_bout_s(running, span, wall) == expected_s


@pytest.mark.parametrize(("stopped_s", "expected_s"), [(60, 600), (61, 300)])
def test_a_stopped_timer_is_a_break(stopped_s: int, expected_s: int) -> None:
    wall = np.concatenate([np.arange(301.0), 300.0 + stopped_s + np.arange(301.0)])
    span = np.diff(wall, prepend=0.0)
    span[301] = 0.0
    running = span > 0
    assert longest_bout_s(running, span, wall) == expected_s


def test_nothing_is_no_bout() -> None:
    assert longest_bout_s(np.zeros(0, dtype=bool), np.empty(0), np.empty(0)) == 0.0
