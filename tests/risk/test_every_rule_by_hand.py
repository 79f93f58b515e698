"""Every rule by hand: an example of each level it can reach, and of what it cannot judge."""

from __future__ import annotations

import hand_diary
import hand_return
import hand_training
import pytest
from by_hand import REACH, levels_found

from metatarsal_load.risk.rules import RULES

EXAMPLES = hand_training.EXAMPLES | hand_return.EXAMPLES | hand_diary.EXAMPLES


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    return levels_found(EXAMPLES)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_examples(rule: str, found: dict[str, list[str]]) -> None:
    said = zip(EXAMPLES[rule], found[rule], strict=True)
    wrong = [f"{one.told}: {got}, not {one.level}" for one, got in said if got != one.level]
    assert not wrong, wrong


def test_every_rule_has_an_example_of_every_level() -> None:
    assert set(REACH) == {rule.id for rule in RULES} - {"CARE", "PROF"}  # figures: no rows
    told = {
        rule: {level for one in examples for level in one.level.split("+")} - {"none"}
        for rule, examples in EXAMPLES.items()
    }
    assert told == {rule: {"unknown", *levels.split()} for rule, levels in REACH.items()}
