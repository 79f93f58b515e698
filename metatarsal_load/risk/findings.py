"""Judged rows to the findings table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import NOTE, OK, STOP, UNKNOWN
from metatarsal_load.risk.grid import Ints
from metatarsal_load.risk.rule import Rule
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.sources import STUDIES
from metatarsal_load.risk.thresholds import changed
from metatarsal_load.risk.words import Units
from metatarsal_load.schema import FINDINGS, LEVELS
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.session_ids import session_ids

RANK = {rule.id: place for place, rule in enumerate(RULES)}
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


Columns = dict[str, np.ndarray]


def dressed(rule: Rule, place: int, rows: pd.DataFrame, facts: Facts, units: Units) -> Columns:
    """Put judged rows of a rule, the ``place``-th of all, into words: columns as arrays."""
    level = rows["level"].to_numpy()
    return {
        "a": rows["a"].to_numpy(np.int64),
        "rule": np.full(len(rows), place),
        "level": level,
        "start": rows["start"].to_numpy(np.int64),
        "end": rows["end"].to_numpy(np.int64),
        "value": rows["value"].to_numpy(float),
        "limit": rows["limit"].to_numpy(float),
        "baseline": rows["baseline"].to_numpy(float),
        "message": _messages(rule, rows, units),
        "reason": _reasons(rule, rows, facts),
        "run": _runs(rows),
        "session_id": _objects(rows, "session_id"),
        "shoe": _objects(rows, "shoe"),
    }


def findings_table(rules: Sequence[Rule], parts: Sequence[Columns], facts: Facts) -> pd.DataFrame:
    """Join the dressed rows of some rules, sorted by athlete, start and rule."""
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    rank = np.array([RANK.get(rule.id, len(RANK)) for rule in rules])[columns["rule"]]
    order = np.lexsort((columns["end"], rank, columns["start"], columns["a"]))
    columns = {name: values[order] for name, values in columns.items()}
    rule, level = columns["rule"], columns["level"]
    advice = [words for rule in rules for words in ("", rule.advice, _advice_to_stop(rule))]
    urgency = (level >= NOTE).astype(int) + (level == STOP)
    return pd.DataFrame(
        {
            "athlete": _one_of(facts.names, columns["a"]),
            "rule": _one_of([rule.id for rule in rules], rule),
            "level": pd.Categorical.from_codes(level, dtype=LEVEL_DTYPE),
            "start": _dates(columns["start"]),
            "end": _dates(columns["end"]),
            "value": columns["value"],
            "unit": _one_of([rule.unit for rule in rules], rule),
            "limit": columns["limit"],
            "baseline": columns["baseline"],
            "message": pd.Series(columns["message"], dtype=TEXT),
            "advice": _one_of(advice, 3 * rule + urgency),
            "reason": pd.Series(columns["reason"], dtype=TEXT),
            "basis": _one_of([rule.basis for rule in rules], rule),
            "source": _one_of([source_of(rule) for rule in rules], rule),
            "session_id": _session_ids(columns["session_id"], columns["run"], facts),
            "shoe": pd.Series(columns["shoe"], dtype=TEXT),
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
    guide = [f"guide: {rule.guide}"] if rule.guide else []
    studies = " | ".join(STUDIES[key].said() for key in rule.sources)
    return " | ".join([*guide, f"study: {studies}" if studies else "no study found"])


def _messages(rule: Rule, rows: pd.DataFrame, units: Units) -> np.ndarray:
    """Let the rule speak for marked rows; say plainly what was ok or could not be judged."""
    level = rows["level"].to_numpy()
    said = np.full(len(rows), "", object)
    said[level == OK] = f"{rule.title}: nothing to mark."
    marked = (level >= NOTE) | ((level == OK) & (rule.table == "figure"))
    if marked.any():
        said[marked] = rule.say(rows[marked], units)
    unknown = level == UNKNOWN
    if unknown.any():
        said[unknown] = [
            f"{rule.title} could not be judged: {reason}." for reason in rows["reason"][unknown]
        ]
    return said


def _advice_to_stop(rule: Rule) -> str:
    return f"{rule.advice} {WHO_TO_SEE}".strip()


def _reasons(rule: Rule, rows: pd.DataFrame, facts: Facts) -> np.ndarray:
    """Why it was not judged or what was left out, and which thresholds are not the default."""
    said = np.full(len(rows), "", object)
    if "reason" in rows:
        given = rows["reason"].to_numpy(object)
        said = np.where(pd.isna(given), "", given)
    a: Ints = rows["a"].to_numpy()
    for code in np.unique(a).tolist() if _any_changed(rule, facts) else []:
        words = changed(rule, facts.limits, code)
        for other in _borrowed(rule):
            words += [f"{other.id}.{word}" for word in changed(other, facts.limits, code)]
        if words:
            own = a == code
            extra = "threshold changed: " + ", ".join(words)
            said[own] = [f"{text}; {extra}" if text else extra for text in said[own]]
    return said


def _any_changed(rule: Rule, facts: Facts) -> bool:
    return any(
        not isinstance(facts.limits[one.id][name], float | int)
        or facts.limits[one.id][name] != threshold.value
        for one in (rule, *_borrowed(rule))
        for name, threshold in one.thresholds.items()
    )


def _borrowed(rule: Rule) -> list[Rule]:
    """Rules whose thresholds a rule judges by too."""
    return [other for other in RULES if other.id in rule.borrows]


def _dates(days: Ints) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[us]")


def _runs(rows: pd.DataFrame) -> Ints:
    """Position among the runs of the one each row is about; -1 where it is about none."""
    if "run" not in rows:
        return np.full(len(rows), -1)
    return rows["run"].fillna(-1).to_numpy(np.int64)


def _session_ids(told: np.ndarray, run: Ints, facts: Facts) -> pd.Series[str]:
    """Name the session of each row: that of its run, else the id which the rule told."""
    some = run >= 0
    row = np.flatnonzero(facts.sessions["sport"] == "running")[run[some]]
    ids = told.copy()
    ids[some] = session_ids(facts.sessions, facts.sessions["a"].to_numpy(), row).to_numpy(object)
    return pd.Series(ids, dtype=TEXT)


def _objects(rows: pd.DataFrame, name: str) -> np.ndarray:
    """Texts of a column that rows may have, NaN where there is none."""
    if name not in rows:
        return np.full(len(rows), np.nan, object)
    texts = rows[name].to_numpy(object)
    return np.where(pd.isna(texts), np.nan, texts)


def _one_of(words: Sequence[str] | np.ndarray, which: np.ndarray) -> Any:
    """Texts by their number in a short list; written once, shared by all rows."""
    return pd.Series(words, dtype=TEXT).array.take(which)
