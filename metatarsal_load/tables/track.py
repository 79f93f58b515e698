"""Distance along a GPS track, with the receiver's noise handled."""

from __future__ import annotations

import numpy as np

from metatarsal_load.tables.windows import Flags, Floats, white_noise, window_rate

# WGS 84 ellipsoid (NGA.STND.0036, 2014).
_SEMI_MAJOR_M = 6_378_137.0
_ECCENTRICITY_2 = 6.694379990141e-3

# Half width of the smoothing window. Receivers that filter by themselves (nearly all watches)
# jitter by decimetres: a parabola over 11 s keeps their corners. Metres of jitter need 17 s,
# which takes 3 m of white noise down to 1 % of the length at running speed and still shortens a
# lap of a 400 m track by less than 0.3 %.
HALF_WINDOW_S = 5.0
HALF_WINDOW_NOISY_S = 8.0
NOISY_M = 1.0
# Jitter beyond this is motion (shuttles turned at every point), and only this much is taken off.
MOST_NOISE_M = 5.0
# Net displacement over 10 s below 0.5 m/s is the wander of a receiver that stands still:
# a slow walk covers 8 m in that time.
STANDING_SPEED_MPS = 0.5
STANDING_WINDOW_S = 10.0
# A step too fast for the sport is a jump where these seconds around it are too fast as well.
JUMP_WINDOW_S = 10.0
# Rounds of dropping single points that lie off.
_SPIKE_ROUNDS = 3
# More fast steps than both of these are no spikes: nothing in the file tells which of the
# positions are true, so they are all measured, as every other reader does, and the session says
# that it is doubtful.
MOST_FAST_SHARE = 0.15
MOST_FAST_STEPS = 150


def step_lengths(latitude_deg: Floats, longitude_deg: Floats) -> tuple[Floats, Floats]:
    """Eastward and northward metres between consecutive positions.

    Equirectangular steps on the WGS 84 ellipsoid, with the radii of curvature at the track's
    median latitude; within 0.02 % of the geodesic for tracks within a degree of latitude and steps
    below 10 km between the polar circles.

    Parameters
    ----------
    latitude_deg, longitude_deg : numpy.ndarray
        Shape (n,), n >= 1, free of NaN [deg].

    Returns
    -------
    tuple of numpy.ndarray
        East and north [m], each of shape (n - 1,).
    """
    latitude = np.radians(latitude_deg)
    root = 1 - _ECCENTRICITY_2 * np.sin(np.median(latitude)) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_2) / root**1.5
    vertical = _SEMI_MAJOR_M / np.sqrt(root)
    turn = np.diff(longitude_deg)
    if np.abs(turn).max(initial=0.0) > 180:
        turn = (turn + 180) % 360 - 180
    middle = (latitude[1:] + latitude[:-1]) / 2
    return vertical * np.cos(middle) * np.radians(turn), meridian * np.diff(latitude)


