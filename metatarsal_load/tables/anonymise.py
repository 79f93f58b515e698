"""Tables that may be handed on: who, when and where taken out, what loads the foot left in.

What becomes of each column stands in `metatarsal_load.schema`, as its `privacy`.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.errors import TableError
from metatarsal_load.schema import Column
from metatarsal_load.tables.columns import TEXT, Table, convert, missing, texts
from metatarsal_load.tables.typed import NOBODY

# Dates move back by one to ten years: as many weeks as the key and the athlete's name say.
FEWEST_WEEKS, MOST_WEEKS = 52, 520
DIGITS = 16
"""Length of a hash [hexadecimal digits]: of a million names two are alike once in 37 million."""
# Tables with one of these are about an athlete, who is "me" where nobody is named.
OWNED = ("start", "date", "shoe")
# Names that mean the same whoever the athlete is.
SHARED = ("athlete", "file")
COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "week": Column("date", "", "first day of the week", privacy="shift"),
        "time": Column("utc", "", "instant of a sample", privacy="shift"),
        "activity": Column("float", "1", "place of the activity in its file"),
        **schema.POSITIONS,
        **schema.FINDINGS,
        **schema.SKIPPED,
        **schema.SHOES,
        **schema.DIARY,
        **schema.ATHLETES,
        **schema.WEEKS,
        **schema.SAMPLES,
        **schema.SESSIONS,
    }
)
"""Every column known, by name; one name means the same in every table."""


def anonymise(table: pd.DataFrame, *, key: str | bytes) -> pd.DataFrame:
    """Take out of a table who, when and where; the same key keeps tables together.

    Parameters
    ----------
    table : DataFrame
        Any table of `metatarsal_load.schema`: sessions, days, weeks, shoes, diary, athletes,
        findings, skipped or samples.
    key : str or bytes
        A secret; whoever has it can tell whether a name is in the table. 32 random bytes are
        good: ``secrets.token_hex(32)``.

    Returns
    -------
    DataFrame
        A new table, sorted by the new ids of the athletes. Ids of athletes, sessions and routes,
        pairs, files and places of pain are HMAC-SHA-256 (RFC 2104) of the key, cut to 16 digits.
        Dates are moved back by whole weeks, 52 to 520, the same for all tables of an athlete, so
        that weekdays and the order of things stay; samples count from midnight. Names, notes,
        devices, time zones, positions and altitudes become unknown; columns that no schema knows
        are left out. Figures stay: see the page on privacy for what they may still reveal.

    Raises
    ------
    TableError
        An empty key, or a date that cannot be read.

    Examples
    --------
    >>> runs = pd.DataFrame({"athlete": ["anna"], "start": ["2026-05-03"], "distance_km": [8.0]})
    >>> anonymise(runs, key="secret").loc[0, "distance_km"]
    np.float64(8.0)
    """
    secret = key.encode() if isinstance(key, str) else bytes(key)
    if not secret:
        raise TableError("anonymise: found an empty key, expected a secret of random letters")
    levels = [name for name in table.index.names if name is not None]
    flat = _owned(table.reset_index() if levels else table.reset_index(drop=True))
    flat = _without_clock(flat)
    whose = flat["athlete"] if "athlete" in flat else pd.Series(NOBODY, flat.index, dtype=TEXT)
    told = {
        str(name): _told(values, str(name), whose, secret)
        for name, values in flat.items()
        if name in COLUMNS
    }
    result = pd.DataFrame(told, index=flat.index)
    if "athlete" in result:
        result = result.sort_values("athlete", kind="stable", ignore_index=True)
    kept = [name for name in levels if name in result]
    return result.set_index(kept) if kept else result


def athlete_id(name: str, key: bytes) -> str:
    """Tell the id that `anonymise` gives to an athlete."""
    return f"athlete-{_digest(key, 'athlete', '', name)[:DIGITS]}"


def read_key(path: str | PathLike[str]) -> bytes:
    """Read the secret of a key file, without the end of its line.

    Raises
    ------
    TableError
        The file cannot be read, or is empty.
    """
    try:
        key = Path(path).read_bytes().strip()
    except OSError as error:
        raise TableError(f"{path}: the key cannot be read ({error.strerror or error})") from error
    if not key:
        raise TableError(f"{path}: found no key, expected a line of random letters")
    return key


def key_mark(key: bytes) -> str:
    """Tell one key from another without telling the key."""
    return _digest(key, "key")[:DIGITS]


def _owned(flat: pd.DataFrame) -> pd.DataFrame:
    """Name the athlete of every row of a table that is about athletes."""
    if "athlete" in flat:
        return flat.assign(athlete=texts(flat["athlete"]).fillna(NOBODY).array)
    if any(name in flat for name in OWNED):
        flat = flat.copy()
        flat.insert(0, "athlete", pd.Series(NOBODY, flat.index, dtype=TEXT))
    return flat


def _without_clock(flat: pd.DataFrame) -> pd.DataFrame:
    """Let every recording begin at midnight: its UTC beside the local start tells the zone."""
    if "time" not in flat:
        return flat
    parts = [flat[name] for name in ("athlete", "file", "activity") if name in flat]
    whole = pd.Series(0, flat.index)
    first = flat["time"].groupby(parts or [whole]).transform("min")
    return flat.assign(time=first.dt.normalize() + (flat["time"] - first))


def _told(values: pd.Series[Any], name: str, whose: pd.Series[str], key: bytes) -> pd.Series[Any]:
    """Bring one column to what may be told."""
    column = COLUMNS[name]
    match column.privacy:
        case "hash":
            return _hashed(values, name, whose, key)
        case "shift":
            return _shifted(values, name, whose, key)
        case "words":
            return _known_words(values, column)
        case "drop":
            return missing(column, len(values))
        case _:
            return values


def _hashed(values: pd.Series[Any], name: str, whose: pd.Series[str], key: bytes) -> pd.Series[str]:
    """Hash names; a missing one stays missing. A route is the id of a session."""
    kind = {"route": "session", "session_id": "session"}.get(name, name)
    words = texts(values)
    folded = words.str.casefold() if kind == "place" else words
    owners = [""] * len(words) if name in SHARED else whose.tolist()
    known: dict[tuple[str, str], str] = {}
    hashed: list[object] = []
    for pair in zip(owners, folded, strict=True):
        if pd.isna(pair[1]):
            hashed.append(np.nan)
            continue
        if pair not in known:
            known[pair] = f"{kind}-{_digest(key, kind, *pair)[:DIGITS]}"
        hashed.append(known[pair])
    return pd.Series(hashed, dtype=TEXT)


def _shifted(
    values: pd.Series[Any], name: str, whose: pd.Series[str], key: bytes
) -> pd.Series[Any]:
    """Move dates back by the athlete's own number of whole weeks."""
    dates = values.reset_index(drop=True)
    if not pd.api.types.is_datetime64_any_dtype(dates.dtype):
        dates = convert(values, name, COLUMNS[name], Table("anonymise"))
    weeks = whose.map({each: weeks_back(each, key) for each in whose.unique()})
    moved = dates - pd.to_timedelta(weeks.astype("int64") * 7, unit="D").array
    return moved.astype(dates.dtype)


def weeks_back(athlete: str, key: bytes) -> int:
    """Tell by how many weeks an athlete's dates move: 52 to 520."""
    number = int(_digest(key, "weeks", athlete)[:12], 16)
    return FEWEST_WEEKS + number % (MOST_WEEKS - FEWEST_WEEKS + 1)


def _known_words(values: pd.Series[Any], column: Column) -> pd.Series[str]:
    """Keep of a text, comma by comma, the words that rules know."""
    words = set(column.values)

    def known(cell: object) -> object:
        told = [word.strip() for word in str(cell).split(",")]
        return ", ".join(word for word in told if word.casefold() in words) or np.nan

    return pd.Series([known(cell) for cell in texts(values)], dtype=TEXT)


def _digest(key: bytes, *parts: str) -> str:
    """Hash parts with the key; JSON keeps them apart."""
    return hmac.digest(key, json.dumps(parts).encode(), "sha256").hex()
