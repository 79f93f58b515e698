"""The bundled sample data: synthetic, seeded, labelled so."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.tables.csv_tables import read_athletes, read_shoes
from metatarsal_load.tables.history import read_sessions
from metatarsal_load.tables.whole_files import make_folder, write_whole

SAMPLES = {"season": "sample_data", "squad": "sample_squad"}


def load_sample(name: str = "season") -> pd.DataFrame:
    """Read the sessions of a bundled sample.

    Parameters
    ----------
    name : str
        ``season``: one synthetic runner's 24 weeks in FIT, GPX and TCX, with shoes and diary;
        ``squad``: six synthetic athletes of a coach, a folder each.

    Returns
    -------
    DataFrame
        Sessions, as `read_sessions` gives them.

    Raises
    ------
    TableError
        No sample of that name.
    """
    folder = sample_folder(name)
    sessions, _ = read_sessions(
        folder,
        athlete="from-folder" if name == "squad" else "me",
        shoes=read_shoes(folder / "shoes.csv"),
        athletes=read_athletes(folder / "athletes.csv"),
    )
    return sessions


def sample_folder(name: str = "season") -> Path:
    """Name the folder of a bundled sample: run files, shoes.csv, diary.csv, athletes.csv.

    Parameters
    ----------
    name : str
        ``season`` (one runner, 24 weeks) or ``squad`` (six athletes, 12 weeks).

    Returns
    -------
    Path
        The folder, read-only as part of the package.

    Raises
    ------
    TableError
        No sample of that name.
    """
    if name not in SAMPLES:
        raise TableError(f"sample: found {name!r}, expected one of {', '.join(SAMPLES)}")
    package = Path(str(resources.files("metatarsal_load")))
    installed = package / SAMPLES[name]
    return installed if installed.is_dir() else package.parent / SAMPLES[name]


def copy_sample(name: str, folder: str | Path) -> int:
    """Copy a sample into a new or empty folder; return the number of files.

    Parameters
    ----------
    name : str
        ``season`` or ``squad``, as for `load_sample`.
    folder : path-like
        Where to; made where there is none.

    Returns
    -------
    int
        How many files were written.

    Raises
    ------
    TableError
        The folder holds something already, or may not be written.
    """
    target = Path(folder)
    if target.exists() and any(target.iterdir()):
        raise TableError(f"{target}: not empty; name a new folder, nothing was written")
    source = sample_folder(name)
    files = [path for path in sorted(source.rglob("*")) if path.is_file()]
    for path in files:
        place = target / path.relative_to(source)
        make_folder(place.parent)
        write_whole(place, path.read_bytes())
    return len(files)
