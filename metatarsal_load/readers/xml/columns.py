"""Whole columns of text to numbers and instants, equal to `scalars` value by value.

Decimals are correctly rounded without a loop: digits become an integer m below 10^19 and a power
of ten 10^k (k <= 19, exact in binary64). The quotient q = m / 10^k is corrected by its own
remainder, which Dekker's product gives exactly; the few quotients that lie within the error of
a rounding boundary, and every text that is no plain decimal, go to `scalars.number`.
Source of the product: T. J. Dekker, doi 10.1007/BF01397083.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.xml.document import Floats, Times
from metatarsal_load.readers.xml.scalars import INSTANT, NOT_A_TIME, instant, number

Places: TypeAlias = npt.NDArray[np.intp]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Flags: TypeAlias = npt.NDArray[np.bool_]

_ZERO, _POINT, _MINUS = np.uint8(48), np.uint8(46), np.uint8(253)  # "-" less "0", modulo 256
_LONGEST = 48
_MOST_DIGITS = 19
_EXACT_DIGITS = 15
_TENS = 10.0 ** np.arange(_MOST_DIGITS + 1)
_SPLITTER = 134217729.0  # 2^27 + 1
_BODY = 26  # letters of an instant up to its microseconds


def window(buffer: bytes, at: Places, width: int) -> Bytes:
    """Copy `width` bytes from each place, shape (n, width); blanks behind the end."""
    if at.size and int(at.max()) + width > len(buffer):
        buffer += b" " * width
    every = np.ndarray((len(buffer) - width + 1,), f"V{width}", buffer, strides=(1,))
    return every[at].view(np.uint8).reshape(at.size, width)


def decimals(buffer: bytes, starts: Places, ends: Places) -> Floats:
    """Numbers written at [starts, ends) of a document; NaN for what is none.

    Parameters
    ----------
    buffer : bytes
        The document.
    starts, ends : numpy.ndarray, shape (n,)
        Byte positions.
    """
    if starts.size == 0:
        return np.empty(0)
    lengths = ends - starts
    width = int(min(max(lengths.max(), 1), _LONGEST))
    digits, dot, odd = _digits(
        np.ascontiguousarray(window(buffer, starts, width).T), np.minimum(lengths, width)
    )
    odd |= lengths > width
    negative = digits[0] == _MINUS
    digits[0, negative] = 0
    odd |= (digits > 9).any(axis=0) | (dot == negative)
    kept = min(len(digits), _MOST_DIGITS)
    odd |= dot > kept
    values, unsure = _quotient(digits, _TENS[kept - np.minimum(dot, kept)], kept)
    np.negative(values, out=values, where=negative)
    for row in np.flatnonzero(odd | unsure):
        values[row] = number(buffer[starts[row] : ends[row]].decode("ascii", "replace"))
    return values


def _digits(text: Bytes, lengths: Places) -> tuple[Bytes, Bytes, Flags]:
    """Digits of each column of letters without the point, its place, and columns with several.

    `text` has one number a column, from the top. What is no digit stays above 9; blanks behind
    the number become zeros, so that the digits read as one integer with a fixed number of places.
    """
    place = np.arange(len(text), dtype=np.uint8)[:, None]
    length = lengths.astype(np.uint8)
    inside = place < length
    point = (text == _POINT) & inside
    points = np.add.reduce(point, axis=0, dtype=np.uint8)
    dot = np.add.reduce(point * place, axis=0, dtype=np.uint8)
    dot = np.where(points == 0, length, dot)
    text = (text - _ZERO) * inside
    if points.any():
        text[:-1] = np.where(place[:-1] < dot, text[:-1], text[1:])
        text[-1] *= dot >= len(text)
    return text, dot, points > 1


def _quotient(digits: Bytes, scale: Floats, kept: int) -> tuple[Floats, Flags]:
    """Divide the first `kept` digits by `scale`; True for rows that need the scalar reader."""
    cut = np.any(digits[kept:], axis=0)
    places = digits[:kept].astype("f8")
    if kept <= _EXACT_DIGITS:
        return (_TENS[kept - 1 :: -1][:kept] @ places) / scale, cut
    high, low = _TENS[8::-1] @ places[:9], _TENS[kept - 10 :: -1][: kept - 9] @ places[9:]
    mantissa = high.astype("u8") * np.uint64(10 ** (kept - 9)) + low.astype("u8")
    return _divide(mantissa, scale, cut=cut)


def _divide(
    mantissa: npt.NDArray[np.uint64], scale: Floats, *, cut: npt.NDArray[np.bool_]
) -> tuple[Floats, Flags]:
    """Correctly rounded mantissa / scale, and the rows too close to a boundary to tell.

    `cut` marks rows whose mantissa lost digits: it may be too small by up to one unit.
    """
    top = mantissa.astype("f8")
    # what the conversion rounded off, modulo 2^64 and so exact also where it is negative
    rest = (mantissa - top.astype("u8")).view("i8").astype("f8")
    quotient = top / scale
    q_high, q_low = _split(quotient)
    s_high, s_low = _split(scale)
    product = quotient * scale
    error = ((q_high * s_high - product) + q_high * s_low + q_low * s_high) + q_low * s_low
    correction = (((top - product) - error) + rest) / scale
    values = quotient + correction
    missed = np.abs(correction - (values - quotient))
    spacing = np.spacing(np.maximum(values, 10.0**-_MOST_DIGITS))  # 0 has none
    slack = 1e-6 + np.where(cut, 2.0 / (scale * spacing), 0.0)
    unsure = np.abs(missed / spacing - 0.5) < slack
    unsure |= (np.frexp(values)[0] == 0.5) & (missed > 0)  # the spacing halves below a power of 2
    return values, unsure


def _split(value: Floats) -> tuple[Floats, Floats]:
    """Halves of 26 bits each whose sum is the value (Veltkamp)."""
    scaled = value * _SPLITTER
    high = scaled - (scaled - value)
    return high, value - high


def instants(buffer: bytes, starts: Places, ends: Places) -> tuple[Times, Flags]:
    """Instants written at [starts, ends) of a document, and which named no zone."""
    stamps = np.full(starts.size, NOT_A_TIME, dtype="i8")
    naive = np.zeros(starts.size, dtype=bool)
    lengths = ends - starts
    for length in np.flatnonzero(np.bincount(lengths)) if starts.size else ():
        rows = np.flatnonzero(lengths == length)
        left = rows[~_same_form(buffer, starts, rows, int(length), stamps, naive)]
        for row in left:
            text = buffer[starts[row] : ends[row]].decode("ascii", "replace")
            stamps[row], naive[row] = instant(text)
    return stamps.view("M8[us]"), naive


def _same_form(
    buffer: bytes,
    starts: Places,
    rows: Places,
    length: int,
    stamps: npt.NDArray[np.int64],
    naive: Flags,
) -> Flags:
    """Fill in the rows written like the first one; True where that could be done."""
    none = np.zeros(rows.size, dtype=bool)
    first = buffer[starts[rows[0]] : starts[rows[0]] + length].decode("ascii", "replace")
    form = INSTANT.fullmatch(first)
    if (
        form is None
        or form.start(1) != 0
        or "," in first  # numpy reads on behind it
        or form.end(8 if form[8] else 7 if form[7] else 6) != length
    ):
        return none
    text = window(buffer, starts[rows], length)
    digit = text - _ZERO <= 9
    unlike = (digit != digit[0]) | (~digit & (text != text[0]))
    fits = ~unlike.any(axis=1) if unlike.any() else ~none
    fits &= (text[:, 0] == ord("1")) | (text[:, 0] == ord("2"))
    body = min(form.end(7) if form[7] else 19, _BODY)
    try:
        clock = np.ascontiguousarray(text[fits, :body]).view(f"S{body}").ravel().astype("M8[us]")
    except ValueError:  # a date that does not exist: one by one
        return none
    stamps[rows[fits]] = clock.astype("i8") - _zone_minutes(text[fits], form[8]) * 60_000_000
    naive[rows[fits]] = form[8] is None
    return np.asarray(fits)


def _zone_minutes(text: Bytes, zone: str | None) -> npt.NDArray[np.int64]:
    """Minutes ahead of UTC that each row's offset names."""
    if zone is None or zone in "Zz":
        return np.zeros(len(text), dtype="i8")
    digits = text[:, -len(zone) + 1 :].astype("i8") - 48
    minutes = (digits[:, 0] * 10 + digits[:, 1]) * 60 + digits[:, -2] * 10 + digits[:, -1]
    return np.asarray(-minutes if zone[0] == "-" else minutes)
