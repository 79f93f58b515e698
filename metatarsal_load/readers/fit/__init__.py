"""FIT files to recordings, by columns."""

from __future__ import annotations

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.fit.activity import Decoded, recordings
from metatarsal_load.readers.fit.columns import read_records
from metatarsal_load.readers.fit.container import Part, split_parts
from metatarsal_load.readers.fit.developer import describe
from metatarsal_load.readers.fit.messages import places_of, read_messages
from metatarsal_load.readers.fit.oddities import odd_fields
from metatarsal_load.readers.fit.profile import (
    ACTIVITY_FILE,
    FIELD_DESCRIPTION,
    MESSAGE_FIELDS,
    RECORD,
    SESSION,
    name_of,
)
from metatarsal_load.readers.fit.salvage import walk_carefully
from metatarsal_load.readers.fit.walk import Group, walk
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Loss, Recording

__all__ = ["read_fit"]


def read_fit(data: bytes, file: str, *, budget: Budget | None = None) -> list[Recording]:
    """Read every activity of a FIT file.

    Parameters
    ----------
    data : bytes
        The decompressed bytes.
    file : str
        Name for messages and `Meta.file`.
    budget : Budget, keyword-only
        The limits that hold; the usual ones without.

    Returns
    -------
    list of (samples, Meta)
        One for each session of each chained activity, in the order of time within a part. See
        `metatarsal_load.readers.recording` for the columns and units; cadence is that of both
        feet, the file's own stays in ``cadence_rpm`` where it does not count steps; numeric
        developer fields follow as ``dev_<name>``, their units in `Meta.units`.

    Raises
    ------
    UnsupportedFormat
        If the file is whole but holds no activity (a course, a workout, settings, ...).
    RunFileError
        If nothing could be read, with the offset at which reading ended.

    Notes
    -----
    ``value = raw / scale - offset`` with the scales of the FIT profile; a raw value equal to its
    type's "invalid" is NaN. Damage loses what is damaged only, and is noted.
    """
    budget = budget or Budget(file)
    parts = split_parts(data, file, budget)
    decoded = [decode(data, part, budget) for part in parts]
    return collect(parts, decoded, file, engine="columnar", budget=budget)


def decode(data: bytes, part: Part, budget: Budget, *, careful: bool = False) -> Decoded:
    """Decode one part; `careful` takes the slow walk even where nothing is wrong."""
    notes, losses = [*part.notes], [*part.losses]
    found = walk(data, part.body, part.end, budget)
    if found.trouble:
        notes.append(f"byte {found.end}: {found.trouble}")
    if found.trouble or careful or not part.sound:
        _check_counts(found.groups, budget)
        found = walk_carefully(data, part.body, part.end, budget)
    _check_counts(found.groups, budget)
    losses += found.losses
    if found.end < part.end and not losses:
        losses.append(Loss("the last message is cut off", found.end))
    messages = {
        number: read_messages(data, found.groups, number, fields)
        for number, fields in MESSAGE_FIELDS.items()
    }
    places = [at for at, _ in places_of(found.groups, FIELD_DESCRIPTION)]
    descriptions = describe(messages[FIELD_DESCRIPTION], places, budget)
    records = read_records(data, found.groups, descriptions, budget)
    notes += odd_fields(found.groups, descriptions)
    return Decoded(records, messages, tuple(notes), tuple(losses))


def _check_counts(groups: list[Group], budget: Budget) -> None:
    """Refuse more messages than are worth while to read one by one."""
    counts: dict[int, int] = {}
    for group in groups:
        number = group.definition.message
        counts[number] = counts.get(number, 0) + group.count()
    budget.check("samples", counts.pop(RECORD, 0))
    budget.check("fit_messages", max(counts.get(number, 0) for number in MESSAGE_FIELDS))


def collect(
    parts: list[Part], decoded: list[Decoded], file: str, *, engine: str, budget: Budget
) -> list[Recording]:
    """Gather the recordings of the parts that are activities; the others are named in the notes."""
    found: list[Recording] = []
    others: list[tuple[Part, Decoded, str]] = []
    activities = []
    for part, one in zip(parts, decoded, strict=True):
        kind = one.file_type
        if kind not in (None, ACTIVITY_FILE):
            others.append((part, one, f"a FIT {_file_word(kind)} file, not a recorded activity"))
        elif one.is_empty:
            others.append((part, one, "a FIT activity without any sample or session"))
        else:
            activities.append(one)
    if not activities:
        part, one, reason = others[0]
        if one.file_type not in (None, ACTIVITY_FILE):
            raise UnsupportedFormat(file, reason, part.start)
        told = "; ".join(loss.reason for loss in one.losses)
        raise RunFileError(file, f"{reason}; {told}" if told else reason, part.end)
    _blame(activities, others)
    budget.check("activities", sum(len(one.messages[SESSION]) for one in activities))
    budget.check("samples", sum(len(one.records.seconds) for one in activities))
    for one in activities:
        found += recordings(one, file, engine=engine, first=len(found))
    return found


def _file_word(kind: int) -> str:
    """Name a file type in words: course, workout, monitoring, ..."""
    word = name_of("file", kind) or f"type-{kind}"
    return "monitoring" if word.startswith("monitoring") else word.replace("_", " ")


def _blame(activities: list[Decoded], others: list[tuple[Part, Decoded, str]]) -> None:
    """Tell of the parts that are no activity in the notes and losses of the first one that is."""
    first = activities[0]
    for part, one, reason in others:
        first.notes = (*first.notes, f"the chained part at byte {part.start} is {reason}")
        unused = len(one.records.seconds)
        told = Loss(f"{unused} records of a part that is no activity not used", part.start)
        first.losses = (*first.losses, *one.losses, *([told] if unused else []))
