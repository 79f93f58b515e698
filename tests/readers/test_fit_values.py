"""Values of FIT records: types, byte orders, scales, unknowns, times, developer fields."""

from __future__ import annotations

import math
import struct

import fit_files as fit
import numpy as np
import pytest

from metatarsal_load.readers.fit import read_fit
from metatarsal_load.readers.recording import SAMPLE_COLUMNS

T0 = fit.T0


def read(body: bytes):
    """Samples and meta of the only activity in a body; a file_id is put before it."""
    ((samples, meta),) = read_fit(fit.fit_file(fit.file_id() + body), "run.fit")
    return samples, meta


def column(name: str, rows, fields, **options):
    samples, _ = read(fit.records(rows, ((253, "uint32"), *fields), **options))
    return samples[name].tolist()


def known(values) -> list:
    return [None if math.isnan(value) else value for value in values]


def test_samples_have_the_columns_of_the_contract():
    ((samples, meta),) = read_fit(fit.run_file(3), "run.fit")
    assert tuple(samples.columns) == SAMPLE_COLUMNS
    assert {str(kind) for kind in samples.dtypes} == {"float64"}
    assert str(samples.index.dtype) == "datetime64[us, UTC]"
    assert samples.index.name == "time"
    assert samples.index[0].isoformat() == "2021-09-08T01:46:40+00:00"
    assert samples.distance_m.tolist() == [0.0, 3.0, 6.0]
    assert samples.speed_mps.tolist() == [3.0, 3.0, 3.0]
    assert samples.heart_rate_bpm.tolist() == [150.0] * 3
    assert samples.cadence_spm.tolist() == [170.0] * 3
    assert meta.cadence_source == "fit_one_leg"
    assert (meta.format, meta.engine, meta.notes, meta.losses) == ("fit", "columnar", (), ())


# field, base, raw -> value; None is the unknown of its type
SCALED = [
    (5, "uint32", (0, 123456, None), "distance_m", (0.0, 1234.56, None)),
    (2, "uint16", (2500, 2600, None), "altitude_m", (0.0, 20.0, None)),
    (78, "uint32", (2500, 2605, None), "altitude_m", (0.0, 21.0, None)),
    (6, "uint16", (0, 3210, None), "speed_mps", (0.0, 3.21, None)),
    (73, "uint32", (0, 70000, None), "speed_mps", (0.0, 70.0, None)),
    (0, "sint32", (2**30, -(2**29), None), "latitude_deg", (90.0, -45.0, None)),
    (1, "sint32", (-(2**31), 2**30, None), "longitude_deg", (-180.0, 90.0, None)),
    (3, "uint8", (60, 254, None), "heart_rate_bpm", (60.0, 254.0, None)),
    (7, "uint16", (0, 300, None), "power_w", (0.0, 300.0, None)),
    (13, "sint8", (-5, 30, None), "temperature_c", (-5.0, 30.0, None)),
    (41, "uint16", (2345, 2001, None), "stance_time_ms", (234.5, 200.1, None)),
    (39, "uint16", (85, 91, None), "vertical_oscillation_mm", (8.5, 9.1, None)),
    (85, "uint16", (11000, 9999, None), "step_length_mm", (1100.0, 999.9, None)),
    (84, "uint16", (4990, 5010, None), "stance_time_balance_pct", (49.9, 50.1, None)),
    (83, "uint16", (750, 801, None), "vertical_ratio_pct", (7.5, 8.01, None)),
]


@pytest.mark.parametrize("big", [False, True], ids=["little", "big"])
@pytest.mark.parametrize(("number", "base", "raw", "name", "values"), SCALED)
def test_scale_offset_and_unknown(number, base, raw, name, values, big):
    fields = ((253, "uint32"), (number, base))
    body = fit.define(2, 20, fields, big=big)
    body += b"".join(fit.message(2, fields, (T0 + k, v), big=big) for k, v in enumerate(raw))
    samples, _ = read(body)
    assert known(samples[name]) == list(values)


