"""Who, when and where are out of the tables; what loads the foot, and every finding, stays."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import metatarsal_load as ml
from metatarsal_load import schema
from metatarsal_load.errors import MetatarsalError, TableError
from metatarsal_load.tables.anonymise import COLUMNS, FEWEST_WEEKS, MOST_WEEKS

KEY = "correct horse battery staple"
ATHLETES = ["Bram", "Femi"]
DOC = Path(__file__).parents[1] / "docs" / "privacy.md"
KINDS = {
    "samples": schema.SAMPLES, "sessions": schema.SESSIONS | schema.POSITIONS,
    "weeks": schema.WEEKS, "shoes": schema.SHOES, "diary": schema.DIARY,
    "athletes": schema.ATHLETES, "findings": schema.FINDINGS, "skipped": schema.SKIPPED,
}  # fmt: skip
# Text that this package wrote itself, from a few words of its own.
OWN_WORDS = {
    "timezone_source", "cadence_source", "intensity_source", "surface_source", "load_source",
    "shoe_source", "rule", "unit", "advice", "basis", "source",
}  # fmt: skip


@pytest.fixture(scope="module")
def squad() -> dict[str, pd.DataFrame]:
    """Two athletes of the sample squad, with every table they have."""
    folder = ml.sample_folder("squad")
    tables = {
        "sessions": ml.load_sample("squad"),
        "shoes": ml.read_shoes(folder / "shoes.csv"),
        "diary": ml.read_diary(folder / "diary.csv"),
        "athletes": ml.read_athletes(folder / "athletes.csv"),
    }
    own = {name: table[table["athlete"].isin(ATHLETES)] for name, table in tables.items()}
    noted = own["diary"].assign(note="Anna's party", place="left, second toe")
    named = own["sessions"].assign(name="Lunch by the Neckar", notes="at home", device="fenix")
    return own | {"diary": noted, "sessions": named.assign(street="Hauptstrasse 1")}


def typed(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"start": ["2026-05-03"], "distance_km": [8.0]} | columns)


def judged(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rest = {name: table for name, table in tables.items() if name != "sessions"}
    return ml.assess(tables["sessions"], **rest)


def in_order(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings without the sentences, which name days and pairs, in one order."""
    left = findings.drop(columns=["message", "reason"])
    keys = ["athlete", "rule", "start", "end", "session_id", "shoe", "value"]
    return left.sort_values(keys, ignore_index=True)


def test_findings_are_the_same_but_for_names_and_days(squad: dict[str, pd.DataFrame]) -> None:
    hidden = {name: ml.anonymise(table, key=KEY) for name, table in squad.items()}
    found, wanted = judged(hidden), ml.anonymise(judged(squad), key=KEY)
    assert len(found) > 20
    pd.testing.assert_frame_equal(in_order(found), in_order(wanted))


def test_weeks_are_the_same_but_for_names_and_days(squad: dict[str, pd.DataFrame]) -> None:
    found = ml.weekly(ml.anonymise(squad["sessions"], key=KEY))
    wanted = ml.anonymise(ml.weekly(squad["sessions"]), key=KEY)
    pd.testing.assert_frame_equal(
        found.drop(columns="shoes"), wanted.drop(columns="shoes"), check_freq=False
    )


def test_nothing_of_the_athletes_is_left(squad: dict[str, pd.DataFrame]) -> None:
    told = "".join(ml.anonymise(table, key=KEY).to_csv() for table in squad.values())
    found = judged({name: ml.anonymise(table, key=KEY) for name, table in squad.items()})
    told += found.to_csv()
    words = {*ATHLETES, *squad["sessions"]["session_id"], *squad["sessions"]["file"]}
    words |= {*squad["shoes"]["shoe"], *squad["diary"]["note"], *squad["diary"]["place"]}
    words |= {"Neckar", "at home", "fenix", "Hauptstrasse", "street"}
    assert {str(word) for word in words if str(word) in told} == set()
    days = squad["sessions"]["start"].dt.strftime("%Y-%m-%d")
    shifted = ml.anonymise(squad["sessions"], key=KEY)["start"]
    assert shifted.max() < squad["sessions"]["start"].max() - pd.Timedelta(weeks=FEWEST_WEEKS - 1)
    assert days.iloc[-1] not in told


