"""Every rule has what a reader needs: words, sources, thresholds within range."""

from __future__ import annotations

import pytest

from metatarsal_load.risk.findings import source_of
from metatarsal_load.risk.rule import Rule
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.sources import STUDIES

SECTION_2_AND_3 = [
    "T10", "TSPK", "T7", "TBOTH", "TONE", "TTRIO", "TOFF", "TMIX", "TVOL", "TERR", "SURF1", "SURF2",
    "XT", "CAD", "OVER", "DOWN", "LOAD", "SH7", "SHUN", "SHROT", "SHMIN", "SHRACE",
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_whole(rule: Rule) -> None:
    for words in (rule.title, rule.guide, rule.section, rule.table):
        assert words.strip()
    assert rule.unit or not rule.thresholds  # a rule that asks yes or no has no figure
    assert rule.guide.endswith(".")
    assert rule.table == "figure" or rule.advice
    assert rule.advice == "" or rule.advice.endswith(".")
    assert set(rule.sources) <= set(STUDIES)
    said = source_of(rule)
    assert ("doi" in said) or ("no study found" in said) or rule.sources
    assert set(rule.basis.split(", ")) <= {"guide", "study", "convention"}
    for name, threshold in rule.thresholds.items():
        assert threshold.low <= threshold.value <= threshold.high, name
        assert threshold.basis in ("guide", "study", "convention")


def test_ids_are_unique_and_complete() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert set(SECTION_2_AND_3) <= set(ids)


def test_every_study_is_quoted_by_a_rule() -> None:
    assert {key for rule in RULES for key in rule.sources} == set(STUDIES)
