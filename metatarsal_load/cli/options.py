"""Arguments and options that several commands share, each with its help."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

from metatarsal_load.readers.limits import LIMITS, Limits

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
Positions = Annotated[
    bool, typer.Option("--keep-positions", help="Keep where runs began; left out by default.")
]
Osm = Annotated[
    list[Path] | None,
    typer.Option(help="OpenStreetMap extract (.osm.pbf) that tells the surfaces; may be repeated."),
]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        help="Read more (or less) of a file than usual: name=number, as samples=5e6; repeatable."
    ),
]

limits_asked: ContextVar[Limits] = ContextVar("limits_asked", default=LIMITS)
"""Limits that the command line names before its command; set anew for every command."""
