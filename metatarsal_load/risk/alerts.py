"""One alert per athlete and week: what a coach would say of all of a week's findings at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.findings import LEVEL_DTYPE
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.words import listing
from metatarsal_load.schema import LEVELS
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.coverage import day_numbers, week_shifts

TRAINING, SYMPTOMS = "training", "symptoms"
# What rose is told by its evidence: the session spike, the list, then the 10 % rule with its
# clause; everything else after them, the worst first.
_TOLD_FIRST = ("TSPK", "TONE", "T10", "T7", "RSLOW")
_TOLD = 3
_KEYS = ["athlete", "week", "kind"]


def alerts(
    findings: pd.DataFrame,
    *,
    least: str = "caution",
    week_start: str | Mapping[str, str] = "monday",
) -> pd.DataFrame:
    """Gather findings to one alert per athlete and week.

    Simulated healthy seasons raise about two findings of caution or above a month; told week by
    week they are about one. The findings stay as they are: this is what to show.

    Parameters
    ----------
    findings : DataFrame
        Shape (n, columns of `metatarsal_load.schema.FINDINGS`), from `assess`.
    least : str
        Lowest level that makes an alert: ``note``, ``caution``, ``warning`` or ``stop``.
    week_start : str or mapping of athlete to str
        First day of the week, in English.

    Returns
    -------
    DataFrame
        One row per athlete, week and kind: ``athlete``, ``week`` (its first day), ``kind``
        (``training``; ``symptoms`` for diary and self-care, so that a stop of the diary never
        hides behind a training alert), ``level`` (the highest), ``message`` (the three that
        matter most, each rule once: session spike, list of what rose, 10 % rule, then by level;
        further ones by title), ``advice`` (of the worst finding), ``rules`` (ids, ``, ``
        between) and ``findings`` (how many). A finding belongs to the week that holds most of it,
        a stretch longer than a week to the one in which it begins. Sorted by athlete, week and
        kind.

    Raises
    ------
    TableError
        A level or weekday that is not known.
    """
    if least not in LEVELS[2:]:
        raise TableError(f"least: found {least!r}, expected one of {', '.join(LEVELS[2:])}")
    marked = findings[(findings["level"] >= least).to_numpy(bool)]
    told = _in_order_of_telling(
        marked.assign(week=_weeks(marked, week_start), kind=_kinds(marked["rule"]))
    )
    grouped = told.groupby(_KEYS, sort=True, observed=True)
    worst = told.sort_values([*_KEYS, "severity", "place"], ascending=[True] * 3 + [False, True])
    table = grouped.agg(
        severity=("severity", "max"),
        rules=("rule", lambda ids: ", ".join(dict.fromkeys(ids))),
        findings=("rule", "size"),
    )
    once = told.drop_duplicates([*_KEYS, "rule"])
    place = once.groupby(_KEYS).cumcount()
    said = once[place < _TOLD].groupby(_KEYS)["message"].agg(" ".join)
    also = once[place >= _TOLD].groupby(_KEYS)["title"].agg(_also)
    also = also.reindex(said.index).astype(TEXT).fillna("")
    table["message"] = said.astype(TEXT) + also
    table["advice"] = worst.drop_duplicates(_KEYS).set_index(_KEYS)["advice"]
    table["level"] = pd.Categorical.from_codes(table["severity"], dtype=LEVEL_DTYPE)
    columns = [*_KEYS, "level", "message", "advice", "rules", "findings"]
    return table.reset_index()[columns]


def _in_order_of_telling(marked: pd.DataFrame) -> pd.DataFrame:
    """Sort each week's findings as they are told, and number them."""
    order = {rule: rank for rank, rule in enumerate(_TOLD_FIRST)}
    ranked = marked.assign(
        severity=marked["level"].cat.codes.astype(int),
        rank=marked["rule"].map(order).fillna(len(order)),
        title=marked["rule"].map({rule.id: rule.title for rule in RULES}),
    ).sort_values([*_KEYS, "rank", "severity"], ascending=[True] * 4 + [False], kind="stable")
    return ranked.assign(place=ranked.groupby(_KEYS).cumcount())


def _also(titles: pd.Series[str]) -> str:
    """Name what is not told in full."""
    return f" Also marked: {listing([title.lower() for title in dict.fromkeys(titles)])}."


def _weeks(findings: pd.DataFrame, week_start: str | Mapping[str, str]) -> np.ndarray:
    """First day of the week each finding belongs to."""
    names = findings[["athlete"]].drop_duplicates(ignore_index=True)
    shift = week_shifts(names, week_start)[pd.Index(names["athlete"]).get_indexer(
        pd.Index(findings["athlete"])
    )]  # fmt: skip
    start, end = day_numbers(findings["start"]), day_numbers(findings["end"])
    day = np.where(end - start < 7, (start + end) // 2, start)
    first: np.ndarray = (day + shift) // 7 * 7 - shift
    return first.astype("datetime64[D]").astype("datetime64[us]")


def _kinds(rules: pd.Series[str]) -> pd.Series[str]:
    """Tell findings about symptoms from those about training."""
    felt = {rule.id for rule in RULES if rule.section in ("diary", "self-care")}
    return pd.Series(np.where(rules.isin(felt), SYMPTOMS, TRAINING), rules.index, dtype=TEXT)
