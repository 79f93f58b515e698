"""Streams of one synthetic run: time, place, height, heart rate and cadence, from a plan."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

HOME = (49.4094, 8.6947)
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Effort:
    """A stretch of a run at one speed: length [m], speed [m/s], heart rate [beats/min]."""

    metres: float
    speed: float
    heart_rate: float


@dataclass(frozen=True)
class Run:
    """One planned run of the synthetic season."""

    start_utc: np.datetime64
    efforts: tuple[Effort, ...]
    spm: float
    kind: str = "street"
    climb: float = 8.0
    step_s: int = 1
    gps: bool = True
    seed: int = 0
    name: str = ""
    route: int = 0
    pause_at: tuple[float, ...] = field(default=())


@dataclass(frozen=True)
class Streams:
    """Shape (n,) each: seconds since the start and what was measured then."""

    seconds: np.ndarray
    distance: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    altitude: np.ndarray
    speed: np.ndarray
    heart_rate: np.ndarray
    spm: np.ndarray
    paused: np.ndarray


def streams(run: Run) -> Streams:
    """Make the streams of a run; the same run gives the same streams."""
    rng = np.random.default_rng(run.seed)
    speed, target = _second_by_second(run.efforts)
    speed = np.maximum(speed + _drift(rng, len(speed), 0.08), 1.2)
    total = sum(effort.metres for effort in run.efforts)
    distance = np.concatenate([[0.0], np.cumsum(speed)])
    distance *= total / distance[-1]
    speed = np.append(np.diff(distance), np.diff(distance)[-1])
    seconds = np.arange(len(distance))
    paused = np.zeros(len(distance), bool)
    for share in run.pause_at:
        late = distance > share * total
        seconds = seconds + 75 * late
        paused[np.argmax(late)] = True
    altitude = 115 + run.climb * (1 - np.cos(2 * np.pi * distance / 2000))
    latitude, longitude = _places(run, distance, total, rng)
    heart_rate = _lagged(np.append(target, target[-1])) + _drift(rng, len(seconds), 1.0)
    spm = run.spm + 4 * (speed - np.median(speed)) + _drift(rng, len(seconds), 1.0)
    keep = _kept(run, seconds, paused, rng)
    return Streams(
        *(
            column[keep]
            for column in (
                seconds, distance, latitude, longitude, altitude, speed, heart_rate, spm, paused,
            )
        )
    )  # fmt: skip


def _second_by_second(efforts: tuple[Effort, ...]) -> tuple[np.ndarray, np.ndarray]:
    seconds = [max(round(effort.metres / effort.speed), 1) for effort in efforts]
    speed = np.repeat([effort.speed for effort in efforts], seconds)
    target = np.repeat([effort.heart_rate for effort in efforts], seconds)
    return speed.astype(float), target.astype(float)


def _drift(rng: np.random.Generator, count: int, spread: float) -> np.ndarray:
    """Slow noise: what a body and a watch do from second to second."""
    noise = np.convolve(rng.normal(0, 1, count + 59), np.ones(60) / np.sqrt(60), "valid")
    return spread * noise


def _lagged(target: np.ndarray, seconds: float = 25.0) -> np.ndarray:
    """Let the heart follow the effort with a delay."""
    beat = np.empty(len(target))
    now = 95.0
    for index, goal in enumerate(target):
        now += (goal - now) / seconds
        beat[index] = now
    return beat


def _places(
    run: Run, distance: np.ndarray, total: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Out along a winding way and back again, with the error of a receiver."""
    out = np.minimum(distance, total - distance)
    way = np.arange(0, total / 2 + 2.0, 1.0)
    heading = 0.8 * np.sin(way / 310) + 0.5 * np.sin(way / 97) + run.route * 1.1
    north = np.concatenate([[0], np.cumsum(np.cos(heading))[:-1]])
    east = np.concatenate([[0], np.cumsum(np.sin(heading))[:-1]])
    error = [_drift(rng, len(distance), 1.0) for _ in range(2)]
    latitude = HOME[0] + (np.interp(out, way, north) + error[0]) / METRES_PER_DEGREE
    scale = METRES_PER_DEGREE * np.cos(np.radians(HOME[0]))
    longitude = HOME[1] + (np.interp(out, way, east) + error[1]) / scale
    return latitude, longitude


def _kept(
    run: Run, seconds: np.ndarray, paused: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Which seconds the device writes: all of them, or a few as smart recording does."""
    if run.step_s == 1:
        return np.arange(len(seconds))
    steps = rng.integers(1, 2 * run.step_s, len(seconds))
    places = np.cumsum(steps)
    stops = np.flatnonzero(paused)
    inside = places[places < len(seconds) - 1]
    return np.unique(np.concatenate([[0], inside, stops, stops - 1, [len(seconds) - 1]])).astype(
        int
    )
