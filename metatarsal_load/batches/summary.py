"""What a batch did so far, and in the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from metatarsal_load.batches.plan import Plan
from metatarsal_load.batches.store import Store
from metatarsal_load.batches.task import Outcome

STATES = ("written", "kept", "to do")
SUMS = ("files", "bytes", "sessions", "weeks", "findings", "samples", "skipped", "lost")


class Sums:
    """Counts of a batch, added up as its buckets finish."""

    def __init__(self) -> None:
        self.told = dict.fromkeys((*STATES, *SUMS), 0)
        self.fresh = 0

    def add(self, outcome: Outcome) -> None:
        """Add a bucket."""
        self.told[outcome.state] += 1
        for name in SUMS:
            self.told[name] += outcome.counts.get(name, 0)
        if outcome.state != "kept":
            self.fresh += outcome.counts["files"]

    def summary(
        self, store: Store, plan: Plan, buckets: int, seconds: float, before: str | None
    ) -> dict[str, Any]:
        """Say what was done; files that are nobody's are skipped ones."""
        beside = len(plan.beside)
        skipped = {name: self.told[name] + beside for name in ("skipped", "lost")}
        return {
            "out": store.shown,
            "took_over_from": before,
            "athletes": len(plan.people),
            "buckets": buckets,
            **self.told,
            **skipped,
            "seconds": round(seconds, 3),
            "files_per_second": round(self.fresh / max(seconds, 1e-9), 1),
        }


def with_bar(outcomes: Iterator[Outcome], size: int, *, shown: bool) -> Iterator[Outcome]:
    """Show bytes done of all, files a second, what was skipped so far and the time left.

    Parameters
    ----------
    outcomes : iterator of Outcome
        Buckets as they finish.
    size : int
        Bytes of all files.
    shown : bool
        Whether there is a bar at all.
    """
    if not shown:
        yield from outcomes
        return
    from tqdm.auto import tqdm

    sums = Sums()
    with tqdm(total=size, unit="B", unit_scale=True, smoothing=0) as bar:
        for outcome in outcomes:
            sums.add(outcome)
            rate = sums.fresh / max(bar.format_dict["elapsed"], 1e-9)
            files, lost = sums.told["files"], sums.told["lost"]
            bar.set_postfix_str(f"{files} files, {rate:.0f} files/s, {lost} skipped", refresh=False)
            bar.update(outcome.counts["bytes"])
            yield outcome
