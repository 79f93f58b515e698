"""The tables of some athletes, made ready to be judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.risk.grid import Flags, Floats, Grid, Ints

Figure = TypeVar("Figure")

HEALTHY, SYMPTOMATIC, REST, RETURN, RAMP = range(5)
STATES = ("healthy", "symptomatic", "rest", "return", "ramp")

NO_EPISODES = pd.DataFrame(
    {
        "a": np.empty(0, np.int64),
        "injury": np.empty(0, bool),
        "onset": np.empty(0, np.int64),
        "back": np.empty(0, np.int64),
        "usual_km": np.empty(0, float),
        "gate": np.empty(0, float),
        "ramp_end": np.empty(0, float),
    }
)


@dataclass(frozen=True)
class Facts:
    """What the measures look at. Athletes are codes 0..n-1, days are days since 1970-01-01.

    Attributes
    ----------
    names : numpy.ndarray
        Athlete name by code.
    sessions : pandas.DataFrame
        Complete sessions with ``a`` (athlete code) and ``day``; sorted by athlete and start.
    runs : pandas.DataFrame
        The running sessions among them, same columns, RangeIndex.
    days, weeks : Grid
        Every covered day; every week of the coverage.
    week : Mapping of str to numpy.ndarray
        Columns of `metatarsal_load.weekly`, one value per row of `weeks`.
    shoes, diary, athletes : pandas.DataFrame
        Complete tables with ``a``; the diary with ``day``, sorted by athlete and day.
    limits : Mapping of str to Mapping
        Threshold by rule id and name: a float, or an array by athlete code.
    state : numpy.ndarray
        State of each row of `days`: HEALTHY, SYMPTOMATIC, REST, RETURN or RAMP.
    episodes : pandas.DataFrame
        One row a layoff: ``a``, ``injury`` (else a gap), ``onset`` and ``back`` (first run
        back) [days], ``usual_km`` (U), ``gate`` (R30 passed, or return over) and ``ramp_end``
        [days, NaN while it lasts].
    """

    names: npt.NDArray[np.object_]
    sessions: pd.DataFrame
    runs: pd.DataFrame
    days: Grid
    weeks: Grid
    week: Mapping[str, Floats]
    shoes: pd.DataFrame
    diary: pd.DataFrame
    athletes: pd.DataFrame
    limits: Mapping[str, Mapping[str, float | Floats]]
    state: npt.NDArray[np.int8] = field(default_factory=lambda: np.empty(0, np.int8))
    episodes: pd.DataFrame = field(default_factory=lambda: NO_EPISODES)

    _kept: dict[object, object] = field(default_factory=dict, init=False, compare=False)

    def once(self, figure: Callable[[Facts], Figure]) -> Figure:
        """Value of a pure function of the facts; kept, as several rules ask for it."""
        if figure not in self._kept:
            self._kept[figure] = figure(self)
        return cast("Figure", self._kept[figure])

    def limit(self, rule: str, name: str, a: Ints) -> Floats:
        """Threshold for each of some athletes, shape of `a`."""
        value = self.limits[rule][name]
        return np.full(len(a), value) if isinstance(value, float | int) else value[a]

    def numbers(self, table: str, column: str) -> Floats:
        """Copy one numeric column of ``sessions``, ``runs``, ``diary`` or ``shoes``."""
        frame: pd.DataFrame = getattr(self, table)
        return frame[column].to_numpy(dtype=float, na_value=np.nan)

    def has(self, need: str) -> Flags:
        """Whether each athlete has any value of a column; shape (athletes,).

        `need` is ``table.column``, or several of one table with ``|`` between them.
        """
        if need not in self._kept:
            self._kept[need] = self._has(need)
        return cast("Flags", self._kept[need])

    def _has(self, need: str) -> Flags:
        """Look for the values that `has` asks for."""
        table, columns = need.split(".")
        frame: pd.DataFrame = getattr(self, table)
        known = np.zeros(len(frame), bool)
        for column in columns.split("|"):
            if column in frame:
                known |= _known(frame[column])
        return np.bincount(frame["a"].to_numpy()[known], minlength=len(self.names)) > 0

    def state_at(self, a: Ints, day: Ints) -> npt.NDArray[np.int8]:
        """State of athletes on days; healthy where the day is not covered."""
        row = self.days.row(a, day)
        return np.where(row >= 0, self.state[np.maximum(row, 0)], HEALTHY).astype(np.int8)

    @property
    def week_end(self) -> Ints:
        """Last day of each week row."""
        return self.weeks.day + 6


def _known(values: pd.Series[str]) -> Flags:
    """Whether each value is known; the word ``unknown`` is not."""
    known: Flags = values.notna().to_numpy()
    if isinstance(values.dtype, pd.CategoricalDtype) and known.any():
        known = known & (values != "unknown").to_numpy()
    return known
