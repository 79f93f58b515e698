"""The two walks over generated FIT bodies: both find exactly the messages that were written."""

from __future__ import annotations

import fit_files as fit
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metatarsal_load.readers.fit import decode
from metatarsal_load.readers.fit.container import split_parts
from metatarsal_load.readers.fit.salvage import walk_carefully
from metatarsal_load.readers.fit.walk import walk
from metatarsal_load.readers.limits import Budget

WALKS = pytest.mark.parametrize("walker", [walk, walk_carefully])
ONE_BYTE = ((3, "uint8"),)


@st.composite
def layouts(draw):
    """A message type, some fields, a byte order, perhaps developer fields."""
    number = draw(st.sampled_from([20, 20, 18, 21, 233]))
    names = [name for name in fit.BASES if name != "string"]
    field = st.tuples(
        st.sampled_from([3, 4, 5, 6, 7, 13, 39, 73, 78]),
        st.sampled_from(names),
        st.integers(1, 2),
    )
    fields = draw(st.lists(field, max_size=4, unique_by=lambda one: one[0]))
    if draw(st.booleans()):
        fields = [(253, "uint32"), *fields]
    developer = draw(st.sampled_from([(), ((0, 2, 0),), ((0, 0, 0), (1, 3, 0))]))
    return number, fields, draw(st.booleans()), developer


@st.composite
def bodies(draw):
    """A body of interleaved messages, and how many of each global type it holds."""
    in_force: dict[int, tuple] = {}
    parts, counts, now = [], {}, fit.T0
    for _ in range(draw(st.integers(1, 12))):
        local = draw(st.integers(0, 5))
        if local not in in_force or draw(st.booleans()):
            number, fields, big, developer = in_force[local] = draw(layouts())
            parts.append(fit.define(local, number, fields, big=big, developer=developer))
        number, fields, big, developer = in_force[local]
        for _ in range(draw(st.sampled_from([1, 2, 3, 20, 90]))):
            now += 1
            values = [now if one[0] == 253 else None for one in fields]
            extra = bytes(sum(size for _, size, _ in developer))
            short = local < 4 and (253, "uint32") not in fields and draw(st.booleans())
            parts.append(
                fit.message(
                    local, fields, values, big=big, developer=extra,
                    time_offset=now % 32 if short else None,
                )
            )  # fmt: skip
            counts[number] = counts.get(number, 0) + 1
    return b"".join(parts), counts


@settings(max_examples=60, deadline=None)
@given(bodies())
def test_both_walks_find_every_message(made):
    body, counts = made
    data = fit.fit_file(body)
    (part,) = split_parts(data, "x", Budget("x"))
    for walker in (walk, walk_carefully):
        found = walker(data, part.body, part.end, Budget("x"))
        assert (found.end, found.trouble, found.losses) == (part.end, "", [])
        seen: dict[int, int] = {}
        for group in found.groups:
            number = group.definition.message
            seen[number] = seen.get(number, 0) + len(group.offsets())
        assert {number: n for number, n in seen.items() if n} == counts
    fast, slow = decode(data, part, Budget("x")), decode(data, part, Budget("x"), careful=True)
    np.testing.assert_array_equal(fast.records.seconds, slow.records.seconds)
    np.testing.assert_array_equal(fast.records.block, slow.records.block)
    assert fast.messages == slow.messages


@WALKS
@pytest.mark.parametrize("count", [1, 7, 8, 9, 71, 72, 73, 1000])
def test_runs_of_any_length_end_where_they_end(walker, count):
    """The stride is compared from 8 messages on, in pieces of 64, 256, ..."""
    fields = ((253, "uint32"), (3, "uint8"))
    body = fit.define(0, 20, fields) + fit.define(1, 21, fields)
    start = len(body)
    body += b"".join(fit.message(0, fields, (fit.T0 + k, 1)) for k in range(count))
    body += fit.message(1, fields, (fit.T0 + count, 0))
    body += b"".join(fit.message(0, fields, (fit.T0 + count + k, 1)) for k in range(count))
    found = walker(body, 0, len(body), Budget("x"))
    first = [start + 6 * k for k in range(count)]
    after = [start + 6 * (count + 1 + k) for k in range(count)]
    offsets = {group.definition.message: group.offsets().tolist() for group in found.groups}
    assert offsets == {20: first + after, 21: [start + 6 * count]}


