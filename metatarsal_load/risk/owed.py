"""What the week still asks for, and what may still be new in it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.ahead import Ahead
from metatarsal_load.risk.facts import RETURN, STATES
from metatarsal_load.risk.grading import OK, UNKNOWN
from metatarsal_load.risk.measures.crosstraining import cross_training
from metatarsal_load.risk.measures.stressors import STRESSORS, stressors
from metatarsal_load.risk.measures.surfaces import soft_sessions


def state_today(ahead: Ahead) -> pd.DataFrame:
    """State in which a run today would be judged.

    Returns
    -------
    DataFrame
        One row an athlete: ``state`` (``rest`` where that run would be the first one back),
        ``usual_km`` (U of the layoff it comes back from), ``none`` (NaN) and ``reason`` ("").
    """
    begun = ahead.begun
    state = np.array(STATES, object)[begun.state_at(ahead.a, ahead.today)]
    back = begun.episodes[(begun.episodes["back"] <= ahead.day).to_numpy()]
    last = back.drop_duplicates("a", keep="last").set_index("a").reindex(ahead.a)
    first = (last["back"] == ahead.day).to_numpy() & (state == STATES[RETURN])
    return pd.DataFrame(
        {"state": np.where(first, "rest", state), "usual_km": last["usual_km"].to_numpy(float),
         "none": np.nan, "reason": ""}
    )  # fmt: skip


def stressors_free(ahead: Ahead) -> pd.DataFrame:
    """How many stressors may still be new this week before TONE marks it.

    Returns
    -------
    DataFrame
        One row an athlete: ``free`` (none until the gate of a return), ``new`` (names of those
        that are, a list), ``old`` (of those that are not), ``back`` (in a return), ``reason``
        (names of those that cannot be judged).
    """
    risen = stressors(ahead.rested)
    table = np.stack([values[ahead.week] for values in risen.values()])
    two = ahead.rested.limit("TONE", "two", ahead.a)
    names = np.array(list(STRESSORS), object)
    lists = {
        word: [names[column].tolist() for column in flags.T]
        for word, flags in (("new", table == 1), ("old", table == 0), ("lost", np.isnan(table)))
    }
    back = ahead.begun.state_at(ahead.a, ahead.today) == RETURN
    free = np.where(back, 0.0, np.maximum(two - 1 - (table == 1).sum(axis=0), 0.0))
    none = (table == 1).sum(axis=0) + (table == 0).sum(axis=0) == 0
    reason = [f"not judged: {', '.join(lost)}" if lost else "" for lost in lists["lost"]]
    return pd.DataFrame(
        {"free": np.where(none, np.nan, free), "new": lists["new"], "old": lists["old"],
         "back": back, "reason": reason}
    )  # fmt: skip


def soft_owed(ahead: Ahead) -> pd.DataFrame:
    """Soft sessions that SURF1 misses this week.

    Returns
    -------
    DataFrame
        One row an athlete: ``owed``, NaN where a run is on unknown ground, with the ``reason``.
    """
    rows = soft_sessions(ahead.rested)
    here = ((rows["start"] <= ahead.day) & (rows["end"] >= ahead.day)).to_numpy()
    own = rows[here].drop_duplicates("a").set_index("a").reindex(ahead.a)
    level = own["level"].to_numpy(float)
    owed = np.where(level == OK, 0.0, np.where(level == UNKNOWN, np.nan, 1.0))
    reason = np.where(level == UNKNOWN, own["reason"].astype(object), "")
    return pd.DataFrame({"owed": owed, "reason": reason})


def cross_training_owed(ahead: Ahead) -> pd.DataFrame:
    """Days of cross-training that XT's aim still misses this week.

    Returns
    -------
    DataFrame
        One row an athlete: ``owed`` [d], NaN where the log holds runs only, with the ``reason``.
    """
    rested = ahead.rested
    rows = cross_training(rested)
    here = ((rows["start"] <= ahead.day) & (rows["end"] >= ahead.day)).to_numpy()
    own = rows[here].drop_duplicates("a").set_index("a").reindex(ahead.a)
    done = rested.week["cross_training_days"][ahead.week]
    owed = np.maximum(rested.limit("XT", "days", ahead.a) - done, 0.0)
    lost = (own["level"] == UNKNOWN).to_numpy() & (done == 0)
    reason = np.where(lost, own["reason"].astype(object), "")
    return pd.DataFrame({"owed": np.where(lost, np.nan, owed), "reason": reason})