# what devices write where they know nothing: field, base, raw -> value, words of the note
SENTINELS = [
    (3, "uint8", (0, 60), "heart_rate_bpm", (None, 60.0), "1 values 0 of heart_rate_bpm"),
    (73, "uint32", (65535, 3000), "speed_mps", (None, 3.0), "1 values 65.535 of speed_mps"),
    (78, "uint32", (65535, 2500), "altitude_m", (None, 0.0), "1 values 12607 of altitude_m"),
    (0, "sint32", (-(2**31), 2**29), "latitude_deg", (None, 45.0), "1 positions are unknown"),
]


@pytest.mark.parametrize(("number", "base", "raw", "name", "values", "words"), SENTINELS)
def test_figures_that_mean_unknown(number, base, raw, name, values, words):
    rows = [(T0 + k, value) for k, value in enumerate(raw)]
    samples, meta = read(fit.records(rows, ((253, "uint32"), (number, base))) + fit.session())
    assert known(samples[name]) == list(values)
    assert [note for note in meta.notes if note.startswith(words)] == list(meta.notes)
    assert len(meta.notes) == 1


def test_null_island_is_no_place_but_the_equator_is():
    fields = ((253, "uint32"), (0, "sint32"), (1, "sint32"))
    rows = [(T0, 0, 0), (T0 + 1, 0, 2**29), (T0 + 2, 2**29, 0)]
    samples, meta = read(fit.records(rows, fields) + fit.session())
    assert known(samples.latitude_deg) == [None, 0.0, 45.0]
    assert known(samples.longitude_deg) == [None, 45.0, 0.0]
    assert meta.notes == ("1 positions are unknown: no place, or 0 deg north, 0 deg east",)


# Every base type can carry a heart rate; what is unknown differs.
NUMBERS = [name for name in fit.BASES if name != "string"]


@pytest.mark.parametrize("big", [False, True], ids=["little", "big"])
@pytest.mark.parametrize("base", NUMBERS)
def test_every_base_type(base, big):
    fields = ((253, "uint32"), (3, base))
    body = fit.define(2, 20, fields, big=big)
    body += b"".join(fit.message(2, fields, (T0 + k, v), big=big) for k, v in enumerate((97, None)))
    samples, _ = read(body)
    assert known(samples.heart_rate_bpm) == [97.0, None]


def test_text_where_a_number_belongs_is_unknown():
    values = column("heart_rate_bpm", [(T0, "142"), (T0 + 1, "143")], ((3, "string", 4),))
    assert known(values) == [None, None]


def test_of_an_array_the_first_value_counts():
    values = column("heart_rate_bpm", [(T0, (142, 9)), (T0 + 1, (None, 9))], ((3, "uint8", 2),))
    assert known(values) == [142.0, None]


def test_enhanced_fields_go_before_plain_ones_and_gaps_are_filled():
    fields = ((6, "uint16"), (73, "uint32"), (2, "uint16"), (78, "uint32"))
    rows = [
        (T0, 1000, 2000, 2500, 3000),  # both known: enhanced
        (T0 + 1, 1000, None, 2500, None),  # only plain
        (T0 + 2, None, 2000, None, 3000),  # only enhanced
        (T0 + 3, None, None, None, None),
    ]
    samples, _ = read(fit.records(rows, ((253, "uint32"), *fields)))
    assert known(samples.speed_mps) == [2.0, 1.0, 2.0, None]
    assert known(samples.altitude_m) == [100.0, 0.0, 100.0, None]