SEQUENCES = [  # heads of a sequence, how often it comes, heads of what breaks it; twice over
    ("01", 40, "1"),
    ("0102", 300, "00"),
    ("00112", 33, ""),
    ("0" * 20 + "1" * 11 + "2", 7, "2"),  # the longest that is looked for
    ("0" * 20 + "1" * 12 + "2", 7, "0"),  # one message too long
]


@WALKS
@pytest.mark.parametrize(("heads", "times", "between"), SEQUENCES)
def test_sequences_that_repeat_end_where_they_end(walker, heads, times, between):
    fields = {"0": ((253, "uint32"),), "1": ((3, "uint8"),), "2": ((3, "uint8"), (7, "uint16"))}
    body = b"".join(fit.define(int(k), 20 + int(k), one) for k, one in fields.items())
    places: dict[int, list[int]] = {20: [], 21: [], 22: []}
    for head in 2 * (heads * times + between):
        places[20 + int(head)].append(len(body))
        values = [fit.T0 if one[0] == 253 else 7 for one in fields[head]]
        body += fit.message(int(head), fields[head], values)
    found = walker(body, 0, len(body), Budget("x"))
    assert (found.end, found.trouble, found.losses) == (len(body), "", [])
    assert {g.definition.message: g.offsets().tolist() for g in found.groups} == places


def test_a_sequence_cut_at_any_byte_gives_its_whole_messages():
    body = fit.define(0, 20, ONE_BYTE) + fit.define(1, 21, ((3, "uint8"), (7, "uint16")))
    start = len(body)
    both = fit.message(0, ONE_BYTE, (1,)) + fit.message(1, ((3, "uint8"), (7, "uint16")), (1, 2))
    body += both * 40
    for cut in range(start, len(body)):
        whole, rest = divmod(cut - start, len(both))
        found = walk(body, 0, cut, Budget("x"))
        assert [len(group.offsets()) for group in found.groups] == [whole + (rest >= 2), whole]
        assert found.end == start + whole * len(both) + 2 * (rest >= 2)


@WALKS
def test_a_cut_message_is_not_counted(walker):
    body = fit.define(0, 20, ONE_BYTE) + b"".join(fit.message(0, ONE_BYTE, (k,)) for k in range(9))
    for cut in range(9, len(body)):
        found = walker(body, 0, cut, Budget("x"))
        assert sum(len(group.offsets()) for group in found.groups) == (cut - 9) // 2
        assert found.end == cut - (cut - 9) % 2
        assert found.trouble == ""


def test_trouble_says_what_it_was():
    body = fit.define(0, 20, ONE_BYTE) + b"\x05"
    assert walk(body, 0, len(body), Budget("x")).trouble == (
        "a data message of local type 5, which no definition describes"
    )
    body = b"\x40\0\x07" + fit.define(0, 20, ONE_BYTE)[3:]
    assert walk(body, 0, len(body), Budget("x")).trouble == (
        "a definition message of byte order 7, where 0 or 1 was expected"
    )


def test_equal_layouts_share_a_group_whatever_their_local_type():
    body = fit.define(0, 20, ONE_BYTE) + fit.message(0, ONE_BYTE, (1,))
    body += fit.define(7, 20, ONE_BYTE) + fit.message(7, ONE_BYTE, (2,))
    (group,) = walk(body, 0, len(body), Budget("x")).groups
    assert group.offsets().tolist() == [9, 20]
