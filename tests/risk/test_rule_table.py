"""The rule table as a DataFrame: complete, and the same words as the rules themselves."""

from __future__ import annotations

import pytest

from metatarsal_load.risk.rule_table import NO_STUDY, rules
from metatarsal_load.risk.rules import RULES

COLUMNS = [
    "id", "title", "section", "table", "guide", "study", "doi", "strength", "stance", "basis",
    "thresholds", "advice",
]  # fmt: skip


def test_every_rule_is_a_row_in_the_order_of_telling() -> None:
    table = rules()
    assert table.columns.tolist() == COLUMNS
    assert table["id"].tolist() == [rule.id for rule in RULES]
    assert table["id"].is_unique


@pytest.mark.parametrize("column", ["title", "section", "table", "guide", "study", "basis"])
def test_no_rule_is_without(column: str) -> None:
    table = rules().set_index("id")
    assert table.index[table[column] == ""].tolist() == []


def test_what_the_session_spike_rests_on() -> None:
    row = rules().set_index("id").loc["TSPK"]
    assert row["doi"] == "10.1136/bjsports-2024-109380"
    assert (row["strength"], row["stance"]) == ("large cohort", "supports")
    assert row["basis"] == "study, convention"
    assert "large = 2 (study: " in row["thresholds"]
    assert "days = 30 d (study: " in row["thresholds"]
    assert "1.64 (1.31-2.05)" in row["study"]


def test_the_ten_percent_rule_says_that_studies_found_nothing() -> None:
    row = rules().set_index("id").loc["T10"]
    assert row["stance"].split("; ")[:2] == ["no effect", "no effect"]
    assert "10.1177/0363546507307505" in row["doi"]


def test_a_rule_without_a_study_says_so() -> None:
    table = rules()
    without = [rule.id for rule in RULES if not rule.sources]
    assert table.loc[table["study"] == NO_STUDY, "id"].tolist() == without
