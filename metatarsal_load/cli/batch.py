"""The command for many athletes at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from metatarsal_load.cli.options import (
    Athletes,
    Diary,
    Positions,
    Shoes,
    Thresholds,
    Today,
    Tz,
    limits_asked,
)
from metatarsal_load.cli.screen import say, show_table, show_text
from metatarsal_load.cli.steps import DONE, INTERRUPTED, NOTHING, SKIPPED, check_zone, day_of
from metatarsal_load.errors import MetatarsalError, RunFileError

Src = Annotated[
    str, typer.Argument(help="Folder with a folder or zip for each athlete, or a file of paths.")
]
Out = Annotated[str, typer.Argument(help="Folder or URL (s3://, gs://) for the parquet datasets.")]
Jobs = Annotated[int | None, typer.Option(help="Processes; -1 for one a core.")]
Mapping = Annotated[
    Path | None, typer.Option(help="CSV with columns athlete and path: whose each path is.")
]
Samples = Annotated[bool, typer.Option("--samples", help="Keep per-second samples too.")]
Anonymise = Annotated[
    Path | None,
    typer.Option(help="File with a secret: hash names by it, move dates, leave places out."),
]
Buckets = Annotated[int | None, typer.Option(help="Number of tasks; else by size of the files.")]
Dask = Annotated[str | None, typer.Option(help="Address of a dask scheduler to work on.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what there is to do, and stop.")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


def batch(
    src: Src,
    out: Out,
    jobs: Jobs = None,
    dask: Dask = None,
    samples: Samples = False,
    mapping: Mapping = None,
    tz: Tz = None,
    shoes: Shoes = None,
    diary: Diary = None,
    athletes: Athletes = None,
    thresholds: Thresholds = None,
    today: Today = None,
    buckets: Buckets = None,
    keep_positions: Positions = False,
    anonymise: Anonymise = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Turn the files of many athletes into parquet datasets.

    Sessions, weeks, findings and skipped inputs; the same command goes on after an interruption
    and adds what is new.
    """
    from metatarsal_load.batches.run import batch as run

    check_zone(tz)
    try:
        with _cluster(dask):
            told = run(
                src, out, jobs=jobs, samples=samples, thresholds=thresholds, athletes=athletes,
                shoes=shoes, diary=diary, mapping=mapping, tz=tz, today=day_of(today),
                buckets=buckets, keep_positions=keep_positions, anonymise=anonymise,
                limits=limits_asked.get(),
                dry_run=dry_run, progress=sys.stderr.isatty(),
            )  # fmt: skip
    except RunFileError as error:
        say(f"metatarsal-load: {error}", error=True)
        raise typer.Exit(NOTHING) from error
    except KeyboardInterrupt as error:
        kept = "finished buckets are kept, and the same command goes on from there"
        say(f"metatarsal-load: interrupted; {kept}", error=True)
        raise typer.Exit(INTERRUPTED) from error
    if as_json:
        show_text(json.dumps(told, indent=1) + "\n")
    else:
        _show(told, dry_run=dry_run)
    raise typer.Exit(_code(told, dry_run=dry_run))


@contextmanager
def _cluster(address: str | None) -> Iterator[None]:
    """Work on a dask cluster, where one was named."""
    if address is None:
        yield
        return
    try:
        from dask.distributed import Client
        from joblib import parallel_config
    except ImportError as error:
        raise MetatarsalError("--dask needs dask: install metatarsal_load[distributed]") from error
    try:
        client = Client(address, timeout="10s")  # type: ignore[no-untyped-call,unused-ignore]
    except (OSError, ValueError) as error:
        raise MetatarsalError(f"--dask {address}: no scheduler answers there ({error})") from error
    with client, parallel_config(backend="dask"):
        yield


def _show(told: dict[str, Any], *, dry_run: bool) -> None:
    """Show the summary as a short table, or what there is to do as a line."""
    import pandas as pd

    if dry_run:
        say(
            f"{told['to do']} of {told['to do'] + told['kept']} buckets to do; "
            f"{told['athletes']} athletes, {told['files']} files, {told['bytes'] / 1e6:.1f} MB"
        )
        return
    if told["took_over_from"]:
        say(f"went on from a batch that was killed ({told['took_over_from']})", error=True)
    rows = [
        (name.replace("_", " "), str(number))
        for name, number in told.items()
        if name not in ("out", "to do", "took_over_from")
    ]
    show_table(pd.DataFrame(rows, columns=["what", "number"]), ["what", "number"], told["out"])


def _code(told: dict[str, Any], *, dry_run: bool) -> int:
    """Tell done from done with something skipped, and from nothing readable."""
    if dry_run:
        return DONE
    if told["sessions"] == 0:
        return NOTHING
    return SKIPPED if told["lost"] else DONE
