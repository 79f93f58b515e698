"""What a rule is: a row over a pure measure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.words import Units

Measure: TypeAlias = Callable[[Facts], pd.DataFrame]
Say: TypeAlias = Callable[[pd.DataFrame, Units], list[str]]


@dataclass(frozen=True)
class Threshold:
    """A number a user may change, by rule id and name.

    Attributes
    ----------
    value : float
        Default.
    unit : str
        Unit ("1" for a ratio or share).
    basis : str
        ``guide``, ``study`` or ``convention``.
    meaning : str
        What it limits, in a clause.
    low, high : float
        Range in which a user's value is accepted, inclusive.
    """

    value: float
    unit: str
    basis: str
    meaning: str
    low: float = 0.0
    high: float = float("inf")


KNOWN_GROUND = Threshold(
    0.60, "1", "convention", "least share of the distance on known ground", 0, 1
)
"""Shared by the rules on surfaces, each of which may be given another one by name."""


@dataclass(frozen=True)
class Rule:
    """One row of the rule table.

    Attributes
    ----------
    id, title : str
        Short id of RULES.md; what a coach would call it.
    table : str
        What one row judges: ``week``, ``session``, ``status`` (an unbroken stretch of days at
        one level), ``day`` or ``figure`` (shown, no level).
    needs : tuple of str
        ``table.column`` without which an athlete cannot be judged.
    measure : callable
        Facts -> judged rows: ``a`` (athlete code), ``start`` and ``end`` [days since
        1970-01-01], ``level`` (code of `grading`), ``value``, ``limit``, ``baseline``; and
        where they apply ``reason``, ``session_id``, ``shoe`` and figures for `say`.
        Rows that are ok are returned too.
    say : callable
        Judged rows of note or above, units -> one message a row.
    unit : str
        Unit of value, limit and baseline.
    thresholds : Mapping of str to Threshold
        By name.
    guide : str
        The coaching guide's word, retold; empty for a rule of one's own.
    sources : tuple of str
        Keys of `metatarsal_load.risk.sources.STUDIES`.
    advice : str
        One thing to do.
    section : str
        ``training``, ``shoes``, ``return``, ``diary`` or ``self-care``.
    borrows : tuple of str
        Rules whose thresholds it judges by too.
    """

    id: str
    title: str
    table: str
    needs: tuple[str, ...]
    measure: Measure
    say: Say
    unit: str
    thresholds: Mapping[str, Threshold]
    guide: str
    sources: tuple[str, ...]
    advice: str
    section: str
    borrows: tuple[str, ...] = ()

    @property
    def basis(self) -> str:
        """Where its numbers come from, most personal last: guide, study, convention, own."""
        kinds = {threshold.basis for threshold in self.thresholds.values()}
        kinds = kinds or {"guide" if self.guide else "own"}
        return ", ".join(kind for kind in ("guide", "study", "convention", "own") if kind in kinds)
