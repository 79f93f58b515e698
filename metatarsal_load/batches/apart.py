"""Results that lie apart from the run files they are made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from metatarsal_load.batches.plan import Plan
from metatarsal_load.batches.store import Store, absolute
from metatarsal_load.errors import MetatarsalError


def apart_from(plan: Plan, store: Store, *, is_batch: bool) -> Plan:
    """Leave the folder of the results out of the people, where it lies beside theirs.

    Parameters
    ----------
    plan : Plan
        What the source holds.
    store : Store
        Where the results go.
    is_batch : bool
        Whether the results of a batch lie there already.

    Raises
    ------
    MetatarsalError
        If the results would lie among run files.
    """
    root = PurePosixPath(absolute(plan.root))
    if not PurePosixPath(store.url).is_relative_to(root):
        return plan
    inside = str(PurePosixPath(store.url).relative_to(root))
    own = [person for person in plan.people if person.paths == (inside,)]
    beside = "/" not in inside and inside != "."
    if not beside or (not is_batch and any(person.size for person in own)):
        raise MetatarsalError(
            f"{store.shown}: lies among the files it is made from; choose another place"
        )
    return replace(plan, people=tuple(each for each in plan.people if each not in own))
