"""Writers of small GPX and TCX documents: plain functions from figures to text."""

from __future__ import annotations

from collections.abc import Iterable

NS = "http://www.topografix.com/GPX/1/1"
TPX1 = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1"
TCX_NS = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
AX2 = "http://www.garmin.com/xmlschemas/ActivityExtension/v2"


def leaf(name: str, value: object) -> str:
    """One element; nothing for None."""
    return "" if value is None else f"<{name}>{value}</{name}>"


def trkpt(
    time: str | None,
    lat: object = "50.0",
    lon: object = "8.0",
    *,
    ele: object = None,
    extensions: str = "",
) -> str:
    """A track point; `extensions` is the markup inside its extensions element."""
    inner = leaf("ele", ele) + leaf("time", time)
    if extensions:
        inner += f"<extensions>{extensions}</extensions>"
    return f'<trkpt lat="{lat}" lon="{lon}">{inner}</trkpt>\n'


def tpx(*, prefix: str = "gpxtpx", **channels: object) -> str:
    """Garmin's TrackPointExtension with the given leaves."""
    leaves = "".join(leaf(f"{prefix}:{name}", value) for name, value in channels.items())
    return f"<{prefix}:TrackPointExtension>{leaves}</{prefix}:TrackPointExtension>"


def segment(points: Iterable[str]) -> str:
    return f"<trkseg>{''.join(points)}</trkseg>\n"


def track(*segments: str, name: str | None = "Run", type_: str | None = "running") -> str:
    return f"<trk>{leaf('name', name)}{leaf('type', type_)}{''.join(segments)}</trk>\n"


def gpx(*content: str, creator: str = "test", head: str | None = None) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' if head is None else head
    spaces = f'xmlns="{NS}" xmlns:gpxtpx="{TPX1}" xmlns:ns3="{TPX1}"'
    return (
        f'{head}<gpx version="1.1" creator="{creator}" {spaces}>\n{"".join(content)}</gpx>'.encode()
    )


def simple_gpx(points: Iterable[str], **of_track: str | None) -> bytes:
    """One track of one segment."""
    return gpx(track(segment(points), **of_track))


def trackpoint(
    time: str | None,
    *,
    lat: object = None,
    lon: object = None,
    altitude: object = None,
    distance: object = None,
    heart_rate: object = None,
    cadence: object = None,
    speed: object = None,
    run_cadence: object = None,
    watts: object = None,
) -> str:
    """A TCX track point."""
    inner = leaf("Time", time)
    if lat is not None or lon is not None:
        inner += leaf("Position", leaf("LatitudeDegrees", lat) + leaf("LongitudeDegrees", lon))
    inner += leaf("AltitudeMeters", altitude) + leaf("DistanceMeters", distance)
    if heart_rate is not None:
        inner += leaf("HeartRateBpm", leaf("Value", heart_rate))
    inner += leaf("Cadence", cadence)
    extension = leaf("Speed", speed) + leaf("RunCadence", run_cadence) + leaf("Watts", watts)
    if extension:
        inner += f'<Extensions><TPX xmlns="{AX2}">{extension}</TPX></Extensions>'
    return f"<Trackpoint>{inner}</Trackpoint>\n"


def lap(
    *tracks: Iterable[str],
    start: str = "2024-05-01T06:00:00Z",
    seconds: object = 60,
    meters: object = 200,
    steps: object = None,
) -> str:
    inner = leaf("TotalTimeSeconds", seconds) + leaf("DistanceMeters", meters)
    inner += "<AverageHeartRateBpm><Value>99</Value></AverageHeartRateBpm><Cadence>77</Cadence>"
    inner += "".join(f"<Track>{''.join(points)}</Track>" for points in tracks)
    if steps is not None:
        inner += f'<Extensions><LX xmlns="{AX2}"><Steps>{steps}</Steps></LX></Extensions>'
    return f'<Lap StartTime="{start}">{inner}</Lap>\n'


def activity(
    *laps: str, sport: str = "Running", id_: str = "2024-05-01T06:00:00Z", device: str | None = None
) -> str:
    creator = "" if device is None else f"<Creator>{leaf('Name', device)}</Creator>"
    return f'<Activity Sport="{sport}">{leaf("Id", id_)}{"".join(laps)}{creator}</Activity>\n'


def tcx(*activities: str, author: str | None = None) -> bytes:
    end = "" if author is None else f"<Author>{leaf('Name', author)}</Author>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TrainingCenterDatabase xmlns="{TCX_NS}">\n'
        f"<Activities>{''.join(activities)}</Activities>{end}</TrainingCenterDatabase>"
    ).encode()
