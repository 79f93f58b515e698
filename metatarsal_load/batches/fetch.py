"""Files of a remote source brought to this machine for as long as a task reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from metatarsal_load.batches.plan import Person
from metatarsal_load.batches.store import file_system


@contextmanager
def on_this_machine(root: str, people: Iterable[Person]) -> Iterator[str]:
    """Give the folder under which the people's paths can be opened.

    A local root is that folder itself. Of a remote one the files are fetched to a temporary
    folder, which holds the files of one task at a time. A file that vanished is left out.
    """
    if "://" not in root:
        yield root
        return
    fs, base = file_system(root)
    with TemporaryDirectory(prefix="metatarsal-") as folder:
        for person in people:
            for path in person.paths:
                _fetch(fs, base, path, Path(folder))
        yield folder


def _fetch(fs: Any, base: str, path: str, folder: Path) -> None:
    """Fetch a file, or all files below a folder."""
    for name in fs.find(f"{base}/{path}"):
        inside = PurePosixPath(name[len(base) :].lstrip("/"))
        # Names of objects are free text; one that leads out of the folder is not followed.
        if ".." in inside.parts:
            continue
        place = folder / inside
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            fs.get_file(name, str(place))
        except FileNotFoundError:
            place.unlink(missing_ok=True)
