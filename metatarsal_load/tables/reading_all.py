"""Many run files read one after another, or by several processes, past what a cache remembers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.sources import Source
from metatarsal_load.tables.cache import Cache
from metatarsal_load.tables.readings import Options, Reading, failed, read_bytes

# A process costs about as much to start as this many files cost to read.
FEW = 300
CHUNK = 16
Task: TypeAlias = tuple[Source, Options]


def read_all(
    tasks: Sequence[Task],
    *,
    n_jobs: int = 1,
    progress: bool = False,
    cache: Cache | None = None,
) -> Iterator[Reading]:
    """Read files in order; memory holds one file's samples at a time (and process).

    Parameters
    ----------
    tasks : sequence of (Source, Options)
        The files.
    n_jobs : int
        Processes; -1 for one a core. 300 files and fewer are read in this one.
    progress : bool
        Show a bar.
    cache : Cache, optional
        Remembers readings; what is new is saved at the end, or when reading is interrupted.

    Yields
    ------
    Reading
        One a task, in order.
    """
    known: dict[int, Reading] = {}
    if cache is not None and not cache.is_empty():
        known = _remembered(tasks, cache)
    left = [task for place, task in enumerate(tasks) if place not in known]
    several = n_jobs != 1 and len(left) > FEW
    fresh = _in_processes(left, n_jobs) if several else map(_read, left)
    try:
        for place in _bar(len(tasks), progress):
            if place in known:
                yield known[place]
                continue
            digest, reading = next(fresh)
            if cache is not None and digest is not None:
                cache.put(digest, tasks[place][1], reading)
            yield reading
    finally:
        if cache is not None:
            cache.save()


def _bar(total: int, progress: bool) -> Iterator[int]:
    """Count the files, perhaps before a bar."""
    if not progress:
        return iter(range(total))
    from tqdm.auto import tqdm

    return iter(tqdm(range(total), unit="file"))


def _remembered(tasks: Sequence[Task], cache: Cache) -> dict[int, Reading]:
    """Find the files that the cache knows, by their place."""
    found = {
        place: cache.get(cache.digest(source), options)
        for place, (source, options) in enumerate(tasks)
    }
    return {place: reading for place, reading in found.items() if reading is not None}


Keyed: TypeAlias = tuple[str | None, Reading]


def _in_processes(tasks: Sequence[Task], n_jobs: int) -> Iterator[Keyed]:
    """Read by several processes, which return rows and never samples."""
    from joblib import Parallel, delayed

    chunks = [tasks[k : k + CHUNK] for k in range(0, len(tasks), CHUNK)]
    work = Parallel(n_jobs=n_jobs, return_as="generator")
    for readings in work(delayed(_read_chunk)(chunk) for chunk in chunks):
        yield from readings


def _read_chunk(tasks: Sequence[Task]) -> list[Keyed]:
    """Read some files."""
    return [_read(task) for task in tasks]


def _read(task: Task) -> Keyed:
    """Read one file, with the name of its content; None for one that does not load."""
    source, options = task
    try:
        data = source.load(options.limits)
    except RunFileError as error:
        return None, failed(error.reason, error.offset)
    return hashlib.sha256(data).hexdigest(), read_bytes(data, options)
