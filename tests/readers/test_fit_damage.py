"""Damaged FIT files: what is whole is read, what is lost is named with its offset."""

from __future__ import annotations

import random

import fit_files as fit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metatarsal_load.errors import MetatarsalError, RunFileError, UnsupportedFormat
from metatarsal_load.readers.fit import read_fit

T0 = fit.T0
RECORD_SIZE = 1 + sum(fit.size_of(field) for field in fit.RECORD)
HEAD = fit.file_id() + fit.define(2, 20, fit.RECORD)


def rows(first: int, last: int) -> bytes:
    """Records of the seconds `first` to `last` - 1, without a definition."""
    return b"".join(fit.message(2, fit.RECORD, row) for row in fit.steady_rows(last)[first:])


def seconds(samples) -> list[int]:
    return [round(t.timestamp()) - fit.EPOCH - T0 for t in samples.index]


def only(data: bytes):
    ((samples, meta),) = read_fit(data, "run.fit")
    return samples, meta


def test_cut_at_every_byte_no_whole_record_is_lost():
    """However short the file: every record before the cut, or an error that says where."""
    data = fit.run_file(12)
    first = 14 + len(HEAD)
    for cut in range(len(data)):
        whole = min(12, max(0, (cut - first) // RECORD_SIZE))
        if not whole:
            with pytest.raises(RunFileError, match=r"run\.fit at byte \d+: "):
                read_fit(data[:cut], "run.fit")
            continue
        samples, meta = read_fit(data[:cut], "run.fit")[0]
        assert len(samples) == whole, cut
        complete = cut >= len(data) - 2  # all messages, the checksum cut
        assert bool(meta.losses) != complete, cut
        assert all(loss.offset is not None and loss.offset <= cut for loss in meta.losses)


def test_a_file_cut_in_a_record_says_where():
    data = fit.run_file(12)
    cut = 14 + len(HEAD) + 3 * RECORD_SIZE + 5
    samples, meta = only(data[:cut])
    assert seconds(samples) == [0, 1, 2]
    assert [loss.offset for loss in meta.losses] == [cut]
    assert "cut off" in meta.losses[0].reason
    assert any(f"byte {cut}" in note for note in meta.notes)
    assert meta.distance_m is None  # the session message is gone, and nothing is made up


@pytest.mark.parametrize("junk", [b"\x0d", b"\xff" * 7, bytes(range(64, 84)), b"\x02" * 5])
def test_junk_in_the_middle_costs_the_junk_only(junk):
    data = fit.fit_file(HEAD + rows(0, 20) + junk + rows(20, 40) + fit.session())
    samples, meta = only(data)
    assert seconds(samples) == list(range(40))
    assert meta.distance_m == 12.0
    assert [(loss.offset, loss.reason.split()[0]) for loss in meta.losses] == [
        (14 + len(HEAD) + 20 * RECORD_SIZE, str(len(junk)))
    ]


def test_a_record_that_lost_a_byte_costs_itself():
    short = rows(20, 21)[:-1]
    data = fit.fit_file(HEAD + rows(0, 20) + short + rows(21, 40) + fit.session())
    samples, meta = only(data)
    assert seconds(samples) == [k for k in range(40) if k != 20]
    assert [loss.offset for loss in meta.losses] == [14 + len(HEAD) + 20 * RECORD_SIZE]


def test_many_damaged_places_are_one_loss_with_their_number():
    body = HEAD + b"".join(rows(k, k + 5) + b"\x0d" for k in range(0, 50, 5)) + fit.session()
    samples, meta = only(fit.fit_file(body))
    assert seconds(samples) == list(range(50))
    (loss,) = meta.losses
    assert loss.offset == 14 + len(HEAD) + 5 * RECORD_SIZE
    assert loss.reason.startswith("10 bytes in 10 places")


def test_junk_right_behind_the_definition():
    data = fit.fit_file(HEAD + b"\x0d" + rows(0, 20) + fit.session())
    samples, meta = only(data)
    assert seconds(samples) == list(range(20))
    assert [(loss.offset, loss.reason.split()[0]) for loss in meta.losses] == [
        (14 + len(HEAD), "1")
    ]


@pytest.mark.parametrize("seed", range(5))
def test_noise_in_the_middle_invents_no_sample(seed):
    noise = random.Random(seed).randbytes(20_000)
    data = fit.fit_file(HEAD + rows(0, 50) + noise + rows(50, 100) + fit.session())
    samples, meta = only(data)
    assert seconds(samples) == list(range(100))
    assert meta.losses[0].offset == 14 + len(HEAD) + 50 * RECORD_SIZE


def test_damage_where_the_clock_was_set_before():
    """A message long before the records (a sensor's battery, say) is no measure of their time."""
    early = fit.define(3, 21, fit.EVENT) + fit.message(3, fit.EVENT, (T0 - 300 * 86400, 11, 3))
    data = fit.fit_file(early + HEAD + rows(0, 20) + b"\x02\x0d" + rows(20, 40) + fit.session())
    samples, _ = only(data)
    assert seconds(samples) == list(range(40))


def test_zeros_in_the_middle_are_no_records():
    body = HEAD + rows(0, 20) + bytes(105) + rows(20, 40) + fit.session()
    data = fit.fit_file(body, checksum=0x1234)
    samples, meta = only(data)
    assert seconds(samples) == list(range(40))
    assert meta.losses


def test_damage_among_records_without_a_full_time():
    heart = ((3, "uint8"),)
    pulses = [fit.message(1, heart, (100 + k % 50,), time_offset=k % 32) for k in range(200)]
    body = fit.file_id() + fit.records([(T0, 0, 3000, 100, 80)]) + fit.define(1, 20, heart)
    body += b"".join(pulses[1:100]) + b"\x0f\x0f\x0f" + b"".join(pulses[100:])
    samples, meta = only(fit.fit_file(body + fit.session()))
    assert len(samples) == 200
    assert seconds(samples)[-1] == 199
    assert [loss.reason.split()[0] for loss in meta.losses] == ["3"]


def test_undefined_local_message():
    # a message of local type 9, which nothing defines, between records
    data = fit.fit_file(HEAD + rows(0, 5) + b"\x09" + bytes(11) + rows(5, 9) + fit.session())
    samples, meta = only(data)
    assert seconds(samples) == list(range(9))
    assert any("local type 9" in note for note in meta.notes)
    assert len(meta.losses) == 1


@pytest.mark.parametrize("data_size", [0, 40, 10_000, 0xFFFFFFFF])
def test_wrong_data_size(data_size):
    """A header that lies about the size of a whole file costs nothing, and is noted."""
    body = HEAD + rows(0, 10) + fit.session()
    right = fit.fit_file(body)
    data = fit.fit_file(body, data_size=data_size)
    samples, meta = only(data)
    assert len(samples) == 10
    assert meta.distance_m == 12.0
    assert meta.losses == ()
    assert meta.notes == (
        f"the header promises {data_size} bytes of messages, the file holds {len(body)}",
    )
    assert only(right)[1].notes == ()


def test_wrong_checksum_is_a_note():
    body = HEAD + rows(0, 10) + fit.session()
    samples, meta = only(fit.fit_file(body, checksum=0x1234))
    assert len(samples) == 10
    assert meta.losses == ()
    assert meta.notes == (f"the checksum at byte {14 + len(body)} is wrong",)


def test_header_of_twelve_bytes():
    samples, meta = only(fit.fit_file(HEAD + rows(0, 3) + fit.session(), header_size=12))
    assert len(samples) == 3
    assert meta.notes == ()


@pytest.mark.parametrize("length", [0, 11, 13, 200, 255])
def test_a_header_that_lies_about_its_length(length):
    """Messages begin where a definition stands, whatever the first byte says."""
    body = HEAD + rows(0, 6) + fit.session()
    data = fit.fit_file(body)
    samples, meta = only(bytes([length]) + data[1:])
    assert seconds(samples) == list(range(6))
    assert meta.losses == ()
    assert meta.notes == (f"the checksum at byte {14 + len(body)} is wrong",)
    longer = data[:1].replace(b"\x0e", b"\x14") + data[1:14] + bytes(6) + data[14:]
    assert seconds(only(longer)[0]) == list(range(6))  # a true length of 20


def test_one_byte_missing_anywhere_in_the_records_costs_two_of_them_at_most():
    data = fit.run_file(20)
    first = 14 + len(HEAD)
    for at in range(first, first + 20 * RECORD_SIZE):
        samples, meta = read_fit(data[:at] + data[at + 1 :], "run.fit")[0]
        assert len(samples) >= 18, at
        assert set(seconds(samples)) <= set(range(20)), at
        assert meta.losses, at


def test_damaged_header():
    data = bytearray(fit.run_file(6))
    data[8:12] = b"\0\0\0\0"
    samples, meta = only(bytes(data))
    assert len(samples) == 6
    assert "the FIT header is damaged" in meta.notes[0]


def test_chained_activities_are_recordings_of_their_own():
    first, second = fit.run_file(5), fit.run_file(7, start=T0 + 5000)
    recordings = read_fit(first + second, "run.fit")
    assert [(len(s), m.activity) for s, m in recordings] == [(5, 0), (7, 1)]


def test_junk_before_the_file_and_a_missing_checksum_between_parts():
    first, second = fit.run_file(5), fit.run_file(7, start=T0 + 5000)
    assert [len(s) for s, _ in read_fit(b"junk" + first + second, "run.fit")] == [5, 7]
    recordings = read_fit(first[:-2] + second, "run.fit")
    assert [len(s) for s, _ in recordings] == [5, 7]
    assert recordings[0][1].notes == (f"the checksum at byte {len(first) - 2} is missing",)
    assert recordings[1][1].notes == ()


def test_damaged_second_part_leaves_the_first_alone():
    first, second = fit.run_file(5), fit.run_file(7, start=T0 + 5000)
    for cut in range(1, len(second) - 2):
        recordings = read_fit(first + second[:cut], "run.fit")
        samples, meta = recordings[0]
        assert len(samples) == 5
        assert meta.distance_m == 12.0
        assert sum(len(m.losses) for _, m in recordings) > 0, cut


def test_junk_behind_the_file_is_a_loss():
    data = fit.run_file(5)
    samples, meta = only(data + b"<html>not a FIT file</html>")
    assert len(samples) == 5
    assert meta.losses[0].offset == len(data)
    assert meta.losses[0].reason.startswith("27 bytes behind the FIT file")


@pytest.mark.parametrize(
    ("kind", "word"),
    [(6, "course"), (5, "workout"), (15, "monitoring"), (32, "monitoring"), (2, "settings"),
     (9, "weight"), (11, "goals"), (10, "totals"), (3, "sport"), (99, "type-99")],
)  # fmt: skip
def test_other_files_are_named(kind, word):
    data = fit.fit_file(fit.file_id(kind) + fit.records(fit.steady_rows(3)))
    with pytest.raises(UnsupportedFormat, match=f"a FIT {word} file, not a recorded activity"):
        read_fit(data, "x.fit")


def test_settings_behind_an_activity_are_noted():
    data = fit.run_file(5) + fit.fit_file(fit.file_id(2))
    _, meta = only(data)
    (note,) = meta.notes
    assert "is a FIT settings file, not a recorded activity" in note


@pytest.mark.parametrize(
    "data",
    [b"", b"\x0e", b"\x0e\x10" * 30, fit.fit_file(b""), fit.fit_file(fit.file_id())],
    ids=["empty", "byte", "no magic", "no messages", "only a file_id"],
)
def test_nothing_to_read_is_an_error(data):
    with pytest.raises(RunFileError) as caught:
        read_fit(data, "x.fit")
    assert caught.value.offset is not None


RUN = fit.run_file(12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(RUN) - 1), st.integers(0, 255)), max_size=6))
def test_flipped_bytes_never_raise_anything_else(changes):
    data = bytearray(RUN)
    for at, value in changes:
        data[at] = value
    try:
        recordings = read_fit(bytes(data), "x.fit")
    except MetatarsalError:
        return
    for samples, _ in recordings:
        assert samples.index.is_monotonic_increasing
        assert samples.index.is_unique


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_noise_behind_a_header_never_raises_anything_else(noise):
    try:
        read_fit(fit.fit_file(noise), "x.fit")
    except MetatarsalError:
        return
