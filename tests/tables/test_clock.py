"""Local clocks: whose word counts, and what the wall clock showed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metatarsal_load.errors import MetatarsalError
from metatarsal_load.tables.clock import local_zone, offset_s, to_local, zone_of

SUMMER = pd.Timestamp("2024-07-01 10:00:00", tz="UTC")
BERLIN = {"latitude_deg": np.array([np.nan, 52.5]), "longitude_deg": np.array([np.nan, 13.4])}
ATLANTIC = {"latitude_deg": np.array([30.0]), "longitude_deg": np.array([-40.0])}


@pytest.mark.parametrize(
    ("known", "zone", "source"),
    [
        ({}, "UTC", "assumed_utc"),
        ({"athlete_tz": "Asia/Tokyo"}, "Asia/Tokyo", "athlete"),
        ({"tz": "Asia/Seoul", "athlete_tz": "Asia/Tokyo"}, "Asia/Seoul", "argument"),
        (BERLIN, "Europe/Berlin", "coordinates"),
        (BERLIN | {"tz": "Asia/Seoul"}, "Europe/Berlin", "coordinates"),
        ({"utc_offset_s": 7200.0, "tz": "Asia/Seoul"}, "+02:00", "file"),
        ({"utc_offset_s": -12600.0}, "-03:30", "file"),
        ({"utc_offset_s": 0.0}, "+00:00", "file"),
        (BERLIN | {"utc_offset_s": 7200.0}, "Europe/Berlin", "file"),
        (BERLIN | {"utc_offset_s": 3600.0}, "+01:00", "file"),  # the watch was not reset
        (ATLANTIC | {"tz": "Atlantic/Azores"}, "Atlantic/Azores", "argument"),
        (ATLANTIC, "Etc/GMT+3", "coordinates"),
        ({"latitude_deg": np.full(3, np.nan), "longitude_deg": np.full(3, np.nan)}, "UTC",
         "assumed_utc"),
    ],
)  # fmt: skip
def test_order_of_sources(known: dict[str, object], zone: str, source: str) -> None:
    assert local_zone(SUMMER, **known) == (zone, source)  # type: ignore[arg-type]


def test_a_start_at_sea_takes_the_zone_of_the_land_it_reaches() -> None:
    swim_in = {"latitude_deg": np.array([30.0, 38.7]), "longitude_deg": np.array([-40.0, -9.1])}
    assert local_zone(SUMMER, **swim_in) == ("Europe/Lisbon", "coordinates")


@pytest.mark.parametrize(
    ("utc", "zone", "local"),
    [
        # 23:30 on a Sunday in Los Angeles is Monday in UTC
        ("2024-06-10 06:30", "America/Los_Angeles", "2024-06-09 23:30"),
        # the night the clocks go forward, and back (01:30 UTC is the second 02:30)
        ("2024-03-31 00:59", "Europe/Berlin", "2024-03-31 01:59"),
        ("2024-03-31 01:00", "Europe/Berlin", "2024-03-31 03:00"),
        ("2024-10-27 00:30", "Europe/Berlin", "2024-10-27 02:30"),
        ("2024-10-27 01:30", "Europe/Berlin", "2024-10-27 02:30"),
        # half and quarter hours, and an offset
        ("2024-01-01 00:00", "Asia/Kathmandu", "2024-01-01 05:45"),
        ("2024-01-01 00:00", "-03:30", "2023-12-31 20:30"),
    ],
)
@pytest.mark.parametrize("aware", [True, False])
def test_the_wall_clock(utc: str, zone: str, local: str, aware: bool) -> None:
    start = pd.Timestamp(utc, tz="UTC" if aware else None)
    found = to_local(start, zone)
    assert found == pd.Timestamp(local)
    assert (found.tz, found.unit) == (None, "us")


def test_offset_follows_the_season() -> None:
    assert offset_s(SUMMER, "Europe/Berlin") == 7200
    assert offset_s(pd.Timestamp("2024-01-01"), "Europe/Berlin") == 3600


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "+99:00", "../etc/passwd", "berlin "])
def test_no_such_zone_is_a_clear_error(name: str) -> None:
    with pytest.raises(MetatarsalError, match="expected an IANA name such as 'Europe/Berlin'"):
        zone_of(name)
