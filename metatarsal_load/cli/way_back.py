"""A comeback plan as the screen shows it, and as a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from metatarsal_load.cli.screen import say, show_table
from metatarsal_load.errors import TableError
from metatarsal_load.risk.comeback_days import BACK_OFF
from metatarsal_load.risk.comeback_files import plan_to_csv, plan_to_ics
from metatarsal_load.risk.words import day
from metatarsal_load.tables.coverage import day_numbers

WRITERS = {".ics": plan_to_ics, ".csv": plan_to_csv}
SHOWN = 20
"""Days of a plan that the screen shows."""


def check_output(output: Path | None) -> None:
    """Refuse a kind of file that no plan is written to, before anything is read."""
    if output is not None and output.suffix.lower() not in WRITERS:
        raise TableError(f"--output: found {output}, expected a name that ends in .csv or .ics")


def write_plan(plan: pd.DataFrame, output: Path) -> None:
    """Write a plan as the name of the file asks."""
    WRITERS[output.suffix.lower()](plan, output)
    say(f"wrote {len(plan)} days to {output}")


def show_plan(plan: pd.DataFrame) -> None:
    """Show the first days, what to do where it hurts, and when the gate and the end are due."""
    several = len(plan["athlete"].unique()) > 1
    shown = ["date", *(["athlete"] if several else []), "activity", "text"]
    days = [day(number) for number in day_numbers(plan["date"]).tolist()]
    for name, own in plan.assign(date=days).groupby("athlete", sort=False):
        show_table(own.head(SHOWN), shown, f"The way back of {name}" if several else "The way back")
        if (own["activity"] == "stop").any():
            continue
        gate = own[own["kind"] == "gate"]
        due = f" the four runs of 30 min begin on {gate['date'].iloc[0]};" if len(gate) else ""
        say(
            f"{len(own)} days in {own['week'].max()} weeks:{due} the last day is "
            f"{own['date'].iloc[-1]}"
        )
    say(BACK_OFF)
    say("--output comeback.csv or comeback.ics writes all of it")
