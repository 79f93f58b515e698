"""An OpenStreetMap extract, read once into a compact file of ways beside it.

The file is Parquet: one row a way, ordered along a Z-curve, so that each group of rows covers a
small box and a map of a country can be opened at one place. It is named after the content of the
extract; a new extract under the old name is read again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from os import PathLike
from pathlib import Path

import numpy as np

from metatarsal_load.errors import TableError
from metatarsal_load.tables.osm.walkable import read_batches
from metatarsal_load.tables.osm.zfile import write_sorted

# Changes with what the file of ways holds, so that those of an older layout are made anew.
LAYOUT = 2
BLOCK = 65_536
BLOCKS = 64
INSTALL = "pip install 'metatarsal-load[surface]'"


def ways_file(extract: str | PathLike[str]) -> Path:
    """Name the file of ways of an extract; make it where it is not there yet.

    Parameters
    ----------
    extract : path
        ``.osm.pbf``, ``.osm``, or ``.osm`` compressed by gzip or bzip2.

    Returns
    -------
    Path
        Beside the extract, or in the user's cache folder where that cannot be written to.

    Raises
    ------
    TableError
        The extract is missing or damaged, or osmium, shapely or pyarrow are not installed.
    """
    source = Path(extract)
    check_libraries()
    name = f"{source.name}.{_content(source)}.ways.parquet"
    places = (source.parent, _cache_folder())
    for place in places:
        if _is_whole(place / name):
            return place / name
    place = source.parent if os.access(source.parent, os.W_OK) else _cache_folder()
    with tempfile.TemporaryDirectory(dir=place, prefix=".ways") as folder:
        write_sorted(read_batches(source, Path(folder)), Path(folder)).replace(place / name)
    return place / name


def check_libraries() -> None:
    """Say how to install what reading a map needs, where it is missing.

    Raises
    ------
    TableError
        osmium, shapely or pyarrow are not installed.
    """
    try:
        import osmium  # noqa: F401
        import pyarrow as pa  # noqa: F401
        import shapely  # noqa: F401
    except ImportError as error:
        raise TableError(
            f"osm: found no library {error.name}, which reads maps; expected it from: {INSTALL}"
        ) from error


def _content(source: Path) -> str:
    """Name an extract's content by its size and evenly spread blocks of its bytes."""
    try:
        size = source.stat().st_size
        digest = hashlib.sha256(f"{LAYOUT} {size}".encode())
        with source.open("rb") as stream:
            for start in np.linspace(0, max(size - BLOCK, 0), BLOCKS).astype(int).tolist():
                stream.seek(start)
                digest.update(stream.read(BLOCK))
    except OSError as error:
        why = error.strerror or error
        raise TableError(
            f"osm: {source}: {why}; expected an extract such as city.osm.pbf"
        ) from error
    return digest.hexdigest()[:12]


def _is_whole(file: Path) -> bool:
    """Whether a file of ways is there and was not cut short since."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return bool(pq.read_metadata(file).num_columns)
    except (OSError, pa.ArrowInvalid):
        return False


def _cache_folder() -> Path:
    """Folder for what belongs beside an extract that nobody may write beside."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / "metatarsal-load"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
