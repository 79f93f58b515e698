"""Keeping the diary file: template, appending, and never losing what stands in it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from metatarsal_load.errors import TableError
from metatarsal_load.risk.diary import diary_template, log_symptom
from metatarsal_load.schema import DIARY
from metatarsal_load.tables.csv_tables import read_diary


def test_the_first_entry_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    entry = log_symptom(path, date="2026-05-03", pain=2, sharp=True, place="second toe, left")
    assert entry.loc[0, ["pain", "sharp", "place"]].tolist() == [2, 1, "second toe, left"]
    read = read_diary(path)
    assert read.loc[0, "date"] == pd.Timestamp("2026-05-03")
    assert read.loc[0, ["pain", "sharp", "place"]].tolist() == [2, 1, "second toe, left"]


def test_a_later_entry_may_need_a_new_column_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("# mine\ndate,pain\n2026-05-01,1\n\n2026-05-02,0\n")
    log_symptom(path, date="2026-05-03", pain=2.5, swelling=False)
    assert path.read_text() == (
        "# mine\ndate,pain,swelling\n2026-05-01,1\n\n2026-05-02,0\n2026-05-03,2.5,no\n"
    )
    assert read_diary(path)["swelling"].fillna(-1).tolist() == [-1, -1, 0]


def test_semicolons_and_decimal_commas_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date;pain;note\n2026-05-01;1,5;a\n")
    log_symptom(path, date="2026-05-02", pain=2.5, note="worse. see")
    assert path.read_text().splitlines()[-1] == "2026-05-02;2,5;worse. see"
    assert read_diary(path)["pain"].tolist() == [1.5, 2.5]


def test_a_second_entry_of_a_day_leaves_the_worse_answer(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    log_symptom(path, date="2026-05-03", pain=3)
    log_symptom(path, date="2026-05-03", pain=1, walk_ok=False)
    assert read_diary(path)[["pain", "walk_ok"]].to_numpy().tolist() == [[3, 0]]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"pain": 11}, "pain"),
        ({"pain": 2, "swollen": True}, "swollen"),
        ({"pain": 2, "sharp": "perhaps"}, "sharp"),
        ({}, "nothing to note"),
        ({"pain": 2, "date": "yesterday"}, "date"),
    ],
)
def test_what_cannot_be_understood_changes_nothing(
    tmp_path: Path, answers: dict[str, object], words: str
) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date,pain\n2026-05-01,1\n")
    with pytest.raises(TableError, match=words):
        log_symptom(path, **{"date": "2026-05-03"} | answers)  # type: ignore[arg-type]
    assert path.read_text() == "date,pain\n2026-05-01,1\n"
    assert [file.name for file in tmp_path.iterdir()] == ["diary.csv"]


def test_a_file_that_is_no_diary_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shoes.csv"
    path.write_text("shoe,initial_km\nblue,100\n")
    with pytest.raises(TableError, match=r"shoes\.csv"):
        log_symptom(path, pain=1)
    assert path.read_text() == "shoe,initial_km\nblue,100\n"


def test_the_template_holds_every_column_and_takes_entries(tmp_path: Path) -> None:
    path = diary_template(tmp_path / "diary.csv")
    assert read_diary(path).empty
    log_symptom(path, date="2026-05-03", pain=0, rehab=True)
    assert read_diary(path).loc[0, ["pain", "rehab"]].tolist() == [0, 1]
    header = next(line for line in path.read_text().splitlines() if not line.startswith("#"))
    assert set(header.split(",")) == set(DIARY) - {"athlete"}
    with pytest.raises(TableError, match="already"):
        diary_template(path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"date,pain\n2026-05-01,1", b"date,pain\n2026-05-01,1\n2026-05-03,2.5\n"),
        (b"date,pain\r\n2026-05-01,1\r\n", b"date,pain\r\n2026-05-01,1\r\n2026-05-03,2.5\r\n"),
        (b"date,pain\r2026-05-01,1", b"date,pain\r2026-05-01,1\r2026-05-03,2.5\r"),
        (b"\xef\xbb\xbfdate,pain\n", b"\xef\xbb\xbfdate,pain\n2026-05-03,2.5\n"),
        (b"pain;date\n1,5;2026-05-01\n", b"pain;date\n1,5;2026-05-01\n2,5;2026-05-03\n"),
        (b"date,pain,note\n2026-05-01,1,m\xfcde\n",
         "date,pain,note\n2026-05-01,1,m\u00fcde\n2026-05-03,2.5,\n".encode()),
        (b"athlete,date,pain\nanna,2026-05-01,1\n",
         b"athlete,date,pain\nanna,2026-05-01,1\nanna,2026-05-03,2.5\n"),
    ],
)  # fmt: skip
def test_an_entry_is_written_as_the_rest_of_the_file_is(
    tmp_path: Path, content: bytes, expected: bytes
) -> None:
    path = tmp_path / "diary.csv"
    path.write_bytes(content)
    log_symptom(path, date="2026-05-03", pain=2.5)
    assert path.read_bytes() == expected
    assert read_diary(path)["pain"].iloc[-1] == 2.5


def test_a_row_that_begins_like_a_comment_is_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("note,date,pain\na,2026-05-01,1\n")
    log_symptom(path, date="2026-05-03", pain=2, note="#stairs, slowly")
    assert read_diary(path)["note"].tolist() == ["a", "#stairs, slowly"]


@pytest.mark.parametrize(
    ("content", "answers", "words"),
    [
        ("athlete,date,pain\nanna,2026-05-01,1\nben,2026-05-01,1\n", {}, "diary of anna, ben"),
        ("date,pain\n2026-05-01,1\n", {"athlete": "anna"}, "entries that name no athlete"),
        ("date,pain,mood\n2026-05-01,1,3\n", {}, "found column mood"),
        ("# nothing yet\n", {}, "found no rows"),
        ("date,pain\n2026-05-01,1\n", {"pain": float("nan")}, "nothing to note"),
    ],
)
def test_what_is_not_clear_is_asked_for(
    tmp_path: Path, content: str, answers: dict[str, object], words: str
) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(content)
    with pytest.raises(TableError, match=words):
        log_symptom(path, **{"pain": 1, "date": "2026-05-03"} | answers)  # type: ignore[arg-type]
    assert path.read_text() == content


def test_a_protected_file_a_folder_and_a_link(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date,pain\n2026-05-01,1\n")
    path.chmod(0o444)
    with pytest.raises(TableError, match="read-only"):
        log_symptom(path, pain=1)
    with pytest.raises(TableError, match="is a folder"):
        log_symptom(tmp_path, pain=1)
    path.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    log_symptom(link, pain=1)
    assert link.is_symlink()
    assert len(read_diary(path)) == 2
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="no locks on folders")
def test_entries_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    days = pd.date_range("2026-05-01", periods=24).strftime("%Y-%m-%d")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda when: log_symptom(path, date=when, pain=1), days))
    assert read_diary(path)["date"].dt.strftime("%Y-%m-%d").tolist() == days.tolist()
    assert [file.name for file in tmp_path.iterdir()] == ["diary.csv"]


def test_an_interruption_leaves_the_diary_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date,pain\n2026-05-01,1\n")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        log_symptom(path, pain=1)
    assert path.read_text() == "date,pain\n2026-05-01,1\n"
    assert [file.name for file in tmp_path.iterdir()] == ["diary.csv"]
