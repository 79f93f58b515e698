"""Names of sessions: made from the start where nobody gave one, unique within the athlete."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.tables.columns import TEXT


def session_ids(
    full: pd.DataFrame, athlete: np.ndarray, rows: np.ndarray | None = None
) -> pd.Series[str]:
    """Fill missing session ids by the start (``20260503T073000``), and a number where starts tie.

    Parameters
    ----------
    full : DataFrame
        Shape (n, columns): `athlete`, `start`, `session_id`, sorted by athlete and start.
    athlete : ndarray
        Shape (n,): the athletes as numbers.
    rows : ndarray, optional
        Positions of the sessions that are asked for; all of them by default.

    Returns
    -------
    Series
        Shape (n,) or that of `rows`, text.
    """
    wanted = np.arange(len(full)) if rows is None else rows
    ids = full["session_id"].take(wanted).reset_index(drop=True)
    unnamed = ids.isna()
    if not unnamed.any():
        return ids
    made = _made(full["start"], athlete, wanted)
    return made if unnamed.all() else ids.fillna(made)


def refuse_doubled_ids(full: pd.DataFrame, athlete: np.ndarray) -> None:
    """Refuse one id twice for one athlete; sessions without an id are no doubles.

    Raises
    ------
    TableError
        Names the first doubled id.
    """
    given = np.flatnonzero(full["session_id"].notna())
    ids = pd.DataFrame({"athlete": athlete[given], "id": full["session_id"].take(given)})
    twins = given[ids.duplicated().to_numpy()]
    if len(twins):
        raise TableError(
            f"sessions: found session_id {full['session_id'].iloc[twins[0]]} of "
            f"{full['athlete'].iloc[twins[0]]} twice, expected each once; "
            f"leave out the doubled rows"
        )


def numbered_ids(ids: pd.Series[str], athlete: pd.Series[str]) -> pd.Series[str]:
    """Tell sessions of one id apart: the second of an athlete ends in -2, the third in -3.

    Parameters
    ----------
    ids, athlete : Series
        Shape (n,). Numbers that earlier calls put behind an id are taken off first.

    Returns
    -------
    Series
        Shape (n,), text; missing ids stay missing.
    """
    base = ids.str.replace(r"-\d+$", "", regex=True)
    number = base.groupby([athlete, base]).cumcount() + 1
    return base.where(~(number > 1), base + "-" + number.astype("str"))


def _made(start: pd.Series[pd.Timestamp], athlete: np.ndarray, rows: np.ndarray) -> pd.Series[str]:
    """Write the starts of some rows as ids; the second of those that start together ends in -2."""
    second = start.to_numpy().astype("datetime64[s]")
    fresh = (second[1:] != second[:-1]) | (athlete[1:] != athlete[:-1])
    place = np.arange(len(start))
    first = np.maximum.accumulate(np.where(np.r_[True, fresh][: len(start)], place, 0))
    twin, second = (place - first + 1)[rows], second[rows]
    day = second.astype("datetime64[D]")
    letters = np.empty((len(rows), 15), "U1")
    letters[:, :8] = _letters(day, [0, 1, 2, 3, 5, 6, 8, 9])
    letters[:, 8:] = _letters(second - day + np.datetime64(0, "s"), [10, 11, 12, 14, 15, 17, 18])
    made = letters.view("U15").ravel().astype(object)
    tied = twin > 1
    made[tied] = [f"{name}-{n}" for name, n in zip(made[tied], twin[tied], strict=True)]
    return pd.Series(made, dtype=TEXT)


def _letters(times: np.ndarray, places: list[int]) -> np.ndarray:
    """Letters at some places of ISO 8601 times, each different time written once."""
    codes, found = pd.factorize(times)
    words = np.datetime_as_string(found.astype("datetime64[s]")).astype("U19")
    letters: np.ndarray = words.view("U1").reshape(len(found), 19)[:, places][codes]
    return letters
