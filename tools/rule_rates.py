"""Count what the rules say of healthy seasons, and write the table to docs/rule_rates.md."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "risk"))

from seasons import healthy_seasons  # noqa: E402 - the generator is part of the tests

from metatarsal_load.risk.alerts import alerts  # noqa: E402
from metatarsal_load.risk.assess import assess  # noqa: E402
from metatarsal_load.risk.rules import RULES  # noqa: E402

COUNT, WEEKS = 100, 40
MONTH_DAYS = 30.4375
LEVELS = ["note", "caution", "warning", "stop"]
HEAD = """# How often each rule speaks

Written by `tools/rule_rates.py`; do not edit by hand.

{count} simulated seasons of healthy runners, {weeks} weeks each (`tests/risk/seasons.py`): three
weeks of slow building and one of recovery, a long run, a faster session, cross-training, missed
runs, a cold now and then, each weekday on its habitual ground. Nobody is injured, so every row
here is a false alarm or a remark. The figures are findings per runner and month; rules that are not
listed said nothing, or lacked the diary that nobody keeps here.

"""


def rates(*, habit: float = 0.88) -> tuple[pd.DataFrame, dict[str, float]]:
    """Findings per runner and month by rule and level, and alerts by their lowest level."""
    sessions, shoes = healthy_seasons(COUNT, weeks=WEEKS, habit=habit)
    found = assess(sessions, shoes=shoes)
    months = COUNT * WEEKS * 7 / MONTH_DAYS
    marked = found[found["level"] >= "note"]
    table = pd.crosstab(marked["rule"], marked["level"].astype(str)).reindex(
        columns=LEVELS, fill_value=0
    )
    order = [rule.id for rule in RULES if rule.id in table.index]
    shown = {least: len(alerts(found, least=least)) / months for least in ("caution", "warning")}
    return table.loc[order] / months, shown


def page() -> str:
    """Lay the rates out as a page."""
    table, shown = rates()
    _, drawn = rates(habit=0.0)
    titles = {rule.id: rule.title for rule in RULES}
    lines = [
        "| rule | | note | caution | warning | stop |",
        "|---|---|---|---|---|---|",
        *(
            f"| {rule} | {titles[rule]} | " + " | ".join(f"{rate:.2f}" for rate in row) + " |"
            for rule, row in zip(table.index, table.to_numpy(), strict=True)
        ),
        "",
        f"Findings of caution or above: {table[LEVELS[1:]].to_numpy().sum():.2f} a month. What is "
        f"shown, one alert a week: **{shown['caution']:.2f} alerts a month**, "
        f"{shown['warning']:.2f} of them warnings.",
        "",
        f"Where the ground of every run is drawn anew instead of being a habit, it is "
        f"{drawn['caution']:.2f} alerts a month: the change of surface (TERR) speaks each time the "
        "long run leaves the pavement.",
    ]
    return HEAD.format(count=COUNT, weeks=WEEKS) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "rule_rates.md").write_text(page(), encoding="utf-8")
