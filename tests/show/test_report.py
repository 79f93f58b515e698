"""The page: complete, self-contained, escaped, and honest about what is not known."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from lxml import html

from metatarsal_load.risk.assess import assess
from metatarsal_load.show.report import report


def runs(km: list[float], **columns: object) -> pd.DataFrame:
    """Make a run every second day from Monday 5 January 2026."""
    start = pd.date_range("2026-01-05 18:00", periods=len(km), freq="2D")
    return pd.DataFrame({"start": start, "distance_km": km}).assign(**columns)


SPIKE = [8.0] * 30 + [17.0]

EXTREMES = {
    "one run": runs([8.0]),
    "one run without a distance": runs([np.nan]),
    "a spike": runs(SPIKE),
    "no cadence, no heart rate": runs(SPIKE, cadence_spm=np.nan, heart_rate_bpm=np.nan),
    "ten years": runs([8.0] * 1826, cadence_spm=172.0, surface="asphalt", shoe="Blue"),
    "no runs at all": runs([20.0] * 10, sport="cycling"),
    "two athletes": pd.concat([runs(SPIKE, athlete="Anna"), runs([5.0] * 20, athlete="Ben")]),
}


@pytest.mark.parametrize("case", EXTREMES)
def test_page_stands_on_its_own(case: str) -> None:
    page = report(EXTREMES[case])
    tree = html.document_fromstring(page)
    assert tree.xpath("//h1")
    assert "A risk marker is not a diagnosis" in page
    assert len(page) < 1_500_000
    for attribute in ("src", "href", "action", "data"):
        for value in tree.xpath(f"//@{attribute}"):
            assert value.startswith("#"), f"{attribute}={value} points outside"
    assert not re.search(r"url\((?!#)|@import|<script|<link|<iframe|<img", page)
    assert "nan" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S).lower().split()


def test_every_id_is_there_once_and_every_reference_leads_somewhere() -> None:
    tree = html.document_fromstring(report(EXTREMES["two athletes"]))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for words in tree.xpath("//@aria-labelledby"):
        assert set(words.split()) <= set(ids)
    assert {value[1:] for value in tree.xpath("//a/@href")} <= set(ids)


def test_every_picture_has_a_title_and_a_text() -> None:
    tree = html.document_fromstring(report(runs(SPIKE, cadence_spm=168.0, shoe="Blue")))
    pictures = tree.xpath("//*[local-name()='svg'][@role='img']")
    assert len(pictures) == 3
    for picture in pictures:
        title, words = picture.xpath("./*[local-name()='title' or local-name()='desc']/text()")
        assert title
        assert words


def test_cards_say_level_or_what_would_open_them() -> None:
    tree = html.document_fromstring(report(runs(SPIKE)))
    cards = {
        card.xpath("string(.//h3)"): (
            card.xpath("string(.//*[contains(@class,'word')])"),
            card.xpath("string(.//*[contains(@class,'compared')])"),
        )
        for card in tree.xpath("//section[contains(@class,'card ')]")
    }
    levels = {title: level for title, (level, _) in cards.items()}
    assert levels["Mileage"] == "warning"
    assert levels["Cadence"] == "unknown"
    assert levels["Shoes"] == "unknown"
    assert "cadence" in cards["Cadence"][1]
    assert "shoes.csv" in cards["Shoes"][1]


def test_hostile_names_are_text() -> None:
    name = "<script>alert(1)</script>" + "x" * 180
    page = report(
        runs(SPIKE, athlete=name, shoe="<b>bold</b>", name="<img src=x>"),
        skipped=pd.DataFrame({"file": ["<i>.fit"], "member": [None], "reason": ["<u>odd</u>"]}),
    )
    for tag in ("<script", "<b>", "<img", "<i>", "<u>"):
        assert tag not in page
    assert "&lt;script&gt;" in page


def test_findings_made_elsewhere_are_shown_as_they_are() -> None:
    sessions = runs(SPIKE)
    findings = assess(sessions)
    page = report(sessions, findings)
    for message in findings.loc[findings["level"] >= "note", "message"]:
        assert message.replace("&", "&amp;").replace("'", "&#39;") in page


def test_imperial_page_speaks_of_miles() -> None:
    tree = html.document_fromstring(report(runs(SPIKE), units="imperial"))
    words = " ".join(tree.xpath("//section//text()"))
    assert re.search(r"\d mi\b", words)
    assert not re.search(r"\d km\b", words)


def test_a_diary_alone_makes_a_page() -> None:
    diary = pd.DataFrame({"date": ["2026-05-03", "2026-05-04"], "pain": [2, 7]})
    page = report(runs([]), diary=diary)
    assert "up to Mon 4 May 2026" in page


def test_without_a_diary_symptoms_are_not_known() -> None:
    assert "whether it hurts is not known" in report(runs(SPIKE))
    diary = pd.DataFrame({"date": ["2026-01-05"], "pain": [0]})
    assert "whether it hurts is not known" not in report(runs(SPIKE), diary=diary)
