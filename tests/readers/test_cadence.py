"""One leg or both: recordings whose true cadence is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metatarsal_load.readers.cadence import both_feet

NAN = np.nan


def recording(*parts: tuple[float, float, int]) -> tuple[np.ndarray, np.ndarray]:
    """Parts of (cadence in the file, speed, samples), one after another."""
    raw = np.concatenate([np.full(n, cadence) for cadence, _, n in parts])
    speed = np.concatenate([np.full(n, speed) for _, speed, n in parts])
    return raw, speed


# format, sport, creator, parts (raw, m/s, samples), true spm of each part, source
DECIDED = [
    ("gpx", "running", None, [(82, 3.0, 60)], [164], "gpx_one_leg_by_cadence"),
    ("gpx", "running", None, [(82, 3.2, 60)], [164], "gpx_one_leg_by_step_length"),
    ("gpx", "running", None, [(164, 3.0, 60)], [164], "gpx_both_feet_by_cadence"),
    ("gpx", "running", None, [(180, 2.2, 60)], [180], "gpx_both_feet_by_cadence"),
    ("gpx", "running", None, [(105, 2.05, 60)], [105], "gpx_both_feet_by_cadence"),
    ("gpx", "running", None, [(175, 6.6, 60)], [175], "gpx_both_feet_by_cadence"),
    ("gpx", "running", None, [(119, 3.0, 60)], [238], "gpx_one_leg_by_cadence"),
    ("gpx", "running", None, [(120, 3.0, 60)], [120], "gpx_both_feet_by_cadence"),
    ("gpx", "walking", None, [(55, 1.3, 60)], [110], "gpx_one_leg_by_step_length"),
    ("gpx", "walking", None, [(55, 0.9, 60)], [110], "gpx_one_leg_by_cadence"),
    ("gpx", "walking", None, [(110, 1.4, 60)], [110], "gpx_both_feet_by_step_length"),
    ("gpx", "running", None, [(110, 1.6, 60)], [110], "gpx_both_feet_by_cadence"),
    ("gpx", "walking", None, [(110, 2.1, 60)], [110], "gpx_both_feet_by_cadence"),
    # a walk-run has one decision: its walking parts are not doubled with the running of one leg
    ("gpx", None, None, [(110, 1.4, 60), (164, 2.9, 30)], [110, 164], "gpx_both_feet_by_cadence"),
    ("gpx", None, None, [(55, 1.4, 60), (82, 2.9, 30)], [110, 164], "gpx_one_leg_by_cadence"),
    ("gpx", "running", None, [(82, 1.9, 60)], [164], "gpx_one_leg_by_step_length"),
    # spikes and zeros are not cadence
    ("fit", "running", None, [(79.5, 3, 50), (152, 3, 3), (175, 3, 3)], [159, NAN, NAN],
     "fit_one_leg"),
    ("fit", "running", None, [(0, 3, 20), (82, 3, 9)], [NAN, 164], "fit_one_leg"),
    ("gpx", "running", None, [(82, 3, 50), (164, 3, 4)], [164, NAN], "gpx_one_leg_by_cadence"),
    # without speed
    ("gpx", "running", None, [(82, NAN, 60)], [164], "gpx_one_leg_by_cadence"),
    ("gpx", "running", None, [(164, NAN, 60)], [164], "gpx_both_feet_by_cadence"),
    ("gpx", "running", None, [(110, NAN, 60)], [110], "gpx_both_feet_by_cadence"),
    ("gpx", "walking", None, [(55, NAN, 60)], [110], "gpx_one_leg_by_cadence"),
    ("gpx", "walking", None, [(95, NAN, 60)], [95], "gpx_both_feet_by_cadence"),
    ("gpx", "running", None, [(96, NAN, 60), (160, NAN, 20)], [96, 160],
     "gpx_both_feet_by_cadence"),
    ("gpx", None, None, [(82, NAN, 60)], [NAN], "unknown"),
    # what the format or its writer states
    ("fit", "running", None, [(82, 3.0, 60)], [164], "fit_one_leg"),
    ("fit", "running", None, [(55, 1.4, 60), (82, 3.0, 20)], [110, 164], "fit_one_leg"),
    ("fit", "walking", None, [(110, 1.4, 60)], [110], "fit_both_feet_by_cadence"),
    ("fit", "running", None, [(110, 1.4, 60)], [110], "fit_both_feet_by_cadence"),
    ("fit", "running", None, [(92, 1.9, 60)], [184], "fit_one_leg"),  # a slow jog, no walk
    ("fit", "running", None, [(165, NAN, 60)], [165], "fit_both_feet_by_cadence"),
    ("tcx_run_cadence", "Running", None, [(88, 3.0, 60)], [176], "tcx_run_cadence_one_leg"),
    ("tcx_run_cadence", "Other", None, [(88, NAN, 60)], [176], "tcx_run_cadence_one_leg"),
    ("tcx_run_cadence", "Running", None, [(120, NAN, 60)], [120],
     "tcx_run_cadence_both_feet_by_cadence"),
    ("tcx", "Running", "Polar M400", [(81, 2.7, 60)], [162], "tcx_one_leg_by_cadence"),
    ("gpx", "running", "Garmin Connect", [(82, NAN, 60)], [164], "gpx_one_leg"),
    # wheels, water and nothing
    ("fit", "cycling", None, [(85, 8.0, 60)], [NAN], "not_steps"),
    ("tcx", "Biking", None, [(85, 8.0, 60)], [NAN], "not_steps"),
    ("fit", "swimming", None, [(30, 1.0, 60)], [NAN], "not_steps"),
    ("gpx", None, None, [(85, 8.0, 60)], [NAN], "unknown"),
    ("gpx", "running", None, [(0, 3.0, 60)], [NAN], "unknown"),
    ("gpx", "running", None, [(NAN, 3.0, 60)], [NAN], "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("format_", "sport", "creator", "parts", "spm", "source"), DECIDED)
def test_recordings_of_known_cadence(format_, sport, creator, parts, spm, source):
    raw, speed = recording(*parts)
    got, why = both_feet(raw, speed, format=format_, sport=sport, creator=creator)
    expected = np.concatenate([np.full(p[2], value) for p, value in zip(parts, spm, strict=True)])
    assert why == source
    np.testing.assert_array_equal(got, expected)


def test_no_speed_at_all_is_the_same_as_unknown_speed():
    raw = np.full(60, 82.0)
    without, _ = both_feet(raw, None, format="gpx", sport="running")
    unknown, _ = both_feet(raw, np.full(60, NAN), format="gpx", sport="running")
    np.testing.assert_array_equal(without, unknown)


def test_empty_recording():
    spm, source = both_feet(np.empty(0), np.empty(0), format="fit", sport="running")
    assert spm.size == 0
    assert source == "unknown"


@given(
    st.lists(st.floats(0, 255) | st.just(NAN), min_size=1, max_size=40),
    st.sampled_from(["fit", "gpx", "tcx", "tcx_run_cadence"]),
    st.sampled_from(["running", "walking", "cycling", None]),
    st.floats(0, 8) | st.just(NAN),
)
def test_one_factor_for_all_and_never_an_impossible_cadence(values, format_, sport, speed):
    raw = np.array(values)
    before = raw.copy()
    spm, _ = both_feet(raw, np.full(raw.size, speed), format=format_, sport=sport)
    np.testing.assert_array_equal(raw, before)
    known = np.isfinite(spm)
    assert (spm[known] < 240).all()
    assert (spm[known] > 0).all()
    assert len(set(np.round(spm[known] / raw[known], 9))) <= 1
