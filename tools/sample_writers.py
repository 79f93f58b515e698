"""Write a synthetic run as a watch or an app would: FIT, GPX, TCX."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
from sample_streams import Run, Streams

FIT_EPOCH = np.datetime64("1989-12-31T00:00:00", "s")
SEMICIRCLE = 180 / 2**31
SPORT = {"street": (1, 2), "trail": (1, 3), "track": (1, 4), "treadmill": (1, 1), "ride": (2, 0)}
ENUM, UINT8, SINT8, UINT16, UINT32, SINT32 = 0x00, 0x02, 0x01, 0x84, 0x86, 0x85
CODE = {ENUM: "B", UINT8: "B", SINT8: "b", UINT16: "H", UINT32: "I", SINT32: "i"}
CRC_TABLE = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip

FILE_ID = (0, ((0, ENUM), (1, UINT16), (2, UINT16), (4, UINT32)))
EVENT = (21, ((253, UINT32), (0, ENUM), (1, ENUM)))
RECORD = (
    20,
    (
        (253, UINT32), (0, SINT32), (1, SINT32), (5, UINT32), (78, UINT32), (73, UINT32),
        (3, UINT8), (4, UINT8), (53, UINT8), (13, SINT8),
    ),
)  # fmt: skip
LAP = (19, ((253, UINT32), (2, UINT32), (7, UINT32), (8, UINT32), (9, UINT32)))
SESSION = (
    18,
    (
        (253, UINT32), (2, UINT32), (7, UINT32), (8, UINT32), (9, UINT32), (10, UINT32),
        (5, ENUM), (6, ENUM), (22, UINT16), (23, UINT16),
    ),
)  # fmt: skip
ACTIVITY = (34, ((253, UINT32), (0, UINT32), (1, UINT16), (2, ENUM), (3, ENUM), (5, UINT32)))
Layout = tuple[int, tuple[tuple[int, int], ...]]


def fit(run: Run, data: Streams, utc_offset_s: int) -> bytes:
    """Write as a Garmin watch does: file id, timer events, records, laps, session, activity."""
    start = int((run.start_utc.astype("datetime64[s]") - FIT_EPOCH).astype(int))
    end = start + int(data.seconds[-1])
    paused = 74 * int(data.paused.sum())
    elapsed, timer = (end - start) * 1000, (end - start - paused) * 1000
    metres = round(data.distance[-1] * 100)
    strides = round(float(np.sum(np.diff(data.seconds) * data.spm[1:] / 120)))
    up = round(float(np.clip(np.diff(data.altitude), 0, None).sum()))
    parts = [
        _define(0, FILE_ID), _row(0, FILE_ID, (4, 1, 3121, start)),
        _define(1, EVENT), _row(1, EVENT, (start, 0, 0)),
        _define(2, RECORD), _records(run, data, start),
        _row(1, EVENT, (end, 0, 4)),
        _define(3, LAP), _row(3, LAP, (end, start, elapsed, timer, metres)),
        _define(4, SESSION),
        _row(4, SESSION, (end, start, elapsed, timer, metres, strides, *SPORT[run.kind], up, up)),
        _define(5, ACTIVITY), _row(5, ACTIVITY, (end, timer, 1, 0, 26, end + utc_offset_s)),
    ]  # fmt: skip
    body = b"".join(parts)
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    head += struct.pack("<H", _crc(head))
    return head + body + struct.pack("<H", _crc(head + body))


def _records(run: Run, data: Streams, start: int) -> bytes:
    rows = []
    stops = set(np.flatnonzero(data.paused).tolist())
    for i in range(len(data.seconds)):
        when = start + int(data.seconds[i])
        if i in stops:
            rows.append(_row(1, EVENT, (start + int(data.seconds[i - 1]), 0, 4)))
            rows.append(_row(1, EVENT, (when, 0, 0)))
        strides = data.spm[i] / 2
        place = (
            (round(data.latitude[i] / SEMICIRCLE), round(data.longitude[i] / SEMICIRCLE))
            if run.gps
            else (0x7FFFFFFF, 0x7FFFFFFF)
        )
        rows.append(
            _row(2, RECORD, (
                when, *place, round(data.distance[i] * 100), round((data.altitude[i] + 500) * 5),
                round(data.speed[i] * 1000), round(data.heart_rate[i]), int(strides),
                round(strides % 1 * 128) % 128, 18,
            ))
        )  # fmt: skip
    return b"".join(rows)


def _define(local: int, layout: Layout) -> bytes:
    number, fields = layout
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    sizes = (struct.pack("BBB", n, struct.calcsize(CODE[kind]), kind) for n, kind in fields)
    return head + b"".join(sizes)


def _row(local: int, layout: Layout, values: Sequence[int]) -> bytes:
    form = "<B" + "".join(CODE[kind] for _, kind in layout[1])
    return struct.pack(form, local, *values)


def _crc(data: bytes) -> int:
    crc = 0
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            crc = (crc >> 4) ^ CRC_TABLE[crc & 0xF] ^ CRC_TABLE[nibble]
    return crc


def _times(run: Run, data: Streams) -> list[str]:
    return [f"{time}Z" for time in run.start_utc.astype("datetime64[s]") + data.seconds]


def gpx(run: Run, data: Streams) -> bytes:
    """Write as an app's export does: one track, heart rate and one leg's cadence."""
    stops = np.flatnonzero(data.paused)
    points = [
        f'   <trkpt lat="{latitude:.7f}" lon="{longitude:.7f}"><ele>{altitude:.1f}</ele>'
        f"<time>{time}</time><extensions><gpxtpx:TrackPointExtension>"
        f"<gpxtpx:hr>{heart_rate:.0f}</gpxtpx:hr><gpxtpx:cad>{spm / 2:.0f}</gpxtpx:cad>"
        "</gpxtpx:TrackPointExtension></extensions></trkpt>"
        for latitude, longitude, altitude, time, heart_rate, spm in zip(
            data.latitude, data.longitude, data.altitude, _times(run, data), data.heart_rate,
            data.spm, strict=True,
        )
    ]  # fmt: skip
    segments = "\n  </trkseg>\n  <trkseg>\n".join(
        "\n".join(points[low:high]) for low, high in zip([0, *stops], [*stops, None], strict=True)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx creator="Synthetic App" version="1.1" xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
        f" <trk>\n  <name>{run.name}</name>\n  <type>running</type>\n  <trkseg>\n{segments}\n"
        "  </trkseg>\n </trk>\n</gpx>\n"
    ).encode()


def tcx(run: Run, data: Streams) -> bytes:
    """Write as a watch's portal does: one lap, distance, heart rate, one leg's RunCadence."""
    times = _times(run, data)
    points = "\n".join(
        f"     <Trackpoint><Time>{time}</Time><Position><LatitudeDegrees>{latitude:.7f}"
        f"</LatitudeDegrees><LongitudeDegrees>{longitude:.7f}</LongitudeDegrees></Position>"
        f"<AltitudeMeters>{altitude:.1f}</AltitudeMeters><DistanceMeters>{distance:.2f}"
        f"</DistanceMeters><HeartRateBpm><Value>{heart_rate:.0f}</Value></HeartRateBpm>"
        f"<Extensions><ns3:TPX><ns3:Speed>{speed:.3f}</ns3:Speed><ns3:RunCadence>{spm / 2:.0f}"
        "</ns3:RunCadence></ns3:TPX></Extensions></Trackpoint>"
        for time, latitude, longitude, altitude, distance, heart_rate, speed, spm in zip(
            times, data.latitude, data.longitude, data.altitude, data.distance, data.heart_rate,
            data.speed, data.spm, strict=True,
        )
    )  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
        'xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">\n'
        f' <Activities>\n  <Activity Sport="Running">\n   <Id>{times[0]}</Id>\n'
        f'   <Lap StartTime="{times[0]}">\n    <TotalTimeSeconds>{data.seconds[-1]:.1f}'
        f"</TotalTimeSeconds>\n    <DistanceMeters>{data.distance[-1]:.2f}</DistanceMeters>\n"
        f"    <Intensity>Active</Intensity>\n    <Track>\n{points}\n    </Track>\n   </Lap>\n"
        "   <Creator><Name>Synthetic Watch</Name></Creator>\n"
        "  </Activity>\n </Activities>\n</TrainingCenterDatabase>\n"
    ).encode()
