"""The rules as a table: what each judges, by whose word, and with which numbers."""

from __future__ import annotations

import pandas as pd

from metatarsal_load.risk.rule import Rule, Threshold
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.sources import STUDIES
from metatarsal_load.tables.columns import TEXT

NO_STUDY = "no study found"


def rules() -> pd.DataFrame:
    """List every rule with its evidence.

    Returns
    -------
    DataFrame
        Shape (rules, 12), RangeIndex, in the order in which findings are told: ``id``, ``title``,
        ``section``, ``table`` (what one row judges), ``guide`` (the coaching guide's word),
        ``study`` (findings of the studies), ``doi``, ``strength``, ``stance`` (one of each a
        study, ``; `` between), ``basis`` (guide, study, convention), ``thresholds`` (each name
        with its default, unit and basis), ``advice``.

    Examples
    --------
    >>> rules().set_index("id").loc["TSPK", "doi"]
    '10.1136/bjsports-2024-109380'
    """
    return pd.DataFrame([_row(rule) for rule in RULES], dtype=TEXT)


def _row(rule: Rule) -> dict[str, str]:
    """Lay one rule out as text."""
    studies = [STUDIES[key] for key in rule.sources]
    return {
        "id": rule.id,
        "title": rule.title,
        "section": rule.section,
        "table": rule.table,
        "guide": rule.guide,
        "study": "; ".join(f"{s.citation}: {s.finding}" for s in studies) or NO_STUDY,
        "doi": "; ".join(s.doi for s in studies if s.doi),
        "strength": "; ".join(s.strength for s in studies),
        "stance": "; ".join(s.stance for s in studies),
        "basis": rule.basis,
        "thresholds": "; ".join(_threshold(*item) for item in rule.thresholds.items()),
        "advice": rule.advice,
    }


def _threshold(name: str, threshold: Threshold) -> str:
    """Say a threshold: its name, default, unit and basis."""
    unit = "" if threshold.unit == "1" else f" {threshold.unit}"
    return f"{name} = {threshold.value:g}{unit} ({threshold.basis}: {threshold.meaning})"