def test_cadence_of_one_leg_with_its_fraction_is_doubled():
    fields = ((6, "uint16"), (4, "uint8"), (53, "uint8"))
    rows = [
        (T0, 3000, 79, 64),  # 79 + 0.5
        (T0 + 1, 3000, 80, None),
        (T0 + 2, 3000, 0, 0),  # no steps is no cadence
        (T0 + 3, 3000, None, 64),
        (T0 + 4, 3000, 152, 0),  # nobody has 304
    ]
    body = fit.records(rows, ((253, "uint32"), *fields)) + fit.session()
    samples, meta = read(body)
    assert known(samples.cadence_spm) == [159.0, 160.0, None, None, None]
    assert meta.cadence_source == "fit_one_leg"


def test_cadence_of_a_ride_is_no_steps():
    rows = [(T0, 8000, 88), (T0 + 1, 8000, None)]
    body = fit.records(rows, ((253, "uint32"), (6, "uint16"), (4, "uint8"))) + fit.session(sport=2)
    samples, meta = read(body)
    assert known(samples.cadence_spm) == [None, None]
    assert known(samples.cadence_rpm) == [88.0, None]
    assert meta.cadence_source == "not_steps"


def test_odd_sizes_coros_writes_uint32_in_one_byte():
    # field 78 claims uint32 in 1 byte, field 5 claims uint32 in 3, field 3 has no byte at all
    body = bytes([0x42, 0, 0]) + struct.pack("<HB", 20, 5)
    body += bytes([253, 4, 0x86, 78, 1, 0x86, 5, 3, 0x86, 3, 0, 0x02, 7, 2, 0x84])
    for k, altitude in enumerate((200, 0xFF)):
        body += struct.pack("<BIB3sH", 2, T0 + k, altitude, b"\1\2\3", 250)
    samples, _ = read(body)
    assert known(samples.altitude_m) == [-460.0, None]  # 200 / 5 - 500
    assert known(samples.distance_m) == [None, None]
    assert known(samples.heart_rate_bpm) == [None, None]
    assert known(samples.power_w) == [250.0, 250.0]


def seconds(samples) -> list[int]:
    """Seconds since T0 of the samples."""
    return [round(t.timestamp()) - fit.EPOCH - T0 for t in samples.index]


def test_compressed_timestamps_roll_over_and_follow_any_message():
    # T0 = 1_000_000_000 ends in the five bits 0
    assert T0 % 32 == 0
    heart = ((3, "uint8"),)
    body = fit.records([(T0, 100)], ((253, "uint32"), *heart))
    body += fit.define(1, 20, heart)
    body += fit.message(1, heart, (101,), time_offset=5)
    body += fit.message(1, heart, (102,), time_offset=31)
    body += fit.message(1, heart, (103,), time_offset=2)  # 2 < 31: rolled over, 34
    body += fit.define(3, 21, fit.EVENT) + fit.message(3, fit.EVENT, (T0 + 100, 3, 3))
    body += fit.message(1, heart, (104,), time_offset=7)  # after 100 = 3 * 32 + 4: 103
    samples, _ = read(body)
    assert seconds(samples) == [0, 5, 31, 34, 103]
    assert samples.heart_rate_bpm.tolist() == [100, 101, 102, 103, 104]


def test_records_without_fields_have_a_time_all_the_same():
    body = fit.records([(T0, 0, 3000, 140, 80)]) + fit.define(1, 20, ())
    body += bytes([0x80 | 1 << 5 | 3, 0x80 | 1 << 5 | 9])
    samples, _ = read(body)
    assert seconds(samples) == [0, 3, 9]
    assert known(samples.heart_rate_bpm) == [140.0, None, None]


def test_compressed_time_before_any_full_time_is_no_time():
    heart = ((3, "uint8"),)
    body = fit.define(1, 20, heart) + fit.message(1, heart, (99,), time_offset=4)
    body += fit.records([(T0, 0, 3000, 140, 80)])
    samples, meta = read(body)
    assert seconds(samples) == [0]
    assert meta.losses[0].reason == "1 records have no time: dropped"


def packed(speed: int, distance: int) -> bytes:
    return struct.pack("<I", speed | distance << 12)[:3]


