"""`batch`: a folder of athletes to parquet datasets."""

from __future__ import annotations

import time
from contextlib import nullcontext
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from metatarsal_load.batches.apart import apart_from
from metatarsal_load.batches.execute import run_all
from metatarsal_load.batches.lock import Held, locked
from metatarsal_load.batches.manifest import write_manifest
from metatarsal_load.batches.plan import BUCKET_BYTES, Plan, bucket_count, in_buckets, make_plan
from metatarsal_load.batches.records import sweep
from metatarsal_load.batches.store import Store, absolute
from metatarsal_load.batches.summary import Sums, with_bar
from metatarsal_load.batches.task import Settings, Task, Typed, split
from metatarsal_load.batches.who import refuse_both, told_changes, told_name
from metatarsal_load.errors import MetatarsalError
from metatarsal_load.readers.files import ENGINES
from metatarsal_load.readers.limits import LIMITS, Limits
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.thresholds import Changes, read_thresholds, resolve
from metatarsal_load.tables.anonymise import key_mark, read_key
from metatarsal_load.tables.csv_tables import read_athletes, read_diary, read_shoes
from metatarsal_load.tables.typed import complete_athletes, complete_diary, complete_shoes

SETUP = "_batch.json"
Place: TypeAlias = "str | PathLike[str]"
Given: TypeAlias = "pd.DataFrame | str | PathLike[str] | None"


def batch(
    src: Place,
    out: Place,
    *,
    jobs: int | None = None,
    samples: bool = False,
    thresholds: Changes | str | Path | None = None,
    athletes: Given = None,
    shoes: Given = None,
    diary: Given = None,
    mapping: Place | None = None,
    tz: str | None = None,
    engine: str = "columnar",
    today: str | pd.Timestamp | None = None,
    buckets: int | None = None,
    keep_positions: bool = False,
    anonymise: Place | None = None,
    limits: Limits = LIMITS,
    dry_run: bool = False,
    progress: bool = False,
) -> dict[str, Any]:
    """Read many athletes, and write sessions, weeks, findings and skipped inputs as parquet.

    Athletes are sorted into buckets by name. A bucket is one task: its files are read, judged
    and written by one process, which returns counts. Called again, only buckets whose files (by
    content), tables, settings or version of this package changed are made again.

    Parameters
    ----------
    src : path or URL
        Folder whose first-level folders and zips are athletes, or a text file of paths.
    out : path or URL
        Where the datasets go; an earlier batch there is continued.
    jobs : int, optional
        Processes; -1 for one a core. By default one, or what a surrounding
        ``joblib.parallel_config`` says: with ``backend="dask"`` the whole cluster.
    samples : bool
        Whether per-second samples are kept too.
    thresholds : Mapping or path, optional
        As for `assess`.
    athletes, shoes, diary : DataFrame or path, optional
        Tables with a column `athlete`; by default ``athletes.csv``, ``shoes.csv`` and
        ``diary.csv`` at the root of `src`, else those in each athlete's folder.
    mapping : path, optional
        CSV with the columns ``athlete`` and ``path``: whose each path is.
    tz, engine, today
        As for `read_sessions` and `assess`.
    buckets : int, optional
        Number of buckets; by default so many that each holds about 20 MB of files. Fixed by the
        first batch into `out`.
    keep_positions : bool
        Whether sessions tell where they began, and samples where they were.
    anonymise : path, optional
        File that holds a secret: ids, dates and names in all datasets are as
        `metatarsal_load.anonymise` makes them with it, before anything is judged or written.
    limits : Limits
        How much of each file is read, and for how long; what exceeds a limit is skipped.
    dry_run : bool
        Say what there is to do, and write nothing.
    progress : bool
        Show a bar.

    Returns
    -------
    dict
        `out`, `took_over_from` (the process and machine of a batch that was killed here, else
        None), `athletes`, `buckets`, `written`, `kept` and `to do` (buckets), `files`, `bytes`,
        `sessions`, `weeks`, `findings`, `samples`, `skipped`, `lost` (skipped without merged
        duplicates), `seconds` and `files_per_second` (files of the buckets not kept).

    Raises
    ------
    RunFileError
        If `src` does not exist or holds no athlete.
    MetatarsalError
        If another batch writes into `out`, `out` is full or may not be
        written, or a worker died; what was done is kept.
    TableError
        A table, mapping or threshold that cannot be understood.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine={engine!r}: expected one of {', '.join(ENGINES)}")
    begun = time.monotonic()
    changes = read_thresholds(thresholds) if isinstance(thresholds, str | Path) else thresholds
    resolve(RULES, changes, ())
    day = None if today is None else pd.Timestamp(today).isoformat()
    key = None if anonymise is None else read_key(anonymise)
    refuse_both(key, keep_positions=keep_positions, today=day)
    settings = Settings(
        tz, engine, told_changes(changes or {}, key), day, samples, keep_positions,
        None if key is None else key_mark(key), limits,
    )  # fmt: skip
    store = Store(fspath(out))
    plan = make_plan(src, mapping)
    plan = apart_from(plan, store, is_batch=store.read_json(SETUP) is not None)
    typed, root = _typed(plan, athletes, shoes, diary), absolute(plan.root)
    count = _buckets(store, plan, buckets)
    held = in_buckets(plan.people, count, called=partial(told_name, key=key))
    sums = Sums()
    with nullcontext(Held("")) if dry_run else locked(store) as lock:
        if not dry_run:
            store.write_json(SETUP, {"buckets": count, "positions": keep_positions})
            sweep(store, held)
        own = split(typed, {p.name: number for number, people in held.items() for p in people})
        tasks = (
            Task(number, people, own[number], settings, root, store, lock.token, dry_run, key)
            for number, people in held.items()
        )
        size = sum(person.size for person in plan.people)
        for outcome in with_bar(run_all(tasks, jobs, store), size, shown=progress):
            sums.add(outcome)
        seconds = time.monotonic() - begun
        summary = sums.summary(store, plan, count, seconds, lock.before)
        if not dry_run:
            took = {"seconds": round(seconds, 3), "files": sums.fresh}
            write_manifest(store, plan, settings, count, took)
    return summary


def _buckets(store: Store, plan: Plan, asked: int | None) -> int:
    """Say how many buckets there are: as many as an earlier batch made."""
    told = store.read_json(SETUP)
    known = None if told is None else int(told["buckets"])
    if asked is not None and asked < 1:
        raise ValueError(f"buckets={asked}: expected a number from 1")
    if known is not None and asked not in (None, known):
        raise MetatarsalError(
            f"{store.shown}: holds a batch of {known} buckets, {asked} were asked for; leave the "
            "number out, or choose another place"
        )
    return known or asked or bucket_count(plan.people, BUCKET_BYTES)


def _typed(plan: Plan, athletes: Given, shoes: Given, diary: Given) -> Typed:
    """Read the batch's own tables, or those at the root."""

    def chosen(given: Given, kind: str, read: Any, complete: Any) -> pd.DataFrame | None:
        given = plan.tables.get(kind) if given is None else given
        if given is None:
            return None
        table: pd.DataFrame = complete(given if isinstance(given, pd.DataFrame) else read(given))
        return table

    return Typed(
        chosen(shoes, "shoes", read_shoes, complete_shoes),
        chosen(diary, "diary", read_diary, complete_diary),
        chosen(athletes, "athletes", read_athletes, complete_athletes),
    )
