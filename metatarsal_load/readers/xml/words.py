"""The sport words that GPX and TCX writers use, as the readers' own."""

from __future__ import annotations

from types import MappingProxyType

# Strava's GPX writes numbers; apps write what they like, which passes through in lower case.
_SPORTS = MappingProxyType(
    {
        "1": ("cycling", None),
        "4": ("hiking", None),
        "9": ("running", None),
        "10": ("walking", None),
        "16": ("swimming", None),
        "run": ("running", None),
        "trail_running": ("running", "trail"),
        "trail running": ("running", "trail"),
        "treadmill_running": ("running", "treadmill"),
        "track_running": ("running", "track"),
        "walk": ("walking", None),
        "hike": ("hiking", None),
        "ride": ("cycling", None),
        "biking": ("cycling", None),
    }
)


def sport_words(word: str | None) -> tuple[str | None, str | None]:
    """Sport and sub-sport that a writer's word means; ``None`` where it wrote nothing."""
    plain = (word or "").strip().lower()
    return _SPORTS.get(plain, (plain or None, None))
