"""What fuzzing found, as small files built here; and some fuzzing with every run of the tests."""

from __future__ import annotations

import json
import struct
import warnings
from pathlib import Path

import fit_files as fit
import fuzz
import fuzz_read
import pytest
from export_files import csv_bytes, zip_bytes
from fuzz_mutate import TOKENS, mutate
from fuzz_seeds import FORMATS, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports import archives
from metatarsal_load.readers.exports.garmin import read_summaries
from metatarsal_load.readers.exports.garmin_gear import read_gear
from metatarsal_load.readers.files import read_recording
from metatarsal_load.readers.sources import find_sources
from metatarsal_load.tables.readings import Options, read_bytes

GOOD = {"activityType": "running", "startTimeGmt": 1715707801000, "distance": 500000}


def summary(**changed: object):
    text = json.dumps([{"summarizedActivitiesExport": [{**GOOD, **changed}]}])
    (listed,) = read_summaries(text, "s.json", {}).listed
    return listed


@pytest.mark.parametrize(
    "wrong", [10**400, "five", [], {}, None, True, -1, float("inf"), float("nan"), 1e300]
)
def test_a_distance_that_is_no_number_is_unknown(wrong):
    assert summary(distance=wrong).distance_m is None
    assert summary(minElevation=1, maxElevation=5, elevationGain=wrong).ascent_m is None


@pytest.mark.parametrize("wrong", [[], {}, 7, ["running"], {"typeKey": []}, {"typeKey": 3}])
def test_a_sport_or_name_that_is_no_text_is_unknown(wrong):
    assert summary(activityType=wrong).sport is None
    assert summary(name=wrong).name is None


@pytest.mark.parametrize("tail", ["9" * 5000, "[" * 100_000, '{"a":' * 100_000])
def test_numbers_and_lists_without_end(tail):
    with pytest.raises(TableError, match="damaged JSON at or behind character 32"):
        read_summaries('[{"summarizedActivitiesExport":[' + tail, "s.json", {})
    with pytest.raises(TableError, match="damaged JSON"):
        read_gear('{"gearDTOS":' + tail, "g.json")


@pytest.mark.parametrize("links", [1, "x", {}, None, [1, "x", None]])
def test_gear_that_was_worn_for_nothing(links):
    text = {"gearDTOS": [{"gearPk": 5, "displayName": "Blue"}, 1], "gearActivityDTOs": {"5": links}}
    shoes, _ = read_gear(json.dumps(text), "g.json")
    assert [pair["shoe"] for pair in shoes] == ["Blue"]


@pytest.mark.parametrize("clock", ["9" * 400 + ":10:10", "1" * 5000 + " h", "d" * 5000, "9" * 400])
def test_a_duration_of_a_page_is_unknown(clock, tmp_path):
    rows = [["2024-05-14", "5", clock], ["2024-05-15", "5", "30:00"]]
    (tmp_path / "log.csv").write_bytes(csv_bytes(["date", "km", "duration"], rows))
    first, second = find_sources(tmp_path / "log.csv").listed
    assert (first.timer_s, second.timer_s) == (None, 1800)


def test_a_member_without_a_name(tmp_path):
    (tmp_path / "a.zip").write_bytes(zip_bytes({"x": b"1"}).replace(b"x", b"\0"))
    assert find_sources(tmp_path / "a.zip").sources == ()
    archives.release()


def test_a_distance_beyond_the_earth_is_unknown_and_told():
    fields = ((253, "uint32"), (5, "float64"), (2, "uint16"))
    rows = [(fit.T0 + k, 1e250 if k == 3 else 300.0 * k, 2600) for k in range(9)]
    data = fit.fit_file(fit.file_id() + fit.records(rows, fields))
    samples, meta = read_recording(data)
    assert samples["distance_m"].isna().tolist() == [k == 3 for k in range(9)]
    assert "1 values of distance_m that cannot be are unknown" in meta.notes
    assert read_bytes(data, Options()).losses == ()


@pytest.mark.parametrize(
    ("base", "letters", "bits"),
    [("float32", "<II", 0x7FA00000), ("float64", "<IQ", 0x7FF4000000000000)],
)
def test_a_signalling_nan_is_unknown_without_a_warning(base, letters, bits):
    data = fit.fit_file(
        fit.file_id()
        + fit.define(2, 20, ((253, "uint32"), (5, base)))
        + b"".join(b"\2" + struct.pack(letters, fit.T0 + k, bits) for k in range(3))
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_recording(data)[0]["distance_m"].isna().all()


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=30, deadline=None)
@given(rng=st.randoms(use_true_random=False), chosen=st.integers(0, 10_000))
def test_mutated_files_end_in_a_result_or_an_error(kind, rng, chosen, tmp_path_factory):
    starts = STARTS[kind]
    data = mutate(
        rng, starts[chosen % len(starts)], starts[chosen // 7 % len(starts)], TOKENS[kind]
    )
    assert fuzz_read.read(kind, data, tmp_path_factory.getbasetemp()) in ("result", "error")


STARTS = {kind: seeds(kind)[:20] for kind in FORMATS}


def test_the_fuzzer_makes_the_same_inputs_again_and_goes_on_where_it_was(tmp_path, capsys):
    starts = STARTS["json"]
    assert fuzz.make("json", 3, 5, starts) == fuzz.make("json", 3, 5, starts)
    assert fuzz.make("json", 3, 5, starts) != fuzz.make("json", 3, 6, starts)
    for _ in range(2):
        assert fuzz.main(["--count=30", "--format=json", "--seed=3", f"--folder={tmp_path}"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == told[1]
    assert sum(json.loads(Path(tmp_path, "done-3.json").read_text())["json 0-30"].values()) > 30
