"""What is left of a document when its points are taken out: names, sports, laps, devices.

Each run of points leaves a processing instruction behind that says which points stood there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.xml.bounds import depth
from metatarsal_load.readers.xml.document import Run
from metatarsal_load.readers.xml.tree import safe_parser

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARK = "metatarsal-load-points"


class Span(NamedTuple):
    """Bytes [start, end) that hold the points [first, stop); no points for bytes to drop."""

    start: int
    end: int
    first: int
    stop: int


def parse_skeleton(
    data: bytes, spans: Sequence[Span], budget: Budget, *, recover: bool
) -> tuple[_Element, tuple[Run, ...]] | None:
    """Tree of the document without `spans`, and where they stood; None if lxml cannot read it."""
    from lxml import etree

    pieces: list[bytes] = []
    at = 0
    for span in spans:
        pieces.append(data[at : span.start])
        if span.stop > span.first:
            pieces.append(f"<?{_MARK} {span.first} {span.stop}?>".encode())
        at = span.end
    pieces.append(data[at:])
    skeleton = b"".join(pieces)
    budget.check("xml_depth", depth(skeleton))
    try:
        root = etree.fromstring(skeleton, safe_parser(recover=recover))
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    return root, _runs(root, [span for span in spans if span.stop > span.first])


def _runs(root: _Element, spans: list[Span]) -> tuple[Run, ...]:
    """Parent element of each run; its neighbour's where recovery lost the place."""
    marks = cast("list[Any]", root.xpath(f"//processing-instruction('{_MARK}')"))
    above = ((mark, mark.getparent()) for mark in marks)
    parents = {int(mark.text.split()[0]): up for mark, up in above if up is not None}
    parent = next(iter(parents.values()), root)
    runs: list[Run] = []
    for span in spans:
        parent = parents.get(span.first, parent)
        runs.append(Run(parent, span.first, span.stop))
    return tuple(runs)
