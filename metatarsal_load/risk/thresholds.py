"""Thresholds: the rules' defaults, changed by name for all athletes or for one."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from numbers import Real
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from metatarsal_load.errors import TableError
from metatarsal_load.risk.grid import Floats
from metatarsal_load.risk.rule import Rule

Changes: TypeAlias = Mapping[str, Any]
Limits: TypeAlias = dict[str, dict[str, float | Floats]]

FOR_ATHLETES = "athletes"


def read_thresholds(path: str | Path) -> dict[str, Any]:
    """Read thresholds from a TOML file such as ``metatarsal.toml``.

    Parameters
    ----------
    path : path-like
        A file with one table a rule (``[T10]`` with ``rise = 0.15``) and, for single athletes,
        ``[athletes.anna.T10]``.

    Returns
    -------
    dict
        For ``thresholds=`` of `assess`.

    Raises
    ------
    TableError
        The file is missing or not TOML; names the place.
    """
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TableError(f"{path}: thresholds cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: not a TOML file: {error}") from error


def resolve(
    rules: Iterable[Rule], changes: Changes | str | Path | None, names: Iterable[str]
) -> Limits:
    """Every threshold as a number, or an array by athlete code where athletes differ.

    An athlete's own threshold takes the place of one for all. Thresholds of athletes who are not
    there change nothing, so that one file serves a whole squad.

    Raises
    ------
    TableError
        An unknown rule or name, or a value out of range; names it and what is known.
    """
    table = {rule.id: rule for rule in rules}
    where, given = _given(changes)
    single = _table(given.pop(FOR_ATHLETES, {}), f"{where}: {FOR_ATHLETES}", "names of athletes")
    limits: Limits = {
        rule.id: {name: threshold.value for name, threshold in rule.thresholds.items()}
        for rule in table.values()
    }
    for rule_id, name, value in _checked(table, given, where):
        limits[rule_id][name] = value
    codes = {name: code for code, name in enumerate(names)}
    for athlete, own in single.items():
        whose = f"{where}: athlete {athlete!r}"
        own = _table(own, whose, "rules, as in [athletes.anna.T10]")
        for rule_id, name, value in _checked(table, own, whose):
            if athlete in codes:
                column = np.array(np.broadcast_to(limits[rule_id][name], len(codes)), float)
                column[codes[athlete]] = value
                limits[rule_id][name] = column
    return limits


def _given(changes: Changes | str | Path | None) -> tuple[str, dict[str, Any]]:
    """Name of where the changes stand, for messages, and a copy of them."""
    if isinstance(changes, str | Path):
        return str(changes), read_thresholds(changes)
    return "thresholds", dict(_table({} if changes is None else changes, "thresholds", "rules"))


def _table(value: object, where: str, of: str) -> Mapping[str, Any]:
    """Check that something is a table, or say what it should hold."""
    if not isinstance(value, Mapping):
        raise TableError(f"{where}: found {value!r}, expected a table of {of}")
    return value


def changed(rule: Rule, limits: Mapping[str, Mapping[str, float | Floats]], code: int) -> list[str]:
    """Each threshold of a rule that differs from its default for an athlete, in words."""
    said = []
    for name, threshold in rule.thresholds.items():
        value = limits[rule.id][name]
        own = float(value) if isinstance(value, float | int) else float(value[code])
        if own != threshold.value:
            unit = "" if threshold.unit == "1" else f" {threshold.unit}"
            said.append(f"{name} = {own:g} instead of {threshold.value:g}{unit}".strip())
    return said


def _checked(
    table: Mapping[str, Rule], given: Changes, where: str
) -> Iterable[tuple[str, str, float]]:
    for rule_id, own in given.items():
        if rule_id not in table:
            raise TableError(f"{where}: no rule {rule_id!r}{_hint(rule_id, table)}")
        for name, value in _table(own, f"{where}: {rule_id}", "names with numbers").items():
            yield rule_id, name, _number(table[rule_id], name, value, where)


def _number(rule: Rule, name: str, value: object, where: str) -> float:
    if name not in rule.thresholds:
        raise TableError(
            f"{where}: rule {rule.id} has no threshold {name!r}{_hint(name, rule.thresholds)}"
        )
    threshold = rule.thresholds[name]
    fits = isinstance(value, Real) and not isinstance(value, bool)
    if not fits or not threshold.low <= float(value) <= threshold.high:  # type: ignore[arg-type]
        unit = "" if threshold.unit == "1" else f" {threshold.unit}"
        raise TableError(
            f"{where}: {rule.id}.{name} = {value!r}, expected a number from {threshold.low:g} "
            f"to {threshold.high:g}{unit} ({threshold.meaning})"
        )
    return float(value)  # type: ignore[arg-type]


def _hint(word: object, known: Iterable[str]) -> str:
    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(str(word).casefold(), names, n=1)
    if near:
        return f"; did you mean {names[near[0]]!r}?"
    return f"; known are {', '.join(names.values())}" if names else "; it has none"
