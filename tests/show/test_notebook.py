"""Tables, arithmetic and the diary form for a notebook."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from lxml import html
from pages_made import SPIKE, runs

import metatarsal_load as ml
from metatarsal_load.errors import TableError
from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.findings import source_of
from metatarsal_load.risk.rule import Rule
from metatarsal_load.risk.rules import RULES

LOG = runs(SPIKE, shoe="<b>Blue</b>", name="<i>run</i>")


@pytest.fixture(scope="module")
def findings() -> pd.DataFrame:
    return ml.assess(LOG)


def rows(page: str) -> list[list[str]]:
    tree = html.document_fromstring(page)
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./td")]
        for row in tree.xpath("//tbody/tr")
    ]


def test_findings_read_as_a_table(findings: pd.DataFrame) -> None:
    page = ml.show_findings(findings, least="caution").as_raw_html()
    spike = next(row for row in rows(page) if row[2] == "Session spike")
    assert spike[0] == "▲ warning"
    assert spike[1] == "Fri 6 Mar 2026"
    assert spike[3].startswith("The run of 17 km on Fri 6 Mar was 112 % longer")
    assert len(rows(page)) == (findings["level"] >= "caution").sum()
    assert 'id="metatarsal-findings"' in page


def test_weeks_read_as_a_table_and_unknown_is_a_word() -> None:
    page = ml.show_weeks(ml.weekly(LOG)).as_raw_html()
    newest, before, *_ = rows(page)
    assert newest[:4] == ["Mon 2 Mar 2026", "3", "33.0", "17.0"]
    assert before[:4] == ["Mon 23 Feb 2026", "3", "24.0", "8.0"]
    assert newest[4] == "unknown"
    assert newest[-1] == "not finished"
    assert rows(ml.show_weeks(ml.weekly(LOG), units="imperial").as_raw_html())[1][2] == "14.9"


def test_nothing_is_loaded_and_everything_is_escaped(findings: pd.DataFrame) -> None:
    both = pd.concat([findings, findings.assign(athlete="<script>x</script>")])
    for page in (
        ml.show_findings(both, least="unknown").as_raw_html(),
        ml.show_weeks(ml.weekly(LOG)).as_raw_html(),
    ):
        assert not re.search(r"https?://|@import|<script|<b>Blue|<i>run", page)


def test_explain_tells_the_arithmetic_with_its_runs(findings: pd.DataFrame) -> None:
    spike = findings[(findings["rule"] == "TSPK") & (findings["level"] == "warning")].iloc[0]
    lines = ml.explain(spike, LOG).splitlines()
    assert lines[0] == "Session spike: warning, Fri 6 Mar 2026"
    figures = [line.split() for line in lines if line.startswith("  ") and "202" not in line]
    assert figures[:4] == [
        ["figure", "17.00", "km"],
        ["limit", "8.80", "km"],
        ["made", "from", "8.00", "km"],
        ["of", "limit", "193", "%"],
    ]
    assert "Runs of Fri 6 Mar 2026: 1, 17.00 km in all" in lines
    # 30 days before 6 March begin on 4 February: every second day up to 4 March, 15 runs.
    assert "Runs before it, from Wed 4 Feb 2026: 15, 120.00 km in all" in lines
    assert any(line.startswith("The guide: ") for line in lines)
    assert any("10.1136/bjsports-2024-109380" in line for line in lines)


def test_explain_in_miles_and_without_a_figure(findings: pd.DataFrame) -> None:
    spike = findings[(findings["rule"] == "TSPK") & (findings["level"] == "warning")].iloc[0]
    assert re.search(r"figure +10\.56 mi", ml.explain(spike, LOG, units="imperial"))
    unknown = findings[findings["rule"] == "CAD"].iloc[0]
    assert "no figure" in ml.explain(unknown, LOG)


def test_explain_wants_one_row(findings: pd.DataFrame) -> None:
    with pytest.raises(TableError, match=r"explain: found no athlete.*findings.iloc\[0\]"):
        ml.explain({"rule": "TSPK"}, LOG)


def test_the_form_adds_an_entry(tmp_path: Path) -> None:
    pytest.importorskip("ipywidgets", reason="ipywidgets is in the notebook extra")
    path = tmp_path / "diary.csv"
    form = ml.diary_form(path)
    day, pain, *_, note, button, told = form.children
    day.value = pd.Timestamp("2026-05-03").date()
    pain.value, note.value = 3, "after the long run"
    button.click()
    entry = ml.read_diary(path).iloc[0]
    assert (entry["pain"], entry["note"]) == (3, "after the long run")
    assert entry[["pain_during", "sharp"]].isna().all()
    assert told.value == "2026-05-03: written to diary.csv"
    button.click()
    assert "nothing to note" in told.value
    assert len(ml.read_diary(path)) == 1


def test_without_the_library_the_form_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(TableError, match="needs ipywidgets"):
        ml.diary_form(tmp_path / "diary.csv")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained(rule: Rule, findings: pd.DataFrame) -> None:
    row = findings.iloc[0].to_dict() | {
        "rule": rule.id, "level": "caution", "unit": rule.unit, "value": 3.0, "limit": 2.0,
        "basis": rule.basis, "source": source_of(rule), "message": "Said.",
        "start": pd.Timestamp("2026-02-02"), "end": pd.Timestamp("2026-02-08"),
    }  # fmt: skip
    lines = ml.explain(row, LOG, diary=pd.DataFrame({"date": ["2026-02-05"], "pain": [2]}))
    assert lines.startswith(f"{rule.title}: caution, Mon 2 to Sun 8 Feb 2026\n\nSaid.\n")
    assert "of limit         150 %" in lines
    assert "Runs of Mon 2 to Sun 8 Feb 2026: 4, 32.00 km in all" in lines
    assert "  Thu 5 Feb 2026   pain 2" in lines
    assert f"The guide: {rule.guide}" in lines
    assert all(f"  {name} = " in lines for name in rule.thresholds)


def test_the_runs_of_a_worn_pair_add_up() -> None:
    log = runs([10.0] * 40, shoe="Blue")
    shoes = pd.DataFrame({"shoe": ["Blue"], "initial_km": [500.0]})
    found = ml.assess(log, shoes=shoes)
    worn = found[(found["rule"] == "SH7") & (found["level"] == "caution")].iloc[0]
    lines = ml.explain(worn, log).splitlines()
    # 500 km before the log: 805 km (500 mi) are passed on the 31st run, and 900 km at the end.
    assert ["figure", "900.00", "km"] in [line.split() for line in lines]
    inside, before = (line for line in lines if line.startswith("Runs "))
    assert before.endswith(": 30, 300.00 km in all")
    assert inside.endswith(": 10, 100.00 km in all")


def test_what_a_rule_judges_stands_beside_the_runs() -> None:
    log = runs([8.0] * 20, cadence_spm=160.0, name="lunch run").assign(duration_min=44.0)
    found = ml.assess(log)
    slow = found[(found["rule"] == "CAD") & (found["level"] == "note")].iloc[0]
    assert "8.00 km  cadence_spm 160, lunch run" in ml.explain(slow, log)


def test_a_rule_of_ones_own_has_its_id_for_a_title(findings: pd.DataFrame) -> None:
    own = findings.assign(rule="LONG")
    assert {row[2] for row in rows(ml.show_findings(own, least="caution").as_raw_html())} == {
        "LONG"
    }
    assert ml.explain(own.iloc[-1], LOG).startswith("LONG: ")


def test_tables_that_do_not_fit_are_refused(findings: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="least: found 'loud', expected one of unknown, ok"):
        ml.show_findings(findings, least="loud")
    with pytest.raises(TableError, match=r"findings: found no athlete.*assess\(\)"):
        ml.show_findings(LOG)
    with pytest.raises(TableError, match=r"weeks: found columns .*expected also week"):
        ml.show_weeks(LOG)


def test_two_columns_are_a_table_of_weeks() -> None:
    weeks = pd.DataFrame({"week": ["2026-01-05", "2026-01-12"], "distance_km": [20.0, None]})
    newest, before = rows(ml.show_weeks(weeks).as_raw_html())
    assert newest[:3] == ["Mon 12 Jan 2026", "unknown", "unknown"]
    assert before[:3] == ["Mon 5 Jan 2026", "unknown", "20.0"]


def test_nothing_is_a_table_too(findings: pd.DataFrame) -> None:
    assert rows(ml.show_findings(findings.iloc[:0]).as_raw_html()) == []
    assert rows(ml.show_weeks(ml.weekly(LOG).iloc[:0]).as_raw_html()) == []


def test_a_rule_of_ones_own_quotes_nobody() -> None:
    own = replace(RULES[0], id="LONG", title="Long run", guide="", sources=(), thresholds={})
    found = judge([own], LOG)
    assert set(found["source"]) == {"no study found"}
    assert set(found["basis"]) == {"own"}
    text = ml.explain(found.iloc[-1], LOG)
    assert "The guide" not in text
    assert "Evidence: no study found\nNumbers from: own" in text
    assert "<dt>The guide" not in ml.report(LOG, found)
