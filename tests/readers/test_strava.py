"""Strava's activities.csv and shoes.csv: languages, twins, gear, flags, loud errors."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest
from export_files import RUNS, csv_bytes, english_date, strava_rows

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.activities import read_activities
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.strava import is_strava_shoes, read_strava_shoes
from metatarsal_load.readers.exports.table import read_table, strip_markup

ENGLISH = (
    "Activity ID", "Activity Date", "Activity Name", "Activity Type", "Elapsed Time", "Distance",
    "Commute", "Activity Gear", "Filename", "Elapsed Time", "Moving Time", "Distance",
    "Elevation Gain", "Average Cadence", "Average Heart Rate", "Perceived Exertion", "Commute",
)  # fmt: skip
# The same columns in other languages.
TRANSLATED = {
    "de": "Aktivitäts-ID|Aktivitätsdatum|Name der Aktivität|Aktivitätsart|Verstrichene Zeit|Distanz"
    "|Pendeln|Aktivitätsausrüstung|Dateiname|Verstrichene Zeit|Bewegungszeit|Distanz|Höhenzunahme"
    "|Durchschnittliche Trittfrequenz|Durchschnittliche Herzfrequenz|Gefühlte Anstrengung|Pendeln",
    "fr": "ID de l'activité|Date de l’activité|Nom de l'activité|Type d'activité|Temps écoulé"
    "|Distance|Déplacement-transport|Matériel utilisé pour l'activité|Nom du fichier|Temps écoulé"
    "|Durée de déplacement|Distance|Dénivelé positif|Cadence moyenne|Fréquence cardiaque moyenne"
    "|Effort ressenti|Déplacement-transport",
}


TRANSLATED["nl"] = (
    "Activiteits-ID|Datum van activiteit|Naam van activiteit|Activiteitstype|Verstreken tijd"
    "|Afstand|Woon-werkverkeer|Uitrusting voor activiteit|Bestandsnaam|Verstreken tijd|Beweegtijd"
    "|Afstand|Hoogtewinst|Gemiddelde cadans|Gemiddelde hartslag|Ervaren inspanning"
    "|Woon-werkverkeer"
)


def german(at: datetime) -> str:
    return f"{at:%d.%m.%Y, %H:%M:%S}"


def czech(at: datetime) -> str:
    return f"{at.day}. {at.month}. {at.year} {at.hour}:{at:%M:%S}"


def dutch(at: datetime) -> str:
    return f"{at.day} {('jan', 'feb', 'mrt', 'apr', 'mei')[at.month - 1]} {at.year}, {at:%H:%M:%S}"


def french(at: datetime) -> str:
    return f"{at.day} {('janv.', 'févr.', 'mars', 'avr.', 'mai')[at.month - 1]} {at:%Y, %H:%M:%S}"


def british(at: datetime) -> str:
    return f"{at.day} {at:%b %Y, %H:%M:%S}"


def listed(data: bytes, name: str = "activities.csv") -> tuple[Listed, ...]:
    contents = read_activities(read_table(data, name))
    assert contents is not None
    assert contents.skipped == ()
    return contents.listed


def assert_runs(rows: tuple[Listed, ...], *, file: bool = True, distance: bool = True) -> None:
    """Each run once, its distance within 1 %, shoe and name carried over."""
    assert [row.name for row in rows] == [run.name for run in RUNS]
    assert [row.start_utc for row in rows] == [run.start for run in RUNS]
    if distance:
        assert [row.distance_m for row in rows] == pytest.approx(
            [run.km * 1000 for run in RUNS], rel=0.01
        )
    if file:
        assert [row.file for row in rows] == [run.file for run in RUNS]


def test_every_field_of_a_row() -> None:
    rows = listed(csv_bytes(ENGLISH, strava_rows(ENGLISH, RUNS)))
    assert_runs(rows)
    first = rows[0]
    assert (first.activity_id, first.sport, first.shoe) == ("7001", "Run", "Pegasus 40")
    assert (first.timer_s, first.elapsed_s, first.ascent_m) == (1930, 1990, 61.5)
    assert (first.cadence_spm, first.cadence_source) == (163, "strava_csv_one_leg")
    assert (first.heart_rate_bpm, first.rpe, first.commute, first.race) == (143.25, 4, False, None)
    assert first.start_local is None
    assert first.origin == "activities.csv row 1"


@pytest.mark.parametrize(
    ("language", "date", "decimal"), [("de", german, ","), ("fr", french, ","), ("nl", dutch, ",")]
)
def test_languages(language: str, date, decimal: str) -> None:
    rows = strava_rows(ENGLISH, RUNS, date, decimal)
    found = listed(csv_bytes(TRANSLATED[language].split("|"), rows))
    assert_runs(found)
    assert [row.shoe for row in found] == [run.shoe for run in RUNS]
    assert found[0].cadence_spm == 163


def test_decimal_commas_in_every_figure() -> None:
    rows = [
        [cell.replace(".", ",") if re.fullmatch(r"\d+\.\d+", cell) else cell for cell in row]
        for row in strava_rows(ENGLISH, RUNS, german, ",")
    ]
    found = listed(csv_bytes(TRANSLATED["de"].split("|"), rows))
    assert_runs(found)
    assert [row.timer_s for row in found] == [run.moving_s for run in RUNS]
    assert [row.elapsed_s for row in found] == [run.moving_s + 60 for run in RUNS]
    assert (found[0].heart_rate_bpm, found[0].cadence_spm) == (143.25, 163)


@pytest.mark.parametrize(
    ("header", "date"),
    [
        (
            "Identyfikator aktywności,Data aktywności,Nazwa aktywności,Rodzaj aktywności",
            "15 maj 2024, 06:30:00",
        ),
        (
            "アクティビティID,アクティビティ実行日,アクティビティ名,アクティビティタイプ",
            "2024/05/15 06:30:00",
        ),
        (
            "ID da atividade,Data da atividade,Nome da atividade,Tipo de atividade",
            "15 de mai. de 2024, 06:30:00",
        ),
        (
            "ID de actividad,Fecha de la actividad,Nombre de la actividad,Tipo de actividad",
            "15 may 2024, 6:30:00",
        ),
        ("ID aktivity,Datum aktivity,Název aktivity,Typ aktivity", "15. 5. 2024 6:30:00"),
        ("活动 ID,活动日期,活动名称,活动类型", "2024年5月15日 06:30:00"),
        (
            "Activiteits-ID,Datum van activiteit,Naam activiteit,Activiteitstype",
            "15 mei 2024, 06:30:00",
        ),
    ],
)
def test_first_columns_in_more_languages(header: str, date: str) -> None:
    (row,) = listed(csv_bytes(header.split(","), [["5", date, "Dawn", "Run"]]))
    assert (row.activity_id, row.name, row.sport) == ("5", "Dawn", "Run")
    assert row.start_utc is not None
    assert f"{row.start_utc:%Y-%m-%d %H:%M}" == "2024-05-15 06:30"


@pytest.mark.parametrize(
    "wrapped",
    [
        '<span class="translation_missing" title="translation missing: x.y">Total Steps</span>',
        "translation missing: en-US.lib.export.exporter.activities.horton_values.total_steps",
    ],
)
def test_translation_missing_markup_is_stripped(wrapped: str) -> None:
    assert strip_markup(wrapped).casefold() == "total steps"
    header = ["Activity ID", "Activity Date", "Activity Name", wrapped]
    (row,) = listed(csv_bytes(header, [["1", "May 14, 2024, 5:30:00 PM", "Run", "9120.0"]]))
    assert row.steps == 9120


@pytest.mark.parametrize(
    ("sport", "display", "metres", "moving", "expected"),
    [
        ("Run", "8.19", "8191.6", "2977", 8191.6),
        ("Run", "8.19", "", "2977", 8190.0),
        ("Swim", "1,609", "", "2400", 1609.0),  # a swim is displayed in metres
        ("Swim", "1,609", "1609.34", "2400", 1609.34),
        ("Run", "0.0", "0.0", "1800", None),  # a treadmill run without a distance
        ("Run", "", "", "1800", None),
    ],
)
def test_twin_distances(sport, display, metres, moving, expected) -> None:
    header = [
        "Activity ID",
        "Activity Date",
        "Activity Type",
        "Distance",
        "Moving Time",
        "Distance",
    ]
    date = english_date(RUNS[0].start)
    others = [
        ["8", date, "Run", "10.00", "3000", "10000.0"],
        ["9", date, "Run", "5.00", "1500", "5000"],
    ]
    rows = listed(csv_bytes(header, [["7", date, sport, display, moving, metres], *others]))
    assert rows[0].distance_m == (expected and pytest.approx(expected))


def test_a_single_distance_column_is_read_by_its_size() -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Distance", "Moving Time"]
    date = english_date(RUNS[0].start)
    in_km = listed(csv_bytes(header, [["7", date, "Run", "10.5", "3600"]]))
    in_metres = listed(csv_bytes(header, [["7", date, "Run", "10500.0", "3600"]]))
    assert in_km[0].distance_m == in_metres[0].distance_m == 10500


def test_a_swim_in_metres_decides_nothing_for_the_runs() -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Distance", "Moving Time"]
    date = english_date(RUNS[0].start)
    rows = [["7", date, "Swim", "1,609", "2400"], ["8", date, "Run", "42.20", "14400"]]
    assert [row.distance_m for row in listed(csv_bytes(header, rows))] == [1609, 42200]


def test_gear_id_is_the_key_where_the_name_is_blank() -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Activity Gear", "Gear"]
    date = english_date(RUNS[0].start)
    rows = listed(
        csv_bytes(
            header,
            [
                ["1", date, "Run", "Pegasus", "111.0"],
                ["2", date, "Run", "", "111.0"],  # the same pair
                ["3", date, "Run", "", "13594491.0"],  # a pair without a name
                ["4", date, "Run", "Old", ""],
                ["5", date, "Run", "", ""],
                ["6", date, "Ride", "Bicycle", "222.0"],
            ],
        )
    )
    assert [row.shoe for row in rows] == ["Pegasus", "Pegasus", "gear 13594491", "Old", None, None]


def test_two_pairs_of_one_name_stay_two() -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Activity Gear", "Gear"]
    date = english_date(RUNS[0].start)
    cells = [["1", date, "Run", "Pegasus", "111.0"], ["2", date, "Run", "Pegasus", "112.0"]]
    rows = listed(csv_bytes(header, cells))
    assert [row.shoe for row in rows] == ["Pegasus (gear 111)", "Pegasus (gear 112)"]


@pytest.mark.parametrize(
    ("sport", "cadence", "spm", "source"),
    [
        ("Run", "82.4", 164.8, "strava_csv_one_leg"),
        ("Walk", "55", 110, "strava_csv_one_leg"),
        ("Run", "164", 164, "strava_csv_both_feet"),
        ("Ride", "85", None, None),
        ("Rad-Training", "85", None, None),
        ("Run", "0", None, None),
        ("Padel", "60", None, None),  # no word known here: steps or not is unknown
    ],
)
def test_cadence_counts_both_feet(sport, cadence, spm, source) -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Average Cadence"]
    (row,) = listed(csv_bytes(header, [["1", english_date(RUNS[0].start), sport, cadence]]))
    assert (row.cadence_spm, row.cadence_source) == (spm and pytest.approx(spm), source)


@pytest.mark.parametrize(
    ("competition", "long_run", "commute", "expected"),
    [
        ("1.0", "", "false", (True, None, False)),
        ("", "1.0", "true", (None, True, True)),
        ("0.0", "0.0", "", (False, False, None)),
        ("x", "nein", "perhaps", (True, False, None)),
    ],
)
def test_flags(competition, long_run, commute, expected) -> None:
    header = ["Activity ID", "Activity Date", "Activity Name", "Competition", "Long Run", "Commute"]
    cells = ["1", english_date(RUNS[0].start), "x", competition, long_run, commute]
    (row,) = listed(csv_bytes(header, [cells]))
    assert (row.race, row.long_run, row.commute) == expected


@pytest.mark.parametrize(
    ("word", "sport"),
    [("Run", "Run"), ("Lauf", "Lauf"), ("Hardloopsessie", "Hardloopsessie"), ("跑步", "running"),
     ("トレイルラン", "trail running"), ("", None)],
)  # fmt: skip
def test_the_exports_word_for_the_sport(word: str, sport: str | None) -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Average Cadence"]
    (row,) = listed(csv_bytes(header, [["1", english_date(RUNS[0].start), word, "82"]]))
    assert row.sport == sport
    assert row.cadence_spm == (164 if sport else None)


@pytest.mark.parametrize(
    ("sport", "ground"),
    [
        ("Trail Run", "trail"),
        ("TrailRun", "trail"),
        ("Virtual Run", "treadmill"),
        ("Run", None),
        ("Virtual Ride", None),
    ],
)
def test_surface_from_the_word_of_the_sport(sport: str, ground: str | None) -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Dirt Distance"]
    (row,) = listed(csv_bytes(header, [["1", english_date(RUNS[0].start), sport, "812.5"]]))
    assert (row.surface, row.dirt_distance_m) == (ground, 812.5)


@pytest.mark.parametrize(
    ("sport", "description", "private", "ground"),
    [
        ("Run", "Felt good #trail", "", "trail"),
        ("Run", "", "foot sore, so #Grass", "grass"),
        ("Run", "felt good on the trail", "", None),
        ("Run", "#trail", "#road", None),
        ("Trail Run", "#grass", "", "trail"),
        ("Ride", "#gravel", "", None),
    ],
)
def test_surface_from_the_tags_in_the_notes(
    sport: str, description: str, private: str, ground: str | None
) -> None:
    header = [
        "Activity ID", "Activity Date", "Activity Type", "Activity Description",
        "Activity Private Note",
    ]  # fmt: skip
    cells = ["1", english_date(RUNS[0].start), sport, description, private]
    (row,) = listed(csv_bytes(header, [cells]))
    assert row.surface == ground
    assert "sore" not in str(row)


def test_short_rows_and_lines_within_cells() -> None:
    text = (
        "Activity ID,Activity Date,Activity Name,Filename\n"
        '1,"May 14, 2024, 5:30:00 PM","Hills,\nthen home",activities/1.fit.gz\n'
        '2,"May 15, 2024, 5:30:00 PM"\n'
    )
    rows = listed(text.encode("utf-8-sig"))
    assert [row.name for row in rows] == ["Hills,\nthen home", None]


def test_a_row_without_a_date_is_told() -> None:
    header = ["Activity ID", "Activity Date", "Activity Name", "Filename"]
    good = ["1", english_date(RUNS[0].start), "a", ""]
    table = read_table(
        csv_bytes(header, [good, ["2", "soon", "b", ""], ["3", "soon", "c", "x.fit"]]), "a.csv"
    )
    contents = read_activities(table)
    assert contents is not None
    assert [row.activity_id for row in contents.listed] == ["1", "3"]  # the file knows its date
    assert contents.skipped == ("row 2: the date 'soon' is not understood and no file is named",)


@pytest.mark.parametrize("name", ["activities.csv", "renamed.csv"])
def test_an_unknown_language_is_a_loud_error_naming_the_columns(name: str) -> None:
    header = ["Toiminnan tunnus", "Päivämäärä", "Nimi", "Laji", "Tiedosto"]
    data = csv_bytes(
        header, [["1", "14.5.2024 klo 17.30", "Ilta", "Juoksu", "activities/1.fit.gz"]]
    )
    with pytest.raises(TableError, match=rf"{name}.*1 rows.*'Toiminnan tunnus'.*'Tiedosto'"):
        read_activities(read_table(data, name))


def test_dates_of_an_unknown_form_are_a_loud_error() -> None:
    header = ["Activity ID", "Activity Date", "Activity Name"]
    with pytest.raises(TableError, match="Activity Date"):
        read_activities(read_table(csv_bytes(header, [["1", "klo 17.30", "x"]]), "activities.csv"))


def test_shoes() -> None:
    header = ["Shoe Name", "Shoe Brand", "Shoe Model", "Shoe Default Sport Types"]
    cells = [
        ["Blue", "Nike", "Pegasus 40", "Run"],
        ["", "Hoka", "Speedgoat", "TrailRun"],
        ["", "", "", ""],
    ]
    table = read_table(csv_bytes(header, cells), "shoes.csv")
    assert is_strava_shoes(table)
    assert read_strava_shoes(table) == [
        {"shoe": "Blue", "model": "Nike Pegasus 40", "default_for": "running"},
        {"shoe": "Hoka Speedgoat", "model": "Hoka Speedgoat", "default_for": "trail"},
    ]


# ---- the corpus: every header found in the wild, and two real logs ------------------------------

WILD = {
    "strava_en_86": (english_date, "."), "strava_en_102": (british, "."),
    "strava_en_103+": (english_date, "."), "strava_de_92": (german, ","),
    "strava_cs_35": (czech, ","), "Mattwasd": (english_date, "."),
    "Lorraine": (english_date, "."), "TheNewThinkTank": (english_date, "."),
    "archipelagic": (english_date, "."), "rodrigomaria-strava-data__act": (english_date, "."),
    "jamesphare": (english_date, "."),
}  # fmt: skip


@pytest.mark.parametrize("key", WILD)
def test_headers_found_in_the_wild(corpus: Path, key: str) -> None:
    """Each header filled with runs in its language's formats; German and Czech by position."""
    headers = json.loads((corpus / "exports" / "headers.json").read_text())
    (header,) = (names for found, names in headers.items() if key in found)
    by_position = headers["strava_en_102 (third-party constant)"]
    # the columns of one generation are in one order in every language
    labels = by_position[: len(header)] if key in ("strava_de_92", "strava_cs_35") else header
    date, decimal = WILD[key]
    rows = listed(csv_bytes(header, strava_rows(labels, RUNS, date, decimal)))
    assert_runs(rows, file="jamesphare" not in key)
    if "jamesphare" not in key:
        assert [row.shoe for row in rows] == [run.shoe for run in RUNS]
    assert {row.sport for row in rows} == {"Run"}
    assert [row.timer_s for row in rows] == [run.moving_s for run in RUNS]


