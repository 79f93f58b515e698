"""How athletes are called in the tables of a batch: by name, or by the id that a key gives them."""

from __future__ import annotations

from typing import Any

from metatarsal_load.errors import MetatarsalError
from metatarsal_load.risk.thresholds import FOR_ATHLETES, Changes
from metatarsal_load.tables.anonymise import athlete_id


def told_name(name: str, key: bytes | None) -> str:
    """Tell an athlete's name in the tables; the name itself without a key."""
    return name if key is None else athlete_id(name, key)


def told_changes(changes: Changes, key: bytes | None) -> dict[str, Any]:
    """Call the athletes of single thresholds as the tables do."""
    own = {told_name(name, key): each for name, each in changes.get(FOR_ATHLETES, {}).items()}
    return {**changes, FOR_ATHLETES: own} if own else dict(changes)


def refuse_both(key: bytes | None, *, keep_positions: bool, today: str | None) -> None:
    """Refuse what tells where or when somebody was, together with a key.

    Raises
    ------
    MetatarsalError
        Both were asked for.
    """
    asked = "keep_positions" if keep_positions else "today" if today else None
    if key is not None and asked is not None:
        raise MetatarsalError(
            f"anonymise and {asked} cannot be used together, as places are left out and dates "
            "moved; leave one of them out"
        )
