"""How good the data are that a page was made from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.thresholds import changed, resolve
from metatarsal_load.show.ledger import Ledger

LACKING = (
    ("without distance", "distance_km"),
    ("without cadence", "cadence_spm"),
    ("of unknown intensity", "hard_min"),
    ("without a named shoe", "shoe"),
)


def facts_of(own: Ledger, name: str) -> list[tuple[str, str]]:
    """Say how good the data are, and which thresholds are not the defaults."""
    full = own.sessions
    runs = full[full["sport"] == "running"]
    km = runs["distance_km"].sum()
    unknown = runs["unknown_surface_km"].sum() / km if km > 0 else np.nan
    facts = [("Sessions", f"{len(full)}, of which {len(runs)} runs")]
    if len(runs):
        facts += [
            (f"Runs {lacking}", f"{runs[column].isna().sum()} of {len(runs)}")
            for lacking, column in LACKING
        ]
    if not np.isnan(unknown):
        facts.append(("Distance on unknown surface", f"{100 * unknown:.0f} %"))
    return [*facts, ("Changed thresholds", "; ".join(_changes(own, name)) or "none")]


def _changes(own: Ledger, name: str) -> list[str]:
    """Say which thresholds of an athlete are not the defaults."""
    if not own.thresholds:
        return []
    limits = resolve(RULES, own.thresholds, [name])
    return [f"{rule.title}: {words}" for rule in RULES for words in changed(rule, limits, 0)]


def quality_of(skipped: pd.DataFrame | None) -> list[tuple[str, int]]:
    """Count the skipped inputs by reason, most frequent first."""
    if skipped is None or len(skipped) == 0:
        return []
    counts = skipped["reason"].value_counts()
    return [(str(reason), int(count)) for reason, count in counts.items()]
