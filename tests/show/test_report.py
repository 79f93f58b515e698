"""The page: complete, self-contained, escaped, and honest about what is not known."""

from __future__ import annotations

import itertools
import re

import pandas as pd
import pytest
from lxml import html
from pages_made import DIARY_ONLY, EXTREMES, SPIKE, full_log, runs

from metatarsal_load.risk.assess import assess
from metatarsal_load.risk.outlook import outlook
from metatarsal_load.show import ledger
from metatarsal_load.show.report import report


@pytest.fixture(scope="module")
def alone() -> str:
    return report(runs(SPIKE, cadence_spm=168.0, shoe="Blue"))


@pytest.fixture(scope="module")
def miles() -> str:
    people = pd.DataFrame({"athlete": ["me"], "week_start": ["sunday"]})
    return report(runs(SPIKE), athletes=people, units="imperial")


def article(page: str, name: str) -> html.HtmlElement:
    """Find the section of one athlete."""
    (found,) = html.document_fromstring(page).xpath("//article[@aria-label=$name]", name=name)
    return found


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_nothing_is_loaded_from_elsewhere(extremes: str) -> None:
    tree = html.document_fromstring(extremes)
    for attribute in ("src", "href", "action", "data"):
        for value in tree.xpath(f"//@{attribute}"):
            assert value.startswith("#") or value == "data:,", f"{attribute}={value}"
    assert not re.search(r"url\((?!#)|@import|<script|<iframe|<img", extremes)


def test_no_figure_reads_nan_or_none(extremes: str) -> None:
    shown = re.sub(r"<style>.*?</style>", "", extremes, flags=re.DOTALL)
    assert not re.search(r"\b(nan|NaT)\b|\bNone\b(?! of)", shown)


def test_every_id_is_there_once_and_every_reference_leads_somewhere(extremes: str) -> None:
    tree = html.document_fromstring(extremes)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for named in tree.xpath("//@aria-labelledby"):
        assert set(named.split()) <= set(ids)
    assert {value[1:] for value in tree.xpath("//a/@href")} <= set(ids)
    assert len(tree.xpath("//nav//a")) == len(EXTREMES) + 1


def test_headings_go_down_one_step_at_a_time(extremes: str, alone: str) -> None:
    for page in (extremes, alone):
        steps = [
            int(one.tag[1])
            for one in html.document_fromstring(page).xpath("//h1|//h2|//h3|//h4|//h5|//h6")
        ]
        assert steps[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(steps))


def test_ten_years_of_every_column_are_a_small_page() -> None:
    sessions, shoes, diary = full_log(3652)
    assert len(report(sessions, shoes=shoes, diary=diary)) < 300_000


def test_hostile_names_are_text(extremes: str) -> None:
    for tag in ("<script", "<b>", "<img", "<i>", "<u>"):
        assert tag not in extremes
    assert "&lt;script&gt;alert(1)" in extremes


def test_every_picture_has_a_title_and_a_text(alone: str) -> None:
    pictures = html.document_fromstring(alone).xpath("//*[local-name()='svg'][@role='img']")
    assert len(pictures) == 5  # the weeks at two widths, cadence, shoes, ground
    for picture in pictures:
        title, text = picture.xpath("./*[local-name()='title' or local-name()='desc']/text()")
        assert title
        assert text


def test_cards_say_level_or_what_would_open_them(extremes: str) -> None:
    cards = {
        card.xpath("string(.//*[self::h3 or self::h4])"): words(card)
        for card in article(extremes, "no cadence, no heart rate").xpath(
            ".//section[contains(@class,'card ')]"
        )
    }
    assert cards["Mileage"].startswith("Mileage warning 24 km last whole week, after 32 km")
    assert cards["Cadence"] == "Cadence unknown It would take runs recorded with cadence."
    assert "shoes.csv" in cards["Shoes"]


def test_an_athlete_without_runs_has_no_good_card(extremes: str) -> None:
    own = article(extremes, DIARY_ONLY)
    levels = [card.get("class") for card in own.xpath(".//section[contains(@class,'card ')]")]
    assert levels == ["card unknown"] * 4
    assert "What loads the foot is not known" in words(own)
    assert "Up to Mon 5 Jan 2026" in words(own)


def test_findings_made_elsewhere_are_shown_as_they_are() -> None:
    sessions = runs(SPIKE)
    findings = assess(sessions)
    page = report(sessions, findings)
    for message in findings.loc[findings["level"] >= "note", "message"]:
        assert message.replace("&", "&amp;").replace("'", "&#39;") in page


def test_imperial_page_speaks_of_miles(miles: str) -> None:
    tree = html.document_fromstring(miles)
    said = " ".join(tree.xpath("//section//text()"))
    assert re.search(r"\d mi\b", said)
    assert not re.search(r"\d km\b", said)


def test_weeks_begin_on_the_athletes_own_day(miles: str) -> None:
    tree = html.document_fromstring(miles)
    first_days = tree.xpath("//section[@class='weeks']//tbody//th/text()")
    assert {pd.Timestamp(str(day)).day_name() for day in first_days} == {"Sunday"}


def test_what_could_not_be_judged_is_gathered_by_what_would_open_it(alone: str) -> None:
    tree = html.document_fromstring(alone)
    groups = {
        words(group.xpath("./summary/span[@class='what']")[0]): group
        for group in tree.xpath("//details[@class='group'][ul]")
    }
    assert "More columns in the diary" in groups
    assert "Session spike" in words(groups["A longer log"])
    told = [words(item) for item in tree.xpath("//ul[@class='unknown']/li/strong")]
    assert len(told) == len(set(told)), "each rule stands once"


def test_one_call_of_the_rules_serves_every_athlete(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(sessions: pd.DataFrame, **tables: object) -> pd.DataFrame:
        calls.append(sessions["athlete"].nunique())
        return outlook(sessions, **tables)

    monkeypatch.setattr(ledger, "outlook", counted)
    report(pd.concat([runs(SPIKE, athlete=name) for name in "abc"]))
    assert calls == [3]
