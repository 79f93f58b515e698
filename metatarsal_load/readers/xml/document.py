"""One XML document: its points as columns, and its tree without them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.recording import Loss

if TYPE_CHECKING:
    from lxml.etree import _Element

Floats: TypeAlias = npt.NDArray[np.float64]
Times: TypeAlias = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Points:
    """Points in the order of the file.

    Attributes
    ----------
    time : numpy.ndarray, shape (n,), datetime64[us]
        UTC; NaT where a point has none that can be read.
    channels : numpy.ndarray, shape (n, len(CHANNELS))
        The channels of `grammar.CHANNELS`, NaN where a point has none.
    naive : numpy.ndarray of bool, shape (n,)
        Times that named no zone.
    """

    time: Times
    channels: Floats
    naive: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Run:
    """Consecutive points of one parent element (a GPX segment, a TCX track)."""

    parent: _Element
    first: int
    stop: int


@dataclass(frozen=True)
class Document:
    """What `read.read_document` returns.

    Attributes
    ----------
    root : lxml element
        The document; its points may or may not still hang in it.
    points : Points
        All points, in file order.
    runs : tuple of Run
        Which points belong to which element.
    notes, losses : tuple
        What was odd, and what was lost.
    """

    root: _Element
    points: Points
    runs: tuple[Run, ...]
    notes: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = field(default=())
