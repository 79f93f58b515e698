"""The reference engine: the same recordings, decoded by python-fitparse message by message.

Some hundred times slower, and without salvage: for checking what the columnar reader says. Only
the decoding is the library's; sessions, cadence and times are put together by the same code.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.fit import collect
from metatarsal_load.readers.fit.activity import Decoded
from metatarsal_load.readers.fit.columns import Records
from metatarsal_load.readers.fit.container import Part, split_parts
from metatarsal_load.readers.fit.developer import Descriptions, describe
from metatarsal_load.readers.fit.messages import Message
from metatarsal_load.readers.fit.profile import (
    CHANNELS,
    EXTRA_CHANNELS,
    FIELD_DESCRIPTION,
    MESSAGE_FIELDS,
    RECORD,
    TEXT_FIELDS,
)
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import SAMPLE_COLUMNS, Recording


def read_fit_reference(data: bytes, file: str, *, budget: Budget | None = None) -> list[Recording]:
    """Read every activity of a FIT file with python-fitparse (``engine="fitparse"``).

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
        As `metatarsal_load.readers.fit.read_fit`.

    Raises
    ------
    UnsupportedFormat
        If the file holds no activity.
    RunFileError
        If python-fitparse cannot read it.
    """
    budget = budget or Budget(file)
    parts = split_parts(data, file, budget)
    decoded = [_decode(data[part.start : part.end], part, budget) for part in parts]
    return collect(parts, decoded, file, engine="fitparse", budget=budget)


def _decode(data: bytes, part: Part, budget: Budget) -> Decoded:
    """One part by python-fitparse."""
    messages: dict[int, list[Message]] = {number: [] for number in MESSAGE_FIELDS}
    records: list[tuple[int, Any]] = []
    places: list[int] = []
    for place, message in enumerate(_messages(data, budget.file)):
        budget.check_time()
        number = message.mesg_num
        if number == RECORD:
            records.append((place, message))
        elif number in messages:
            messages[number].append(_raw(message, number))
        if number == FIELD_DESCRIPTION:
            places.append(place)
    descriptions = describe(messages[FIELD_DESCRIPTION], places, budget)
    return Decoded(_records(records, descriptions), messages, part.notes, part.losses)


def _messages(data: bytes, file: str) -> Iterator[Any]:
    """Yield data messages, with the library's own faults named as errors of the file."""
    from fitparse import UncachedFitFile
    from fitparse.utils import FitParseError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield from UncachedFitFile(data, check_crc=False, check_developer_data=False)
        except (FitParseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise RunFileError(file, f"python-fitparse gives up: {error}") from error


def _raw(message: Any, number: int) -> Message:
    """Raw values of the native fields that are read; unknown ones are left out."""
    wanted, texts = MESSAGE_FIELDS[number], TEXT_FIELDS.get(number, ())
    values: Message = {}
    for one in message.fields:
        if one.field_def is None or one.field_type == "devfield":
            continue
        at, value = one.field_def.def_num, _scalar(one.raw_value)
        if at in wanted and value is not None and isinstance(value, str) == (at in texts):
            values.setdefault(at, value)
    return values


def _scalar(value: Any) -> Any:
    """Give the first of several values; text without its padding, if anything is left."""
    if isinstance(value, tuple):
        return _scalar(value[0])
    if isinstance(value, bytes):
        value = value.split(b"\0", 1)[0].decode("utf-8", "replace")
    if isinstance(value, str):
        return value.strip() or None
    return value


def _records(messages: list[tuple[int, Any]], descriptions: Descriptions) -> Records:
    """Fill a block with records (each with its place), value by value."""
    from fitparse.profile import MESSAGE_TYPES

    names = {number: field.name for number, field in MESSAGE_TYPES[RECORD].fields.items()}
    extras = dict.fromkeys(channel.column for channel in EXTRA_CHANNELS)
    developer = {d.column: d for versions in descriptions.values() for d in versions}
    columns = (*SAMPLE_COLUMNS, *extras, *developer)
    place = {name: k for k, name in enumerate(columns)}
    block = np.full((len(columns), len(messages)), np.nan)
    seconds = np.zeros(len(messages), np.int64)
    for row, (at, message) in enumerate(messages):
        said = _named_values(message, at, descriptions)
        seconds[row] = said.get("timestamp", 0)
        for channel in (*CHANNELS, *EXTRA_CHANNELS):
            value = said.get(names[channel.field])
            if value is not None and np.isnan(block[place[channel.column], row]):
                degrees = channel.column.endswith("_deg")
                block[place[channel.column], row] = value / channel.scale if degrees else value
        if "cadence" in said:
            block[place["cadence_spm"], row] += said.get("fractional_cadence", 0.0)
        for column in developer:
            block[place[column], row] = said.get(column, np.nan)
    units = {column: d.unit for column, d in developer.items()}
    natives = {column: d for column, d in developer.items() if d.native is not None}
    return Records(seconds, block, columns, units, natives)


def _named_values(message: Any, at: int, descriptions: Descriptions) -> dict[str, Any]:
    """Known values of the record at a place: native fields by name, others by column."""
    said: dict[str, Any] = {}
    for one in message.fields:
        value = one.raw_value if one.name == "timestamp" else one.value
        if value is None or isinstance(value, (str, bytes)):
            continue
        if one.field_type == "devfield":
            for described in descriptions.get((one.field.dev_data_index, one.field.def_num), ()):
                holds = described.span is None or described.span[0] <= at < described.span[1]
                if holds and not isinstance(value, tuple):
                    said[described.column] = value / described.scale - described.offset
        else:
            said.setdefault(one.name, value[0] if isinstance(value, tuple) else value)
    return said
