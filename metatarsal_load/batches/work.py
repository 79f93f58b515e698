"""What a worker does: one bucket of athletes from files to committed parts."""

from __future__ import annotations

import pandas as pd

from metatarsal_load.batches.bucket import Bucket, anonymised, read_bucket
from metatarsal_load.batches.fetch import on_this_machine
from metatarsal_load.batches.fingerprint import Mark, fingerprint
from metatarsal_load.batches.lock import holds
from metatarsal_load.batches.parts import Parts
from metatarsal_load.batches.records import Record, read_record, write_record
from metatarsal_load.batches.seconds import sample_tables
from metatarsal_load.batches.task import Outcome, Task
from metatarsal_load.errors import MetatarsalError
from metatarsal_load.readers.files import NO_MEMORY
from metatarsal_load.risk.assess import assess
from metatarsal_load.tables.periods import weekly

MERGED = "duplicate, merged"


def run_task(task: Task) -> Outcome:
    """Make a bucket's tables, unless they are there already.

    Parameters
    ----------
    task : Task
        The bucket.

    Returns
    -------
    Outcome
        Counts only.

    Raises
    ------
    MetatarsalError
        If the store is full or cannot be written, or another batch has taken over.
    """
    with on_this_machine(task.root, task.people) as root:
        mark = fingerprint(task, root)
        known = read_record(task.store, task.bucket)
        if known is not None and known.digest == mark.digest:
            return Outcome(task.bucket, "kept", known.counts)
        counts = {"athletes": len(task.people), "files": mark.files, "bytes": mark.size}
        if task.dry_run:
            return Outcome(task.bucket, "to do", counts)
        return _make(task, root, mark, counts)


def _make(task: Task, root: str, mark: Mark, counts: dict[str, int]) -> Outcome:
    """Read, judge, write and commit."""
    whole = read_bucket(task, root)
    if (whole.skipped["reason"] == NO_MEMORY).any():
        # Another time, or on a larger machine, the file is whole: the bucket is not done.
        raise MemoryError
    lost = int((~whole.skipped["reason"].str.startswith(MERGED)).sum())
    if task.key is not None:
        whole = anonymised(whole, task.key)
    parts = Parts(task.store, task.bucket, mark.digest)
    parts.add(whole.skipped, "skipped")
    if len(whole.sessions):
        _judge(task, whole, parts)
    if task.settings.samples:
        for number, frame in enumerate(sample_tables(whole.sources, root, task)):
            parts.add(frame, "samples", number=number)
    counts = counts | parts.rows | {"lost": lost}
    if not holds(task.store, task.run):
        raise MetatarsalError(f"{task.store.shown}: another batch has taken over; this one ends")
    write_record(task.store, Record(task.bucket, mark.digest, tuple(parts.names), counts))
    return Outcome(task.bucket, "written", counts)


def _judge(task: Task, whole: Bucket, parts: Parts) -> None:
    """Add up weeks and judge all athletes of the bucket together."""
    typed = whole.typed
    day = None if task.settings.today is None else pd.Timestamp(task.settings.today)
    weeks = weekly(
        whole.sessions, diary=typed.diary, today=day, week_start=_week_starts(typed.athletes)
    )
    found = assess(
        whole.sessions, shoes=typed.shoes, diary=typed.diary, athletes=typed.athletes,
        thresholds=task.settings.thresholds, today=day,
    )  # fmt: skip
    parts.add(whole.sessions, "sessions")
    parts.add(weeks.reset_index(), "weeks")
    parts.add(found, "findings")


def _week_starts(athletes: pd.DataFrame | None) -> dict[str, str]:
    """Read on which day each athlete's week begins."""
    if athletes is None:
        return {}
    own = athletes.dropna(subset="week_start")
    return dict(zip(own["athlete"], own["week_start"], strict=True))
