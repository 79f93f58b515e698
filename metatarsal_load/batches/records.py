"""What is done: one small record a bucket, written last; only what a record names counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from metatarsal_load.batches.layout import DATASETS
from metatarsal_load.batches.store import DRAFTS, Store

RECORDS = "_done"


@dataclass(frozen=True)
class Record:
    """A finished bucket.

    Attributes
    ----------
    bucket : int
        Its number.
    digest : str
        Fingerprint of what it was made from.
    parts : tuple of str
        Names of its parquet parts.
    counts : dict of str to int
        As in `Outcome`.
    """

    bucket: int
    digest: str
    parts: tuple[str, ...]
    counts: dict[str, int]


def read_record(store: Store, bucket: int) -> Record | None:
    """Return a bucket's record, or None."""
    return _record(store, _name(bucket))


def read_records(store: Store) -> dict[int, Record]:
    """Return the records of all finished buckets, by number."""
    found = (_record(store, name) for name in store.names(RECORDS))
    return {record.bucket: record for record in found if record is not None}


def write_record(store: Store, record: Record) -> None:
    """Declare a bucket finished: from here on its parts are the ones that readers see."""
    before = read_record(store, record.bucket)
    store.write_json(_name(record.bucket), asdict(record))
    for name in sorted(set(before.parts if before else ()) - set(record.parts)):
        store.remove(name)


def sweep(store: Store, wanted: Iterable[int]) -> None:
    """Remove what a killed batch left, and buckets that nobody is in any more.

    Drafts and parts that no record names go; so do records whose parts are not all there.
    """
    for name in list(store.names(DRAFTS)):
        store.remove(name)
    held = {name for dataset in DATASETS for name in store.names(dataset)}
    expected, keep = set(wanted), set[str]()
    for bucket, record in read_records(store).items():
        if bucket in expected and held.issuperset(record.parts):
            keep.update(record.parts)
        else:
            store.remove(_name(bucket))
    for name in sorted(held - keep):
        store.remove(name)


def _name(bucket: int) -> str:
    """Name a bucket's record."""
    return f"{RECORDS}/{bucket}.json"


def _record(store: Store, name: str) -> Record | None:
    """Read a record; a damaged one counts as none."""
    told = store.read_json(name)
    if told is None or set(told) != {"bucket", "digest", "parts", "counts"}:
        return None
    if PurePosixPath(name).stem != str(told["bucket"]):
        return None
    return Record(told["bucket"], told["digest"], tuple(told["parts"]), told["counts"])
