"""Many run files read one after another, or by several processes, past what a cache remembers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from metatarsal_load.errors import MetatarsalError, RunFileError
from metatarsal_load.readers.sources import Source
from metatarsal_load.tables.cache import Cache, content_key
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
    several = n_jobs != 1 and len(tasks) > FEW
    if several and cache is not None:
        known = _remembered(tasks, cache)
        several = len(tasks) - len(known) > FEW
    fresh = _in_processes(tasks, known, n_jobs) if several else _one_by_one(tasks, known, cache)
    try:
        for place in _bar(len(tasks), progress):
            if place in known:
                yield known[place]
                continue
            key, reading = next(fresh)
            if cache is not None and key is not None:
                cache.put(key, reading)
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
    known = {}
    for place, (source, options) in enumerate(tasks):
        try:
            reading = cache.get(content_key(source.load(), options))
        except MetatarsalError:
            # Whoever reads the file says what is wrong with it.
            continue
        if reading is not None:
            known[place] = reading
    return known


Keyed: TypeAlias = tuple[str | None, Reading]


def _one_by_one(
    tasks: Sequence[Task], known: dict[int, Reading], cache: Cache | None
) -> Iterator[Keyed]:
    """Read what is not known here."""
    for place, task in enumerate(tasks):
        if place not in known:
            yield _read(task, cache, keyed=cache is not None)


def _in_processes(tasks: Sequence[Task], known: dict[int, Reading], n_jobs: int) -> Iterator[Keyed]:
    """Read what is not known by several processes, which return rows and never samples."""
    from joblib import Parallel, delayed

    left = [task for place, task in enumerate(tasks) if place not in known]
    chunks = [left[k : k + CHUNK] for k in range(0, len(left), CHUNK)]
    work = Parallel(n_jobs=n_jobs, return_as="generator")
    for readings in work(delayed(_read_chunk)(chunk) for chunk in chunks):
        yield from readings


def _read_chunk(tasks: Sequence[Task]) -> list[Keyed]:
    """Read some files."""
    return [_read(task, None, keyed=True) for task in tasks]


def _read(task: Task, cache: Cache | None, *, keyed: bool) -> Keyed:
    """Read one file, or recall it; with the name of its content where one is wanted."""
    source, options = task
    try:
        data = source.load()
    except RunFileError as error:
        return None, failed(error.reason, error.offset)
    if not keyed:
        return None, read_bytes(data, options)
    key = content_key(data, options)
    recalled = cache.get(key) if cache is not None else None
    return (key, read_bytes(data, options)) if recalled is None else (None, recalled)
