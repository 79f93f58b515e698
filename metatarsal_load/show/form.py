"""A small form for the notebook that adds to the symptom diary."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path
from typing import Any

from metatarsal_load.errors import TableError
from metatarsal_load.risk.diary import log_symptom
from metatarsal_load.schema import DIARY

SCORES = ("pain", "pain_during", "pain_morning", "pain_night")
FLAGS = ("sharp", "swelling", "numbness", "illness")
WIDE, LAYOUT = {"description_width": "14em"}, {"width": "34em"}


def diary_form(path: str | Path, *, athlete: str | None = None) -> Any:
    """Show a form in the notebook; its button adds one entry to the diary.

    Parameters
    ----------
    path : path-like
        The diary, a CSV file; made with the first entry where there is none.
    athlete : str, optional
        Whose entry, in a diary of several.

    Returns
    -------
    ipywidgets.VBox
        Day, four pain scores [0-10] and four yes-or-no questions, each unknown until answered, a
        note, a button, and a line that tells what was written or why not. What is left unknown is
        not written; `log_symptom` keeps the entries before.

    Raises
    ------
    TableError
        ipywidgets is not installed.
    """
    try:
        widgets = import_module("ipywidgets")
    except ImportError as error:
        raise TableError(
            "diary_form needs ipywidgets, which is not here; install metatarsal-load[notebook], "
            "or write entries with ml.log_symptom"
        ) from error
    fields = _questions(widgets)
    day = widgets.DatePicker(value=dt.date.today(), description="day", style=WIDE)
    note = widgets.Text(description="note", style=WIDE, layout=LAYOUT)
    button = widgets.Button(description="Add to the diary", button_style="primary")
    told = widgets.Label()

    def add(_: object) -> None:
        given = {name: field.value for name, field in fields.items()}
        given["note"] = note.value.strip() or None
        try:
            log_symptom(path, date=day.value, athlete=athlete, **given)
        except TableError as error:
            told.value = str(error)
            return
        told.value = f"{day.value}: written to {Path(path).name}"
        for field in fields.values():
            field.value = None
        note.value = ""

    button.on_click(add)
    return widgets.VBox([day, *fields.values(), note, button, told])


def _questions(widgets: Any) -> dict[str, Any]:
    """One choice a question, unknown until it is answered."""
    scores = [("unknown", None), *((str(score), score) for score in range(11))]
    answers = [("unknown", None), ("no", False), ("yes", True)]
    return {
        name: widgets.Dropdown(
            options=options, description=DIARY[name].meaning, style=WIDE, layout=LAYOUT
        )
        for names, options in ((SCORES, scores), (FLAGS, answers))
        for name in names
    }
