"""Worked examples as a stranger types them: bare dates as text, no column more than it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from typed import day

from metatarsal_load.risk.assess import assess

Rows = Sequence[Mapping[str, object]]
MILE = 1.609344
REACH = {
    "T10": "ok note caution warning", "TSPK": "ok caution warning", "T7": "ok caution warning",
    "TBOTH": "ok caution warning", "TONE": "ok caution warning", "TTRIO": "ok warning",
    "TOFF": "ok caution warning", "TMIX": "ok note warning", "TVOL": "ok note",
    "TERR": "ok caution", "SURF1": "ok note caution", "SURF2": "ok note", "XT": "ok note",
    "CAD": "ok note caution", "OVER": "ok note", "DOWN": "ok caution", "LOAD": "ok",
    "SH7": "ok note caution warning", "SHUN": "ok note caution", "SHROT": "ok note caution",
    "SHMIN": "ok caution warning", "SHRACE": "ok caution",
    "RRDY": "ok note caution warning stop", "RWR": "ok note caution warning",
    "R2550": "ok note warning", "RNXT": "ok note caution warning",
    "RHILL": "ok note caution warning", "RSURF": "ok note caution",
    "RSLOW": "ok note caution warning", "R30": "ok note caution warning",
    "R32": "ok note caution", "RRST": "ok note caution warning stop", "RKEEP": "ok note warning",
    "PSCL": "ok caution stop", "PSHP": "ok stop", "PFADE": "ok caution warning",
    "PMOD": "ok caution warning", "PHOT": "ok caution", "DREST": "ok stop", "DSWL": "ok stop",
    "DNUM": "ok note stop", "DSTEP": "ok stop", "DTOE": "ok warning", "DDUR": "ok caution stop",
    "DWRS": "ok stop", "DWALK": "ok stop", "PIMP": "ok note", "MEDS": "ok caution",
    "ADL": "ok note", "SHFIT": "ok note",
}  # fmt: skip
"""Levels that RULES.md gives each rule, the lowered ones of a gap too; all can be unknown."""


@dataclass(frozen=True)
class Example:
    """What was done, the day of the season looked at, and the level to find there."""

    told: str
    when: int
    level: str
    runs: Rows
    diary: Rows = ()
    shoes: Rows = ()
    athlete: Mapping[str, object] = field(default_factory=dict)


def on(number: int, km: float | None = None, **more: object) -> dict[str, object]:
    """One session or diary entry of a day, as typed."""
    row: dict[str, object] = {"date": f"{day(number):%Y-%m-%d}"} | more
    return row if km is None else row | {"distance_km": km}


def weeks(kms: Sequence[float], days: Sequence[int] = (0, 2, 4, 6), **more: object) -> Rows:
    """Whole weeks of so many km, split evenly over some days."""
    return [
        on(7 * week + weekday, km / len(days), **more)
        for week, km in enumerate(kms)
        for weekday in days
        if km > 0
    ]


def entries(days: Sequence[int], pain: float = 0.0, **more: object) -> Rows:
    """The same diary entry on several days."""
    return [on(number, pain=pain, **more) for number in days]


def _table(rows: Mapping[str, Rows]) -> pd.DataFrame | None:
    every = [dict(row) | {"athlete": name} for name, own in rows.items() for row in own]
    return pd.DataFrame(every) if every else None


def levels_found(examples: Mapping[str, Sequence[Example]]) -> dict[str, list[str]]:
    """Level of each rule on the day of each of its examples, all side by side in one table."""
    named = {
        f"{rule} {place:02}": one for rule, own in examples.items() for place, one in enumerate(own)
    }
    sessions = _table({name: one.runs for name, one in named.items()})
    assert sessions is not None
    found = assess(
        sessions.rename(columns={"date": "start"}),
        diary=_table({name: one.diary for name, one in named.items()}),
        shoes=_table({name: one.shoes for name, one in named.items()}),
        athletes=_table({name: [one.athlete] for name, one in named.items() if one.athlete}),
        include_ok=True,
    )
    rows = found[found["athlete"].str.split().str[0] == found["rule"].astype("str")]
    by_name = dict(iter(rows.groupby("athlete")))
    said: dict[str, list[str]] = {rule: [] for rule in examples}
    for name, one in named.items():
        own = by_name.get(name, rows[:0])
        own = own[(own["start"] <= day(one.when)) & (own["end"] >= day(one.when))]
        said[name.split()[0]].append("+".join(own["level"].astype(str)) or "none")
    return said
