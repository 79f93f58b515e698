"""Whose a typed table is that names nobody."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.typed import NOBODY


def owned(table: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Give a table that names nobody to the one athlete of the sessions, if it is one.

    Parameters
    ----------
    table : DataFrame
        Complete diary or shoe table; ``athlete`` is "me" where nobody is named.
    sessions : DataFrame
        Complete sessions.

    Returns
    -------
    DataFrame
        The table itself, or a copy with another ``athlete``.

    Raises
    ------
    TableError
        Rows that name nobody, where they may be several athletes'.
    """
    names = sessions["athlete"].unique()
    nobodys = (table["athlete"] == NOBODY).to_numpy()
    if len(names) == 1 and nobodys.all():
        return table.assign(athlete=names[0]).astype({"athlete": TEXT})
    refuse_nobodys(table, names)
    return table


def refuse_nobodys(table: pd.DataFrame, names: Collection[str]) -> None:
    """Refuse a diary or shoe table with rows that name nobody, where nobody runs as "me".

    Raises
    ------
    TableError
        Says how many rows, and what to add.
    """
    nobodys = int((table["athlete"] == NOBODY).sum())
    if nobodys and len(names) and NOBODY not in names:
        kind, whose = ("shoes", "pair") if "shoe" in table else ("diary", "entry")
        told = ", ".join(sorted(names)[:3]) + (", ..." if len(names) > 3 else "")
        raise TableError(
            f"{kind}: found {nobodys} of {len(table)} rows that name no athlete, expected a column "
            f"athlete that says whose each {whose} is; the sessions are of {told}"
        )
