"""Tables to files: whole or not at all, real dates, no formulas."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from metatarsal_load.errors import TableError
from metatarsal_load.show.files import write_table
from metatarsal_load.tables.csv_guard import unguarded

TABLE = pd.DataFrame(
    {
        "athlete": ["=1+1", "Böse"],
        "start": pd.to_datetime(["2026-05-03 09:00", None]).astype("datetime64[us]"),
        "distance_km": [8.25, float("nan")],
    }
)


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "xlsx"])
def test_rows_survive(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"table.{form}"
    write_table(TABLE, path)
    read = {
        "csv": lambda: pd.read_csv(path, converters={"athlete": unguarded}),
        "json": lambda: pd.DataFrame(json.loads(path.read_text(encoding="utf-8"))),
        "parquet": lambda: pd.read_parquet(path),
        "xlsx": lambda: pd.read_excel(path),
    }[form]()
    assert read["athlete"].tolist() == ["=1+1", "Böse"]
    assert read["distance_km"].isna().tolist() == [False, True]
    assert read["distance_km"][0] == 8.25
    assert [path.name for path in tmp_path.iterdir()] == [f"table.{form}"]


def test_a_workbook_has_dates_and_runs_no_formula(tmp_path: Path) -> None:
    write_table(TABLE, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["table"]
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].is_date
    assert sheet.auto_filter.ref == "A1:C3"
    assert sheet.column_dimensions["B"].width > 15, "wide enough for a day and its time"


def test_index_levels_become_columns(tmp_path: Path) -> None:
    write_table(TABLE.set_index(["athlete", "start"]), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").startswith("athlete,start,distance_km")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("t.doc", "format: found 'doc', expected one of csv, json, parquet, xlsx"),
        ("missing/t.csv", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_one_clear_line(path: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=words):
        write_table(TABLE, tmp_path / path)
    assert list(tmp_path.iterdir()) == []
