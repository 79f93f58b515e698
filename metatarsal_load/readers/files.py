"""Any run file, by content: the public `read_recording` and `read_recordings`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import BinaryIO, TypeAlias

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.container import NAMES, Content, unwrap
from metatarsal_load.readers.recording import Recording

Input: TypeAlias = str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO

ENGINES = ("columnar", "fitparse", "gpxpy", "lxml")


def read_recording(source: Input, *, engine: str = "columnar") -> Recording:
    """Read the first activity of a FIT, GPX or TCX file.

    Parameters
    ----------
    source : path, bytes or binary file
        The file; gzipped or alone in a zip is as good. The format is found by content, never by
        name.
    engine : {"columnar", "fitparse", "gpxpy", "lxml"}, keyword-only
        ``columnar`` is this package's reader. The others read the same file slowly, as a
        reference: ``fitparse`` FIT, ``gpxpy`` GPX, ``lxml`` GPX and TCX.

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
    recordings = read_recordings(source, engine=engine)
    samples, meta = recordings[0]
    if len(recordings) > 1:
        more = f"activity 1 of {len(recordings)}; read_recordings gives all"
        meta = replace(meta, notes=(*meta.notes, more))
    return samples, meta


def read_recordings(source: Input, *, engine: str = "columnar") -> list[Recording]:
    """Read every activity of a FIT, GPX or TCX file.

    Parameters and errors are those of `read_recording`.

    Returns
    -------
    list of (pandas.DataFrame, Meta)
        In file order; at least one.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine={engine!r}: expected one of {', '.join(ENGINES)}")
    data, file = _load(source)
    content = unwrap(data, file)
    recordings = _reader(content, engine)(content.data, content.file)
    if content.losses:
        samples, meta = recordings[0]
        recordings[0] = (samples, replace(meta, losses=content.losses + meta.losses))
    return recordings


def _load(source: Input) -> tuple[bytes, str]:
    """Bytes and name of the source."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), "<bytes>"
    if not isinstance(source, str | PathLike):
        return source.read(), str(getattr(source, "name", "<bytes>"))
    path = Path(source)
    if path.is_dir():
        raise RunFileError(str(source), "a folder, not a file: read_sessions reads folders")
    try:
        return path.read_bytes(), str(source)
    except FileNotFoundError:
        raise RunFileError(str(source), "no such file") from None
    except OSError as error:
        raise RunFileError(str(source), f"cannot be opened: {error.strerror}") from error


def _reader(content: Content, engine: str) -> Callable[[bytes, str], list[Recording]]:
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


def _fit_readers() -> dict[str, Callable[[bytes, str], list[Recording]]]:
    """FIT by engine."""
    from metatarsal_load.readers.fit import read_fit
    from metatarsal_load.readers.fit_reference import read_fit_reference

    return {"columnar": read_fit, "fitparse": read_fit_reference}


def _gpx_readers() -> dict[str, Callable[[bytes, str], list[Recording]]]:
    """GPX by engine."""
    from metatarsal_load.readers.gpx import read_gpx
    from metatarsal_load.readers.gpx_reference import read_gpx_reference

    return {
        "columnar": read_gpx,
        "gpxpy": read_gpx_reference,
        "lxml": partial(read_gpx, engine="lxml"),
    }


def _tcx_readers() -> dict[str, Callable[[bytes, str], list[Recording]]]:
    """TCX by engine."""
    from metatarsal_load.readers.tcx import read_tcx

    return {"columnar": read_tcx, "lxml": partial(read_tcx, engine="lxml")}
