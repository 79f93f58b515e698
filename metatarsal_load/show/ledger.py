"""Everything a page or roster tells from, worked out once for all athletes and cut by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from metatarsal_load.risk.alerts import alerts
from metatarsal_load.risk.assess import assess, judge
from metatarsal_load.risk.gather import Day
from metatarsal_load.risk.outlook import outlook
from metatarsal_load.risk.rules import RULES, default
from metatarsal_load.risk.thresholds import Changes
from metatarsal_load.risk.words import Units, check_units
from metatarsal_load.show.levels import MARKED, MILEAGE_RULES, STACKED_RULES
from metatarsal_load.show.week_table import week_table
from metatarsal_load.tables.coverage import as_day
from metatarsal_load.tables.shoes import shoe_wear
from metatarsal_load.tables.typed import complete_athletes, complete_diary, complete_sessions

GUIDE_LIMIT_KM = default("SH7", "limit_km")
SHOE_RULES = ("SH7", "SHUN", "SHROT", "SHMIN", "SHRACE", "SHFIT")


@dataclass(frozen=True)
class Ledger:
    """Complete tables of some athletes, each with a column or index level ``athlete``.

    Attributes
    ----------
    sessions, diary, findings : pandas.DataFrame
        Completed; the diary has no rows where there is none.
    alerts, weeks, wear, outlook : pandas.DataFrame
        One alert a week; the weeks of `week_table`; pairs with limit and level; the coming week.
    last_day : pandas.Timestamp
        Last day that is known of.
    units : str
        ``metric`` or ``imperial``.
    thresholds : mapping, path or None
        Changes of the rules' thresholds, as given.
    """

    sessions: pd.DataFrame
    diary: pd.DataFrame
    findings: pd.DataFrame
    alerts: pd.DataFrame
    weeks: pd.DataFrame
    wear: pd.DataFrame
    outlook: pd.DataFrame
    last_day: pd.Timestamp
    units: Units
    thresholds: Changes | str | Path | None

    @property
    def names(self) -> list[str]:
        """Everyone who has a session, an entry or a finding."""
        tables = (self.sessions, self.diary, self.findings)
        return sorted({str(name) for table in tables for name in table["athlete"].unique()})

    def of(self, name: str, last_day: pd.Timestamp | None = None) -> Ledger:
        """Cut out one athlete; the last day is the athlete's own unless it is given."""
        tables = ("sessions", "diary", "findings", "alerts", "wear", "outlook")
        whose = self.weeks.index.get_level_values("athlete") == name
        own = replace(
            self,
            weeks=self.weeks[whose].droplevel("athlete"),
            **{key: (table := getattr(self, key))[table["athlete"] == name] for key in tables},
        )
        known = [table["date"].max() for table in (own.sessions, own.diary) if len(table)]
        return replace(own, last_day=last_day or max(known, default=self.last_day))


def open_ledger(
    sessions: pd.DataFrame,
    findings: pd.DataFrame | None,
    *,
    shoes: pd.DataFrame | None,
    diary: pd.DataFrame | None,
    athletes: pd.DataFrame | None,
    thresholds: Changes | str | Path | None,
    today: Day,
    units: str,
) -> Ledger:
    """Work out what the pages tell; one call of each rule serves all athletes."""
    said_in, full = check_units(units), complete_sessions(sessions)
    notes = complete_diary(pd.DataFrame({"date": [], "pain": []}) if diary is None else diary)
    if findings is None:
        findings = assess(
            full, shoes=shoes, diary=notes, athletes=athletes, thresholds=thresholds,
            today=today, units=units,
        )  # fmt: skip
    starts = _week_starts(athletes)
    of_load = findings[findings["rule"].isin((*MILEAGE_RULES, *STACKED_RULES))]
    limits = judge(
        [rule for rule in RULES if rule.id in ("T10", "TSPK")], full, diary=notes,
        athletes=athletes, thresholds=thresholds, today=today, include_ok=True,
    )  # fmt: skip
    days = [table["date"].max() for table in (full, notes) if len(table)]
    return Ledger(
        sessions=full,
        diary=notes,
        findings=findings,
        alerts=alerts(findings, week_start=starts),
        weeks=week_table(full, notes, alerts(of_load, week_start=starts), limits, starts, today),
        wear=_wear(full, shoes, findings),
        outlook=_ahead(full, shoes, notes, athletes, thresholds, today, said_in),
        last_day=as_day(today) if today is not None else max(days, default=pd.Timestamp.now()),
        units=said_in,
        thresholds=thresholds,
    )


def _ahead(
    full: pd.DataFrame,
    shoes: pd.DataFrame | None,
    notes: pd.DataFrame,
    athletes: pd.DataFrame | None,
    thresholds: Changes | str | Path | None,
    today: Day,
    units: Units,
) -> pd.DataFrame:
    """Look at the coming week; no rows where there is no session to look on from."""
    past = full if today is None else full[full["date"] <= as_day(today)]
    if len(past) == 0:
        return pd.DataFrame({"athlete": [], "item": [], "text": []})
    return outlook(
        past, shoes=shoes, diary=notes, athletes=athletes, thresholds=thresholds, today=today,
        units=units,
    )  # fmt: skip


def _week_starts(athletes: pd.DataFrame | None) -> dict[str, str]:
    """First day of the week of each athlete whose profile names one."""
    if athletes is None:
        return {}
    named = complete_athletes(athletes).dropna(subset="week_start")
    return dict(zip(named["athlete"], named["week_start"], strict=True))


def _wear(full: pd.DataFrame, shoes: pd.DataFrame | None, findings: pd.DataFrame) -> pd.DataFrame:
    """Pairs worn in the last 90 days of each log, most worn first, with their level."""
    wear = shoe_wear(full, shoes)
    limit = wear["limit_km"].fillna(GUIDE_LIMIT_KM)
    own = findings[findings["rule"].isin(SHOE_RULES) & findings["level"].isin(MARKED)]
    latest = own.dropna(subset="shoe").sort_values("end").drop_duplicates(
        ["athlete", "shoe"], keep="last"
    )  # fmt: skip
    levels = {
        (athlete, shoe): str(level)
        for athlete, shoe, level in zip(
            latest["athlete"], latest["shoe"], latest["level"], strict=True
        )
    }
    pairs = zip(wear["athlete"], wear["shoe"], strict=True)
    wear = wear.assign(
        limit_km=limit,
        share_of_limit=wear["distance_km"] / limit,
        level=[levels.get(pair, "") for pair in pairs],
    )
    last = full.groupby("athlete")["date"].max().reindex(wear["athlete"]).to_numpy()
    worn: pd.DataFrame = wear[wear["last_run"] > last - pd.Timedelta(days=90)]
    return worn.sort_values("share_of_limit", ascending=False)
