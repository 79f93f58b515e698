"""Tags of ways, and the surface they mean."""

from __future__ import annotations

import pytest

from metatarsal_load.schema import SURFACES
from metatarsal_load.tables.osm.classes import (
    BY_SURFACE,
    BY_TRACKTYPE,
    RUNNING_TRACK,
    surface_of_way,
)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        # The surface was looked at.
        ({"highway": "residential", "surface": "asphalt"}, ("asphalt", "map")),
        ({"highway": "footway", "surface": "concrete:plates"}, ("concrete", "map")),
        ({"highway": "footway", "surface": "paving_stones"}, ("paved", "map")),
        ({"highway": "residential", "surface": "sett"}, ("paved", "map")),
        ({"highway": "path", "surface": "fine_gravel"}, ("compacted", "map")),
        ({"highway": "track", "surface": "compacted"}, ("compacted", "map")),
        ({"highway": "track", "surface": "gravel"}, ("gravel", "map")),
        ({"highway": "path", "surface": "ground"}, ("dirt", "map")),
        ({"highway": "path", "surface": "grass"}, ("grass", "map")),
        ({"highway": "path", "surface": "sand"}, ("sand", "map")),
        ({"highway": RUNNING_TRACK, "surface": "tartan"}, ("track", "map")),
        # As people write it.
        ({"highway": "residential", "surface": "Asphalt"}, ("asphalt", "map")),
        ({"highway": "footway", "surface": "paving_stones:30"}, ("paved", "map")),
        ({"highway": "track", "surface": "dirt/sand"}, ("dirt", "map")),
        # It goes before the grade.
        ({"highway": "track", "surface": "asphalt", "tracktype": "grade3"}, ("asphalt", "map")),
        # Two values: known where both are hard or both soft.
        ({"highway": "track", "surface": "compacted;gravel"}, ("compacted", "map")),
        ({"highway": "track", "surface": "asphalt;gravel"}, ("unknown", "unknown")),
        # A grade from 2 on is unpaved; grade 1 may be either.
        ({"highway": "track", "tracktype": "grade2"}, ("gravel", "map")),
        ({"highway": "track", "tracktype": "grade5"}, ("dirt", "map")),
        ({"highway": "track", "tracktype": "grade1"}, ("paved", "assumed")),
        # The kind of way is a guess.
        ({"highway": "residential"}, ("paved", "assumed")),
        ({"highway": "footway"}, ("paved", "assumed")),
        ({"highway": "path"}, ("dirt", "assumed")),
        ({"highway": "path", "bridge": "yes"}, ("paved", "assumed")),
        ({"highway": "path", "smoothness": "excellent"}, ("asphalt", "assumed")),
        ({"highway": RUNNING_TRACK}, ("track", "assumed")),
        # A word that nobody knows says that it is not what one would assume.
        ({"highway": "residential", "surface": "trampoline"}, ("unknown", "unknown")),
    ],
)
def test_tags_mean_a_surface(tags: dict[str, str], expected: tuple[str, str]) -> None:
    assert surface_of_way(**tags) == expected


def test_every_class_is_a_word_of_the_schema() -> None:
    assert {*BY_SURFACE.values(), *BY_TRACKTYPE.values()} <= set(SURFACES)
