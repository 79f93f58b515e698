"""All rules, in the order in which they are told."""

from __future__ import annotations

from metatarsal_load.risk.catalogue.care import SELF_CARE
from metatarsal_load.risk.catalogue.diary import DIARY
from metatarsal_load.risk.catalogue.returning import RETURNING
from metatarsal_load.risk.catalogue.shoes import SHOES
from metatarsal_load.risk.catalogue.terrain import TERRAIN
from metatarsal_load.risk.catalogue.training import TRAINING
from metatarsal_load.risk.rule import Rule

RULES: tuple[Rule, ...] = (*TRAINING, *TERRAIN, *SHOES, *RETURNING, *DIARY, *SELF_CARE)


def rule_of(name: str) -> Rule:
    """Rule of an id."""
    return next(rule for rule in RULES if rule.id == name)


def default(name: str, threshold: str) -> float:
    """Threshold of a rule as it is where nobody changed it."""
    return rule_of(name).thresholds[threshold].value
