"""What is shown beside the findings and never judged: self-care (CARE) and profile (PROF)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.symptoms import SYMPTOM_DAYS
from metatarsal_load.risk.words import listing
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.typed import complete_athletes, complete_diary

CARE = ("ice", "stretch", "rehab", "pad")
PROFILE = {
    "arch": {"high": "high arches", "low": "low arches"},
    "pronation": {"over": "overpronation", "under": "underpronation"},
}
SHAPES = ("bunion", "hammertoe", "callus", "tight_calves")


def self_care(diary: pd.DataFrame) -> pd.DataFrame:
    """Count the days with each kind of self-care in the 7 days up to each symptomatic entry.

    Parameters
    ----------
    diary : DataFrame
        Symptom diary of `metatarsal_load.schema.DIARY`: ``date``, ``pain`` and any of ``ice``,
        ``stretch``, ``rehab``, ``pad``.

    Returns
    -------
    DataFrame
        Index (``athlete``, ``date``): the entries with forefoot pain above 0 on the day or in
        the 7 days before. ``ice_days``, ``stretch_days``, ``rehab_days``, ``pad_days`` [d of 7]:
        NaN where no entry of the 7 days tells. A figure for reading, without a level; one trial
        found no fall in forefoot pressure with metatarsal pads.

    Raises
    ------
    TableError
        As `metatarsal_load.tables.typed.complete_diary`.

    References
    ----------
    - Liem 2013, Curr Sports Med Rep, doi 10.1249/JSR.0b013e3182913cbe (expert opinion).
    - Vincent 2017, Curr Sports Med Rep, doi 10.1249/JSR.0000000000000362 (expert opinion).
    """
    full = complete_diary(diary)
    pain = full[["pain", "pain_during", "pain_morning"]].max(axis=1)
    table = full[["athlete", "date", *CARE]].assign(sore=(pain > 0).astype(float))
    by_day = table.set_index("date").groupby("athlete")
    seven = by_day[list(CARE)].rolling("7D", min_periods=1).sum()
    sore = by_day["sore"].rolling(f"{SYMPTOM_DAYS + 1}D").sum() > 0
    return seven[sore].rename(columns={name: f"{name}_days" for name in CARE})


def profile(athletes: pd.DataFrame) -> pd.Series[str]:
    """Say what of an athlete's profile shifts load to the forefoot.

    Parameters
    ----------
    athletes : DataFrame
        Table of `metatarsal_load.schema.ATHLETES`.

    Returns
    -------
    Series
        Index ``athlete``: a line such as ``high arches, bunion and tight calves``; "" where the
        table names nothing. Context for a coach, never scored.

    Raises
    ------
    TableError
        As `metatarsal_load.tables.typed.complete_athletes`.
    """
    full = complete_athletes(athletes)
    named = [
        [words[word] for column, words in PROFILE.items() if (word := row[column]) in words]
        + [name.replace("_", " ") for name in SHAPES if row[name] == 1]
        for row in full.replace({np.nan: None}).to_dict("records")
    ]
    lines = [listing([str(word) for word in words]) for words in named]
    return pd.Series(lines, index=pd.Index(full["athlete"], name="athlete"), dtype=TEXT)
