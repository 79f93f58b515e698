"""The bytes of a document as XML parsers want them: one byte a letter, no blanks in front."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANK = b" \t\r\n\0"
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


@dataclass(frozen=True)
class Text:
    """A document and how its offsets relate to the file's.

    Attributes
    ----------
    data : bytes
        From the first ``<`` to the last byte that is not blank.
    shift : int
        Bytes of the file before `data`.
    notes : tuple of str
        What was changed.
    """

    data: bytes
    shift: int = 0
    notes: tuple[str, ...] = ()


def plain_bytes(data: bytes) -> Text:
    """Take off a byte-order mark and blanks, and turn UTF-16 into UTF-8."""
    notes: tuple[str, ...] = ()
    if data[:2] in _UTF16_STARTS:
        wide = "utf-16" if data[0] >= 0xFE else ("utf-16-le" if data[1] == 0 else "utf-16-be")
        letters = data.decode(wide, errors="replace")
        data = _DECLARATION.sub("", letters, count=1).encode()
        notes = ("UTF-16: byte offsets count from the document as UTF-8",)
    marked = data.removeprefix(b"\xef\xbb\xbf")
    body = marked.lstrip(_BLANK)
    if body.startswith(b"<?xml") and len(body) < len(marked):
        notes += (f"{len(marked) - len(body)} blanks before the XML declaration",)
    return Text(body.rstrip(_BLANK), len(data) - len(body), notes)
