"""The steps the commands are made of: read, judge, deliver, and the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
import typer

from metatarsal_load.cli.load import Tables, load, nothing_readable
from metatarsal_load.cli.options import limits_asked
from metatarsal_load.cli.screen import say, show_table, show_text
from metatarsal_load.errors import MetatarsalError, TableError
from metatarsal_load.risk.assess import assess
from metatarsal_load.show.files import as_text, check_format, write_table
from metatarsal_load.tables.periods import weekly

DONE, SKIPPED, USAGE, NOTHING, INTERRUPTED = 0, 1, 2, 3, 130
# Endings of what is read in a folder: such a file there is an input, whoever wrote it.
READ = (".fit", ".gpx", ".tcx", ".gz", ".zip", ".csv", ".json")


def read(
    paths: list[Path],
    athlete: str,
    tz: str | None,
    jobs: int,
    cache: Path | None,
    shoes: Path | None,
    diary: Path | None,
    athletes: Path | None,
    osm: list[Path] | None = None,
    *,
    output: Path | None = None,
    thresholds: Path | None = None,
    keep_positions: bool = False,
) -> Tables:
    """Read everything, or end with one line and the code for nothing readable."""
    check_zone(tz)
    tables_named = (each for each in (shoes, diary, athletes, thresholds) if each)
    refuse_inputs(output, [*paths, *(osm or ()), *tables_named])
    try:
        tables = load(
            paths, athlete=athlete, tz=tz, jobs=jobs, cache=cache, shoes=shoes, diary=diary,
            athletes=athletes, osm=osm or (), keep_positions=keep_positions,
            limits=limits_asked.get(),
        )  # fmt: skip
    except MetatarsalError as error:
        say(f"metatarsal-load: {error}", error=True)
        raise typer.Exit(NOTHING) from error
    for problem in tables.problems:
        say(f"metatarsal-load: {problem}", error=True)
    if len(tables.sessions) == 0:
        _say_skipped(tables.skipped)
        say(f"metatarsal-load: {nothing_readable(paths)}", error=True)
        raise typer.Exit(NOTHING)
    return tables


def check_zone(tz: str | None) -> None:
    """Refuse a zone that nobody knows, before anything is read."""
    try:
        ZoneInfo(tz or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise TableError(f"--tz: found {tz!r}, expected a zone such as Europe/Berlin") from error


def refuse_inputs(output: Path | None, paths: list[Path]) -> None:
    """Refuse to write over what is read: a path that was named, or a file below one."""
    if output is None or not output.is_file():
        return
    target = output.resolve()
    for path in (each.resolve() for each in paths):
        below = path in target.parents and target.suffix.lower() in READ
        if target == path or below:
            raise TableError(f"{output}: is one of the inputs; name another file to write")


def judge(
    tables: Tables, thresholds: Path | None, today: pd.Timestamp | None, units: str
) -> pd.DataFrame:
    """Judge what was read."""
    return assess(
        tables.sessions, shoes=tables.shoes, diary=tables.diary, athletes=tables.athletes,
        thresholds=thresholds, today=today, units=units,
    )  # fmt: skip


def day_of(word: str | None, *, option: str = "--today") -> pd.Timestamp | None:
    """Read a day, or say what one looks like."""
    if word is None:
        return None
    try:
        return pd.Timestamp(word).normalize()
    except ValueError as error:
        raise TableError(f"{option}: found {word!r}, expected a date such as 2026-05-31") from error


def weeks_of(tables: Tables, today: pd.Timestamp | None) -> pd.DataFrame:
    """Add up the weeks, each athlete's from the athlete's own first day of the week."""
    starts: dict[str, str] = {}
    if tables.athletes is not None:
        own = tables.athletes.dropna(subset="week_start")
        starts = dict(zip(own["athlete"], own["week_start"], strict=True))
    table = weekly(tables.sessions, diary=tables.diary, today=today, week_start=starts or "monday")
    return table.reset_index()


def deliver(
    table: pd.DataFrame, shown: list[str], title: str, form: str | None, output: Path | None
) -> None:
    """Write a table to a file, to the pipe, or show it."""
    if output is not None:
        write_table(table, output, form=form)
        say(f"wrote {len(table)} rows to {output}")
    elif form is None:
        show_table(table, shown, title)
    elif check_format(form) in ("csv", "json"):
        show_text(as_text(table, form))
    else:
        raise TableError(f"--format {form} needs --output FILE")


def summarise(tables: Tables, found: pd.DataFrame) -> None:
    """Show the newest loud findings, and count the rest."""
    runs = int((tables.sessions["sport"] == "running").sum())
    loud = found[found["level"].isin(("caution", "warning", "stop"))]
    say(f"{len(tables.sessions)} sessions, {runs} of them runs")
    if len(loud):
        newest: Any = loud.sort_values("end", kind="stable").iloc[-8:]
        show_table(newest, ["end", "athlete", "rule", "level", "message"], "Marked, newest last")
    unknown = found.loc[found["level"] == "unknown", "rule"].nunique()
    say(f"{len(loud)} findings of caution or above; {unknown} rules could not be judged throughout")
    merged = len(tables.skipped) - len(tables.lost)
    if merged:
        word = "recording" if merged == 1 else "recordings"
        say(f"{merged} {word} of a run that is there already merged into it")
    _say_skipped(tables.lost)


def _say_skipped(skipped: pd.DataFrame) -> None:
    """Name each skipped file in one line, as many as a screen holds."""
    for row in skipped.head(12).itertuples(index=False):
        member = f" / {row.member}" if isinstance(row.member, str) and row.member else ""
        say(f"skipped {row.file}{member}: {row.reason}", error=True)
    if len(skipped) > 12:
        say(f"... and {len(skipped) - 12} more", error=True)


def exit_code(tables: Tables) -> int:
    """Tell done from done with something skipped."""
    return SKIPPED if len(tables.lost) or tables.problems else DONE
