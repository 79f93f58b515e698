"""Keeping the symptom diary: a template, and one more entry without risk to those before."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
from pathlib import Path

import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.schema import DIARY
from metatarsal_load.tables.csv_guard import csv_row
from metatarsal_load.tables.csv_tables import read_diary
from metatarsal_load.tables.typed import complete_diary
from metatarsal_load.tables.whole_files import draft_then_rename

FIRST = ("date", "pain", "pain_during", "pain_morning")
"""What is asked every day."""


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

    The file is made where there is none. The new file is read back before it takes the old one's
    place in one step, so an interruption or a wrong value leaves the diary as it was. A second
    entry of a day adds to the first: when the diary is read the worse answer stands (the higher
    pain, a yes to a symptom, a no to a readiness check).

    Parameters
    ----------
    path : path-like
        The diary, a CSV file.
    pain : float, optional
        Forefoot pain before activity, or the day's on a rest day [0-10].
    date : str, date or Timestamp, optional
        The day; today by default.
    athlete : str, optional
        Whose entry, in a diary of several.
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
        An unknown answer, a value out of range, nothing to note, or a file that is no diary.
    """
    day = dt.date.today() if date is None else date
    given = {"athlete": athlete, "pain": pain, **answers}
    entry = {name: value for name, value in given.items() if value is not None}
    _refuse_unknown(entry)
    if not entry.keys() - {"athlete"}:
        raise TableError("log_symptom: found nothing to note, expected at least pain=0 to 10")
    understood = complete_diary(pd.DataFrame([{"pain": None, "date": str(day), **entry}]))
    target = Path(path)
    row = {"date": f"{understood['date'].iloc[0]:%Y-%m-%d}"}
    row |= {name: _cell(value) for name, value in entry.items()}
    _replace(target, _with_row(target, row))
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


def _cell(value: object) -> str:
    """Write an answer as the diary's reader understands it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _with_row(path: Path, row: dict[str, str]) -> str:
    """Text of the diary with a row more, and with the columns it needs."""
    if not path.exists() or not path.read_bytes().strip():
        header = [*FIRST, *(name for name in row if name not in FIRST)]
        return csv_row(header, ",") + csv_row([row.get(name, "") for name in header], ",")
    read_diary(path)
    text = path.read_bytes().decode("utf-8-sig")
    lines = text.removesuffix("\n").split("\n")
    first = next(
        place for place, line in enumerate(lines)
        if line.strip(" \t\r;,") and not line.lstrip().startswith("#")
    )  # fmt: skip
    separator = max(",;\t", key=lines[first].count)
    header = [name.strip() for name in next(csv.reader([lines[first]], delimiter=separator))]
    known = [name.lower().replace(" ", "_") for name in header]
    header += [name for name in row if name not in known]
    known += [name for name in row if name not in known]
    cells = [row.get(name, "") for name in known]
    if separator == ";":
        cells = [
            cell.replace(".", ",") if DIARY[name].dtype == "float" else cell
            for name, cell in zip(known, cells, strict=True)
        ]
    lines[first] = csv_row(header, separator).rstrip("\n")
    return "\n".join(lines) + "\n" + csv_row(cells, separator)


def _replace(path: Path, text: str) -> None:
    """Put a file in place in one step, after it has been read back as a diary."""

    def write(draft: Path) -> None:
        draft.write_bytes(text.encode("utf-8"))
        try:
            read_diary(draft)
        except TableError as error:
            raise TableError(str(error).replace(str(draft), str(path))) from None

    draft_then_rename(path, write)
