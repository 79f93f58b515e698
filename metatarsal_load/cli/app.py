"""The commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from metatarsal_load.cli.load import Tables, load, nothing_readable
from metatarsal_load.cli.screen import console, say, show_table
from metatarsal_load.errors import RunFileError, TableError
from metatarsal_load.risk.assess import assess
from metatarsal_load.show.files import as_text, check_format, write_table, write_text
from metatarsal_load.tables.periods import weekly

DONE, SKIPPED, USAGE, NOTHING = 0, 1, 2, 3
EPILOG = (
    "Exit codes: 0 done; 1 done, but some files or tables were skipped; 2 the command line or a "
    "setting cannot be understood; 3 nothing readable. A finding is a risk marker, not a diagnosis."
)

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    epilog=EPILOG,
    help=(
        "Run files to weekly load, and the training risk factors for pain in the ball of the foot. "
        "Start with: metatarsal-load sample my_runs, then metatarsal-load report my_runs."
    ),
)

Paths = Annotated[
    list[Path],
    typer.Argument(help="Files, folders or export zips: FIT, GPX, TCX (also .gz), Strava, Garmin."),
]
Athlete = Annotated[
    str, typer.Option(help="Name for these runs; 'from-folder': one athlete a first-level folder.")
]
Tz = Annotated[
    str | None, typer.Option(help="Time zone for runs that name none, such as Europe/Berlin.")
]
Shoes = Annotated[Path | None, typer.Option(help="shoes.csv; else the one beside the runs.")]
Diary = Annotated[Path | None, typer.Option(help="diary.csv; else the one beside the runs.")]
Athletes = Annotated[Path | None, typer.Option(help="athletes.csv; else the one beside the runs.")]
Thresholds = Annotated[
    Path | None, typer.Option(help="metatarsal.toml with thresholds to change, by rule and name.")
]
Today = Annotated[
    str | None, typer.Option(help="Last covered day, YYYY-MM-DD; else the last day in the data.")
]
UnitsOption = Annotated[str, typer.Option(help="metric or imperial.")]
Jobs = Annotated[int, typer.Option(help="Processes to read with.")]
Cache = Annotated[
    Path | None, typer.Option(help="Folder that remembers what was read; makes the next time fast.")
]
Format = Annotated[
    str | None, typer.Option("--format", help="csv, json, parquet or xlsx; else a short table.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write; its ending tells the format.")
]


@app.command(epilog="Example: metatarsal-load report my_runs --output report.html")
def report(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page.")] = Path("report.html"),
    athlete: Athlete = "me",
    tz: Tz = None,
    shoes: Shoes = None,
    diary: Diary = None,
    athletes: Athletes = None,
    thresholds: Thresholds = None,
    today: Today = None,
    units: UnitsOption = "metric",
    jobs: Jobs = 1,
    cache: Cache = None,
) -> None:
    """Write one HTML page: what loads the foot now, what changed, and how it is known."""
    from metatarsal_load.show.report import report as page

    tables = _load(paths, athlete, tz, jobs, cache, shoes, diary, athletes)
    day = _day(today)
    found = _assess(tables, thresholds, day, units)
    html = page(
        tables.sessions, found, shoes=tables.shoes, diary=tables.diary, skipped=tables.skipped,
        thresholds=thresholds, today=day, units=units,
    )  # fmt: skip
    write_text(html, output)
    _summarise(tables, found)
    say(f"wrote {output}")
    raise typer.Exit(_code(tables))


@app.command(epilog="Example: metatarsal-load sessions my_runs --output sessions.csv")
def sessions(
    paths: Paths,
    form: Format = None,
    output: Output = None,
    athlete: Athlete = "me",
    tz: Tz = None,
    shoes: Shoes = None,
    athletes: Athletes = None,
    jobs: Jobs = 1,
    cache: Cache = None,
) -> None:
    """List every session: distance, time, intensity, cadence, surface, shoe."""
    tables = _load(paths, athlete, tz, jobs, cache, shoes, None, athletes)
    shown = ["start", "athlete", "sport", "distance_km", "duration_min", "cadence_spm", "surface"]
    _deliver(tables.sessions, [*shown, "shoe"], "Sessions", form, output)
    raise typer.Exit(_code(tables))


@app.command(epilog="Example: metatarsal-load weeks my_runs --format csv")
def weeks(
    paths: Paths,
    form: Format = None,
    output: Output = None,
    athlete: Athlete = "me",
    tz: Tz = None,
    shoes: Shoes = None,
    athletes: Athletes = None,
    today: Today = None,
    jobs: Jobs = 1,
    cache: Cache = None,
) -> None:
    """Add the sessions up by local week: mileage, surface, intensity, cadence."""
    tables = _load(paths, athlete, tz, jobs, cache, shoes, None, athletes)
    table = weekly(tables.sessions, diary=tables.diary, today=_day(today)).reset_index()
    shown = ["week", "athlete", "runs", "distance_km", "longest_run_km", "hard_min", "cadence_spm"]
    _deliver(table, [*shown, "soft_share"], "Weeks", form, output)
    raise typer.Exit(_code(tables))


@app.command(epilog="Example: metatarsal-load findings my_runs --format json --output found.json")
def findings(
    paths: Paths,
    form: Format = None,
    output: Output = None,
    athlete: Athlete = "me",
    tz: Tz = None,
    shoes: Shoes = None,
    diary: Diary = None,
    athletes: Athletes = None,
    thresholds: Thresholds = None,
    today: Today = None,
    units: UnitsOption = "metric",
    jobs: Jobs = 1,
    cache: Cache = None,
) -> None:
    """List the risk factors that were marked, with the reason, and what could not be judged."""
    tables = _load(paths, athlete, tz, jobs, cache, shoes, diary, athletes)
    found = _assess(tables, thresholds, _day(today), units)
    _deliver(found, ["start", "athlete", "rule", "level", "message"], "Findings", form, output)
    raise typer.Exit(_code(tables))


@app.command(epilog="Example: metatarsal-load sample my_runs")
def sample(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
) -> None:
    """Copy the sample season (synthetic run files, shoes, diary) into a folder to try things on."""
    from metatarsal_load.tables.sample import copy_sample

    count = copy_sample("season", folder)
    say(f"wrote {count} files to {folder}; next: metatarsal-load report {folder}")


def _load(
    paths: list[Path],
    athlete: str,
    tz: str | None,
    jobs: int,
    cache: Path | None,
    shoes: Path | None,
    diary: Path | None,
    athletes: Path | None,
) -> Tables:
    """Read everything, or end with one line and the code for nothing readable."""  # fmt: skip
    try:
        tables = load(
            paths, athlete=athlete, tz=tz, jobs=jobs, cache=cache, shoes=shoes, diary=diary,
            athletes=athletes,
        )  # fmt: skip
    except RunFileError as error:
        say(f"metatarsal-load: {nothing_readable(error, paths)}", error=True)
        raise typer.Exit(NOTHING) from error
    for problem in tables.problems:
        say(f"metatarsal-load: {problem}", error=True)
    if len(tables.sessions) == 0:
        _say_skipped(tables.skipped)
        say(f"metatarsal-load: {nothing_readable(None, paths)}", error=True)
        raise typer.Exit(NOTHING)
    return tables


def _assess(
    tables: Tables, thresholds: Path | None, today: pd.Timestamp | None, units: str
) -> pd.DataFrame:
    return assess(
        tables.sessions, shoes=tables.shoes, diary=tables.diary, athletes=tables.athletes,
        thresholds=thresholds, today=today, units=units,
    )  # fmt: skip


def _day(word: str | None) -> pd.Timestamp | None:
    if word is None:
        return None
    try:
        return pd.Timestamp(word).normalize()
    except ValueError as error:
        raise TableError(f"--today: found {word!r}, expected a date such as 2026-05-31") from error


def _deliver(
    table: pd.DataFrame, shown: list[str], title: str, form: str | None, output: Path | None
) -> None:
    """Write a table to a file, to the pipe, or show it."""
    if output is not None:
        write_table(table, output, form=form)
        say(f"wrote {len(table)} rows to {output}")
    elif form is None:
        show_table(table, shown, title)
    elif check_format(form) in ("csv", "json"):
        console().file.write(as_text(table, form))
    else:
        raise TableError(f"--format {form} needs --output FILE")


def _summarise(tables: Tables, found: pd.DataFrame) -> None:
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
        say(f"{merged} recordings of a run that is there already were merged into it")
    _say_skipped(tables.lost)


def _say_skipped(skipped: pd.DataFrame) -> None:
    """Name each skipped file in one line, as many as a screen holds."""
    for row in skipped.head(12).itertuples(index=False):
        member = f" / {row.member}" if isinstance(row.member, str) and row.member else ""
        say(f"skipped {row.file}{member}: {row.reason}", error=True)
    if len(skipped) > 12:
        say(f"... and {len(skipped) - 12} more", error=True)


def _code(tables: Tables) -> int:
    return SKIPPED if len(tables.lost) or tables.problems else DONE
