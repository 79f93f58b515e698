"""Whose a typed table is that names nobody."""

from __future__ import annotations

import pandas as pd

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
    """
    names = sessions["athlete"].unique()
    if len(names) != 1 or not (table["athlete"] == NOBODY).all():
        return table
    return table.assign(athlete=sessions["athlete"].iloc[0]).astype({"athlete": TEXT})
