"""The manifest: what a result was made from and with, so that it can be cited and repeated."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

import metatarsal_load
from metatarsal_load.batches.layout import data_dictionary
from metatarsal_load.batches.plan import Plan
from metatarsal_load.batches.records import Record, read_records
from metatarsal_load.batches.store import Store
from metatarsal_load.batches.task import Settings
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.thresholds import resolve
from metatarsal_load.tables.coefficients import COEFFICIENTS

MANIFEST = "manifest.json"
DICTIONARY = "data_dictionary.csv"
LIBRARIES = ("pandas", "numpy", "pyarrow", "joblib", "fsspec")


def write_manifest(
    store: Store, plan: Plan, settings: Settings, buckets: int, took: dict[str, float]
) -> dict[str, object]:
    """Write manifest and data dictionary; returns what the manifest says."""
    records = read_records(store)
    told: dict[str, object] = {
        "metatarsal_load": metatarsal_load.__version__,
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "source": None if settings.anonymised else _told(plan.root),
        "input_fingerprint": input_fingerprint(records),
        "settings": asdict(settings),
        "thresholds": resolve(RULES, settings.thresholds, ()),
        "coefficients": {name: each.default for name, each in COEFFICIENTS.items()},
        "buckets": buckets,
        "counts": total(records),
        "beside": [] if settings.anonymised else [row["file"] for row in plan.beside],
        "finished_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "last_run": took,
    }
    store.write(DICTIONARY, _dictionary(settings))
    store.write_json(MANIFEST, told)
    return told


def _told(root: str) -> str:
    """Tell a source: a URL in full, of a folder its name, as the rest is this machine's."""
    return root if "://" in root else PurePath(root).name


def _dictionary(settings: Settings) -> bytes:
    """Write the data dictionary as CSV."""
    return data_dictionary(positions=settings.keep_positions).to_csv(index=False).encode()


def input_fingerprint(records: dict[int, Record]) -> str:
    """Hash the fingerprints of all buckets, in their order."""
    text = "\n".join(f"{number} {records[number].digest}" for number in sorted(records))
    return hashlib.sha256(text.encode()).hexdigest()


def total(records: dict[int, Record]) -> dict[str, int]:
    """Add up what all buckets hold."""
    names = sorted({name for record in records.values() for name in record.counts})
    return {name: sum(record.counts.get(name, 0) for record in records.values()) for name in names}


def _version(name: str) -> str | None:
    """Look up the version of an installed library."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
