"""Rules on surfaces say nothing below a share of known ground."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from typed import day, found, level_on, runs

# Known share of each run's 10 km, at, below and far above the floor of 60 %.
FLOOR = [(10.0, True), (6.0, True), (5.998, False), (0.0, False)]


def partly(known_km: float, days: dict[int, float], *, paved: bool = True) -> pd.DataFrame:
    """Runs that lie on asphalt (or dirt) as far as it is known; the rest could be anything."""
    table = runs(days)
    km = table["distance_km"]
    known = np.minimum(known_km / 10 * km, km)
    zero = 0.0 * km
    word = ("asphalt" if paved else "dirt") if known_km > 5 else "unknown"
    return table.assign(
        surface=word,
        surface_source="map",
        paved_km=known if paved else zero,
        soft_km=zero if paved else known,
        treadmill_km=zero,
        unknown_surface_km=km - known,
    )


@pytest.mark.parametrize(("known_km", "judged"), FLOOR)
def test_tmix(known_km: float, judged: bool) -> None:
    sessions = partly(known_km, {0: 5.0, 10: 5.0, 20: 5.0, 31: 10.0})
    assert level_on("TMIX", 31, sessions) == ("note" if judged else "unknown")


@pytest.mark.parametrize(("known_km", "judged"), [*FLOOR[::2], (5.1, False)])
def test_surf1(known_km: float, judged: bool) -> None:
    """Two weeks without a soft run, where that can be told."""
    sessions = partly(known_km, dict.fromkeys(range(0, 21, 3), 10.0))
    assert level_on("SURF1", 8, sessions) == ("caution" if judged else "unknown")


def test_surf1_says_nothing_of_a_run_whose_unknown_part_decides() -> None:
    """40 % dirt, 30 % asphalt, 30 % unknown: enough is known, but not whether half is soft."""
    table = partly(7.0, dict.fromkeys(range(0, 21, 3), 10.0))
    open_ended = table.assign(paved_km=3.0, soft_km=4.0, surface="mixed")
    assert level_on("SURF1", 8, open_ended) == "unknown"


@pytest.mark.parametrize(("known_km", "judged"), FLOOR)
def test_surf2(known_km: float, judged: bool) -> None:
    sessions = partly(known_km, dict.fromkeys(range(0, 20, 2), 10.0)).assign(route="a")
    assert level_on("SURF2", 18, sessions) == ("note" if judged else "unknown")


@pytest.mark.parametrize(("known_km", "judged"), FLOOR)
def test_terr(known_km: float, judged: bool) -> None:
    """Four weeks on dirt, then one on pavement."""
    before = partly(10.0, dict.fromkeys(range(0, 28, 3), 8.0), paved=False)
    change = partly(known_km, {29: 10.0, 31: 10.0, 36: 1.0})
    sessions = pd.concat([before, change], ignore_index=True)
    assert level_on("TERR", 30, sessions) == ("caution" if judged else "unknown")


@pytest.mark.parametrize(("known_km", "judged"), FLOOR)
def test_pmod(known_km: float, judged: bool) -> None:
    diary = pd.DataFrame({"date": [day(30)], "pain": [1]})
    sessions = partly(known_km, {0: 5.0, 10: 5.0, 20: 30.0, 31: 5.0}).assign(intensity="easy")
    assert level_on("PMOD", 31, sessions, diary=diary) == ("caution" if judged else "unknown")


@pytest.mark.parametrize(("floor", "level"), [(0.5, "note"), (0.9, "unknown")])
def test_the_floor_is_a_threshold(floor: float, level: str) -> None:
    sessions = partly(5.5, {0: 5.0, 10: 5.0, 20: 5.0, 31: 10.0})
    assert level_on("TMIX", 31, sessions) == "unknown"
    rows = found("TMIX", sessions, thresholds={"TMIX": {"known": floor}})
    assert rows.loc[rows["start"] == day(31), "level"].astype(str).tolist() == [level]


@pytest.mark.parametrize("surface", ["grass", "unknown"])
def test_surf2_where_no_run_is_on_a_hard_surface(surface: str) -> None:
    """Files tell the route of every run; none of them may be hard."""
    sessions = runs(dict.fromkeys(range(0, 20, 2), 5.0), route="a", surface=surface)
    assert level_on("SURF2", 18, sessions) == ("ok" if surface == "grass" else "unknown")