@pytest.mark.parametrize("name", ["anna", "ben", "me"])
def test_days_move_by_whole_weeks_and_alike_in_all_tables(name: str) -> None:
    days = ["2026-05-03 07:30", "2026-05-10 18:00"]
    runs = pd.DataFrame({"athlete": name, "start": pd.to_datetime(days), "distance_km": 8.0})
    diary = pd.DataFrame({"athlete": [name], "date": ["2026-05-03"], "pain": [1]})
    shoes = pd.DataFrame({"athlete": [name], "shoe": ["blue"], "retired": ["2026-05-10"]})
    moved = ml.anonymise(runs, key=KEY)["start"]
    weeks = (runs["start"] - moved) / pd.Timedelta(weeks=1)
    assert weeks[0] == weeks[1] == round(weeks[0])
    assert FEWEST_WEEKS <= weeks[0] <= MOST_WEEKS
    assert moved.dt.strftime("%a %H:%M").tolist() == ["Sun 07:30", "Sun 18:00"]
    assert ml.anonymise(diary, key=KEY).loc[0, "date"] == moved[0].normalize()
    assert ml.anonymise(shoes, key=KEY).loc[0, "retired"] == moved[1].normalize()


def test_athletes_move_by_different_weeks() -> None:
    runs = pd.DataFrame({
        "athlete": list("abcdef"), "start": ["2026-05-03"] * 6, "distance_km": [8.0] * 6,
    })  # fmt: skip
    assert ml.anonymise(runs, key=KEY)["start"].nunique() > 3


@pytest.mark.parametrize("key", [KEY, KEY.encode()])
def test_the_key_alone_decides_the_names(key: str | bytes) -> None:
    """HMAC-SHA-256 by hand: openssl dgst -sha256 -hmac KEY of ["athlete", "", "anna"]."""
    one = ml.anonymise(typed(athlete="anna"), key=key)
    assert one.loc[0, "athlete"] == "athlete-dfc917ff928a7987"
    other = ml.anonymise(typed(athlete="anna"), key="another")
    assert other.loc[0, "athlete"] != one.loc[0, "athlete"]


def test_ids_are_hashed_by_athlete_and_routes_as_sessions() -> None:
    runs = pd.DataFrame({
        "athlete": ["anna", "anna", "ben"], "start": ["2026-05-03", "2026-05-04", "2026-05-03"],
        "session_id": ["s1", "s2", "s1"], "route": ["s1", "s1", None], "shoe": ["blue"] * 3,
        "file": ["x.fit"] * 3, "distance_km": [8.0, 9.0, 7.0],
    })  # fmt: skip
    hidden = ml.anonymise(runs, key=KEY).set_index("distance_km")
    assert hidden["session_id"].nunique() == 3
    assert hidden.loc[9.0, "route"] == hidden.loc[8.0, "session_id"]
    assert pd.isna(hidden.loc[7.0, "route"])
    assert hidden.loc[8.0, "shoe"] == hidden.loc[9.0, "shoe"] != hidden.loc[7.0, "shoe"]
    assert len(set(hidden["file"])) == 1


def test_a_table_that_names_nobody_is_mine() -> None:
    runs = ml.anonymise(typed(), key=KEY)
    shoes = ml.anonymise(pd.DataFrame({"shoe": ["blue"]}), key=KEY)
    assert runs.loc[0, "athlete"] == shoes.loc[0, "athlete"]
    assert runs.loc[0, "athlete"] == ml.anonymise(typed(athlete="me"), key=KEY).loc[0, "athlete"]


