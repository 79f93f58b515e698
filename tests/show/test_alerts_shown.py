"""One alert a week; red flags above everything."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from lxml import html
from pages_made import SPIKE, runs

from metatarsal_load.risk.alerts import alerts
from metatarsal_load.risk.assess import assess
from metatarsal_load.show.report import report

LOG = runs(SPIKE)
DIARY = pd.DataFrame(
    {
        "date": ["2026-03-04", "2026-03-05", "2026-03-06"],
        "pain": [0, 1, 7],
        "pain_night": [0, 2, 0],
        "sharp": [False, False, True],
    }
)


@pytest.fixture(scope="module")
def sore() -> html.HtmlElement:
    return html.document_fromstring(report(LOG, diary=DIARY))


# Four runs of 5 km a week for six weeks, then 28 km with a run of 13 km.
WEEKS = pd.DataFrame(
    {
        "start": [
            pd.Timestamp("2026-01-05 18:00") + pd.Timedelta(days=7 * week + day)
            for week in range(7)
            for day in (0, 2, 4, 6)
        ],
        "distance_km": [5.0] * 27 + [13.0],
    }
)
NOT_KNOWN = "whether it hurts is not known"


@pytest.fixture(scope="module")
def weekly_log() -> html.HtmlElement:
    return html.document_fromstring(report(WEEKS))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_red_flags_stand_first_and_say_whom_to_see(sore: html.HtmlElement) -> None:
    first = sore.xpath("//article/*")[0]
    assert first.get("class") == "stops"
    assert words(first).startswith("Do not run on it")
    for flag in ("Pain of 7 out of 10 on Fri 6 Mar", "Sharp", "at night on Thu 5 Mar"):
        assert flag in words(first)
    assert "sports doctor or podiatrist" in words(first)


def test_nothing_below_a_red_flag_says_go_on(sore: html.HtmlElement) -> None:
    assert "Go on as you are" not in words(sore)
    lead = words(sore.xpath("//p[@class='lead']")[0])
    assert lead.startswith("The run of 17 km on Fri 6 Mar")
    (held,) = sore.xpath("//section[@class='fridge']//dd")
    assert "do not run" in words(held).lower()


def test_a_flag_of_three_weeks_ago_is_history() -> None:
    page = report(LOG, diary=DIARY.assign(date=["2026-02-10", "2026-02-11", "2026-02-12"]))
    assert "Do not run on it" not in page
    assert NOT_KNOWN not in page


def test_without_a_diary_symptoms_are_not_known(weekly_log: html.HtmlElement) -> None:
    assert NOT_KNOWN in words(weekly_log)


def test_a_week_of_several_findings_is_one_alert(weekly_log: html.HtmlElement) -> None:
    told = alerts(assess(WEEKS))
    (rules,) = told.loc[told["week"] == "2026-02-16", "rules"]
    assert {"TSPK", "T10"} <= set(rules.split(", "))
    (wide,) = weekly_log.xpath("//div[@class='wide']/*")
    assert wide.xpath(".//*[contains(@class, 'mark ')]/@class") == ["mark warning"]
    listed = [words(item) for item in weekly_log.xpath("//div[contains(@class, 'alert ')]")]
    assert sum("Week of Mon 16 Feb" in item for item in listed) == 1
    assert re.search(r"^warning Week of Mon 16 Feb The run of 13 km", listed[0])
