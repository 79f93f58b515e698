"""Per-second samples of a bucket, a bounded number of rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from metatarsal_load.batches.layout import PLACES
from metatarsal_load.batches.task import Task
from metatarsal_load.errors import MetatarsalError
from metatarsal_load.printable import encodable
from metatarsal_load.readers.files import read_recordings
from metatarsal_load.readers.sources import Source
from metatarsal_load.tables.anonymise import anonymise

# Rows held in memory before they are written: about 60 MB.
ROWS = 400_000


def sample_tables(sources: Iterable[Source], root: str, task: Task) -> Iterator[pd.DataFrame]:
    """Read the samples of every run file, in tables of about 400,000 rows.

    Parameters
    ----------
    sources : iterable of Source
        The files.
    root : str
        Local folder, left out of file names.
    task : Task
        Which reader, whether positions are kept, and the key to anonymise by.

    Yields
    ------
    DataFrame
        Columns `athlete`, `file`, `activity` (from 1), `time` [UTC, naive] and those of
        `schema.SAMPLES`, positions only where they were asked for. A file that cannot be
        read gives none; `skipped` says why.
    """
    held: list[pd.DataFrame] = []
    rows = 0
    for source in sources:
        label = encodable(source.label.removeprefix(root.rstrip("/") + "/"))
        try:
            data = source.load(task.settings.limits)
            recordings = read_recordings(
                data, engine=task.settings.engine, limits=task.settings.limits
            )
        except MetatarsalError:
            # Its row in `skipped` stands since the sessions were read.
            continue
        for place, (samples, _) in enumerate(recordings, start=1):
            held.append(_told(_flat(samples, source.athlete, label, place), task))
            rows += len(samples)
        if rows > ROWS:
            yield pd.concat(held, ignore_index=True)
            held, rows = [], 0
    if held:
        yield pd.concat(held, ignore_index=True)


def _told(flat: pd.DataFrame, task: Task) -> pd.DataFrame:
    """Leave out where the athlete was, unless it was asked for; and who, where there is a key."""
    if not task.settings.keep_positions:
        flat = flat.drop(columns=[name for name in PLACES if name in flat])
    return flat if task.key is None else anonymise(flat, key=task.key)


def _flat(samples: pd.DataFrame, athlete: str, label: str, place: int) -> pd.DataFrame:
    """Put what names a recording beside its samples."""
    flat = samples.reset_index()
    clock = flat["time"].dt.tz_localize(None).astype("datetime64[us]")
    return flat.assign(athlete=athlete, file=label, activity=float(place), time=clock)
