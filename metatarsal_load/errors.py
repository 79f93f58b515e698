"""Every error this package raises on purpose.

The messages answer four questions: which file (or table), which place, what was found, and what
was expected or can be done. Each is one line, whatever a file's name or content put into it.
"""

from __future__ import annotations

from metatarsal_load.printable import printable

_LONGEST_NAME, _LONGEST_MESSAGE = 300, 1600


def one_line(text: str, longest: int = _LONGEST_MESSAGE) -> str:
    """Make a line that can be shown: control signs written out, the middle of long text cut."""
    if len(text) > longest:
        text = f"{text[: longest // 2]} ... {text[-longest // 2 :]}"
    return printable(text)


class MetatarsalError(Exception):
    """Base class: catching this catches every error the package raises on purpose."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class RunFileError(MetatarsalError):
    """A run file that cannot be read.

    Parameters
    ----------
    path : str
        The file, with the member of an archive behind ``!`` where there is one.
    reason : str
        What was found and what was expected.
    offset : int, optional
        Byte offset, in the decompressed bytes, at which reading ended.
    """

    def __init__(self, path: str, reason: str, offset: int | None = None) -> None:
        self.path = path
        self.reason = one_line(reason)
        self.offset = offset
        place = "" if offset is None else f" at byte {offset}"
        super().__init__(f"{one_line(path, _LONGEST_NAME)}{place}: {self.reason}")

    def __reduce__(self) -> tuple[type[RunFileError], tuple[str, str, int | None]]:
        """Pickle by the three parts, so that the error survives a worker process."""
        return type(self), (self.path, self.reason, self.offset)


class UnsupportedFormat(RunFileError):  # noqa: N818 - the contract's name
    """A file that is whole but not a run file (a photo, a course, settings, a web page)."""


class LimitError(RunFileError):
    """A file that is larger, deeper or slower to read than `readers.limits.Limits` allow."""


class TableError(MetatarsalError):
    """A table handed in by a user that does not fit its schema; names row and column."""
