"""Our table of the FIT profile against python-fitparse's."""

from __future__ import annotations

import pytest
from fitparse.profile import MESSAGE_TYPES
from fitparse.records import BASE_TYPES as REFERENCE_TYPES

from metatarsal_load.readers.fit.definitions import BASE_TYPES
from metatarsal_load.readers.fit.profile import CHANNELS, EXTRA_CHANNELS, NATIVE_UNITS, name_of

# What each field is called in the profile; degrees come from semicircles, which it leaves raw.
NAMES = {
    0: "position_lat", 1: "position_long", 2: "altitude", 3: "heart_rate", 4: "cadence",
    5: "distance", 6: "speed", 7: "power", 13: "temperature", 31: "gps_accuracy",
    39: "vertical_oscillation", 40: "stance_time_percent", 41: "stance_time", 52: "cadence256",
    73: "enhanced_speed", 78: "enhanced_altitude", 83: "vertical_ratio",
    84: "stance_time_balance", 85: "step_length", 99: "respiration_rate",
    108: "enhanced_respiration_rate", 139: "core_temperature",
}  # fmt: skip


@pytest.mark.parametrize("channel", [*CHANNELS, *EXTRA_CHANNELS], ids=lambda c: c.column)
def test_channel_is_the_profiles(channel):
    field = MESSAGE_TYPES[20].fields[channel.field]
    assert field.name == NAMES[channel.field]
    assert channel.offset == (field.offset or 0)
    if field.units == "semicircles":
        assert channel.scale == pytest.approx(2**31 / 180)
    else:
        assert channel.scale == (field.scale or 1)


def test_base_types_are_the_profiles():
    sizes = {kind.identifier & 0x1F: kind.size for kind in REFERENCE_TYPES.values()}
    assert {number: base.size for number, base in BASE_TYPES.items()} == sizes


def test_units_stand_for_fields_that_are_channels():
    assert set(NATIVE_UNITS) <= {channel.field for channel in CHANNELS}


@pytest.mark.parametrize(
    ("kind", "value", "name"),
    [
        ("sport", 1, "running"),
        ("sub_sport", 1, "treadmill"),
        ("manufacturer", 1, "garmin"),
        ("sport", 251, None),
        ("sport", None, None),
    ],
)
def test_names(kind, value, name):
    assert name_of(kind, value) == name
