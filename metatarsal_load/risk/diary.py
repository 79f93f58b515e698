"""Keeping the symptom diary: a template, and one more entry without risk to those before."""

from __future__ import annotations

import datetime as dt
import difflib
import stat
from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.diary_text import FIRST, with_entry
from metatarsal_load.schema import DIARY
from metatarsal_load.tables.csv_tables import read_diary
from metatarsal_load.tables.typed import complete_diary
from metatarsal_load.tables.whole_files import draft_then_rename, one_at_a_time


def diary_template(path: str | Path) -> Path:
    """Write an empty diary: one comment line a column, then the header.

    Parameters
    ----------
    path : path-like
        The CSV file to make.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    TableError
        The file exists already.
    """
    target = Path(path)
    if target.exists():
        raise TableError(f"{target}: a file is there already; choose another name")
    lines = ["# Symptom diary: one line a day. Leave unknown what you do not know."]
    for name in _columns():
        column = DIARY[name]
        kind = {"flag": "yes or no", "date": "like 2026-05-03", "text": "text"}.get(
            column.dtype, ""
        )
        lines.append(f"# {name}: {column.meaning} ({kind or column.unit})")
    _replace(target, "\n".join([*lines, ",".join(_columns()), ""]))
    return target


def log_symptom(
    path: str | Path,
    *,
    pain: float | None = None,
    date: str | dt.date | pd.Timestamp | None = None,
    athlete: str | None = None,
    **answers: object,
) -> pd.DataFrame:
    """Add one entry to a diary file; what stands in it is never lost.

    The file is made where there is none, and kept as it is written: order of columns, separator,
    decimal comma, ends of lines. The new file is read back before it takes the old one's place in
    one step, so an interruption or a wrong value leaves the diary as it was; entries made at the
    same time wait for each other (not on Windows). A second entry of a day adds to the first: when
    the diary is read the worse answer stands (the higher pain, a yes to a symptom, a no to a
    readiness check).

    Parameters
    ----------
    path : path-like
        The diary, a CSV file.
    pain : float, optional
        Forefoot pain before activity, or the day's on a rest day [0-10].
    date : str, date or Timestamp, optional
        The day; today by default.
    athlete : str, optional
        Whose entry; needed in a diary of several.
    **answers
        Any other column of `metatarsal_load.schema.DIARY`: ``pain_during=2``, ``sharp=True``,
        ``place="second toe"``.

    Returns
    -------
    DataFrame
        Shape (1, columns): the entry as it was understood.

    Raises
    ------
    TableError
        An unknown answer, a value out of range, nothing to note, a file that is no diary or may
        not be written, or an entry that may be several athletes'.
    """
    day = dt.date.today() if date is None else date
    given = {"athlete": athlete, "pain": pain, **answers}
    entry = {name: value for name, value in given.items() if not _is_open(value)}
    _refuse_unknown(entry)
    if not entry.keys() - {"athlete"}:
        raise TableError("log_symptom: found nothing to note, expected at least pain=0 to 10")
    understood = complete_diary(pd.DataFrame([{"pain": None, "date": str(day), **entry}]))
    target = Path(path).resolve()
    _refuse_unwritable(target)
    row = {"date": f"{understood['date'].iloc[0]:%Y-%m-%d}"}
    row |= {name: _cell(value) for name, value in entry.items()}
    with one_at_a_time(target.parent):
        _replace(target, with_entry(target, row))
    return understood


def _columns() -> list[str]:
    """Columns of the template: what is asked daily first."""
    return [*FIRST, *(name for name in DIARY if name not in (*FIRST, "athlete"))]


def _refuse_unknown(entry: dict[str, object]) -> None:
    """Refuse an answer that the diary has no column for."""
    for name in entry:
        if name not in DIARY:
            near = difflib.get_close_matches(name, DIARY, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it may be {', '.join(DIARY)}"
            raise TableError(
                f"log_symptom: found {name}, which the diary has no column for; {hint}"
            )


def _refuse_unwritable(target: Path) -> None:
    """Refuse a folder, and a file that its owner protects."""
    if target.is_dir():
        raise TableError(f"{target}: is a folder, expected the diary's CSV file")
    if target.exists() and not target.stat().st_mode & stat.S_IWUSR:
        raise TableError(f"{target}: is read-only; allow writing, or name another diary")


def _is_open(value: object) -> bool:
    """Whether an answer is none: None, NaN or NaT."""
    return value is None or value != value


def _cell(value: object) -> str:
    """Write an answer as the diary's reader understands it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _replace(path: Path, text: str) -> None:
    """Put a file in place in one step, after it has been read back as a diary."""

    def write(draft: Path) -> None:
        draft.write_bytes(text.encode("utf-8"))
        try:
            read_diary(draft)
        except TableError as error:
            raise TableError(str(error).replace(str(draft), str(path))) from None

    draft_then_rename(path, write)
