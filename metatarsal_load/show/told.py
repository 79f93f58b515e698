"""One finding in the page's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from metatarsal_load.risk.rules import RULES
from metatarsal_load.show.numbers import span_of

TITLES = {rule.id: rule.title for rule in RULES}


@dataclass(frozen=True)
class Told:
    """One finding as the page tells it."""

    level: str
    title: str
    when: str
    message: str
    advice: str
    reason: str
    guide: str
    studies: tuple[str, ...]
    basis: str


def tell(row: Any) -> Told:
    """Turn a row of findings into words."""
    guide, *studies = str(row.source).split(" | ")
    reason = row.reason if isinstance(row.reason, str) else ""
    return Told(
        level=str(row.level),
        title=TITLES.get(str(row.rule), str(row.rule)),
        when=span_of(row.start, row.end),
        message=str(row.message),
        advice=str(row.advice or ""),
        reason=reason,
        guide=guide.removeprefix("guide: "),
        studies=tuple(study.removeprefix("study: ") for study in studies),
        basis=str(row.basis),
    )
