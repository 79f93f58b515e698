"""Facts for looking ahead: the days to come as rest, and as if a run were begun today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.gather import Book, chunks, gather
from metatarsal_load.risk.grid import Ints
from metatarsal_load.risk.thresholds import Limits
from metatarsal_load.tables.typed import complete_sessions

TODAYS_RUN = "the run of today"
_NOTHING = (
    "duration_min", "moving_min", "running_min", "ascent_m", "descent_m", "downhill_km", "steep_m",
    "steep_down_m", "easy_min", "moderate_min", "hard_min",
)  # fmt: skip


@dataclass(frozen=True)
class Ahead:
    """Some athletes on the day they look ahead from.

    Attributes
    ----------
    day : int
        That day [days since 1970-01-01]; a run on it is still to come.
    rested : Facts
        The history, with the seven days from `day` on as rest days.
    begun : Facts
        The same with a run of no length today: its state is that in which a run would be judged.
    week : numpy.ndarray
        Row of the weeks, for each athlete, that holds `day`.
    run : numpy.ndarray
        Position of today's run among the runs of `begun`, for each athlete.
    """

    day: int
    rested: Facts
    begun: Facts
    week: Ints
    run: Ints

    @property
    def a(self) -> Ints:
        """Code of each athlete."""
        return np.arange(len(self.rested.names))

    @property
    def today(self) -> Ints:
        """`day`, once for each athlete."""
        return np.full(len(self.rested.names), self.day, np.int64)

    @property
    def days_left(self) -> Ints:
        """Days of the week from `day` on, for each athlete: 1 on its last day."""
        return np.asarray(self.rested.weeks.day[self.week] + 7 - self.day)


def look_ahead(book: Book, limits: Limits, day: int) -> Iterator[Ahead]:
    """Make both kinds of facts for chunks of athletes that all have a session by the day."""
    later = pd.Timestamp(np.datetime64(day + 6, "D").astype("datetime64[us]"))
    rest = replace(book, today=later)
    run = replace(rest, sessions=_with_run(book, day))
    for part in chunks(book):
        rested, begun = gather(rest, part, limits), gather(run, part, limits)
        a = np.arange(len(rested.names))
        yield Ahead(
            day=day,
            rested=rested,
            begun=begun,
            week=rested.weeks.row(a, np.full(len(a), day, np.int64)),
            run=np.flatnonzero((begun.runs["session_id"] == TODAYS_RUN).to_numpy()),
        )


def _with_run(book: Book, day: int) -> pd.DataFrame:
    """Add for each athlete a run of no length at the end of the day, never merged with others."""
    midnight = np.datetime64(day, "D").astype("datetime64[us]")
    runs = complete_sessions(
        pd.DataFrame(
            {"athlete": book.names, "start": midnight, "distance_km": 0.0,
             "session_id": TODAYS_RUN} | dict.fromkeys(_NOTHING, 0.0)
        )
    )  # fmt: skip
    runs["start"] += pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    runs = runs.assign(a=np.arange(len(runs)), has_clock=False)
    both = pd.concat([book.sessions, runs], ignore_index=True)
    order = np.lexsort((both["start"].to_numpy(), both["a"].to_numpy()))
    return both.take(order).reset_index(drop=True)
