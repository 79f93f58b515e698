"""The pages the report command writes: a runner's, or a coach's roster in three forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from metatarsal_load.cli.load import Tables
from metatarsal_load.show.files import write_table, write_text


def write_page(
    tables: Tables,
    found: pd.DataFrame,
    output: Path,
    thresholds: Path | None,
    today: pd.Timestamp | None,
    units: str,
) -> None:
    """Write the runner's page."""
    from metatarsal_load.show.report import report

    html = report(
        tables.sessions, found, shoes=tables.shoes, diary=tables.diary, athletes=tables.athletes,
        skipped=tables.skipped, thresholds=thresholds, today=today, units=units,
    )  # fmt: skip
    write_text(html, output)


def write_squad(
    tables: Tables,
    found: pd.DataFrame,
    output: Path,
    thresholds: Path | None,
    today: pd.Timestamp | None,
    units: str,
) -> None:
    """Write the roster: a page, its table, or a digest for a mail, as the ending tells."""
    from metatarsal_load.show.squad import squad_digest, squad_report, squad_table

    given: dict[str, Any] = {
        "shoes": tables.shoes, "diary": tables.diary, "athletes": tables.athletes,
        "thresholds": thresholds, "today": today, "units": units,
    }  # fmt: skip
    if output.suffix == ".txt":
        write_text(squad_digest(tables.sessions, found, **given), output)
    elif output.suffix in (".xlsx", ".csv", ".json", ".parquet"):
        write_table(squad_table(tables.sessions, found, **given), output)
    else:
        write_text(squad_report(tables.sessions, found, skipped=tables.skipped, **given), output)