def test_samples_lose_places_and_the_clock() -> None:
    time = pd.date_range("2026-05-03 05:30:10", periods=3, freq="s", tz="UTC", name="time")
    samples = pd.DataFrame(
        {"distance_m": [0.0, 3.0, 6.0], "latitude_deg": 49.4, "longitude_deg": 8.7,
         "altitude_m": 110.0, "dev_wind": 3.0}, index=time.as_unit("us"),
    )  # fmt: skip
    hidden = ml.anonymise(samples, key=KEY)
    assert hidden["distance_m"].tolist() == [0.0, 3.0, 6.0]
    assert hidden[["latitude_deg", "longitude_deg", "altitude_m"]].isna().all(axis=None)
    assert "dev_wind" not in hidden
    assert [str(each)[11:19] for each in hidden.index] == ["00:00:00", "00:00:01", "00:00:02"]


def test_text_is_kept_by_known_words_only() -> None:
    shoes = pd.DataFrame({
        "shoe": ["a", "b"], "fit": ["Tight", "like Anna's"], "default_for": ["trail, road", "Bob"],
    })  # fmt: skip
    hidden = ml.anonymise(shoes, key=KEY)
    assert hidden["fit"].fillna("?").tolist() == ["Tight", "?"]
    assert hidden["default_for"].fillna("?").tolist() == ["trail, road", "?"]


def test_the_table_given_stays_as_it_was(squad: dict[str, pd.DataFrame]) -> None:
    before = squad["sessions"].copy(deep=True)
    ml.anonymise(squad["sessions"], key=KEY)
    pd.testing.assert_frame_equal(squad["sessions"], before)


def test_empty_tables_and_keys() -> None:
    sessions = ml.anonymise(typed().iloc[:0], key=KEY)
    assert (len(sessions), "athlete" in sessions) == (0, True)
    with pytest.raises(TableError, match="empty key"):
        ml.anonymise(typed(), key="")


def test_every_column_is_decided_once() -> None:
    for table, columns in KINDS.items():
        for name, column in columns.items():
            assert column.privacy in schema.PRIVACY
            assert COLUMNS[name].privacy == column.privacy, (table, name)
            if column.dtype in ("date", "time", "utc"):
                assert column.privacy in ("shift", "drop"), (table, name)
            if column.dtype == "text" and column.privacy == "keep":
                assert name in OWN_WORDS, (table, name)
            if column.privacy == "words":
                assert column.values, (table, name)  # noqa: PD011


def test_the_page_on_privacy_lists_every_column_that_changes() -> None:
    page = DOC.read_text(encoding="utf-8")
    for table, columns in KINDS.items():
        for name, column in columns.items():
            if column.privacy != "keep":
                assert f"`{name}`" in page, (table, name)


@pytest.mark.parametrize("other", [{"keep_positions": True}, {"today": "2026-05-03"}])
def test_a_batch_refuses_what_a_key_cannot_hide(other: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY, encoding="utf-8")
    with pytest.raises(MetatarsalError, match="cannot be used together"):
        ml.batch(tmp_path, tmp_path / "out", anonymise=tmp_path / "key", **other)


def test_a_batch_by_key_is_the_table_by_key(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    runs = tmp_path / "src" / "Anna Maria"
    ml.copy_sample("season", tmp_path / "season")
    runs.mkdir(parents=True)
    for path in sorted((tmp_path / "season").glob("2026-01-[01]*")):
        path.rename(runs / path.name)
    (tmp_path / "src" / "stray.fit").write_bytes(b"whose?")
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    ml.batch(tmp_path / "src", tmp_path / "out", anonymise=tmp_path / "key", samples=True)
    kept = ml.open_batch(tmp_path / "out")
    read, _ = ml.read_sessions(runs, athlete="Anna Maria")
    wanted = ml.anonymise(read, key=KEY)
    columns = ["athlete", "session_id", "start", "distance_km", "file", "cadence_spm"]
    pd.testing.assert_frame_equal(kept.sessions()[columns], wanted[columns])
    (name,) = wanted["athlete"].unique()
    assert len(kept.sessions(athletes=name)) == len(wanted)
    assert set(kept.samples()["file"]) <= set(wanted["file"])
    assert kept.samples()["altitude_m"].isna().all()
    written = b"".join(
        path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
    for word in ("Anna", "stray", KEY, "2026-01", "src"):
        assert re.search(word.encode(), written) is None, word
    assert np.all(kept.findings()["start"].dropna() < pd.Timestamp("2025-06-01"))
