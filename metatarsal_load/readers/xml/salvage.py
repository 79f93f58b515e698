"""Damaged and truncated documents: every complete point is kept, what is lost is counted."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TypeAlias

import numpy as np

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Loss
from metatarsal_load.readers.xml.document import Document, Points
from metatarsal_load.readers.xml.grammar import Grammar
from metatarsal_load.readers.xml.skeleton import Span, parse_skeleton
from metatarsal_load.readers.xml.text import Text
from metatarsal_load.readers.xml.tokens import tokenize
from metatarsal_load.readers.xml.tree import read_points, safe_parser, syntax_errors

Place: TypeAlias = tuple[int, int]

_CONTROL = bytes(range(32))
_BLANKED = bytes(c if c in b"\t\n\r" else 32 for c in range(32))
_NO_CONTROL = bytes.maketrans(_CONTROL, _BLANKED)
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>")
_PREFIX = re.compile(rb"[</\s]([A-Za-z_][\w.\-]*):[A-Za-z_]")
_BOUNDARY = re.compile(rb"</?(?:[\w.\-]+:)?(?:trkseg|trk|Track|Lap|Activity)[\s/>]")
_PARENT_END = re.compile(rb"</(?:[\w.\-]+:)?(?:trkseg|Track)\s*>")
_POINT_TAG = {
    name: re.compile(rb"<(/?)(?:[\w.\-]+:)?" + name.encode() + rb"(?=[\s/>])[^<>]*>?")
    for name in ("trkpt", "Trackpoint")
}


def salvage(text: Text, grammar: Grammar, budget: Budget) -> Document:
    """Read a damaged document: each point on its own, the rest as far as lxml recovers it.

    Raises
    ------
    RunFileError
        If not even a root element is left.
    """
    end = text.data.rfind(b">") + 1  # whatever stands behind is no complete element
    whole, damaged = _point_spans(text.data[:end], grammar)
    pieces, kept, broken = _read_points(text.data, whole, grammar, budget)
    damaged = sorted(damaged + broken)
    reason, offset = _first_error(text)
    spans = _join(text.data, kept, damaged)
    found = parse_skeleton(text.data[:end].translate(_NO_CONTROL), spans, budget, recover=True)
    if found is None:
        raise RunFileError(budget.file, f"cannot be read as XML: {reason}", offset)
    losses: list[Loss] = []
    if damaged:
        lost = f"{len(damaged)} damaged or incomplete points dropped, the first here"
        losses.append(Loss(lost, damaged[0][0] + text.shift))
    notes = text.notes
    if not re.search(rb"</(?:[\w.\-]+:)?" + grammar.root.encode() + rb"\s*>\s*$", text.data):
        cut = f"the document ends before </{grammar.root}>: read up to its last complete point"
        losses.append(Loss(cut, text.shift + len(text.data.rstrip())))
    else:
        notes += (f"not well-formed at byte {offset} ({reason}): read around it",)
    root, runs = found
    return Document(root, _together(pieces, grammar, budget), runs, notes, tuple(losses))


def _point_spans(data: bytes, grammar: Grammar) -> tuple[list[Place], list[Place]]:
    """Spans of the points that begin and end, and of those that do only one of them."""
    whole: list[Place] = []
    damaged: list[Place] = []
    begun = -1
    for match in _POINT_TAG[grammar.point].finditer(data):
        if begun >= 0 and not match[1]:
            damaged.append((begun, _torn_end(data, begun, match.start())))
            begun = -1
        if match[0].endswith(b"/>"):
            whole.append(match.span())
        elif not match[1]:
            begun = match.start()
        elif begun >= 0:
            whole.append((begun, match.end()))
            begun = -1
        else:  # an end without a beginning
            damaged.append(match.span())
    if begun >= 0:
        damaged.append((begun, _torn_end(data, begun, len(data))))
    return whole, damaged


def _torn_end(data: bytes, begun: int, limit: int) -> int:
    """Where the remains of a torn point end: at its parent's end or at the next point."""
    match = _PARENT_END.search(data, begun, limit)
    return match.start() if match else limit


def _read_points(
    data: bytes, spans: list[Place], grammar: Grammar, budget: Budget
) -> tuple[list[Points], list[Place], list[Place]]:
    """Read what is well-formed of some points: these, their spans, and the spans of the others.

    All at once where the tokenizer can; else in halves, down to the points that are damaged.
    """
    if len(spans) < 2:
        return _read_point(data, spans, grammar, budget)
    budget.check_time()
    pieces = b"".join(data[start:end] for start, end in spans)
    document = tokenize(Text(b"<points>%b</points>" % pieces), grammar, budget)
    if document is not None and document.points.time.size == len(spans):
        return [document.points], spans, []
    half = len(spans) // 2
    first = _read_points(data, spans[:half], grammar, budget)
    second = _read_points(data, spans[half:], grammar, budget)
    return first[0] + second[0], first[1] + second[1], first[2] + second[2]


def _read_point(
    data: bytes, spans: list[Place], grammar: Grammar, budget: Budget
) -> tuple[list[Points], list[Place], list[Place]]:
    """Read a single point (or none) by the tree."""
    from lxml import etree

    declaration = _DECLARATION.match(data)
    head = declaration[0] if declaration else b""
    fragment = b"".join(data[start:end] for start, end in spans)
    prefixes = set(_PREFIX.findall(fragment)) - {b"xml", b"xmlns"}
    names = b"".join(b' xmlns:%b="%b"' % (prefix, prefix) for prefix in prefixes)
    try:
        wrapped = etree.fromstring(b"%b<a%b>%b</a>" % (head, names, fragment), safe_parser())
    except etree.XMLSyntaxError:
        return [], [], spans
    return [read_points(wrapped, grammar, budget)], spans, []


def _together(pieces: list[Points], grammar: Grammar, budget: Budget) -> Points:
    """One piece of all, in their order."""
    if not pieces:
        return read_points([], grammar, budget)
    return Points(*(np.concatenate([getattr(p, f.name) for p in pieces]) for f in fields(Points)))


def _join(data: bytes, kept: list[Place], damaged: list[Place]) -> list[Span]:
    """Merge points, and the debris between them, into runs that no segment or track parts."""
    runs: list[Span] = []
    row = 0
    good = set(kept)
    for start, end in sorted(kept + damaged):
        stop = row + ((start, end) in good)
        if runs and not _BOUNDARY.search(data, runs[-1].end, start):
            runs[-1] = Span(runs[-1].start, end, runs[-1].first, stop)
        else:
            runs.append(Span(start, end, row, stop))
        row = stop
    return runs


def _first_error(text: Text) -> tuple[str, int]:
    """Say what lxml objects to first, and where [byte of the file]."""
    from lxml import etree

    parser = safe_parser()
    try:
        etree.fromstring(text.data, parser)
    except etree.XMLSyntaxError:
        real = syntax_errors(parser.error_log)  # the exception's own log keeps older documents
        if real:
            lines = text.data.split(b"\n", max(real[0].line - 1, 0))
            offset = len(text.data) - len(lines[-1]) + max(real[0].column - 1, 0)
            return " ".join(real[0].message.split())[:80], min(offset, len(text.data)) + text.shift
    return "no element", text.shift
