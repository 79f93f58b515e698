"""The commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from metatarsal_load.cli.batch import batch
from metatarsal_load.cli.options import (
    Athlete,
    Athletes,
    Cache,
    Diary,
    Format,
    Jobs,
    Limit,
    Osm,
    Output,
    Paths,
    Positions,
    Shoes,
    Thresholds,
    Today,
    Tz,
    UnitsOption,
    limits_asked,
)
from metatarsal_load.cli.pages import write_page, write_squad
from metatarsal_load.cli.screen import say
from metatarsal_load.cli.steps import (
    day_of,
    deliver,
    exit_code,
    judge,
    read,
    summarise,
    weeks_of,
)
from metatarsal_load.readers.limits import parse_limits
from metatarsal_load.readers.sources import FROM_FOLDER

EPILOG = (
    "Exit codes: 0 done; 1 done, but some files or tables were skipped; 2 the command line or a "
    "setting cannot be understood; 3 nothing readable; 70 a fault of this program. A finding is a "
    "risk marker, not a diagnosis."
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


@app.callback()
def before_the_command(limit: Limit = None) -> None:
    """Take what holds for every command."""
    try:
        limits_asked.set(parse_limits(limit or []))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--limit") from error


@app.command(epilog="Example: metatarsal-load report my_runs --output report.html")
def report(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page.")] = Path("report.html"),
    squad: Annotated[
        bool, typer.Option("--squad", help="A coach's roster: one athlete a first-level folder.")
    ] = False,
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
    osm: Osm = None,
) -> None:
    """Write one HTML page on what loads the foot.

    What is marked now, what changed and when, what next week may hold, and how it is known. With
    --squad the roster of a coach; --output roster.xlsx writes its table, roster.txt a digest.
    """
    owner = FROM_FOLDER if squad else athlete
    tables = read(
        paths, owner, tz, jobs, cache, shoes, diary, athletes, osm, output=output,
        thresholds=thresholds,
    )  # fmt: skip
    day = day_of(today)
    found = judge(tables, thresholds, day, units)
    if squad:
        write_squad(tables, found, output, thresholds, day, units)
    else:
        write_page(tables, found, output, thresholds, day, units)
    summarise(tables, found)
    say(f"wrote {output}")
    raise typer.Exit(exit_code(tables))


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
    osm: Osm = None,
    keep_positions: Positions = False,
) -> None:
    """List every session.

    Distance, time, intensity, cadence, surface, shoe, and where each figure came from.
    """
    tables = read(
        paths, athlete, tz, jobs, cache, shoes, None, athletes, osm, output=output,
        keep_positions=keep_positions,
    )  # fmt: skip
    shown = ["start", "athlete", "sport", "distance_km", "duration_min", "cadence_spm", "surface"]
    deliver(tables.sessions, [*shown, "shoe"], "Sessions", form, output)
    raise typer.Exit(exit_code(tables))


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
    osm: Osm = None,
) -> None:
    """Add the sessions up by local week.

    Mileage, surface, intensity, cadence; empty weeks are rows too.
    """
    tables = read(paths, athlete, tz, jobs, cache, shoes, None, athletes, osm, output=output)
    table = weeks_of(tables, day_of(today))
    shown = ["week", "athlete", "runs", "distance_km", "longest_run_km", "hard_min", "cadence_spm"]
    deliver(table, [*shown, "soft_share"], "Weeks", form, output)
    raise typer.Exit(exit_code(tables))


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
    osm: Osm = None,
) -> None:
    """List the risk factors that were marked.

    Each with its reason, and what could not be judged and why.
    """
    tables = read(
        paths, athlete, tz, jobs, cache, shoes, diary, athletes, osm, output=output,
        thresholds=thresholds,
    )  # fmt: skip
    found = judge(tables, thresholds, day_of(today), units)
    deliver(found, ["start", "athlete", "rule", "level", "message"], "Findings", form, output)
    raise typer.Exit(exit_code(tables))


@app.command(epilog="Example: metatarsal-load sample my_runs")
def sample(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
) -> None:
    """Copy the sample season to try things on.

    Synthetic run files of 24 weeks, with shoes and diary, into a new or empty folder.
    """
    from metatarsal_load.tables.sample import copy_sample

    count = copy_sample("season", folder)
    say(f"wrote {count} files to {folder}; next: metatarsal-load report {folder}")


@app.command(
    epilog="Example: metatarsal-load plan my_runs --start 2026-07-06 --output comeback.ics"
)
def plan(
    paths: Paths,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="comeback.csv or comeback.ics.")
    ] = None,
    start: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    usual_km: Annotated[float | None, typer.Option(help="Usual weekly distance [km].")] = None,
    athlete: Athlete = "me",
    tz: Tz = None,
    diary: Diary = None,
    units: UnitsOption = "metric",
    jobs: Jobs = 1,
    cache: Cache = None,
) -> None:
    """Plan the return after an injury or a break.

    Day by day from the usual week before it; a suggestion by the guide's rules, no treatment.
    """
    from metatarsal_load.cli.way_back import check_output, show_plan, write_plan
    from metatarsal_load.risk.comeback import comeback

    check_output(output)
    first = day_of(start, option="--start")
    tables = read(paths, athlete, tz, jobs, cache, None, diary, None, output=output)
    made = comeback(tables.sessions, tables.diary, start=first, usual_km=usual_km, units=units)
    if output is None:
        show_plan(made)
    else:
        write_plan(made, output)
    raise typer.Exit(exit_code(tables))


@app.command(epilog="Example: metatarsal-load diary my_runs/diary.csv")
def diary(
    path: Annotated[Path, typer.Argument(help="The diary.csv to make.")],
) -> None:
    """Write an empty symptom diary.

    A CSV file that says what each column means; put it beside the runs.
    """
    from metatarsal_load.risk.diary import diary_template

    say(f"wrote {diary_template(path)}; one line a day, leave unknown what you do not know")


app.command(epilog="Example: metatarsal-load batch athletes tables --jobs -1")(batch)
