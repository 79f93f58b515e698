"""The bytes of a document as XML parsers want them: one byte a letter, no blanks in front."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANK = b" \t\r\n\0"
_UTF16 = MappingProxyType(
    {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
)


@dataclass(frozen=True)
class Text:
    """A document and how its offsets relate to the file's.

    Attributes
    ----------
    data : bytes
        From the first ``<`` on; blanks may follow the last tag.
    shift : int
        Bytes of the file before `data`.
    notes : tuple of str
        What was changed.
    """

    data: bytes
    shift: int = 0
    notes: tuple[str, ...] = ()


def decode_head(head: bytes) -> str:
    """First letters of a text in UTF-8 or UTF-16, without byte-order mark and blanks."""
    text = head.decode(_UTF16.get(head[:2], "utf-8"), "replace")
    return text.lstrip("\ufeff \t\r\n\0")


def plain_bytes(data: bytes) -> Text:
    """Take off a byte-order mark and blanks, and turn UTF-16 into UTF-8."""
    notes: tuple[str, ...] = ()
    wide = _UTF16.get(data[:2])
    if wide:
        letters = data.decode(wide, errors="replace")
        data = _DECLARATION.sub("", letters, count=1).encode()
        notes = ("UTF-16: byte offsets count from the document as UTF-8",)
    marked = data.removeprefix(b"\xef\xbb\xbf")
    body = marked.lstrip(_BLANK)
    if body.startswith(b"<?xml") and len(body) < len(marked):
        notes += (f"{len(marked) - len(body)} blanks before the XML declaration",)
    shift = len(data) - len(body)
    # Parsers mind zeros behind a document, not blanks: the copy would cost a tenth of reading.
    return Text(body.rstrip(_BLANK) if body.endswith(b"\0") else body, shift, notes)
