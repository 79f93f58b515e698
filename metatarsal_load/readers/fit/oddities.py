"""Fields of records that are left out, in words: of no size, of a wrong one, or without meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from metatarsal_load.readers.fit.definitions import Definition, DeveloperField, readable_base
from metatarsal_load.readers.fit.developer import Description, Descriptions
from metatarsal_load.readers.fit.profile import CHANNELS, RECORD
from metatarsal_load.readers.fit.walk import Group

_FEW = 5
"""Fields named one by one."""


def odd_fields(groups: Iterable[Group], descriptions: Descriptions) -> list[str]:
    """One note for each reason to leave fields out: which ones, where first, in how many records.

    Parameters
    ----------
    groups : iterable of Group
        What the walk found.
    descriptions : Mapping
        The developer fields' descriptions.
    """
    names: dict[str, dict[str, None]] = {}
    first: dict[str, int] = {}
    count: dict[str, int] = {}
    for group in groups:
        definition = group.definition
        if definition.message != RECORD:
            continue
        odd = [*_odd_channels(definition), *_odd_developer(definition, descriptions)]
        places = group.offsets().tolist() if odd else []
        if not places:
            continue
        for reason, name in odd:
            names.setdefault(reason, {})[name] = None
        for reason in {reason for reason, _ in odd}:
            first[reason] = min(first.get(reason, places[0]), places[0])
            count[reason] = count.get(reason, 0) + len(places)
    return [
        f"byte {first[reason]}: {_listed([*names[reason]])} in {count[reason]} records left out: "
        f"{reason}"
        for reason in names
    ]


def _listed(names: Sequence[str]) -> str:
    """List some names, and how many more there are."""
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more


def _odd_channels(definition: Definition) -> Iterator[tuple[str, str]]:
    """Reason and name of the native channels that cannot be read."""
    for channel in CHANNELS:
        field = definition.fields.get(channel.field)
        if field is not None and field.base is None:
            yield "its size does not fit its type", f"field {channel.field} ({channel.column})"


def _odd_developer(definition: Definition, descriptions: Descriptions) -> Iterator[tuple[str, str]]:
    """Reason and name of the developer fields that are no number."""
    for field in definition.developer:
        versions = descriptions.get((field.owner, field.number), ())
        reason = _developer_reason(field, versions)
        if reason:
            name = versions[0].column if versions else f"{field.number} of index {field.owner}"
            yield reason, f"developer field {name}"


def _developer_reason(field: DeveloperField, versions: Sequence[Description]) -> str:
    """Why a developer field is left out; "" where it is read."""
    if field.size == 0:
        return "no bytes"
    if not versions:
        return "no description"
    bases = [readable_base(one.base, field.size) for one in versions]
    if all(base is None for base in bases):
        return "its size does not fit its type"
    if any(base and base.code == "S" for base in bases):
        return "text"
    return "" if any(base and base.size == field.size for base in bases) else "several values"
