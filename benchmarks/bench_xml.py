"""GPX and TCX to samples against the other Python readers."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from metatarsal_load.readers.gpx import read_gpx
from metatarsal_load.readers.tcx import read_tcx

HOUR_S = 3600
OURS = ("metatarsal_load", "its exact path", "lxml loop")
GPX_POINT = """\
      <trkpt lat="{lat}" lon="{lon}">
        <ele>{ele}</ele>
        <time>{time}</time>
        <extensions>
          <ns3:TrackPointExtension>
            <ns3:hr>{hr}</ns3:hr>
            <ns3:cad>{cad}</ns3:cad>
          </ns3:TrackPointExtension>
        </extensions>
      </trkpt>
"""
GPX = """\
<?xml version="1.0" encoding="UTF-8"?>
<gpx creator="Garmin Connect" version="1.1" xmlns="http://www.topografix.com/GPX/1/1"
  xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
  <trk>
    <name>An hour</name>
    <type>running</type>
    <trkseg>
{points}    </trkseg>
  </trk>
</gpx>
"""
TCX_POINT = """\
          <Trackpoint>
            <Time>{time}</Time>
            <Position>
              <LatitudeDegrees>{lat}</LatitudeDegrees>
              <LongitudeDegrees>{lon}</LongitudeDegrees>
            </Position>
            <AltitudeMeters>{ele}</AltitudeMeters>
            <DistanceMeters>{distance}</DistanceMeters>
            <HeartRateBpm>
              <Value>{hr}</Value>
            </HeartRateBpm>
            <Extensions>
              <ns3:TPX>
                <ns3:Speed>{speed}</ns3:Speed>
                <ns3:RunCadence>{cad}</ns3:RunCadence>
              </ns3:TPX>
            </Extensions>
          </Trackpoint>
"""
TCX = """\
<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
  xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">
  <Activities>
    <Activity Sport="Running">
      <Id>2024-05-01T06:00:00.000Z</Id>
      <Lap StartTime="2024-05-01T06:00:00.000Z">
        <TotalTimeSeconds>3600</TotalTimeSeconds>
        <DistanceMeters>10800</DistanceMeters>
        <Calories>700</Calories>
        <Track>
{points}        </Track>
      </Lap>
    </Activity>
  </Activities>
</TrainingCenterDatabase>
"""


def hour(document: str, point: str) -> bytes:
    """One point a second, positions with all the digits that Garmin writes."""
    rng = np.random.default_rng(1)
    latitude = 51.5 + np.cumsum(rng.normal(0, 2e-5, HOUR_S))
    longitude = -0.19 + np.cumsum(rng.normal(0, 2e-5, HOUR_S))
    speed = rng.uniform(2.5, 3.5, HOUR_S)
    points = (
        point.format(
            lat=float(latitude[i]),
            lon=float(longitude[i]),
            ele=round(20 + i % 90 / 10, 1),
            time=f"2024-05-01T06:{i // 60:02d}:{i % 60:02d}.000Z",
            hr=120 + i % 50,
            cad=80 + i % 9,
            speed=float(speed[i]),
            distance=float(speed[: i + 1].sum()),
        )
        for i in range(HOUR_S)
    )
    return document.format(points="".join(points)).encode()


def lxml_loop(path: str, tag: str) -> list[dict[str, str | None]]:
    """The plain loop over a tree that most scripts write; texts stay texts."""
    rows = []
    for point in etree.parse(path).getroot().iter("{*}" + tag):
        row = dict(point.attrib)
        row.update((element.tag.rpartition("}")[2], element.text) for element in point.iter())
        rows.append(row)
    return rows


def gpx_readers(path: str) -> dict[str, Callable[[], object]]:
    """GPX readers that are installed."""
    found: dict[str, Callable[[], object]] = {
        "metatarsal_load": lambda: read_gpx(Path(path).read_bytes(), path),
        "its exact path": lambda: read_gpx(Path(path).read_bytes(), path, engine="lxml"),
        "lxml loop": lambda: lxml_loop(path, "trkpt"),
    }
    return found | peers({"gpxpy": lambda gpxpy: gpxpy.parse(Path(path).read_text())})


def tcx_readers(path: str) -> dict[str, Callable[[], object]]:
    """TCX readers that are installed."""
    found: dict[str, Callable[[], object]] = {
        "metatarsal_load": lambda: read_tcx(Path(path).read_bytes(), path),
        "its exact path": lambda: read_tcx(Path(path).read_bytes(), path, engine="lxml"),
        "lxml loop": lambda: lxml_loop(path, "Trackpoint"),
    }
    return found | peers({"tcxreader.tcxreader": lambda peer: peer.TCXReader().read(path)})


def peers(calls: dict[str, Callable[[object], object]]) -> dict[str, Callable[[], object]]:
    """Those of the modules that can be imported."""
    found: dict[str, Callable[[], object]] = {}
    for name, call in calls.items():
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        found[name.partition(".")[0]] = lambda call=call, module=module: call(module)
    return found


@pytest.mark.filterwarnings("default")  # of the peers
@pytest.mark.parametrize("reader", [*OURS, "gpxpy"])
def test_gpx_hour(benchmark, tmp_path, reader):
    path = tmp_path / "hour.gpx"
    path.write_bytes(hour(GPX, GPX_POINT))
    compare(benchmark, gpx_readers(str(path)), reader, "GPX, hr and cad")


@pytest.mark.filterwarnings("default")  # of the peers
@pytest.mark.parametrize("reader", [*OURS, "tcxreader"])
def test_tcx_hour(benchmark, tmp_path, reader):
    path = tmp_path / "hour.tcx"
    path.write_bytes(hour(TCX, TCX_POINT))
    compare(benchmark, tcx_readers(str(path)), reader, "TCX")


def compare(benchmark, calls: dict[str, Callable[[], object]], reader: str, group: str) -> None:
    """Time one reader, if it is installed."""
    if reader not in calls:
        pytest.skip(f"{reader} is not installed")
    benchmark.group = group
    benchmark.pedantic(calls[reader], rounds=30 if reader == OURS[0] else 5, warmup_rounds=1)
