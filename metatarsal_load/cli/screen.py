"""Tables as a terminal shows them: short, with words for what is not known.

Names and messages come from files of strangers: nothing of them acts on the terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from metatarsal_load.printable import printable, printable_lines

STYLES = {"note": "cyan", "caution": "yellow", "warning": "bold yellow", "stop": "bold red"}
ROWS = 20


def console() -> Console:
    """Make a console for the screen; plain text in a pipe."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def show_table(frame: pd.DataFrame, columns: Sequence[str], title: str) -> None:
    """Show the last rows of a table."""
    table = Table(
        title=Text(printable(title)), title_justify="left", box=None, pad_edge=False,
        header_style="bold",
    )  # fmt: skip
    shown = frame.iloc[-ROWS:]
    for name in columns:
        number = pd.api.types.is_float_dtype(shown[name])
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in shown[list(columns)].itertuples(index=False):
        table.add_row(*(_cell(value) for value in row))
    console().print(table)
    if len(frame) > ROWS:
        console().print(f"the last {ROWS} of {len(frame)}; --output writes them all", style="dim")


def say(words: str, *, error: bool = False) -> None:
    """Print a line; problems go to the error stream."""
    stream = sys.stderr if error else sys.stdout
    stream.write(f"{printable(words)}\n")


def show_text(text: str) -> None:
    """Print a text of several lines."""
    sys.stdout.write(printable_lines(text))


def _cell(value: object) -> Text:
    if isinstance(value, pd.Timestamp):
        clock = "" if value == value.normalize() else f" {value:%H:%M}"
        return Text(f"{value:%Y-%m-%d}{clock}")
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NaT:
        return Text("-", style="dim")
    if isinstance(value, float):
        return Text(f"{value:.1f}".removesuffix(".0"))
    return Text(printable(str(value)), style=STYLES.get(str(value), ""))
