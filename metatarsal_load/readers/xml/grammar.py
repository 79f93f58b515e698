"""Which elements of GPX and TCX hold what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CHANNELS = (
    "distance_m",
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "speed_mps",
    "cadence",
    "run_cadence",
    "heart_rate_bpm",
    "power_w",
    "temperature_c",
)
"""Columns read from a point, in this order; cadences as the file has them."""


@dataclass(frozen=True)
class Grammar:
    """The elements of one format, by local name: prefixes and namespaces differ by writer.

    Attributes
    ----------
    format : str
        ``gpx`` or ``tcx``.
    root, point, time : str
        Elements of the document, of one point, and of the point's time.
    attributes : Mapping of str to str
        Channels that are attributes of the point, in the order they are usually written.
    fields : Mapping of str to str
        Channels that are the text of an element anywhere below the point.
    nested : Mapping of str to str
        Channels that are the text of a ``Value`` element: by the name of its parent.
    """

    format: str
    root: str
    point: str
    time: str
    attributes: Mapping[str, str]
    fields: Mapping[str, str]
    nested: Mapping[str, str]


GPX = Grammar(
    format="gpx",
    root="gpx",
    point="trkpt",
    time="time",
    attributes={"lat": "latitude_deg", "lon": "longitude_deg"},
    fields={
        "ele": "altitude_m",
        "speed": "speed_mps",
        "hr": "heart_rate_bpm",
        "heartrate": "heart_rate_bpm",
        "cad": "cadence",
        "cadence": "cadence",
        "power": "power_w",
        "PowerInWatts": "power_w",
        "atemp": "temperature_c",
        "temp": "temperature_c",
    },
    nested={},
)
TCX = Grammar(
    format="tcx",
    root="TrainingCenterDatabase",
    point="Trackpoint",
    time="Time",
    attributes={},
    fields={
        "LatitudeDegrees": "latitude_deg",
        "LongitudeDegrees": "longitude_deg",
        "AltitudeMeters": "altitude_m",
        "DistanceMeters": "distance_m",
        "Speed": "speed_mps",
        "Cadence": "cadence",
        "RunCadence": "run_cadence",
        "Watts": "power_w",
    },
    nested={"HeartRateBpm": "heart_rate_bpm"},
)
