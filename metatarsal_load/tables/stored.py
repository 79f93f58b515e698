"""Files behind their checksum, and tables as bytes without pickle."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd

from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.whole_files import write_whole

DIGEST = 32


def write_checked(path: Path, body: bytes) -> None:
    """Write bytes behind their SHA-256, whole or not at all, for the owner's eyes only.

    Parameters
    ----------
    path : Path
        The file.
    body : bytes
        What it shall hold.
    """
    write_whole(path, hashlib.sha256(body).digest() + body, private=True)


def read_checked(path: Path) -> memoryview:
    """Read what `write_checked` wrote.

    Raises
    ------
    ValueError
        If the file does not match its checksum, or is not there.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(str(error)) from error
    body = memoryview(content)[DIGEST:]
    if hashlib.sha256(body).digest() != content[:DIGEST]:
        raise ValueError("the checksum does not match")
    return body


def frames_to_bytes(frames: list[pd.DataFrame]) -> bytes:
    """Write tables of numbers, times, categories and text with a RangeIndex; exactly."""
    arrays, words = {}, []
    for place, frame in enumerate(frames):
        told: list[list[object]] = []
        for number, name in enumerate(frame.columns):
            values = frame[name]
            if isinstance(values.dtype, pd.CategoricalDtype):
                arrays[f"{place}.{number}"] = values.cat.codes.to_numpy()
                told.append([name, "category", values.cat.categories.tolist()])
            elif values.dtype == TEXT:
                told.append(
                    [name, "text", values.astype(object).where(values.notna(), None).tolist()]
                )
            else:
                arrays[f"{place}.{number}"] = values.to_numpy()
                told.append([name, "array", None])
        words.append([len(frame), told])
    stream = io.BytesIO()
    text = np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)
    np.savez(stream, allow_pickle=False, words=text, **arrays)
    return stream.getvalue()


def frames_from_bytes(body: memoryview) -> list[pd.DataFrame]:
    """Read what `frames_to_bytes` wrote."""
    frames = []
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        for place, (rows, told) in enumerate(json.loads(arrays["words"].tobytes())):
            columns = {}
            for number, (name, kind, held) in enumerate(told):
                if kind == "text":
                    columns[name] = pd.Series(held, dtype=TEXT, index=range(rows))
                    continue
                values = arrays[f"{place}.{number}"]
                if kind == "category":
                    words = pd.CategoricalDtype(held)
                    columns[name] = pd.Series(pd.Categorical.from_codes(values, dtype=words))
                else:
                    columns[name] = pd.Series(values)
            frames.append(pd.DataFrame(columns, index=range(rows)))
    return frames
