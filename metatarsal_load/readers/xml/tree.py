"""The exact path: the document as lxml's tree, one point after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

import numpy as np

from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.xml.document import Document, Points, Run
from metatarsal_load.readers.xml.grammar import CHANNELS, Grammar
from metatarsal_load.readers.xml.scalars import NOT_A_TIME, instant, number
from metatarsal_load.readers.xml.text import Text

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element, _ListErrorLog, _LogEntry


def safe_parser(*, recover: bool = False) -> XMLParser:
    """Build a parser that fetches nothing, expands no entities and refuses huge nodes."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        recover=recover,
    )


def local(element: _Element) -> str:
    """Name without namespace and prefix; "" for entities and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def child_text(element: _Element, name: str) -> str | None:
    """Text of a child element; ``None`` where it is missing or blank."""
    for child in element:
        if local(child) == name:
            return " ".join("".join(map(str, child.itertext())).split()) or None
    return None


def syntax_errors(log: _ListErrorLog) -> list[_LogEntry]:
    """Errors that are more than a prefix without a declaration."""
    entries = cast("list[_LogEntry]", log)
    return [entry for entry in entries if entry.domain_name != "NAMESPACE"]


def read_tree(text: Text, grammar: Grammar, budget: Budget) -> Document | None:
    """Read a well-formed document (prefixes need not be declared); None for a damaged one."""
    from lxml import etree

    parser = safe_parser(recover=True)  # recovers, and says from what
    try:
        root = etree.fromstring(text.data, parser)
    except etree.XMLSyntaxError:
        return None
    if root is None or syntax_errors(parser.error_log):
        return None
    points = [element for element in root.iter() if local(element) == grammar.point]
    return Document(root, read_points(points, grammar, budget), tuple(_runs(points)), text.notes)


def read_points(elements: Iterable[_Element], grammar: Grammar, budget: Budget) -> Points:
    """Channels of the point elements, in order."""
    times: list[int] = []
    naive: list[bool] = []
    rows: list[list[float]] = []
    for element in elements:
        budget.check_time()
        stamp, row = _read_point(element, grammar)
        times.append(stamp[0])
        naive.append(stamp[1])
        rows.append(row)
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(CHANNELS))
    return Points(np.array(times, "i8").view("M8[us]"), values, np.array(naive, dtype=bool))


def _read_point(point: _Element, grammar: Grammar) -> tuple[tuple[int, bool], list[float]]:
    """Time and channels of one point; of repeated elements the first readable one counts."""
    stamp = (NOT_A_TIME, False)
    row = dict.fromkeys(CHANNELS, float("nan"))
    for attribute, place in grammar.attributes.items():
        row[place] = number(point.get(attribute) or "")
    for element in point.iterdescendants():
        name = local(element)
        if len(element):
            continue  # an entity or markup inside: no plain text
        if name == grammar.time and stamp[0] == NOT_A_TIME:
            stamp = instant(element.text or "")
        channel = _channel(element, name, grammar)
        if channel and row[channel] != row[channel]:
            row[channel] = number(element.text or "")
    return stamp, list(row.values())


def _channel(element: _Element, name: str, grammar: Grammar) -> str | None:
    """Channel that an element's text belongs to."""
    if name == "Value" and (above := element.getparent()) is not None:
        return grammar.nested.get(local(above))
    return grammar.fields.get(name)


def _runs(points: list[_Element]) -> Iterator[Run]:
    """Consecutive points of one parent."""
    first = 0
    for stop in range(1, len(points) + 1):
        parent = points[first].getparent()
        if stop == len(points) or points[stop].getparent() is not parent:
            if parent is not None:
                yield Run(parent, first, stop)
            first = stop
