"""What holds for every recording, however odd its channels."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from made_recordings import meta, pauses, samples

from metatarsal_load.readers.recording import SAMPLE_COLUMNS
from metatarsal_load.schema import SESSIONS
from metatarsal_load.tables.samples import clean
from metatarsal_load.tables.sessions import summarise

RANGES = {
    "distance_m": (0, 1e5),
    "latitude_deg": (-90, 90),
    "longitude_deg": (-180, 180),
    "altitude_m": (-1000, 10000),
    "speed_mps": (0, 60),
    "cadence_spm": (0, 300),
    "heart_rate_bpm": (0, 255),
}
SPORTS = (None, "running", "walking", "cycling", "swimming", "yoga", "generic")


@st.composite
def odd_samples(draw: st.DrawFn) -> pd.DataFrame:
    """Up to 40 samples of arbitrary values, channels and cells missing at random."""
    steps = draw(st.lists(st.sampled_from([0.001, 1.0, 5.0, 31.0, 90000.0]), max_size=40))
    channels = {}
    for name, (low, high) in RANGES.items():
        if draw(st.booleans()):
            cell = st.none() | st.sampled_from([float(low), float(high)]) | st.floats(low, high)
            cells = draw(st.lists(cell, min_size=len(steps), max_size=len(steps)))
            channels[name] = np.array(cells, dtype=float)
    return samples(np.cumsum(steps), **channels)


@settings(max_examples=120, deadline=None)
@given(
    table=odd_samples(),
    sport=st.sampled_from(SPORTS),
    stopped=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=3),
    distance=st.none() | st.floats(0, 1e5),
    timer=st.none() | st.floats(0, 1e5),
)
def test_every_recording_gives_a_row_that_adds_up(
    table: pd.DataFrame,
    sport: str | None,
    stopped: list[tuple[int, int]],
    distance: float | None,
    timer: float | None,
) -> None:
    spans = [(min(pair), max(pair)) for pair in stopped]
    said = meta(sport=sport, distance_m=distance, timer_s=timer)
    if spans:
        said = meta(sport=sport, distance_m=distance, timer_s=timer, pauses=pauses(*spans))
    row, kept = summarise(table, said)
    figures = {name: float(row[name]) for name, c in SESSIONS.items() if c.dtype == "float"}  # type: ignore[arg-type]
    for name, value in figures.items():
        low, high = SESSIONS[name].low, SESSIONS[name].high
        assert not value < (0 if low is None else low), name
        assert not value > (np.inf if high is None else high), name
    order = ["longest_bout_min", "running_min", "moving_min", "duration_min"]
    for less, more in pairwise(order):
        assert not figures[less] > figures[more] + 1e-6
    grounds = ["paved_km", "soft_km", "treadmill_km", "unknown_surface_km"]
    if not np.isnan(figures["distance_km"]):
        assert sum(figures[name] for name in grounds) == figures["distance_km"]
    assert np.isfinite(kept.to_array()).all()


@settings(max_examples=60, deadline=None)
@given(odd_samples())
def test_cleaning_keeps_the_rows_and_the_other_channels(table: pd.DataFrame) -> None:
    found = clean(table, meta())
    pd.testing.assert_index_equal(found.index, table.index)
    untouched = [c for c in SAMPLE_COLUMNS if c not in ("distance_m", "speed_mps")]
    pd.testing.assert_frame_equal(found[untouched], table[untouched])
    distance = found["distance_m"].to_numpy()
    assert np.isnan(distance).all() or (np.diff(distance) >= 0).all()
