"""The plain functions behind the training risk factors: a table in, findings out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from metatarsal_load.risk.assess import judge, judge_facts
from metatarsal_load.risk.rules import RULES, rule_of
from metatarsal_load.risk.thresholds import Changes, resolve
from metatarsal_load.risk.weekfacts import complete_weeks, facts_of_weeks


def mileage_spikes(
    weeks: pd.DataFrame,
    *,
    thresholds: Changes | str | Path | None = None,
    units: str = "metric",
    include_ok: bool = False,
) -> pd.DataFrame:
    """Weeks that grew by more than 10 % or a mile (rule T10).

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`, or typed: ``week`` (first day) and ``distance_km`` [km] are enough.
    thresholds, units, include_ok
        As for `assess`.

    Returns
    -------
    DataFrame
        Findings, as `assess` returns them. A table of weeks knows no comeback and no symptoms:
        `assess` does, and leaves the weeks after a layoff to the comeback rules.

    Raises
    ------
    TableError
        A column is missing or a cell cannot be read.

    References
    ----------
    - Buist 2008, AJSM 36:33, doi 10.1177/0363546507307505: no effect of the 10 % rule.
    - Nielsen 2014, JOSPT 44(10):739, doi 10.2519/jospt.2014.5164.

    Examples
    --------
    >>> import pandas as pd
    >>> first_days = pd.date_range("2026-01-05", periods=5, freq="7D")
    >>> weeks = pd.DataFrame({"week": first_days, "distance_km": [20, 20, 20, 20, 22.1]})
    >>> mileage_spikes(weeks)["level"].tolist()
    ['unknown', 'caution']
    """
    return _judge_weeks("T10", weeks, thresholds, units, include_ok=include_ok)


def stacked_stressors(
    weeks: pd.DataFrame,
    *,
    thresholds: Changes | str | Path | None = None,
    units: str = "metric",
    include_ok: bool = False,
) -> pd.DataFrame:
    """Weeks with two or more new stressors at once (rule TONE).

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`, or typed: ``week``, ``distance_km`` [km], and of ``longest_run_km``,
        ``runs``, ``hard_min``, ``ascent_m``, ``descent_m``, ``shoes`` and the shares of surfaces
        what is there; stressors whose columns are not are named in ``reason``.
    thresholds, units, include_ok
        As for `assess`.

    Returns
    -------
    DataFrame
        Findings. The longest run is compared with those of the four weeks before, as a table of
        weeks knows no days; shoes are compared by name.

    Raises
    ------
    TableError
        A column is missing or a cell cannot be read.

    References
    ----------
    - Ramskov 2018, BMJ Open Sport Exerc Med, doi 10.1136/bmjsem-2017-000333.
    """
    return _judge_weeks("TONE", weeks, thresholds, units, include_ok=include_ok)


def session_spikes(
    sessions: pd.DataFrame,
    *,
    thresholds: Changes | str | Path | None = None,
    units: str = "metric",
    include_ok: bool = False,
) -> pd.DataFrame:
    """Find runs more than 10 % longer than the longest of the 30 days before (rule TSPK).

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed: ``start`` and ``distance_km`` [km] are enough.
    thresholds, units, include_ok
        As for `assess`.

    Returns
    -------
    DataFrame
        Findings, as `assess` returns them.

    Raises
    ------
    TableError
        As `assess`.

    References
    ----------
    - Schuster Brandt Frandsen 2025, BJSM 59(17):1203, doi 10.1136/bjsports-2024-109380.
    """
    return judge(
        [rule_of("TSPK")], sessions, thresholds=thresholds, units=units, include_ok=include_ok
    )


def low_cadence(
    sessions: pd.DataFrame,
    *,
    thresholds: Changes | str | Path | None = None,
    units: str = "metric",
    include_ok: bool = False,
) -> pd.DataFrame:
    """Stretches of days with a low cadence in level, easy running (rule CAD).

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed: ``start``, ``distance_km`` [km] and ``cadence_spm``
        [steps/min, both feet]; with ``duration_min`` or ``speed_mps`` the speed counts too.
    thresholds, units, include_ok
        As for `assess`.

    Returns
    -------
    DataFrame
        Findings, as `assess` returns them.

    Raises
    ------
    TableError
        As `assess`.

    References
    ----------
    - Wellenkotter 2014, Int J Sports Med, doi 10.1055/s-0033-1363236.
    - Kliethermes 2021, BJSM, doi 10.1136/bjsports-2020-103833.
    - Luedke & Rauh 2021, Front Sports Act Living, doi 10.3389/fspor.2021.628348.
    """
    return judge(
        [rule_of("CAD")], sessions, thresholds=thresholds, units=units, include_ok=include_ok
    )


def worn_shoes(
    sessions: pd.DataFrame,
    shoes: pd.DataFrame | None = None,
    *,
    thresholds: Changes | str | Path | None = None,
    units: str = "metric",
    include_ok: bool = False,
) -> pd.DataFrame:
    """Stretches of days in which a pair in use had run far (rule SH7).

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed: ``start``, ``distance_km`` [km] and ``shoe``.
    shoes : DataFrame, optional
        ``shoe``, ``initial_km`` (before the log) and ``limit_km`` (the pair's own limit) [km].
    thresholds, units, include_ok
        As for `assess`.

    Returns
    -------
    DataFrame
        Findings, as `assess` returns them, with the pair in ``shoe``.

    Raises
    ------
    TableError
        As `assess`.

    References
    ----------
    - Footwear Sci 2010: midsoles age; no study links a mileage to metatarsalgia.
    - Malisoux 2015, Scand J Med Sci Sports, doi 10.1111/sms.12154: rotation.
    """
    return judge(
        [rule_of("SH7")],
        sessions,
        shoes=shoes,
        thresholds=thresholds,
        units=units,
        include_ok=include_ok,
    )


def _judge_weeks(
    name: str,
    weeks: pd.DataFrame,
    thresholds: Changes | str | Path | None,
    units: str,
    *,
    include_ok: bool,
) -> pd.DataFrame:
    """Judge a rule that needs no more than a table of weeks."""
    full = complete_weeks(weeks)
    names = np.unique(full["athlete"].to_numpy(object))
    facts = facts_of_weeks(full, names, resolve(RULES, thresholds, names))
    # What a rule needs of the runs, the weeks hold.
    rule = replace(rule_of(name), needs=())
    return judge_facts([rule], [facts], units=units, include_ok=include_ok)
