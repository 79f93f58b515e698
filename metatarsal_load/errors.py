"""Every error this package raises on purpose.

The messages answer four questions: which file (or table), which place, what was found, and what
was expected or can be done.
"""

from __future__ import annotations


class MetatarsalError(Exception):
    """Base class: catching this catches every error the package raises on purpose."""


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
        self.reason = reason
        self.offset = offset
        place = "" if offset is None else f" at byte {offset}"
        super().__init__(f"{path}{place}: {reason}")

    def __reduce__(self) -> tuple[type[RunFileError], tuple[str, str, int | None]]:
        """Pickle by the three parts, so that the error survives a worker process."""
        return type(self), (self.path, self.reason, self.offset)


class UnsupportedFormat(RunFileError):  # noqa: N818 - the contract's name
    """A file that is whole but not a run file (a photo, a course, settings, a web page)."""


class TableError(MetatarsalError):
    """A table handed in by a user that does not fit its schema; names row and column."""
