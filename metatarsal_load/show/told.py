"""One finding in the page's words."""

from __future__ import annotations

from collections.abc import Sequence
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
    runs: str = ""


@dataclass(frozen=True)
class ToldRule:
    """The findings of one rule and level, newest first, with what stands behind all of them."""

    level: str
    title: str
    when: str
    items: tuple[Told, ...]
    guide: str
    studies: tuple[str, ...]
    basis: str


def gather(told: Sequence[Told]) -> list[ToldRule]:
    """Put findings of one rule and level together; the order is that of the first of each."""
    by_rule: dict[tuple[str, str], list[Told]] = {}
    for item in told:
        by_rule.setdefault((item.level, item.title), []).append(item)
    return [
        ToldRule(
            level=level,
            title=title,
            when=own[0].when + (f", and {len(own) - 1} before" if len(own) > 1 else ""),
            items=tuple(own),
            guide=own[0].guide,
            studies=own[0].studies,
            basis=", ".join(dict.fromkeys(item.basis for item in own)),
        )
        for (level, title), own in by_rule.items()
    ]


def tell(row: Any) -> Told:
    """Turn a row of findings into words."""
    sources = str(row.source).split(" | ")
    guide = sources.pop(0).removeprefix("guide: ") if sources[0].startswith("guide: ") else ""
    reason = row.reason if isinstance(row.reason, str) else ""
    return Told(
        level=str(row.level),
        title=TITLES.get(str(row.rule), str(row.rule)),
        when=span_of(row.start, row.end),
        message=str(row.message),
        advice=str(row.advice or ""),
        reason=reason,
        guide=guide,
        studies=tuple(study.removeprefix("study: ") for study in sources),
        basis=str(row.basis),
    )