def test_compressed_speed_and_distance_accumulate():
    # distance in 1/16 m with 12 bits: 4000 -> 100 is 196 further
    values = (packed(250, 0), packed(260, 4000), None, packed(270, 100))
    fields = ((253, "uint32"), (8, "byte", 3))
    rows = [(T0 + k, tuple(v) if v else None) for k, v in enumerate(values)]
    samples, _ = read(fit.records(rows, fields))
    assert known(samples.speed_mps) == [2.5, 2.6, None, 2.7]
    assert known(samples.distance_m) == [0.0, 250.0, None, 262.25]


def with_developer(descriptions: bytes, developer, rows) -> bytes:
    """Records of time and native power with developer bytes behind them."""
    fields = ((253, "uint32"), (7, "uint16"))
    body = descriptions + fit.define(2, 20, fields, developer=developer)
    for k, (power, extra) in enumerate(rows):
        body += fit.message(2, fields, (T0 + k, power), developer=extra)
    return body


def test_developer_fields_are_columns_with_units():
    body = with_developer(
        fit.description("Leg Spring Stiffness", base="float32", units="kN/m")
        + fit.description("Form Power", number=1, units="Watts"),
        [(0, 4, 0), (1, 2, 0)],
        [(250, struct.pack("<fH", 10.5, 60)), (251, struct.pack("<fH", math.nan, 0xFFFF))],
    )
    samples, meta = read(body)
    assert known(samples.dev_leg_spring_stiffness) == [10.5, None]
    assert known(samples.dev_form_power) == [60.0, None]
    assert meta.units == {"dev_leg_spring_stiffness": "kN/m", "dev_form_power": "Watts"}


def test_developer_names_that_are_null_repeated_or_differ_in_case():
    body = with_developer(
        fit.description("Power", number=0)
        + fit.description("power", number=1)
        + fit.description(None, number=2)
        + fit.description("null", number=3)
        + fit.description("Power", number=0),  # said twice: the same field
        [(0, 2, 0), (1, 2, 0), (2, 2, 0), (3, 2, 0)],
        [(250, struct.pack("<4H", 1, 2, 3, 4))],
    )
    samples, _ = read(body)
    assert samples.filter(like="dev_").iloc[0].to_dict() == {
        "dev_power": 1.0,
        "dev_power_2": 2.0,
        "dev_field_0_2": 3.0,
        "dev_field_0_3": 4.0,
    }


def test_developer_scale_offset_and_unknown():
    body = with_developer(
        fit.description("skin temperature", scale=100, offset=5, units="C"),
        [(0, 2, 0)],
        [(250, struct.pack("<H", 4300)), (250, b"\xff\xff")],
    )
    samples, _ = read(body)
    assert known(samples.dev_skin_temperature) == [38.0, None]


@pytest.mark.parametrize(
    ("name", "units", "native", "raw", "column", "value"),
    [
        ("Power", "Watts", 7, 260, "power_w", 260.0),
        ("Vertical Oscillation", "Centimeters", 39, 8, "vertical_oscillation_mm", 80.0),
        ("Ground Time", "Milliseconds", 41, 230, "stance_time_ms", 230.0),
        ("Cadence", "RPM", 4, 172, "cadence_spm", 172.0),  # Stryd: both feet whatever it says
        ("Power", "horses", 7, 1, "power_w", None),
    ],
)
def test_developer_field_stands_for_a_missing_native_one(name, units, native, raw, column, value):
    described = fit.description(name, units=units, native=native)
    body = with_developer(described, [(0, 2, 0)], [(None, struct.pack("<H", raw))] * 3)
    samples, meta = read(body + fit.session())
    assert known(samples[column]) == [value] * 3
    said = [note for note in meta.notes if note.startswith(f"{column} is from the developer field")]
    assert len(said) == (value is not None)


