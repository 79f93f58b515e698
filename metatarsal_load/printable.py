"""Text from files made fit to be shown: no terminal commands, no signs that turn text around."""

from __future__ import annotations

import re

# Commands of terminals (ECMA-48): control sequences, strings to the terminal, and short ones.
_COMMAND = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
# Control signs, marks that turn the writing direction, separators of lines, halves of signs.
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str) -> str:
    r"""Make one line of text that a terminal, a log or a mail shows as it is.

    Parameters
    ----------
    text : str
        Any text, such as a name from a file.

    Returns
    -------
    str
        Commands of terminals are left out; other control signs, marks of the writing direction
        and signs that UTF-8 cannot hold are written as ``\n``, ``\u202e`` and so on.

    Examples
    --------
    >>> printable("\x1b[31mred\x1b[0m\nrun")
    'red\\nrun'
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_written, _COMMAND.sub("", text))


def printable_lines(text: str) -> str:
    """Make text of several lines printable, line by line; its ends of line and tabs stay."""
    lines = text.split("\n")
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in lines)


def encodable(text: str) -> str:
    r"""Write signs that UTF-8 cannot hold as ``\udcff``: names of files may have them."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _written(sign: re.Match[str]) -> str:
    """Write a hidden sign in letters, as JSON does."""
    return _SHORT.get(sign[0]) or f"\\u{ord(sign[0]):04x}"
