"""CSV tables as people and spreadsheets write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metatarsal_load.errors import TableError
from metatarsal_load.tables.csv_tables import read_athletes, read_diary, read_log, read_shoes


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_semicolons_mean_decimal_commas(tmp_path: Path) -> None:
    text = (
        "\ufeff# my shoes\nShoe;Initial km;start\n\n"
        "Äsics, old;12,5;2026-01-01\n;;\nGhost;;03.02.2026\n"
    )
    for encoding in ("utf-8", "cp1252"):
        body = text if encoding == "utf-8" else text[1:]
        shoes = read_shoes(write(tmp_path, body, encoding))
        assert shoes["shoe"].tolist() == ["Ghost", "Äsics, old"]
        np.testing.assert_array_equal(shoes["initial_km"], [np.nan, 12.5])
        assert shoes["start"].tolist() == [pd.Timestamp("2026-02-03"), pd.Timestamp("2026-01-01")]


def test_a_log_in_miles_and_clock_times(tmp_path: Path) -> None:
    log = read_log(
        write(
            tmp_path,
            "date,time,distance_mi,duration,name\n"
            '2026-05-03,07:00,5,45:30,"a, b"\n'
            "2026-05-04,,6.2,1:00:30,c\n"
            "2026-05-05,,,,\n",
        )
    )
    assert log["start"].astype(str).tolist() == [
        "2026-05-03 07:00:00", "2026-05-04 00:00:00", "2026-05-05 00:00:00",
    ]  # fmt: skip
    np.testing.assert_allclose(log["distance_km"], [8.04672, 9.9779328, np.nan])
    np.testing.assert_allclose(log["duration_min"], [45.5, 60.5, np.nan])
    assert log["name"].iloc[0] == "a, b"


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_shoes, "shoo\nGhost\n", "found column shoo, expected shoe"),
        (read_shoes, "shoe,initial_miles\na,1\n", "column initial_miles, expected initial_km"),
        (read_shoes, "shoe,colour\na,red\n", "found column colour"),
        (read_shoes, "model\nGhost 16\n", "found columns model, expected also shoe"),
        (read_shoes, "shoe,limit_km\na,1\n\n# x\nb,far\n", "row 1 (line 5), column limit_km: foun"),
        (read_shoes, "shoe\na\na\n", "row 1 (line 3), column shoe: found 'a', expected each name"),
        (read_shoes, "shoe,kind\na,boot\n", "column kind: found 'boot', expected one of"),
        (read_shoes, "shoe,start\na,b,c\n", "line 2: found 3 cells, expected 2"),
        (read_shoes, "\n\n", "found no rows"),
        (read_shoes, "sh\0e\n", "found binary data"),
        (read_diary, "date,pain\n2026-05-03,11\n", "row 0 (line 2), column pain: found '11', expe"),
        (read_diary, "date,pain\n,1\n", "column date: found nothing, expected a date"),
        (read_athletes, "athlete,height_m\na,180\n", "found '180', expected a number of m from 1"),
        (read_log, "date,distance_mi\n2026-05-03,x\n", "column distance_mi: found 'x', expected a"),
        (read_log, "date,distance_mi\n2026-05-03,-1\n", "column distance_mi: found '-1'"),
        (read_log, "date,distance_km,duration\n2026-05-03,3,1h\n", "column duration: found '1h'"),
        (read_log, "date,distance_km\n2026-05-03,3\nsoon,4\n", "row 1 (line 3), column date: foun"),
        (read_log, "date,time,distance_km\n2026-05-03,25:00,3\n", "column date and time: found '"),
        (read_log, "datum,km\n2026-05-03,3\n", "found columns datum, km, expected also start or "),
        (read_log, "date,distance\n2026-05-03,3\n", "expected also distance_km or distance_mi"),
        (read_log, "date,distance_kn\n2026-05-03,3\n", "column distance_kn, expected distance_km"),
    ],
)  # fmt: skip
def test_one_line_names_file_row_and_column(
    tmp_path: Path, read: Callable[[Path], pd.DataFrame], text: str, message: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(TableError) as caught:
        read(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_table_of_one_athlete_in_a_squad(tmp_path: Path) -> None:
    shoes = write(tmp_path, "shoe,athlete\nGhost,\nPegasus,bert\n")
    assert read_shoes(shoes, athlete="anna")["athlete"].tolist() == ["anna", "bert"]
    assert read_shoes(shoes)["athlete"].tolist() == ["bert", "me"]
    diary = write(tmp_path, "date,pain\n2026-05-03,2\n")
    assert read_diary(diary, athlete="anna")["athlete"].tolist() == ["anna"]


def test_a_column_of_a_log_written_twice(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("date,Date,distance_km\n2026-05-03,2026-05-03,8\n")
    with pytest.raises(TableError, match=r"log\.csv: found column date twice, expected it once"):
        read_log(log)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"none\.csv: found no such file"):
        read_shoes(tmp_path / "none.csv")
