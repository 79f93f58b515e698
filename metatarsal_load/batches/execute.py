"""The one seam for execution: joblib, on whatever backend surrounds the call."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from metatarsal_load.batches.store import Store
from metatarsal_load.batches.task import Outcome, Task
from metatarsal_load.batches.work import run_task
from metatarsal_load.errors import MetatarsalError

KEPT = "What is done is kept, and the same command goes on from there"


def run_all(tasks: Iterable[Task], jobs: int | None, store: Store) -> Iterator[Outcome]:
    """Run tasks in processes, and give their outcomes as they finish.

    Raises
    ------
    MetatarsalError
        If a worker died or ran out of memory, or a task says so.
    """
    from joblib import Parallel, delayed

    work = Parallel(n_jobs=jobs, return_as="generator_unordered")
    try:
        yield from work(delayed(run_task)(task) for task in tasks)
    except MemoryError as error:
        raise MetatarsalError(
            f"{store.shown}: a worker ran out of memory; use fewer jobs, or smaller buckets in "
            f"another place. {KEPT}"
        ) from error
    except _deaths() as error:
        raise MetatarsalError(
            f"{store.shown}: a worker process died, perhaps for want of memory; use fewer jobs. "
            f"{KEPT}"
        ) from error


def _deaths() -> tuple[type[Exception], ...]:
    """Name what tells that a worker died, on one machine and on a cluster."""
    from concurrent.futures.process import BrokenProcessPool

    if "distributed" not in sys.modules:
        return (BrokenProcessPool,)
    from distributed.scheduler import KilledWorker

    return (BrokenProcessPool, KilledWorker)
