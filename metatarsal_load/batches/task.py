"""What a worker is told: small, picklable, no contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from metatarsal_load.batches.plan import Person
from metatarsal_load.batches.store import Store
from metatarsal_load.readers.limits import LIMITS, Limits


@dataclass(frozen=True)
class Settings:
    """What decides the tables, beside the files; part of every fingerprint.

    Attributes
    ----------
    tz, engine : str
        As for `read_sessions`.
    thresholds : dict
        Changed thresholds, as for `assess`.
    today : str or None
        Last covered day, ISO 8601.
    samples : bool
        Whether per-second samples are kept.
    keep_positions : bool
        Whether sessions tell where they began, and samples where they were.
    anonymised : str or None
        Mark of the key by which the tables are anonymised; never the key.
    limits : Limits
        How much of each file is read, and for how long.
    """

    tz: str | None = None
    engine: str = "columnar"
    thresholds: dict[str, Any] = field(default_factory=dict)
    today: str | None = None
    samples: bool = False
    keep_positions: bool = False
    anonymised: str | None = None
    limits: Limits = LIMITS


@dataclass(frozen=True)
class Typed:
    """Tables typed by hand, of a task's athletes; None where there is none."""

    shoes: pd.DataFrame | None = None
    diary: pd.DataFrame | None = None
    athletes: pd.DataFrame | None = None

    def of(self, names: set[str]) -> Typed:
        """Take the rows of some athletes."""
        return Typed(_of(self.shoes, names), _of(self.diary, names), _of(self.athletes, names))


def split(typed: Typed, whose: Mapping[str, int]) -> dict[int, Typed]:
    """Cut tables by bucket, all in one go; `whose` tells the bucket of each athlete."""

    def cut(table: pd.DataFrame | None) -> dict[int, pd.DataFrame]:
        if table is None:
            return {}
        return {int(number): own for number, own in table.groupby(table["athlete"].map(whose))}

    shoes, diary, athletes = cut(typed.shoes), cut(typed.diary), cut(typed.athletes)
    return {
        number: Typed(shoes.get(number), diary.get(number), athletes.get(number))
        for number in set(whose.values())
    }


def joined(every: Iterable[Typed]) -> Typed:
    """Join the tables of several athletes."""
    parts = list(every)

    def join(name: str) -> pd.DataFrame | None:
        tables = [table for part in parts if (table := getattr(part, name)) is not None]
        return pd.concat(tables, ignore_index=True) if tables else None

    return Typed(join("shoes"), join("diary"), join("athletes"))


@dataclass(frozen=True)
class Task:
    """One bucket of athletes.

    Attributes
    ----------
    bucket : int
        Its number.
    people : tuple of Person
        Its athletes.
    typed : Typed
        Their tables.
    settings : Settings
        What decides the tables.
    root : str
        What the athletes' paths are relative to.
    store : Store
        Where the parts go.
    run : str
        The batch's token; a task commits only while the lock holds it.
    dry_run : bool
        Whether to say only what there is to do.
    key : bytes or None
        Secret by which the tables are anonymised.
    """

    bucket: int
    people: tuple[Person, ...]
    typed: Typed
    settings: Settings
    root: str
    store: Store
    run: str
    dry_run: bool = False
    key: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Outcome:
    """What a worker returns: counts, never frames.

    Attributes
    ----------
    bucket : int
        Its number.
    state : str
        ``written``, ``kept`` (nothing had changed) or ``to do`` (a dry run).
    counts : dict of str to int
        `athletes`, `files`, `bytes`, `sessions`, `weeks`, `findings`, `skipped`, `lost` (skipped
        without merged duplicates), `samples`.
    """

    bucket: int
    state: str
    counts: dict[str, int]


def _of(table: pd.DataFrame | None, names: set[str]) -> pd.DataFrame | None:
    """Take some athletes' rows; None where they have none."""
    if table is None:
        return None
    own = table[table["athlete"].isin(names)].reset_index(drop=True)
    return own if len(own) else None
