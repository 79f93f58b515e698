"""Any run file, by content: the public `read_recording` and `read_recordings`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from os import PathLike, fspath
from typing import BinaryIO, Protocol, TypeAlias

from metatarsal_load.errors import MetatarsalError, RunFileError, UnsupportedFormat
from metatarsal_load.readers.container import NAMES, Content, unwrap
from metatarsal_load.readers.disk import read_file, read_stream
from metatarsal_load.readers.limits import LIMITS, Budget, Limits
from metatarsal_load.readers.recording import Recording

Input: TypeAlias = str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO

ENGINES = ("columnar", "fitparse", "gpxpy", "lxml")
NO_MEMORY = "needs more memory than there is"


class Reader(Protocol):
    """Reads every activity of one format."""

    def __call__(self, data: bytes, file: str, *, budget: Budget) -> list[Recording]:
        """Read every activity in the bytes."""


def read_recording(
    source: Input, *, engine: str = "columnar", limits: Limits = LIMITS
) -> Recording:
    """Read the first activity of a FIT, GPX or TCX file.

    Parameters
    ----------
    source : path, bytes or binary file
        The file; gzipped or alone in a zip is as good. The format is found by content, never by
        name.
    engine : {"columnar", "fitparse", "gpxpy", "lxml"}, keyword-only
        ``columnar`` is this package's reader. The others read the same file slowly, as a
        reference: ``fitparse`` FIT, ``gpxpy`` GPX, ``lxml`` GPX and TCX.
    limits : Limits, keyword-only
        How much of the file is read; crossing one raises a `LimitError`.

    Returns
    -------
    samples : pandas.DataFrame, shape (n, 12 or more)
        Indexed by ``time`` [UTC], strictly increasing; columns and units in
        `metatarsal_load.schema.SAMPLES`. NaN is unknown.
    meta : Meta
        What the file says beside its samples; ``notes`` tells when it holds further activities.

    Raises
    ------
    UnsupportedFormat
        If the file is no recorded activity: a photo, a course, a web page, ...
    RunFileError
        If it cannot be read; names the file, the byte offset where there is one, and why.

    Examples
    --------
    >>> samples, meta = read_recording("run.fit")  # doctest: +SKIP
    """
    recordings = read_recordings(source, engine=engine, limits=limits)
    samples, meta = recordings[0]
    if len(recordings) > 1:
        more = f"activity 1 of {len(recordings)}; read_recordings gives all"
        meta = replace(meta, notes=(*meta.notes, more))
    return samples, meta


def read_recordings(
    source: Input, *, engine: str = "columnar", limits: Limits = LIMITS
) -> list[Recording]:
    """Read every activity of a FIT, GPX or TCX file.

    Parameters
    ----------
    source, engine, limits
        As for `read_recording`.

    Returns
    -------
    list of (pandas.DataFrame, Meta)
        In file order; at least one.

    Raises
    ------
    UnsupportedFormat, RunFileError
        As `read_recording`.
    ValueError
        Unknown `engine`.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine={engine!r}: expected one of {', '.join(ENGINES)}")
    budget = Budget(_name(source), limits)
    try:
        return _read(_load(source, budget), engine, budget)
    except MetatarsalError:
        raise
    except MemoryError as error:
        raise RunFileError(budget.file, NO_MEMORY) from error
    except Exception as error:  # whatever the bytes are, they end in a result or in our error
        told = f"the reader failed ({type(error).__name__}: {error}); please report it"
        raise RunFileError(budget.file, told) from error


def _read(data: bytes, engine: str, budget: Budget) -> list[Recording]:
    """Read the recordings in the bytes of a file."""
    content = unwrap(data, budget)
    recordings = _reader(content, engine)(
        content.data, content.file, budget=budget.called(content.file)
    )
    if content.losses:
        samples, meta = recordings[0]
        recordings[0] = (samples, replace(meta, losses=content.losses + meta.losses))
    return recordings


def _name(source: Input) -> str:
    """Name of the source."""
    if isinstance(source, str | PathLike):
        return fspath(source)
    return str(getattr(source, "name", "<bytes>"))


def _load(source: Input, budget: Budget) -> bytes:
    """Bytes of the source."""
    if isinstance(source, bytes | bytearray | memoryview):
        budget.check("file_bytes", memoryview(source).nbytes)
        return bytes(source)
    if isinstance(source, str | PathLike):
        return read_file(source, budget)
    return read_stream(source, budget)


def _reader(content: Content, engine: str) -> Reader:
    """Choose the function that reads this format with this engine."""
    if content.kind in NAMES:
        raise UnsupportedFormat(
            content.file, f"{NAMES[content.kind]}: expected a FIT, GPX or TCX recording", 0
        )
    readers = {"fit": _fit_readers, "gpx": _gpx_readers, "tcx": _tcx_readers}[content.kind]()
    if engine not in readers:
        known = ", ".join(readers)
        what = content.kind.upper()
        raise RunFileError(content.file, f"engine {engine!r} does not read {what}: use {known}")
    return readers[engine]


def _fit_readers() -> dict[str, Reader]:
    """FIT by engine."""
    from metatarsal_load.readers.fit import read_fit
    from metatarsal_load.readers.fit_reference import read_fit_reference

    return {"columnar": read_fit, "fitparse": read_fit_reference}


def _gpx_readers() -> dict[str, Reader]:
    """GPX by engine."""
    from metatarsal_load.readers.gpx import read_gpx
    from metatarsal_load.readers.gpx_reference import read_gpx_reference

    return {
        "columnar": read_gpx,
        "gpxpy": read_gpx_reference,
        "lxml": partial(read_gpx, engine="lxml"),
    }


def _tcx_readers() -> dict[str, Reader]:
    """TCX by engine."""
    from metatarsal_load.readers.tcx import read_tcx

    return {"columnar": read_tcx, "lxml": partial(read_tcx, engine="lxml")}
