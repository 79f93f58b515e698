"""From the tags of a way to the surface under a runner, and how far to believe it.

The values are those of the OpenStreetMap wiki (keys ``surface``, ``tracktype``, ``smoothness`` and
``highway``, read November 2026). A mapper who wrote `surface` has looked; the grade of a track says
how firm it is, which from grade 2 on is unpaved; what a kind of way usually is made of is a guess,
and called ``assumed``.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from metatarsal_load.schema import HARD_SURFACES

MAP, ASSUMED, UNKNOWN = "map", "assumed", "unknown"
RUNNING_TRACK = "running_track"
"""Stands in the column `highway` for ways tagged ``leisure=track``."""

_VALUES = {
    "asphalt": "asphalt chipseal tarmac bitumen",
    "concrete": "concrete cement",
    "paved": (
        "paved paving_stones sett cobblestone unhewn_cobblestone bricks brick tiles grass_paver "
        "metal metal_grid wood stone rock stepping_stones"
    ),
    "compacted": "compacted fine_gravel ash cinder shells",
    "gravel": "gravel pebblestone",
    "dirt": "dirt earth ground soil mud clay laterite unpaved woodchips bark leaves",
    "grass": "grass artificial_turf",
    "sand": "sand",
    "track": "tartan rubber rubbercrumb",
}
BY_SURFACE = MappingProxyType(
    {value: surface for surface, values in _VALUES.items() for value in values.split()}
)
BY_TRACKTYPE = MappingProxyType(
    {"grade2": "gravel", "grade3": "dirt", "grade4": "dirt", "grade5": "dirt"}
)
_GUESSED_BY_SMOOTHNESS = MappingProxyType(
    {"excellent": "asphalt"}
    | dict.fromkeys(("very_bad", "horrible", "very_horrible", "impassable"), "dirt")
)
_GUESSED_BY_HIGHWAY = MappingProxyType(
    {
        "path": "dirt",
        "bridleway": "dirt",
        "track": "dirt",
        RUNNING_TRACK: "track",
    }
)
# Nobody runs on these, or they are not there.
NOT_FOR_FEET = frozenset(
    [
        "motorway",
        "motorway_link",
        "construction",
        "proposed",
        "razed",
        "abandoned",
        "dismantled",
        "disused",
        "planned",
        "raceway",
        "bus_guideway",
        "escape",
        "elevator",
        "rest_area",
        "services",
        "bus_stop",
    ]
)


def surface_of_way(
    *, highway: str, surface: str = "", tracktype: str = "", smoothness: str = "", bridge: str = ""
) -> tuple[str, str]:
    """Classify a way by its tags; an absent tag is "".

    Parameters
    ----------
    highway, surface, tracktype, smoothness, bridge : str
        Values of the tags.

    Returns
    -------
    tuple of str
        The surface, a word of `metatarsal_load.schema.SURFACES`; and ``map`` where `surface` or
        the grade of a track says so, ``assumed`` where only the kind of way does, ``unknown``
        where `surface` has a value that means none of them.

    Examples
    --------
    >>> surface_of_way(highway="footway", surface="fine_gravel")
    ('compacted', 'map')
    >>> surface_of_way(highway="residential")
    ('paved', 'assumed')
    """
    if surface:
        found = _one_of([BY_SURFACE.get(value, "") for value in _values(surface)])
        return (found, MAP) if found else (UNKNOWN, UNKNOWN)
    if by_grade := _one_of([BY_TRACKTYPE.get(value, "") for value in _values(tracktype)]):
        return by_grade, MAP
    if guess := _GUESSED_BY_SMOOTHNESS.get(smoothness):
        return guess, ASSUMED
    if tracktype == "grade1" or bridge not in ("", "no"):
        return "paved", ASSUMED
    return _GUESSED_BY_HIGHWAY.get(highway, "paved"), ASSUMED


def _values(tag: str) -> list[str]:
    """Split a tag into its values, without what comes behind a colon (``concrete:plates``)."""
    return [value.split(":")[0].strip() for value in re.split("[;,/]", tag.lower())]


def _one_of(surfaces: list[str]) -> str:
    """Take the first of several surfaces that are all hard or all soft; "" for none."""
    hard = {surface in HARD_SURFACES for surface in surfaces}
    return surfaces[0] if "" not in surfaces and len(hard) == 1 else ""
