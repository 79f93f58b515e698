"""The athletes of a bucket, read one after the other and put together in one go.

Putting tables together costs about as much for one athlete as for a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from metatarsal_load import schema
from metatarsal_load.batches.people import Past, Rows, given_up, read_person
from metatarsal_load.batches.task import Task, Typed, joined
from metatarsal_load.errors import MetatarsalError
from metatarsal_load.readers.sources import Source
from metatarsal_load.tables.anonymise import anonymise
from metatarsal_load.tables.assemble import assemble
from metatarsal_load.tables.columns import Table, convert
from metatarsal_load.tables.gather import Gathered, told
from metatarsal_load.tables.told_names import named_from

WHO = {"athlete": schema.SESSIONS["athlete"]}


@dataclass(frozen=True)
class Bucket:
    """What a bucket's athletes gave.

    Attributes
    ----------
    sessions : DataFrame
        Of each athlete exactly as `read_sessions` returns them, but for the root in file names.
    skipped : DataFrame
        As `read_sessions` returns it, with `athlete`.
    typed : Typed
        The athletes' tables; the pairs of exports are among the shoes.
    sources : tuple of Source
        The run files.
    """

    sessions: pd.DataFrame
    skipped: pd.DataFrame
    typed: Typed
    sources: tuple[Source, ...]


def read_bucket(task: Task, root: str) -> Bucket:
    """Read all athletes of a task.

    Parameters
    ----------
    task : Task
        The bucket.
    root : str
        Local folder that the athletes' paths are relative to; left out of every text.
    """
    pasts = [read_person(person, root, task.typed, task.settings) for person in task.people]
    whole = _put_together(pasts, keep_positions=task.settings.keep_positions)
    # A batch gives the same tables wherever its files lie.
    tables = named_from([whole.sessions, whole.skipped], (root.rstrip("/") + "/",))
    return replace(whole, sessions=tables[0], skipped=tables[1])


def anonymised(whole: Bucket, key: bytes) -> Bucket:
    """Take out of all tables who, when and where: see `anonymise`."""
    typed = (whole.typed.shoes, whole.typed.diary, whole.typed.athletes)
    return Bucket(
        anonymise(whole.sessions, key=key),
        anonymise(whole.skipped, key=key),
        Typed(*(None if table is None else anonymise(table, key=key) for table in typed)),
        whole.sources,
    )


def _put_together(pasts: list[Past], *, keep_positions: bool) -> Bucket:
    """Assemble all athletes at once; where that fails, one by one, to find whose tables it was."""
    try:
        return _together(pasts, keep_positions=keep_positions)
    except MetatarsalError as error:
        if len(pasts) > 1:
            apart = [_put_together([past], keep_positions=keep_positions) for past in pasts]
            return _joined(apart)
        past = pasts[0]
        lost = given_up(past.person.paths, error)
        gone = Past(past.person, problems=[*past.problems, lost])
        return _together([gone], keep_positions=keep_positions)


def _together(pasts: list[Past], *, keep_positions: bool) -> Bucket:
    """Assemble athletes into one table of sessions."""
    whole = Gathered()
    for past in pasts:
        whole.rows.extend(past.gathered.rows)
        whole.vectors.extend(past.gathered.vectors)
        whole.places.update(past.gathered.places)
    typed = joined(past.typed for past in pasts)
    exported = pd.concat([past.found.shoes for past in pasts], ignore_index=True)
    sessions, merged, decisions, pairs = assemble(
        whole, typed.shoes, exported, typed.athletes, merge=True, keep_positions=keep_positions
    )
    whose = decisions.loc[decisions["dropped_file"].isin(list(whole.places)), "athlete"]
    lost = [
        {**row, "athlete": past.person.name}
        for past in pasts
        for row in (*past.problems, *past.gathered.skipped)
    ]
    return Bucket(
        sessions,
        pd.concat([_skipped(lost), merged.assign(athlete=whose.array)], ignore_index=True),
        Typed(pairs if len(pairs) else None, typed.diary, typed.athletes),
        tuple(source for past in pasts for source in past.found.sources),
    )


def _joined(parts: list[Bucket]) -> Bucket:
    """Join athletes that were put together one by one."""
    return Bucket(
        pd.concat([part.sessions for part in parts], ignore_index=True),
        pd.concat([part.skipped for part in parts], ignore_index=True),
        joined(part.typed for part in parts),
        tuple(source for part in parts for source in part.sources),
    )


def _skipped(rows: Rows) -> pd.DataFrame:
    """Make rows of `skipped` with their athlete."""
    columns = {**schema.SKIPPED, **WHO}
    table = pd.DataFrame(map(told, rows), columns=list(columns), dtype=object)
    return pd.DataFrame(
        {
            name: convert(table[name], name, column, Table("skipped"))
            for name, column in columns.items()
        }
    )