def track_distance(
    latitude_deg: Floats, longitude_deg: Floats, clock_s: Floats, limit_mps: float
) -> tuple[Floats, int, bool]:
    """Cumulative distance along a track.

    Points that need more than `limit_mps` both to reach and to leave are dropped; a step still
    faster, and so over the 10 s around it, is a jump and no distance. Where more than 15 % of the
    steps, and more than 150, are faster, the track is doubtful (a receiver that repeats a stale
    position between live ones, or a ride) and measured as recorded. Steps without timer time
    (pauses, gaps) are no distance. The rest is smoothed by a local parabola over 11 s (17 s where
    the positions jitter by more than 1 m; Savitzky & Golay 1964, doi 10.1021/ac60214a047), what
    that jitter still adds to the steps is taken off, and spans whose net displacement over 10 s
    stays below 0.5 m/s count as standing. Tracks with a point every 4 s or fewer are not smoothed.

    Parameters
    ----------
    latitude_deg, longitude_deg : numpy.ndarray
        Shape (n,) [deg]; NaN where there is no position.
    clock_s : numpy.ndarray
        Shape (n,). Timer time [s], not decreasing; pauses and gaps take none.
    limit_mps : float
        Fastest speed the sport allows [m/s].

    Returns
    -------
    tuple of numpy.ndarray, int and bool
        Shape (n,) [m], from 0, not decreasing, all NaN with fewer than two positions; the number
        of positions and steps left out as too fast; whether the track is doubtful.
    """
    here = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    if here.size < 2:
        return np.full(clock_s.size, np.nan), 0, False
    positions = here.size
    fast = _too_fast(latitude_deg[here], longitude_deg[here], clock_s[here], limit_mps)
    if fast.mean() > MOST_FAST_SHARE and fast.sum() > MOST_FAST_STEPS:
        return (
            _as_recorded(latitude_deg[here], longitude_deg[here], clock_s[here], clock_s),
            0,
            True,
        )
    for _ in range(_SPIKE_ROUNDS):
        off = _spikes(fast)
        if not off.any():
            break
        here = here[~off]
        fast = _too_fast(latitude_deg[here], longitude_deg[here], clock_s[here], limit_mps)
    east, north = step_lengths(latitude_deg[here], longitude_deg[here])
    at = clock_s[here]
    jumped = _jumps(east, north, at, limit_mps)
    # A step that is left out closes up: the track goes on from where it stopped.
    kept = (np.diff(at) > 0) & ~jumped
    x = np.concatenate(([0.0], np.cumsum(np.where(kept, east, 0.0))))
    y = np.concatenate(([0.0], np.cumsum(np.where(kept, north, 0.0))))
    jumps = int(np.count_nonzero(jumped)) + positions - here.size
    return _smooth_length(x, y, at, clock_s), jumps, False


def net_speed(
    latitude_deg: Floats, longitude_deg: Floats, clock_s: Floats, width_s: float
) -> Floats:
    """Net displacement across a window over its length in time.

    Parameters
    ----------
    latitude_deg, longitude_deg, clock_s : numpy.ndarray
        Shape (n,), as for `track_distance`.
    width_s : float
        Width of the window [s].

    Returns
    -------
    numpy.ndarray
        Shape (n,) [m/s]; never above the speed along the track, and hardly moved by positions
        that jump away and back. NaN with fewer than two positions.
    """
    here = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    if here.size < 2:
        return np.full(clock_s.size, np.nan)
    east, north = step_lengths(latitude_deg[here], longitude_deg[here])
    timed = np.diff(clock_s[here]) > 0
    paths = (np.concatenate(([0.0], np.cumsum(np.where(timed, d, 0.0)))) for d in (east, north))
    rates = [
        window_rate(np.interp(clock_s, clock_s[here], path), clock_s, width_s) for path in paths
    ]
    return np.hypot(*rates)


def _too_fast(latitude: Floats, longitude: Floats, at: Floats, limit: float) -> Flags:
    """Mark the steps that took timer time and were faster than the limit."""
    time = np.diff(at)
    return (np.hypot(*step_lengths(latitude, longitude)) > limit * time) & (time > 0)


def _as_recorded(latitude: Floats, longitude: Floats, at: Floats, clock: Floats) -> Floats:
    """Cumulative length of every step that took timer time, read off at times `clock`."""
    steps = np.hypot(*step_lengths(latitude, longitude))
    steps[np.diff(at) <= 0] = 0.0
    return np.interp(clock, at, np.concatenate(([0.0], np.cumsum(steps))))


def _spikes(fast: Flags) -> Flags:
    """Mark the points whose steps in and out are both too fast; in a row of them every second."""
    off = np.zeros(fast.size + 1, dtype=bool)
    off[1:-1] = fast[:-1] & fast[1:]
    place = np.arange(off.size)
    # A stale position between live ones makes each of them look off: the first of a row is stale.
    row_start = np.maximum.accumulate(np.where(off, -1, place)) + 1
    return np.asarray(off & ((place - row_start) % 2 == 0))


