"""Words of files and exports, beside the sport they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metatarsal_load.schema import SPORTS
from metatarsal_load.tables.sport import sport_of


@pytest.mark.parametrize(
    ("word", "sport"),
    [
        # FIT
        ("running", "running"), ("walking", "walking"), ("hiking", "walking"),
        ("cycling", "cycling"), ("e_biking", "cycling"), ("transition", "other"),
        ("cross_country_skiing", "other"), ("wheelchair_push_run", "other"),
        ("horseback_riding", "other"), ("multisport", "other"),
        # TCX and GPX
        ("Running", "running"), ("Biking", "cycling"), ("Other", "other"), ("9", "running"),
        ("1", "cycling"), ("mountain biking", "cycling"), ("the category", "other"),
        # Strava
        ("Run", "running"), ("VirtualRun", "running"), ("TrailRun", "running"),
        ("Trail Run", "running"), ("Ride", "cycling"), ("EBikeRide", "cycling"),
        ("GravelRide", "cycling"), ("Walk", "walking"), ("Swim", "swimming"),
        ("WeightTraining", "strength"), ("Rowing", "rowing"), ("NordicSki", "other"),
        # Garmin
        ("treadmill_running", "running"), ("indoor_cycling", "cycling"),
        ("track_running", "running"),
        ("lap_swimming", "swimming"), ("Treadmill Walk", "walking"), ("trail", "running"),
        # other languages
        ("Lauf", "running"), ("Běh", "running"), ("Hardlopen", "running"),
        ("Course à pied", "running"), ("Løb", "running"), ("Radfahrt", "cycling"),
        ("Vélo", "cycling"), ("Wanderung", "walking"), ("Schwimmen", "swimming"),
        ("Hardloopsessie", "running"), ("Laufbandtraining", "running"), ("Bahnlauf", "running"),
        ("Løbetur", "running"), ("Trailløb", "running"), ("Løbebåndsløb", "running"),
        ("Løpetur", "running"), ("Löprunda", "running"), ("Bieg przełajowy", "running"),
        ("Carrera en cinta", "running"), ("Tapis roulant", "running"), ("Corrida", "running"),
        ("Jazda na rowerze", "cycling"), ("Kolarstwo", "cycling"), ("Jízda na kole", "cycling"),
        ("Sortie vélo", "cycling"), ("Cykeltur", "cycling"), ("Fietstocht", "cycling"),
        ("Wędrówka piesza", "walking"), ("Gåtur", "walking"), ("Camminata", "walking"),
        ("Caminar en cinta", "walking"), ("Svømning", "swimming"), ("Pływanie", "swimming"),
        ("Trening siłowy", "strength"), ("Styrketræning", "strength"), ("Orbitrek", "elliptical"),
        ("Langlauf", "other"), ("Jazda na nartach", "other"), ("Jazda konna", "other"),
        # several words
        ("run_walk", "running"), ("swim_run", "other"), ("bike_to_run_transition", "other"),
        # nothing said
        (None, ""), ("", ""), (" ", ""), ("generic", ""), ("unknown", ""),
    ],
)  # fmt: skip
def test_word_means_sport(word: str | None, sport: str) -> None:
    assert sport_of(word) == sport


@pytest.mark.parametrize(
    ("word", "sub", "sport"),
    [
        ("fitness_equipment", "indoor_rowing", "rowing"),
        ("fitness_equipment", "elliptical", "elliptical"),
        ("fitness_equipment", "treadmill", "running"),
        ("fitness_equipment", None, "other"),
        ("training", "strength_training", "strength"),
        ("training", "yoga", "other"),
        ("generic", "lap_swimming", "swimming"),
        ("generic", "virtual_activity", ""),
        (None, "treadmill", "running"),
        ("walking", "treadmill", "walking"),
        ("running", "indoor_cycling", "running"),
    ],
)
def test_sub_sport_settles_only_what_the_sport_leaves_open(
    word: str | None, sub: str | None, sport: str
) -> None:
    assert sport_of(word, sub) == sport


@given(st.text(max_size=20), st.none() | st.text(max_size=20))
def test_any_text_gives_a_sport_or_nothing(word: str, sub: str | None) -> None:
    assert sport_of(word, sub) in (*SPORTS, "")
