"""Little maps and runs on them, made of metres, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import made_recordings
import numpy as np
import pandas as pd

LATITUDE, LONGITUDE = 49.4, 8.72
METRES_PER_DEGREE = 111_195.0
ACROSS = METRES_PER_DEGREE * np.cos(np.radians(LATITUDE))
Line = Sequence[tuple[float, float]]


def degrees(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of points some metres east and north of the middle of the map."""
    return LONGITUDE + np.asarray(x) / ACROSS, LATITUDE + np.asarray(y) / METRES_PER_DEGREE


def write_map(path: Path, ways: Sequence[tuple[Mapping[str, str], Line]]) -> Path:
    """Write an OpenStreetMap file; points at one place are one node. Ways are numbered from 1."""
    nodes: dict[tuple[float, float], int] = {}
    lines = []
    for number, (tags, line) in enumerate(ways, 1):
        refs = [nodes.setdefault((float(x), float(y)), len(nodes) + 1) for x, y in line]
        inner = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        inner += "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
        lines.append(f'<way id="{number}" version="1">{inner}</way>')
    points = []
    for (x, y), number in nodes.items():
        longitude, latitude = degrees(np.array(x), np.array(y))
        points.append(
            f'<node id="{number}" version="1" lat="{latitude:.7f}" lon="{longitude:.7f}"/>'
        )
    body = "".join([*points, *lines])
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{body}</osm>', encoding="utf-8")
    return path


def run_along(
    line: Line, *, speed: float = 3.0, noise_m: float = 0.0, seed: int = 0, **channels: object
) -> pd.DataFrame:
    """Samples of a run along a line, one a second, with white noise on both axes."""
    corners = np.asarray(line, dtype=float)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    at = np.arange(0, along[-1] + 1e-6, speed)
    noise = np.random.default_rng(seed).normal(0, noise_m, (2, at.size)) if noise_m else (0.0, 0.0)
    x, y = (np.interp(at, along, corners[:, k]) + noise[k] for k in (0, 1))
    longitude, latitude = degrees(x, y)
    return made_recordings.samples(
        np.arange(at.size), latitude_deg=latitude, longitude_deg=longitude, **channels
    )
