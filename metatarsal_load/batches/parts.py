"""Parquet parts of one bucket: written whole, named by the bucket's fingerprint and year."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from metatarsal_load.batches.layout import YEAR_OF, to_arrow
from metatarsal_load.batches.store import Store


@dataclass
class Parts:
    """The parts that a task has written so far.

    Attributes
    ----------
    store : Store
        Where they go.
    bucket : int
        Whose they are.
    digest : str
        The bucket's fingerprint.
    names : list of str
        Their names.
    rows : dict of str to int
        Rows by dataset.
    """

    store: Store
    bucket: int
    digest: str
    names: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, frame: pd.DataFrame, dataset: str, *, number: int = 0) -> None:
        """Write a table, one part a year; `number` tells parts of one dataset and year apart."""
        self.rows[dataset] = self.rows.get(dataset, 0) + len(frame)
        place = f"{dataset}/bucket={self.bucket}"
        leaf = f"{self.digest[:16]}-{number}.parquet"
        if dataset not in YEAR_OF:
            if len(frame):
                self._write(frame, dataset, f"{place}/{leaf}")
            return
        years = frame[YEAR_OF[dataset]].dt.year.fillna(0).astype(int).to_numpy()
        for year in sorted(set(years.tolist())):
            self._write(frame[years == year], dataset, f"{place}/year={year}/{leaf}")

    def _write(self, frame: pd.DataFrame, dataset: str, name: str) -> None:
        """Write one part."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        pq.write_table(to_arrow(frame, dataset), sink, compression="zstd")
        self.store.write(name, sink.getvalue().to_pybytes())
        self.names.append(name)