def test_native_power_stays_beside_the_developers():
    described = fit.description("Power", units="Watts", native=7)
    samples, meta = read(
        with_developer(described, [(0, 2, 0)], [(250, b"\x04\x01")]) + fit.session()
    )
    assert (samples.power_w.iloc[0], samples.dev_power.iloc[0]) == (250.0, 260.0)
    assert meta.notes == ()


def test_developer_fields_of_no_size_without_description_or_of_text_are_left_out():
    body = with_developer(
        fit.description("Empty", number=0) + fit.description("Words", number=1, base="string"),
        [(0, 0, 0), (1, 3, 0), (9, 2, 0)],
        [(250, b"ab\0" + b"\1\2")],
    )
    samples, meta = read(body)
    assert tuple(samples.columns) == SAMPLE_COLUMNS
    assert samples.power_w.tolist() == [250.0]
    said = [note.partition(": ")[2] for note in meta.notes if "left out" in note]
    assert said == [
        "developer field dev_empty in 1 records left out: no bytes",
        "developer field dev_words in 1 records left out: text",
        "developer field 9 of index 0 in 1 records left out: no description",
    ]


def test_developer_arrays_and_native_fields_of_odd_size_are_left_out_with_a_note():
    described = fit.description("Both Feet", number=0)
    samples, meta = read(with_developer(described, [(0, 4, 0)], [(250, b"abcd")] * 3))
    assert tuple(samples.columns) == SAMPLE_COLUMNS
    (note,) = [note for note in meta.notes if "left out" in note]
    assert note.endswith("developer field dev_both_feet in 3 records left out: several values")
    body = fit.define(2, 20, ((253, "uint32"), (7, "byte", 3)))
    body = body[:-1] + bytes([0x84])  # power: a uint16 of three bytes
    _, meta = read(body + struct.pack("<BI3s", 2, T0, b"abc"))
    (note,) = [note for note in meta.notes if "left out" in note]
    assert "field 7 (power_w) in 1 records left out: its size does not fit its type" in note
    assert note.startswith(f"byte {14 + len(fit.file_id()) + len(body)}: ")


def test_a_developer_field_described_anew_in_mid_file_is_another_column_from_there():
    fields = ((253, "uint32"),)
    layout = fit.define(2, 20, fields, developer=[(0, 2, 0)])
    body = fit.description("Form Power", units="Watts") + layout
    body += b"".join(fit.message(2, fields, (T0 + k,), developer=b"\x2c\1") for k in range(3))
    body += fit.description("Slope", base="sint16", units="%", scale=10) + layout
    body += fit.message(2, fields, (T0 + 3,), developer=struct.pack("<h", -25))
    body += fit.description("Slope", base="sint16", units="%", scale=100) + layout
    body += fit.message(2, fields, (T0 + 4,), developer=struct.pack("<h", -250))
    samples, meta = read(body)
    assert known(samples.dev_form_power) == [300.0, 300.0, 300.0, None, None]
    assert known(samples.dev_slope) == [None, None, None, -2.5, -2.5]
    assert meta.units == {"dev_form_power": "Watts", "dev_slope": "%"}


def test_several_layouts_keep_the_files_order():
    slow, fast = ((253, "uint32"), (3, "uint8")), ((253, "uint32"), (7, "uint16"))
    body = fit.define(2, 20, slow) + fit.define(3, 20, fast, big=True)
    for k in range(40):
        if k % 3:
            body += fit.message(2, slow, (T0 + k, 100 + k))
        else:
            body += fit.message(3, fast, (T0 + k, 200 + k), big=True)
    samples, _ = read(body)
    assert seconds(samples) == list(range(40))
    k = np.arange(40)
    heart = np.where(k % 3 != 0, 100.0 + k, np.nan)
    power = np.where(k % 3 == 0, 200.0 + k, np.nan)
    np.testing.assert_array_equal(samples.heart_rate_bpm, heart)
    np.testing.assert_array_equal(samples.power_w, power)
