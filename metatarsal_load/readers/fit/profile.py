"""The part of the FIT profile that is read: fields of records, messages, and names of values.

Numbers, scales and offsets are those of python-fitparse's profile (a test compares them); names of
sports and makers are looked up there when they are needed: importing it costs 20 ms.
"""

from __future__ import annotations

from typing import NamedTuple

FILE_ID, USER_PROFILE, ZONES_TARGET, SPORT, SESSION, LAP, RECORD, EVENT = (
    0,
    3,
    7,
    12,
    18,
    19,
    20,
    21,
)
ACTIVITY, FIELD_DESCRIPTION = 34, 206
ACTIVITY_FILE = 4
"""``file_id.type`` of a recorded activity."""
EPOCH_S = 631_065_600
"""FIT second 0 (1989-12-31 00:00 UTC) in Unix seconds."""
FRACTIONAL_CADENCE, COMPRESSED_SPEED_DISTANCE = 53, 8


class Channel(NamedTuple):
    """A record field and the samples column it becomes: ``raw / scale - offset``."""

    field: int
    column: str
    scale: float = 1.0
    offset: float = 0.0


_SEMICIRCLES = 2**31 / 180.0

CHANNELS = (
    Channel(5, "distance_m", 100.0),
    Channel(0, "latitude_deg", _SEMICIRCLES),
    Channel(1, "longitude_deg", _SEMICIRCLES),
    Channel(78, "altitude_m", 5.0, 500.0),
    Channel(2, "altitude_m", 5.0, 500.0),
    Channel(73, "speed_mps", 1000.0),
    Channel(6, "speed_mps", 1000.0),
    Channel(4, "cadence_spm"),
    Channel(52, "cadence_spm", 256.0),
    Channel(3, "heart_rate_bpm"),
    Channel(7, "power_w"),
    Channel(41, "stance_time_ms", 10.0),
    Channel(39, "vertical_oscillation_mm", 10.0),
    Channel(85, "step_length_mm", 10.0),
    Channel(13, "temperature_c"),
)
"""Into the columns every samples table has; of two for one column the first known value wins."""

EXTRA_CHANNELS = (
    Channel(84, "stance_time_balance_pct", 100.0),
    Channel(83, "vertical_ratio_pct", 100.0),
    Channel(40, "stance_time_pct", 100.0),
    Channel(108, "respiration_rate_per_min", 100.0),
    Channel(99, "respiration_rate_per_min"),
    Channel(139, "core_temperature_c", 100.0),
    Channel(31, "gps_accuracy_m"),
)
"""Into further columns, where a file knows them."""

NATIVE_UNITS = {
    3: {"bpm": 1.0},
    4: {"rpm": 1.0, "spm": 1.0},
    5: {"m": 1.0, "meters": 1.0, "metres": 1.0},
    6: {"m/s": 1.0},
    7: {"w": 1.0, "watts": 1.0},
    39: {"mm": 1.0, "millimeters": 1.0, "cm": 10.0, "centimeters": 10.0},
    41: {"ms": 1.0, "milliseconds": 1.0},
    85: {"mm": 1.0, "millimeters": 1.0, "cm": 10.0, "m": 1000.0, "meters": 1000.0},
}
"""Record field -> unit of a developer field that stands for it -> factor to the column's unit."""

MESSAGE_FIELDS = {
    FILE_ID: (0, 1, 2, 8),
    USER_PROFILE: (4, 8, 9, 11),
    ZONES_TARGET: (1,),
    SPORT: (0, 1, 3),
    SESSION: (2, 5, 6, 7, 8, 9, 10, 22, 23, 94, 110, 253),
    LAP: (2, 7, 8, 9, 253),
    EVENT: (0, 1, 253),
    ACTIVITY: (5, 253),
    FIELD_DESCRIPTION: (0, 1, 2, 3, 6, 7, 8, 14, 15),
}
"""The fields read of each message beside the record."""


TEXT_FIELDS = {FILE_ID: (8,), SPORT: (3,), SESSION: (110,), FIELD_DESCRIPTION: (3, 8)}
"""Those of them that are text; the others are numbers, whatever a file claims."""


def name_of(kind: str, value: object) -> str | None:
    """Name of a value of a profile type (``name_of("sport", 1)`` is ``running``), if it has one."""
    from fitparse.profile import FIELD_TYPES

    name = FIELD_TYPES[kind].values.get(value)
    return None if name is None else str(name)