def test_dutch_and_spanish_headers_found_in_the_wild(corpus: Path) -> None:
    headers = json.loads((corpus / "exports" / "headers.json").read_text())
    (dutch_header,) = (names for found, names in headers.items() if "strava_nl" in found)
    cells = [
        [str(run.number), dutch(run.start), run.name, "Hardlopen", "", str(run.moving_s), "",
         f"{run.km:.2f}".replace(".", ","), "61", "143", "171", "82", "95", "500", run.file, "4",
         "60"]
        for run in RUNS
    ]  # fmt: skip
    rows = listed(csv_bytes(dutch_header, cells))
    assert_runs(rows)
    assert {(row.cadence_spm, row.heart_rate_bpm, row.rpe) for row in rows} == {(164, 143, 4)}
    (spanish_header,) = (names for found, names in headers.items() if "strava_es" in found)
    cells = [
        [str(r.number), f"{r.start.day} may {r.start:%Y, %H:%M:%S}", r.name, "Carrera", r.file]
        for r in RUNS
    ]
    assert_runs(listed(csv_bytes(spanish_header, cells)), distance=False)


def test_a_real_export(corpus: Path) -> None:
    """Distances agree between the two columns of the file to the last digit displayed."""
    path = corpus / "exports" / "TheNewThinkTank-strava-insights__activities.csv"
    table = read_table(path.read_bytes(), path.name)
    contents = read_activities(table)
    assert contents is not None
    assert (len(contents.listed), contents.skipped) == (len(table.rows), ()) == (112, ())
    display = table.header.index("Distance")
    for row, cells in zip(contents.listed, table.rows, strict=True):
        shown = float(cells[display].replace(",", ""))
        # the display is cut, not rounded
        assert (row.distance_m or 0) / 1000 == pytest.approx(shown, abs=0.0101)
    runs = [row for row in contents.listed if row.sport == "Run"]
    assert len(runs) == 89
    speeds = [row.distance_m / row.timer_s for row in runs if row.distance_m and row.timer_s]
    assert 2.2 < median(speeds) < 3.5
    assert sum(row.shoe is not None for row in runs) == sum(
        bool(cells[table.header.index("Gear")]) for cells in table.rows if cells[3] == "Run"
    )


def test_a_real_log_of_the_api(corpus: Path) -> None:
    path = corpus / "exports" / "EvilErick16-knn-running__strava_training_set.csv"
    contents = read_activities(read_table(path.read_bytes(), path.name))
    assert contents is not None
    assert (len(contents.listed), contents.skipped) == (1627, ())
    assert contents.listed[0].distance_m == pytest.approx(14587.40039)
    assert contents.listed[0].timer_s == 3614
    assert f"{contents.listed[0].start_utc:%Y-%m-%d %H:%M:%S}" == "2016-02-22 14:48:17"
