"""Judged rows to the findings table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import NOTE, OK, STOP, UNKNOWN
from metatarsal_load.risk.grid import Ints
from metatarsal_load.risk.rule import Rule
from metatarsal_load.risk.sources import STUDIES
from metatarsal_load.risk.thresholds import changed
from metatarsal_load.risk.words import Units
from metatarsal_load.schema import FINDINGS, LEVELS
from metatarsal_load.tables.columns import TEXT

LEVEL_DTYPE = pd.CategoricalDtype(list(LEVELS), ordered=True)
WHO_TO_SEE = (
    "Stop running on it and let a sports doctor or podiatrist look: they may check for a stress "
    "fracture, a neuroma or a torn plantar plate."
)


def unknown_stretches(judged: pd.DataFrame) -> pd.DataFrame:
    """Join neighbouring unknown rows of an athlete into one row with all their reasons.

    Rows are in the order of their athlete and start; a judged row between two unknown ones
    breaks the stretch.
    """
    unknown = (judged["level"] == UNKNOWN).to_numpy()
    if not unknown.any():
        return judged.iloc[:0]
    a = judged["a"].to_numpy()
    fresh = np.ones(len(judged), bool)
    fresh[1:] = ~unknown[1:] | ~unknown[:-1] | (a[1:] != a[:-1])
    begin = np.flatnonzero(fresh[unknown])
    lost = judged[unknown]
    return pd.DataFrame(
        {"a": lost["a"].to_numpy()[begin], "start": lost["start"].to_numpy()[begin],
         "end": np.maximum.reduceat(lost["end"].to_numpy(), begin), "level": np.int8(UNKNOWN),
         "value": np.nan, "limit": np.nan, "baseline": np.nan,
         "reason": _all_reasons(lost["reason"], begin)}
    )  # fmt: skip


def _all_reasons(reasons: pd.Series[str], begin: Ints) -> list[str]:
    """Join the different reasons of each stretch, in the order in which they came."""
    codes, found = pd.factorize(reasons)
    words = np.asarray(found, dtype=object)
    stretch = np.repeat(np.arange(len(begin)), np.diff(begin, append=len(codes)))
    pairs = pd.DataFrame({"stretch": stretch, "code": codes}).drop_duplicates()
    said = [""] * len(begin)
    for place, code in zip(pairs["stretch"].tolist(), pairs["code"].tolist(), strict=True):
        said[place] += ("; " if said[place] else "") + str(words[code])
    return said


def findings_table(rule: Rule, rows: pd.DataFrame, facts: Facts, units: Units) -> pd.DataFrame:
    """Dress judged rows of a rule as findings."""
    level = rows["level"].to_numpy()
    return pd.DataFrame(
        {
            "athlete": pd.Series(facts.names[rows["a"].to_numpy()], dtype=TEXT),
            "rule": pd.Series(rule.id, index=range(len(rows)), dtype=TEXT),
            "level": pd.Categorical.from_codes(level, dtype=LEVEL_DTYPE),
            "start": _dates(rows["start"]),
            "end": _dates(rows["end"]),
            "value": rows["value"].to_numpy(float),
            "unit": pd.Series(rule.unit, index=range(len(rows)), dtype=TEXT),
            "limit": rows["limit"].to_numpy(float),
            "baseline": rows["baseline"].to_numpy(float),
            "message": _messages(rule, rows, units),
            "advice": _advice(rule, level),
            "reason": _reasons(rule, rows, facts),
            "basis": pd.Series(rule.basis, index=range(len(rows)), dtype=TEXT),
            "source": pd.Series(source_of(rule), index=range(len(rows)), dtype=TEXT),
            "session_id": _session_ids(rows, facts),
            "shoe": _text(rows, "shoe"),
        }
    )


def no_findings() -> pd.DataFrame:
    """Return the findings table without rows."""
    kinds = {"float": "float64", "date": "datetime64[us]", "text": TEXT, "category": LEVEL_DTYPE}
    return pd.DataFrame(
        {name: pd.Series([], dtype=kinds[column.dtype]) for name, column in FINDINGS.items()}
    )


def source_of(rule: Rule) -> str:
    """Quote the guide's word and each study with its strength."""
    studies = " | ".join(STUDIES[key].said() for key in rule.sources)
    return f"guide: {rule.guide}" + (f" | study: {studies}" if studies else " | no study found")


def _messages(rule: Rule, rows: pd.DataFrame, units: Units) -> pd.Series[str]:
    """Let the rule speak for marked rows; say plainly what was ok or could not be judged."""
    level = rows["level"].to_numpy()
    said = np.full(len(rows), "", object)
    said[level == OK] = f"{rule.title}: within the limit."
    marked = (level >= NOTE) | ((level == OK) & (rule.table == "figure"))
    if marked.any():
        said[marked] = rule.say(rows[marked], units)
    unknown = level == UNKNOWN
    if unknown.any():
        said[unknown] = [
            f"{rule.title} could not be judged: {reason}." for reason in rows["reason"][unknown]
        ]
    return pd.Series(said, dtype=TEXT)


def _advice(rule: Rule, level: np.ndarray) -> pd.Series[str]:
    words = np.where(level >= NOTE, rule.advice, "").astype(object)
    words[level == STOP] = f"{rule.advice} {WHO_TO_SEE}".strip()
    return pd.Series(words, dtype=TEXT)


def _reasons(rule: Rule, rows: pd.DataFrame, facts: Facts) -> pd.Series[str]:
    """Why it was not judged or what was left out, and which thresholds are not the default."""
    given = (
        rows["reason"].fillna("").to_numpy(object) if "reason" in rows else np.full(len(rows), "")
    )
    said = given.astype(object)
    a: Ints = rows["a"].to_numpy()
    for code in np.unique(a).tolist() if _any_changed(rule, facts) else []:
        words = changed(rule, facts.limits, code)
        if words:
            own = a == code
            extra = "threshold changed: " + ", ".join(words)
            said[own] = [f"{text}; {extra}" if text else extra for text in said[own]]
    return pd.Series(said, dtype=TEXT)


def _any_changed(rule: Rule, facts: Facts) -> bool:
    return any(
        not isinstance(facts.limits[rule.id][name], float | int)
        or facts.limits[rule.id][name] != threshold.value
        for name, threshold in rule.thresholds.items()
    )


def _dates(days: pd.Series[int]) -> np.ndarray:
    return days.to_numpy(np.int64).astype("datetime64[D]").astype("datetime64[us]")


def _session_ids(rows: pd.DataFrame, facts: Facts) -> pd.Series[str]:
    """Name the session of each row: by id, or by its position among the runs (-1 is none)."""
    if "run" not in rows:
        return _text(rows, "session_id")
    position = rows["run"].fillna(-1).to_numpy(np.int64)
    ids = facts.runs["session_id"].take(np.maximum(position, 0)).to_numpy(object).copy()
    ids[position < 0] = None
    return pd.Series(ids, dtype=TEXT)


def _text(rows: pd.DataFrame, name: str) -> pd.Series[str]:
    if name not in rows:
        return pd.Series(None, index=range(len(rows)), dtype=TEXT)
    return (
        rows[name]
        .astype(object)
        .where(rows[name].notna(), None)
        .astype(TEXT)
        .reset_index(drop=True)
    )
