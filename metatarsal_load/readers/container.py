"""What a file is, by its content, and what it is wrapped in: gzip and zip, without unpacking.

Nothing is ever written to disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType

from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.packed import gunzip, single_member
from metatarsal_load.readers.recording import Loss
from metatarsal_load.readers.xml.text import decode_head

NAMES = MappingProxyType(
    {
        "appledouble": "a macOS AppleDouble side file (._name)",
        "csv": "a table of text (CSV)",
        "empty": "an empty file",
        "html": "an HTML page (a download that failed?)",
        "jpeg": "a JPEG photo",
        "json": "JSON text",
        "kml": "a KML map",
        "pdf": "a PDF document",
        "png": "a PNG picture",
        "sqlite": "an SQLite database",
        "unknown": "no format that is known here",
        "xml": "XML, but neither GPX nor TCX",
    }
)
"""What `identify` finds beside run files and wrappers, in words."""

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x00\x05\x16\x07", "appledouble"),
    (b"\x00\x05\x16\x00", "appledouble"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n", "png"),
    (b"%PDF", "pdf"),
    (b"SQLite format 3\0", "sqlite"),
)
_ROOTS = (
    (re.compile(r"<(?:[\w.\-]+:)?gpx[\s>/]"), "gpx"),
    (re.compile(r"<(?:[\w.\-]+:)?TrainingCenterDatabase[\s>/]"), "tcx"),
    (re.compile(r"<(?:[\w.\-]+:)?kml[\s>/]"), "kml"),
    (re.compile(r"<(?:!doctype\s+html|html)[\s>/]", re.IGNORECASE), "html"),
    (re.compile(r"<(?:[\w.\-]+:)?(?:Trackpoint|Activities)[\s>/]"), "tcx"),
    (re.compile(r"<(?:[\w.\-]+:)?trkpt[\s>/]"), "gpx"),
)
_LOOK = 8192


@dataclass(frozen=True)
class Content:
    """A run file without its wrappers.

    Attributes
    ----------
    data : bytes
        The decompressed bytes.
    kind : str
        What `identify` says of them.
    file : str
        The name, with archive members behind ``!``.
    losses : tuple of Loss
        What a damaged wrapper cost.
    """

    data: bytes
    kind: str
    file: str
    losses: tuple[Loss, ...] = ()


def identify(data: bytes) -> str:
    """Say what bytes are, by content.

    Returns
    -------
    str
        ``fit``, ``gpx``, ``tcx``, ``gzip``, ``zip``, or one of `NAMES`.
    """
    if not data.lstrip(b" \t\r\n\0"):
        return "empty"
    if data[8:12] == b".FIT" or _looks_like_fit(data):
        return "fit"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return _identify_text(data[:_LOOK])


def _looks_like_fit(data: bytes) -> bool:
    """Whether a file header without its ``.FIT`` is followed by a definition message."""
    size = data[0]
    return (
        size in (12, 14)
        and data[size : size + 2] == b"\x40\0"
        and data[size + 2 : size + 3] in (b"\0", b"\1")
    )


def _identify_text(head: bytes) -> str:
    """Kind of a text by its first letters."""
    text = decode_head(head)
    if text.startswith("<"):
        return next((kind for root, kind in _ROOTS if root.search(text)), "xml")
    if text.startswith(("{", "[")):
        return "json"
    first = text.partition("\n")[0]
    printable = "\0" not in text and "\ufffd" not in text[:200]
    return "csv" if printable and re.search(r"[,;\t]", first) else "unknown"


def unwrap(data: bytes, budget: Budget) -> Content:
    """Take a run file out of its wrappers: gzip, and zips that hold a single file.

    Parameters
    ----------
    data : bytes
        The file as it is stored.
    budget : Budget
        Its name, for notes and errors, and its limits.

    Raises
    ------
    UnsupportedFormat
        If a zip holds several files (`read_sessions` reads those) or none.
    RunFileError
        If a wrapper is damaged beyond salvage, or exceeds a limit.
    """
    content = Content(data, identify(data), budget.file)
    wrappers = 0
    while content.kind in ("gzip", "zip"):
        wrappers += 1
        budget.check("wrappers", wrappers, 0)
        if content.kind == "gzip":
            plain, losses = gunzip(content.data, budget)
            content = replace(content, data=plain, losses=content.losses + losses)
        else:
            name, plain = single_member(content.data, budget)
            budget = budget.of(name)
            content = replace(content, data=plain, file=budget.file)
        content = replace(content, kind=identify(content.data))
    return content
