"""`open_batch`: what a batch wrote, read lazily."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce
from operator import and_
from os import PathLike, fspath
from typing import Any

import pandas as pd

from metatarsal_load.batches.layout import (
    DATASETS,
    PARTITIONS,
    YEAR_OF,
    arrow_schema,
    columns_of,
    to_pandas,
)
from metatarsal_load.batches.manifest import MANIFEST
from metatarsal_load.batches.plan import bucket_of
from metatarsal_load.batches.records import read_records
from metatarsal_load.batches.run import SETUP
from metatarsal_load.batches.store import Store
from metatarsal_load.errors import MetatarsalError

Names = Collection[str] | str | None


class Batch:
    """The finished buckets of a batch; nothing is read before it is asked for.

    Only parts that are committed are seen, so a batch may be opened while it is made.

    Parameters
    ----------
    store : Store
        Where the batch lies.
    buckets : int
        Number of buckets.
    positions : bool
        Whether positions were kept.
    """

    def __init__(self, store: Store, buckets: int, *, positions: bool) -> None:
        self.store = store
        self.positions = positions
        self.buckets = buckets
        records = read_records(store)
        self._parts = [name for number in sorted(records) for name in records[number].parts]

    def __repr__(self) -> str:
        return f"Batch({self.store.shown!r}, {self.buckets} buckets, {len(self._parts)} parts)"

    @property
    def manifest(self) -> dict[str, Any]:
        """What the result was made from and with; empty while the first batch still runs."""
        return self.store.read_json(MANIFEST) or {}

    def parts(self, dataset: str) -> list[str]:
        """List a dataset's parquet files, for dask, polars or duckdb."""
        if dataset not in DATASETS:
            raise ValueError(f"dataset={dataset!r}: expected one of {', '.join(DATASETS)}")
        names = [name for name in self._parts if name.startswith(f"{dataset}/")]
        return [self.store.path(name) for name in names]

    def dataset(self, dataset: str) -> Any:
        """Open a dataset as a `pyarrow.dataset.Dataset`, with `bucket` and `year` as columns."""
        import pyarrow as pa
        import pyarrow.dataset as ds

        keys = [name for name in PARTITIONS if name == "bucket" or dataset in YEAR_OF]
        hive = ds.partitioning(pa.schema([(name, pa.int32()) for name in keys]), flavor="hive")
        parts = self.parts(dataset)
        whole = pa.unify_schemas([arrow_schema(dataset, positions=self.positions), hive.schema])
        if not parts:
            return ds.dataset(whole.empty_table())
        return ds.dataset(
            parts, schema=whole,
            filesystem=self.store.fs, format="parquet", partitioning=hive,
            partition_base_dir=self.store.path(""),
        )  # fmt: skip

    def sessions(
        self, *, athletes: Names = None, years: Collection[int] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Read sessions; see `read`."""
        return self.read("sessions", athletes=athletes, years=years, columns=columns)

    def weeks(
        self, *, athletes: Names = None, years: Collection[int] | None = None
    ) -> pd.DataFrame:
        """Read weeks as `weekly` gives them, indexed by athlete and week; see `read`."""
        weeks = self.read("weeks", athletes=athletes, years=years)
        return weeks.astype({"complete": bool}).set_index(["athlete", "week"])

    def findings(
        self, *, athletes: Names = None, years: Collection[int] | None = None
    ) -> pd.DataFrame:
        """Read findings; see `read`."""
        return self.read("findings", athletes=athletes, years=years)

    def skipped(self, *, athletes: Names = None) -> pd.DataFrame:
        """Read the inputs that gave less than they held; see `read`."""
        return self.read("skipped", athletes=athletes)

    def samples(
        self, *, athletes: Names = None, years: Collection[int] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Read per-second samples, where the batch kept them; see `read`."""
        return self.read("samples", athletes=athletes, years=years, columns=columns)

    def read(
        self,
        dataset: str,
        *,
        athletes: Names = None,
        years: Collection[int] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Read a slice of a dataset to pandas.

        Parameters
        ----------
        dataset : str
            ``sessions``, ``weeks``, ``findings``, ``skipped`` or ``samples``.
        athletes : str or collection of str, optional
            Only theirs; other buckets are not opened.
        years : collection of int, optional
            Only rows that start in these.
        columns : sequence of str, optional
            Only these.

        Returns
        -------
        DataFrame
            With the dtypes of the table it was made from, sorted by athlete, and then in the
            order in which it was made.

        Raises
        ------
        MetatarsalError
            If a bucket was made again since the batch was opened.
        """
        kept = columns_of(dataset, positions=self.positions)
        chosen = list(kept if columns is None else columns)
        need = list(dict.fromkeys([*chosen, "athlete"]))
        try:
            table = self.dataset(dataset).to_table(
                columns=need, filter=self._wanted(athletes, years)
            )
        except FileNotFoundError as error:
            raise MetatarsalError(
                f"{self.store.shown}: a bucket was made again since this batch was opened; "
                "open it again"
            ) from error
        frame = to_pandas(table, dataset)
        return frame.sort_values("athlete", kind="stable", ignore_index=True)[chosen]

    def _wanted(self, athletes: Names, years: Collection[int] | None) -> Any:
        """Make the filter of a slice; None where everything is wanted."""
        import pyarrow.dataset as ds

        wanted = []
        if athletes is not None:
            names = [athletes] if isinstance(athletes, str) else sorted(athletes)
            held = sorted({bucket_of(name, self.buckets) for name in names})
            wanted += [ds.field("bucket").isin(held), ds.field("athlete").isin(names)]
        if years is not None:
            wanted.append(ds.field("year").isin([int(year) for year in years]))
        return reduce(and_, wanted) if wanted else None


def open_batch(out: str | PathLike[str]) -> Batch:
    """Open what `batch` wrote.

    Parameters
    ----------
    out : path or URL
        As it was given to `batch`.

    Returns
    -------
    Batch
        With `sessions()`, `weeks()`, `findings()`, `skipped()`, `samples()`, `dataset()`,
        `parts()` and `manifest`.

    Raises
    ------
    MetatarsalError
        If no batch was made there.
    """
    store = Store(fspath(out))
    told = store.read_json(SETUP)
    if told is None:
        raise MetatarsalError(f"{store.shown}: holds no batch; make one with ml.batch(SRC, OUT)")
    return Batch(store, int(told["buckets"]), positions=bool(told.get("positions")))
