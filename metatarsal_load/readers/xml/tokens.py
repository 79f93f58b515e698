"""The fast path: the tags of all points indexed at once, their texts read column by column.

It declines (returns ``None``) whatever it cannot read as surely as a parser would: comments,
CDATA, character references and processing instructions among the points, tags that do not pair,
letters beyond ASCII, points without their attributes, more than one spelling of the point's tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.xml.columns import Places, decimals, instants, window
from metatarsal_load.readers.xml.document import Document, Points
from metatarsal_load.readers.xml.grammar import CHANNELS, Grammar
from metatarsal_load.readers.xml.index import Region, alike, index_tags, spelled
from metatarsal_load.readers.xml.skeleton import Span, parse_skeleton
from metatarsal_load.readers.xml.text import Text
from metatarsal_load.readers.xml.tree import local

_TAG = re.compile(rb"([^\s/>]+)[\s/>]")
_MOST_SPELLINGS = 64
_LONGEST_ATTRIBUTE = 48


class Texts(NamedTuple):
    """Texts of one channel: their tags, where they begin and end, the point each belongs to."""

    row: Places
    start: Places
    end: Places
    point: Places


def tokenize(text: Text, grammar: Grammar, budget: Budget) -> Document | None:
    """Read the points' columns without a tree; None where only the tree can tell."""
    tag = re.search(rb"<((?:[\w.\-]+:)?" + grammar.point.encode() + rb")[\s>]", text.data)
    last = text.data.rfind(b"</" + tag[1] + b">") if tag else -1
    if tag is None or last < tag.start() or text.data.find(b"&", tag.start(), last) >= 0:
        return None
    region = index_tags(text.data, tag.start(), last + len(tag[1]) + 3, tag[1], budget)
    if region is None:
        return None
    fields = _fields(region, grammar)
    attributes = _attributes(region, tag[1], grammar)
    if fields is None or attributes is None:
        return None
    skeleton = parse_skeleton(text.data, _spans(region), budget, recover=False)
    if skeleton is None or any(local(element) == grammar.point for element in skeleton[0].iter()):
        return None
    points = _points(region, fields | attributes)
    return Document(skeleton[0], points, skeleton[1], text.notes)


def _spans(region: Region) -> list[Span]:
    """Stretches of points that follow one another without another tag between."""
    breaks = np.flatnonzero(region.points[1:] != region.ends[:-1] + 1) + 1
    edges = [0, *breaks.tolist(), region.points.size]
    return [
        Span(
            int(region.begin[region.points[first]]),
            int(region.end[region.ends[stop - 1]]) + 1,
            first,
            stop,
        )
        for first, stop in pairwise(edges)
    ]


def _spellings(region: Region) -> Iterator[tuple[bytes, Places]]:
    """Leaves of each name, in the order the names first appear; b"" for what is no name."""
    pending = np.ones(region.leaf.size, dtype=bool)
    while pending.any():
        first = region.begin[region.leaf[pending.argmax()]] + 1
        match = _TAG.match(region.data, int(first))
        if match is None:
            yield b"", region.leaf[pending]
            return
        found = alike(region, match[0])
        pending[found] = False
        yield match[1], region.leaf[found]


def _fields(region: Region, grammar: Grammar) -> dict[str, Texts] | None:
    """Texts of the elements that matter, by channel."""
    found: dict[str, list[Texts]] = {}
    for count, (name, tags) in enumerate(_spellings(region)):
        word = name.rpartition(b":")[2].decode("ascii", "replace")
        channel = "time" if word == grammar.time else grammar.fields.get(word)
        texts = _texts(region, name, tags)
        if texts is None or not name or count > _MOST_SPELLINGS:
            return None
        if word == "Value" and grammar.nested:
            channel = _nested_channel(region, texts, grammar)
            if channel is None:
                return None
        if channel:
            found.setdefault(channel, []).append(texts)
    return {channel: _merged(parts) for channel, parts in found.items()}


def _nested_channel(region: Region, texts: Texts, grammar: Grammar) -> str | None:
    """Channel of ``Value`` elements whose parents' tags, all alike, stand right before them."""
    if texts.row.size == 0:
        return next(iter(grammar.nested.values()))
    above = region.begin[texts.row - 1] + 1
    match = _TAG.match(region.data, int(above[0]))
    if match is None or not spelled(region.data, above, match[0]).all():
        return None
    return grammar.nested.get(match[1].rpartition(b":")[2].decode("ascii", "replace"))


def _merged(parts: list[Texts]) -> Texts:
    """One list of texts, in file order, of those of several spellings."""
    if len(parts) == 1:
        return parts[0]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[0])
    return Texts(*(column[order] for column in columns))


def _texts(region: Region, name: bytes, tags: Places) -> Texts | None:
    """Texts of the elements inside points; None unless each is closed by the very next tag."""
    points, ends = region.points, region.ends
    if tags.size == points.size and ((points < tags) & (tags < ends)).all():
        owner = np.arange(points.size)
    else:
        owner = np.searchsorted(points, tags) - 1
        inside = (owner >= 0) & (tags < ends[owner])
        owner, tags = owner[inside], tags[inside]
    close = region.begin[tags + 1]
    if not spelled(region.data, close + 1, b"/" + name + b">").all():
        return None
    return Texts(tags, region.end[tags] + 1, close, owner)


def _attributes(region: Region, name: bytes, grammar: Grammar) -> dict[str, Texts] | None:
    """Values of the point's attributes, if all points are written like the first one."""
    at = region.begin[region.points] + len(name) + 1
    owner = np.arange(at.size)
    texts: dict[str, Texts] = {}
    for _ in grammar.attributes:
        lead = re.compile(rb"[\"']?\s+([a-z]+)=([\"'])").match(region.data, at[0])
        channel = grammar.attributes.get(lead[1].decode()) if lead else None
        if lead is None or channel is None or not spelled(region.data, at, lead[0]).all():
            return None
        start = at + len(lead[0])
        quotes = window(region.data, start, _LONGEST_ATTRIBUTE) == ord(lead[2])
        at = start + quotes.argmax(axis=1)
        if not spelled(region.data, at, lead[2]).all() or (at > region.end[region.points]).any():
            return None
        texts[channel] = Texts(region.points, start, at, owner)
    return texts if len(texts) == len(grammar.attributes) else None


def _points(region: Region, texts: dict[str, Texts]) -> Points:
    """Columns of all points; of repeated elements the first readable one counts."""
    count = region.points.size
    stamps = np.full(count, np.datetime64("NaT"), dtype="M8[us]")
    naive = np.zeros(count, dtype=bool)
    channels = np.full((len(CHANNELS), count), np.nan)
    for channel, (_, start, end, point) in texts.items():
        if channel == "time":
            found, zoneless = instants(region.data, start, end)
            known = np.flatnonzero(~np.isnat(found))[::-1]
            stamps[point[known]] = found[known]
            naive[point[known]] = zoneless[known]
        else:
            numbers = decimals(region.data, start, end)
            column = channels[CHANNELS.index(channel)]
            if point.size == count and (point[1:] > point[:-1]).all():  # one for each point
                column[:] = numbers
            else:
                known = np.flatnonzero(~np.isnan(numbers))[::-1]
                column[point[known]] = numbers[known]
    return Points(stamps, channels.T, naive)
