"""What matters now: the alerts of the last two weeks, and what was alerted before and lasts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.show.ledger import Ledger
from metatarsal_load.show.levels import LOUD, NOW_DAYS, first_sentence, recent


def matters(own: Ledger) -> pd.DataFrame:
    """Find what matters now, the worst first, and of one level symptoms and news first.

    Columns ``level``, ``message`` and ``advice`` (a sentence each), ``felt`` (a symptom) and
    ``news`` (alerted in the last two weeks).
    """
    columns = ["level", "message", "advice"]
    alerted = alerts_between(own, 0, NOW_DAYS)
    loud = recent(own.findings[own.findings["level"].isin(LOUD)], own.last_day)
    told = pd.concat(
        [
            alerted[columns].assign(felt=alerted["kind"] == "symptoms", news=True),
            loud[columns].assign(felt=False, news=False),
        ],
        ignore_index=True,
    )
    place = np.append(alerted["week"].to_numpy(), loud["end"].to_numpy())
    order = ["level", "felt", "news", "place"]
    ranked = told.assign(place=place).sort_values(order, ascending=False, kind="stable")
    return ranked.assign(
        message=[first_sentence(str(words)) for words in ranked["message"]],
        advice=[first_sentence(str(words)) for words in ranked["advice"]],
    )


def alerts_between(own: Ledger, ago: int, days: int) -> pd.DataFrame:
    """Alerts of the weeks that touch some days, which end so many days before the last."""
    end = own.last_day - pd.Timedelta(days=ago)
    week = own.alerts["week"]
    return own.alerts[(week > end - pd.Timedelta(days=days + 6)) & (week <= end)]


def ran(own: Ledger) -> bool:
    """Whether the log holds a run."""
    return bool((own.sessions["sport"] == "running").any())


def fresh(own: Ledger) -> bool:
    """Whether the last two weeks hold a session: without one nothing can be called good."""
    last = own.sessions["date"].max()
    return bool(last > own.last_day - pd.Timedelta(days=NOW_DAYS))
