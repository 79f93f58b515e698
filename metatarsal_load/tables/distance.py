"""Distance and speed of a recording from the best channel it has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from metatarsal_load.tables.track import net_speed, track_distance
from metatarsal_load.tables.windows import Floats, window_rate

# Fastest speed that is the sport and not the receiver: the sprint record is 12.4 m/s; a bicycle
# downhill stays below 35 m/s; trains and cars are recorded as "other".
SPEED_LIMIT_MPS = MappingProxyType(
    {"running": 12.0, "walking": 12.0, "swimming": 4.0, "rowing": 9.0}
)
SPEED_LIMIT_OTHER_MPS = 35.0
# A running total that starts higher than this belongs to an earlier part of the recording.
_FIRST_METRES = 100.0
_SPEED_WINDOW_S = 5.0


def best_distance(
    channels: Mapping[str, Floats], span: Floats, clock: Floats, sport: str
) -> tuple[Floats, str, int]:
    """Cumulative distance from the best channel there is.

    Parameters
    ----------
    channels : Mapping of str to numpy.ndarray
        `distance_m`, `latitude_deg`, `longitude_deg` and `speed_mps`, each of shape (n,).
    span, clock : numpy.ndarray
        Shape (n,). Timer time of each span and since the start [s].
    sport : str
        Sets the speed [m/s] above which a step of the track is the receiver's.

    Returns
    -------
    tuple of numpy.ndarray, str and int
        Distance of shape (n,) [m]: the device's total (from 0; falls are resets), else the length
        of the track, else speed times time, else NaN; ``device``, ``track``,
        ``doubtful_track``, ``speed`` or ``unknown``; and how many positions and steps of the track
        were left out.
    """
    device = _device_distance(channels["distance_m"], clock)
    if device is not None:
        return device, "device", 0
    limit = SPEED_LIMIT_MPS.get(sport, SPEED_LIMIT_OTHER_MPS)
    track, jumps, doubtful = track_distance(
        channels["latitude_deg"], channels["longitude_deg"], clock, limit
    )
    if np.isfinite(track).any():
        return track, "doubtful_track" if doubtful else "track", jumps
    speed = channels["speed_mps"]
    total = np.cumsum(np.nan_to_num(speed) * span)
    if total.size and total[-1] > 0:
        return total, "speed", 0
    return np.full(span.size, np.nan), "unknown", 0


def rough_speed(channels: Mapping[str, Floats], clock: Floats, width_s: float) -> Floats:
    """Speed that no jump of the receiver can raise, to tell a run from a ride.

    Parameters
    ----------
    channels : Mapping of str to numpy.ndarray
        As for `best_distance`.
    clock : numpy.ndarray
        Shape (n,). Timer time since the start [s].
    width_s : float
        Window that the speed is taken over [s].

    Returns
    -------
    numpy.ndarray
        Shape (n,) [m/s]: of the device's distance, else the net displacement, else the device's
        speed; NaN where unknown.
    """
    device = _device_distance(channels["distance_m"], clock)
    if device is not None:
        return window_rate(device, clock, width_s)
    net = net_speed(channels["latitude_deg"], channels["longitude_deg"], clock, width_s)
    return net if np.isfinite(net).any() else channels["speed_mps"]


def _device_distance(distance: Floats, clock: Floats) -> Floats | None:
    """Read the device's total, from 0 and not decreasing; None where it never grows."""
    known = np.isfinite(distance)
    if np.count_nonzero(known) < 2:
        return None
    values = distance[known]
    # A total that falls was reset (a lap, a new part): only its rises are distance.
    rises = np.maximum(np.diff(values, prepend=0.0), 0.0)
    if values[0] > _FIRST_METRES:
        rises[0] = 0.0
    total = np.cumsum(rises)
    if not total[-1] > 0:
        return None
    return total if known.all() else np.interp(clock, clock[known], total)


def fill_speed(speed: Floats, distance: Floats, clock: Floats) -> Floats:
    """Fill the device's speed, where it has none, by the mean of the distance over 5 s.

    Parameters
    ----------
    speed, distance, clock : numpy.ndarray
        Shape (n,). The device's speed [m/s], cumulative distance [m], timer time [s].

    Returns
    -------
    numpy.ndarray
        Shape (n,) [m/s]; NaN where neither is known.
    """
    known = np.isfinite(speed)
    if known.all() and speed.any():
        return speed
    from_distance = window_rate(distance, clock, _SPEED_WINDOW_S)
    # A speed of 0 throughout is a sensor that was not there.
    return np.where(known, speed, from_distance) if np.nansum(speed) > 0 else from_distance
