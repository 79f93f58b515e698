"""The roster: who needs a talk first, and why; silence is not health."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lxml import html
from make_sample_squad import SQUAD, main

from metatarsal_load.risk.assess import assess
from metatarsal_load.show.files import write_table
from metatarsal_load.show.squad import squad_digest, squad_report, squad_table
from metatarsal_load.tables.csv_tables import read_athletes, read_diary, read_shoes
from metatarsal_load.tables.history import read_sessions

Inputs = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def squad(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    folder = tmp_path_factory.mktemp("squad")
    main(folder)
    tables: Inputs = {
        "shoes": read_shoes(folder / "shoes.csv"),
        "diary": read_diary(folder / "diary.csv"),
        "athletes": read_athletes(folder / "athletes.csv"),
    }
    sessions, _ = read_sessions(
        folder, athlete="from-folder", athletes=tables["athletes"], shoes=tables["shoes"]
    )
    return {"sessions": sessions, "findings": assess(sessions, **tables), **tables}


@pytest.fixture(scope="module")
def page(squad: Inputs) -> str:
    return squad_report(**squad)


@pytest.fixture(scope="module")
def table(squad: Inputs) -> pd.DataFrame:
    return squad_table(**squad)


def test_the_sample_squad_stands_in_the_expected_order(table: pd.DataFrame) -> None:
    assert list(zip(table["athlete"], table["level"], strict=True)) == [
        (athlete.name, athlete.level) for athlete in SQUAD
    ]


def test_why_and_what_changed(table: pd.DataFrame) -> None:
    rows = table.set_index("athlete")
    assert rows.loc["Amara", "reason"].startswith("Pain at night on Fri 19 Jun")
    assert rows.loc["Bram", "reason"].startswith("The run of 24 km on Sun 21 Jun")
    assert rows.loc["Bram", "changed"] == "30 to 43 km; longest 11 to 24 km"
    assert rows.loc["Chiara", "changed"] == "30 to 36 km"
    assert rows.loc["Femi", "changed"] == "much the same: 30 km"
    assert rows["since"].to_dict() == {
        "Amara": "new", "Bram": "new", "Chiara": "new", "Dov": "", "Elin": "", "Femi": "",
    }  # fmt: skip
    assert rows["distance_km"].round(0).to_dict() == {
        "Amara": 30, "Bram": 43, "Chiara": 36, "Dov": 30, "Elin": 30, "Femi": 30,
    }  # fmt: skip


def test_silence_and_unknowns_are_told(table: pd.DataFrame) -> None:
    rows = table.set_index("athlete")
    assert rows.loc["Dov", ["days_since", "changed"]].tolist() == [21.0, "not known"]
    assert rows.loc["Dov", "data"].startswith("last file 21 d ago")
    assert rows["pain"].to_dict() == pytest.approx(
        {"Amara": 4, "Bram": np.nan, "Chiara": np.nan, "Dov": np.nan, "Elin": np.nan, "Femi": 0},
        nan_ok=True,
    )
    assert (rows["no_shoe_share"] == 0).all()
    assert rows["unknown_surface_share"].between(0, 0.3).all()


def test_a_workbook_keeps_the_dates(table: pd.DataFrame, tmp_path: Path) -> None:
    write_table(table, tmp_path / "squad.xlsx")
    read = pd.read_excel(tmp_path / "squad.xlsx")
    assert read["last_session"].tolist() == table["last_session"].tolist()


def test_the_page_links_each_row_to_a_section(page: str) -> None:
    tree = html.document_fromstring(page)
    links = tree.xpath("//table[@class='roster']//a")
    back = tree.xpath("//article//a/@href")
    assert [link.text_content() for link in links] == [athlete.name for athlete in SQUAD]
    ids = tree.xpath("//article/@id")
    assert [link.get("href")[1:] for link in links] == ids
    assert back == [f"#{tree.xpath('//table/@id')[0]}"] * len(SQUAD)
    red = [
        article.get("aria-label") for article in tree.xpath("//article[section[@class='stops']]")
    ]
    assert red == ["Amara"]


def test_the_silent_athlete_has_no_good_card(page: str) -> None:
    tree = html.document_fromstring(page)
    cards = tree.xpath("//article[@aria-label='Dov']//section[contains(@class, 'card ')]/@class")
    assert cards == ["card unknown"] * 4


def test_a_day_told_makes_no_silent_athlete_well(squad: Inputs) -> None:
    """Days up to an explicit today are rest in the rules; in the roster they are still silence."""
    later = squad_table(**squad, today="2026-07-10").set_index("athlete")
    assert set(later["level"]) == {"unknown"}
    assert later.loc["Femi", "days_since"] == 19


def test_what_lasts_since_long_is_not_called_well() -> None:
    """From the eighth week on cadence is 10 % lower, and stays: alerted once, a caution still."""
    start = pd.date_range("2026-01-05 18:00", periods=140, freq="D")[::2]
    runs = pd.DataFrame(
        {"start": start, "distance_km": 8.0, "duration_min": 48.0, "intensity": "easy"}
    ).assign(cadence_spm=[176.0] * 42 + [156.0] * 28, ascent_m=0.0)
    findings = assess(runs)
    low = findings[(findings["rule"] == "CAD") & (findings["level"] == "caution")]
    assert low["end"].max() == pd.Timestamp("2026-05-23")
    assert low["start"].max() < pd.Timestamp("2026-05-01")
    told = squad_table(runs, findings[findings["rule"] == "CAD"])
    assert told["level"].tolist() == ["caution"]
    assert "cadence" in told["reason"].iloc[0]


def test_a_figure_to_watch_is_no_reason_for_a_talk() -> None:
    days = pd.date_range("2026-01-05 18:00", periods=112, freq="D")
    start = days[days.day_of_week.isin([0, 2, 4])]
    steady = pd.DataFrame(
        {"start": start, "distance_km": 8.0, "duration_min": 46.0, "hard_min": 5.0}
    ).assign(easy_min=41.0, moderate_min=0.0, intensity="easy")
    findings = assess(steady)
    noted = findings[(findings["level"] == "note") & (findings["end"] > "2026-04-12")]
    assert set(noted["rule"]) == {"TVOL"}
    assert squad_table(steady, findings)["level"].tolist() == ["ok"]


def test_the_digest_is_plain_and_short(squad: Inputs) -> None:
    text = squad_digest(**squad)
    assert max(map(len, text.splitlines())) <= 78
    assert text.index("Amara: stop") < text.index("Bram: warning") < text.index("Dov: unknown")
    assert "  Last whole week 30 to 43 km; longest 11 to 24 km\n" in text
    assert "not known" not in text
    assert "Nothing above a note: Elin, Femi." in text
    assert text.endswith("A risk marker is not a diagnosis.\n")


def test_no_athletes_is_an_empty_roster() -> None:
    nobody = pd.DataFrame({"start": [], "distance_km": []})
    assert len(squad_table(nobody)) == 0
    assert "0 athletes" in squad_digest(nobody)
    assert "nothing can be said" in squad_report(nobody)


def test_the_generator_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        main(tmp_path / name)
    files = sorted(path for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert sum(path.stat().st_size for path in files) < 2_000_000
    for path in files:
        twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert twin.read_bytes() == path.read_bytes()