def _jumps(east: Floats, north: Floats, at: Floats, limit: float) -> Flags:
    """Mark the steps too fast for the sport, and so over the 10 s around them: noise is not."""
    time = np.diff(at)
    fast = np.flatnonzero((np.hypot(east, north) > limit * time) & (time > 0))
    jumped = np.zeros(time.size, dtype=bool)
    if fast.size == 0:
        return jumped
    half = np.maximum(time[fast], JUMP_WINDOW_S) / 2
    middle = (at[fast] + at[fast + 1]) / 2
    late, early = np.minimum(middle + half, at[-1]), np.maximum(middle - half, at[0])
    x, y = (np.concatenate(([0.0], np.cumsum(np.where(time > 0, d, 0.0)))) for d in (east, north))
    net = np.hypot(*(np.interp(late, at, d) - np.interp(early, at, d) for d in (x, y)))
    far = np.hypot(east, north)[fast] > limit * 2 * half
    jumped[fast] = far | (net > limit * (late - early))
    return jumped


def _smooth_length(x: Floats, y: Floats, at: Floats, clock: Floats) -> Floats:
    """Cumulative length of a smoothed path known at times `at`, read off at times `clock`."""
    spans = np.diff(at)
    spans = spans[spans > 0]
    interval = max(1.0, float(np.median(spans))) if spans.size else 1.0
    grid = np.arange(at[0], at[-1] + interval, interval)
    even_x, even_y = np.interp(grid, at, x), np.interp(grid, at, y)
    noise = max(white_noise(even_x), white_noise(even_y))
    noise = min(noise, MOST_NOISE_M) if noise > NOISY_M else 0.0
    half = round((HALF_WINDOW_NOISY_S if noise else HALF_WINDOW_S) / interval)
    if half < 2 or grid.size < 2 * half + 1:
        steps = _less_noise(np.hypot(np.diff(x), np.diff(y)), 2 * noise**2)
        return np.interp(clock, at, np.concatenate(([0.0], np.cumsum(steps))))
    weights = _parabola(half)
    even_x, even_y = _smooth(even_x, weights), _smooth(even_y, weights)
    left = noise**2 * float(np.square(np.diff(weights, prepend=0.0, append=0.0)).sum())
    steps = _less_noise(np.hypot(np.diff(even_x), np.diff(even_y)), left)
    steps[_standing(even_x, even_y, interval)] = 0.0
    return np.interp(clock, grid, np.concatenate(([0.0], np.cumsum(steps))))


def _less_noise(steps: Floats, variance: float) -> Floats:
    """Take off what noise across the track adds to each step s: variance / 2s on average."""
    return np.sqrt(np.maximum(np.square(steps) - variance, 0.0))


def _parabola(half: int) -> Floats:
    """Weights of the least-squares parabola through 2 half + 1 points, at its middle."""
    j = np.arange(-half, half + 1)
    scale = (2 * half - 1) * (2 * half + 1) * (2 * half + 3)
    return (3 * (3 * half * half + 3 * half - 1) - 15 * j * j) / scale


def _smooth(path: Floats, weights: Floats) -> Floats:
    """Path averaged with symmetric weights, its ends mirrored."""
    half = weights.size // 2
    start = 2 * path[0] - path[half:0:-1]
    end = 2 * path[-1] - path[-2 : -half - 2 : -1]
    return np.convolve(np.concatenate((start, path, end)), weights, mode="valid")


def _standing(x: Floats, y: Floats, interval_s: float) -> Flags:
    """Which steps of an evenly timed path lie in a window without net displacement."""
    half = max(1, round(STANDING_WINDOW_S / 2 / interval_s))
    step = np.arange(x.size - 1)
    late = np.minimum(step + half, x.size - 1)
    early = np.maximum(step + 1 - half, 0)
    net = np.hypot(x[late] - x[early], y[late] - y[early])
    return np.asarray(net < STANDING_SPEED_MPS * (late - early) * interval_s)
