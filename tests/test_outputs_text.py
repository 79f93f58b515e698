"""Names from strangers' files are text wherever they are shown: nothing of them acts."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import pytest
from browser import CHROMIUM, measure
from hypothesis import given, settings
from hypothesis import strategies as st
from run_folders import gpx, write
from typer.testing import CliRunner

import metatarsal_load as ml
from metatarsal_load.cli.app import app
from metatarsal_load.cli.screen import show_table
from metatarsal_load.printable import encodable, printable, printable_lines
from metatarsal_load.risk.comeback import comeback
from metatarsal_load.tables.csv_guard import guarded, unguarded

HOSTILE = (
    "<script>document.title='ran'</script>", '"><img src=x onerror="document.title=\'ran\'">',
    "' onmouseover='document.title=1", "</title><svg onload=\"document.title='ran'\">",
    "</script><script>document.title='ran'</script>", "{{ 7 * 7 }}", "{% raw %}", "</style><b>x",
    "<!--", "&lt;b&gt;", "[red]x[/red]", "=1+1", "\x1b[31mred", "a\u202egnp.exe", "\x00nul",
)  # fmt: skip
# Fewer athletes, each with several of these names in one: every athlete costs a page.
NAMES = tuple(" | ".join(HOSTILE[k::4]) for k in range(4))
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "a;=1", "'=1")
ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def squad() -> dict[str, pd.DataFrame]:
    """A squad in which every name and note is hostile."""
    days = pd.date_range("2026-03-01", periods=8, freq="5D")
    runs = [
        {"athlete": name, "start": day, "distance_km": 8 + 3 * (k % 5), "name": name,
         "notes": name, "shoe": f"{name} shoe", "device": name, "file": name,
         "surface": "asphalt", "cadence_spm": 150.0}
        for name in NAMES for k, day in enumerate(days)
    ]  # fmt: skip
    pain = [{"athlete": name, "date": "2026-04-08", "pain": 4, "note": name, "place": name}
            for name in NAMES]  # fmt: skip
    pairs = [{"athlete": name, "shoe": f"{name} shoe", "initial_km": 900.0} for name in NAMES]
    return {"sessions": pd.DataFrame(runs), "diary": pd.DataFrame(pain),
            "shoes": pd.DataFrame(pairs)}  # fmt: skip


@pytest.fixture(scope="module")
def pages(squad: dict[str, pd.DataFrame]) -> dict[str, str]:
    """The roster and the page of one athlete."""
    skipped = pd.DataFrame(
        {"file": HOSTILE, "member": HOSTILE, "reason": HOSTILE, "offset": 1.0}
    ).assign(salvaged_samples=0.0)
    one = {name: table[table["athlete"] == NAMES[0]] for name, table in squad.items()}
    return {
        "roster": ml.squad_report(**squad, skipped=skipped),
        "page": ml.report(**one, skipped=skipped),
        "digest": ml.squad_digest(**squad),
    }


@pytest.mark.parametrize("name", ["roster", "page"])
def test_pages_show_hostile_names_as_text(name: str, pages: dict[str, str]) -> None:
    page = pages[name]
    assert [each for each in HOSTILE if "<" in each and each in page] == []
    assert "&lt;script&gt;" in page
    assert ACTING.search(page) is None
    if name == "roster":
        assert "{{ 7 * 7 }}" in page


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not here")
@pytest.mark.parametrize("name", ["roster", "page"])
def test_no_script_of_a_name_runs(name: str, pages: dict[str, str], tmp_path: Path) -> None:
    watched = pages[name].replace(
        "</body>",
        "<script>if (document.title === 'ran') console.error('a name ran')</script></body>",
    )
    frames, console = measure(watched, tmp_path)
    assert console == []
    assert [frame["fetched"] for frame in frames.values()] == [[]] * len(frames)


def test_a_digest_holds_nothing_that_acts(pages: dict[str, str]) -> None:
    assert ACTING.search(pages["digest"]) is None
    assert "a\\u202egnp.exe" in pages["digest"]


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
def test_no_cell_of_a_csv_is_a_formula(text: str, tmp_path: Path) -> None:
    table = pd.DataFrame({"athlete": [text], "value": [-1.5], text: ["x"]})
    ml.write_table(table, tmp_path / "t.csv")
    written = (tmp_path / "t.csv").read_bytes().decode("utf-8")
    header, row = list(csv.reader(io.StringIO(written, newline="")))
    for cell in (header[2], row[0]):
        for part in re.split(r"[;\t\r\n]", cell):
            assert not part.startswith(tuple("=+-@\uff1d")), cell
    assert float(row[1]) == -1.5
    assert unguarded(row[0]) == text


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("=+-@'\t\r\n;,\"# aé\u2028", max_size=9), min_size=1, max_size=4))
def test_a_csv_of_ours_is_read_back_exactly(notes: list[str]) -> None:
    days = [f"2026-05-{day + 1:02}" for day in range(len(notes))]
    table = pd.DataFrame({"date": days, "pain": 1.0, "note": [f"x{note}y" for note in notes]})
    with TemporaryDirectory() as folder:
        ml.write_table(table, Path(folder, "diary.csv"))
        read = ml.read_diary(Path(folder, "diary.csv"))
    assert read["note"].tolist() == table["note"].tolist()


@given(st.text("=+-@'\t\r\n; aé", max_size=12))
def test_guarded_text_is_read_back_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_our_own_tables_are_read_back_from_csv(tmp_path: Path) -> None:
    shoes = pd.DataFrame({"shoe": ["=blue", "'+red", "plain"], "initial_km": [1.0, 2.0, 3.0]})
    ml.write_table(shoes, tmp_path / "shoes.csv")
    assert sorted(ml.read_shoes(tmp_path / "shoes.csv")["shoe"]) == sorted(shoes["shoe"])
    ml.log_symptom(tmp_path / "diary.csv", pain=2, date="2026-05-03", note="=1+1")
    assert "'=1+1" in (tmp_path / "diary.csv").read_text(encoding="utf-8")
    assert ml.read_diary(tmp_path / "diary.csv").loc[0, "note"] == "=1+1"


def test_a_workbook_holds_text_without_formulas_and_links(tmp_path: Path) -> None:
    cells = [*FORMULAS, "http://example.org", "file:///etc/passwd", "x" * 40_000]
    ml.write_table(pd.DataFrame({"name": cells, "value": range(len(cells))}), tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    rows = list(sheet.iter_rows(min_row=2))
    assert {row[0].data_type for row in rows} == {"s"}
    assert {row[1].data_type for row in rows} == {"n"}
    assert [row[0].hyperlink for row in rows] == [None] * len(rows)
    assert rows[-1][0].value.endswith("(cut: a workbook's cell holds no more)")


def test_a_calendar_holds_one_line_a_property(tmp_path: Path) -> None:
    runs = pd.DataFrame({"start": pd.date_range("2026-01-01", periods=20, freq="2D")})
    name = "a\x1b[31m;b\r\nX-EVIL:1\u202e"
    plan = comeback(runs.assign(distance_km=8.0, athlete=name), start="2026-03-20")
    ml.plan_to_ics(plan, tmp_path / "p.ics")
    lines = (tmp_path / "p.ics").read_bytes().decode().replace("\r\n ", "").split("\r\n")
    assert {line.partition(":")[0].partition(";")[0] for line in lines[:-1]} == {
        "BEGIN", "VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY",
        "DESCRIPTION", "TRANSP", "END",
    }  # fmt: skip
    assert not any(ACTING.search(line) for line in lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("easy run", "easy run"),
        ("Läufe über 10 km 👨‍👩‍👧", "Läufe über 10 km 👨‍👩‍👧"),
        ("שלום", "שלום"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07a", "a"),
        ("\x9b31mred", "red"),
        ("two\nlines", "two\\nlines"),
        ("a\u202eb", "a\\u202eb"),
        ("\x1b", "\\u001b"),
        ("\udcff", "\\udcff"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(), max_size=40))
def test_printable_text_holds_nothing_that_acts(text: str) -> None:
    assert ACTING.search(printable(text)) is None
    assert "\n" not in printable(text)
    assert printable_lines(text).count("\n") == text.count("\n")
    encodable(text).encode("utf-8")


@pytest.mark.parametrize(
    ("spelt", "read"),
    [
        (r"a\ud800", "a\ufffd"),
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\ude00x\ud83d\ud83d\ude00", "\ufffdx\ufffd\U0001f600"),
    ],
)
def test_json_with_halves_of_signs(spelt: str, read: str, tmp_path: Path) -> None:
    """No column holds half a sign (pandas 3 refuses it): neither a run's name nor a pair's."""
    run = {"activityId": 1, "name": "NAME", "startTimeGmt": 1.7e12, "distance": 5e5,
           "duration": 1.8e6, "activityType": "running", "sportType": "RUNNING"}  # fmt: skip
    pair = {"gearPk": 1, "uuid": "u", "displayName": "NAME", "gearTypeName": "Shoes"}
    worn = {"gearDTOS": [pair], "gearActivityDTOs": {"1": [{"activityId": 1}]}}
    texts = (json.dumps([{"summarizedActivitiesExport": [run]}]), json.dumps([worn]))
    names = ("x_0_summarizedActivities.json", "x_gear.json")
    write(tmp_path, {name: text.replace("NAME", spelt).encode()
                     for name, text in zip(names, texts, strict=True)})  # fmt: skip
    sessions, _ = ml.read_sessions(tmp_path)
    assert sessions[["name", "shoe"]].to_numpy().tolist() == [[read, read]]


def test_the_screen_shows_names_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(pd.DataFrame({"name": HOSTILE}), ["name"], "[red]title\x1b[31m")
    told = capsys.readouterr().out
    assert ACTING.search(told) is None
    assert "[red]x[/red]" in told
    assert "[red]title" in told


def test_commands_print_nothing_that_acts(tmp_path: Path) -> None:
    name = b"\x1b[31m\xff\xe2\x80\xae".decode("utf-8", "surrogateescape")
    run = gpx(pd.Timestamp("2026-03-01 08:00", tz="UTC").to_pydatetime(), name="&#x202e;=1")
    folder = tmp_path / "runs"
    write(folder / name, {f"{name}.gpx": run, f"{name}.fit": b"no run"})
    commands = [
        ["sessions", str(folder)],
        ["sessions", str(folder), "--format", "json"],
        *(["sessions", str(folder), "-o", f"{folder}.{form}"] for form in ("csv", "parquet")),
        ["batch", str(folder), str(tmp_path / "out")],
    ]
    for words in commands:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 1, done.exception
        assert ACTING.search(done.output) is None
