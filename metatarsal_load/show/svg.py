"""Inline SVG: a few elements as text, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape


def element(name: str, content: object = "", **attributes: object) -> Markup:
    """Make one element, closed at once if empty; ``class_`` becomes ``class``, ``a_b`` ``a-b``."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _figure(value))
        for key, value in attributes.items()
        if value is not None
    )
    if content == "":
        return Markup("<{}{}/>").format(name, written)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, content)


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> Markup:
    """Make a rectangle; a negative height is taken as 0."""
    return element("rect", x=x, y=y, width=width, height=max(height, 0.0), **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    """Make a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def text(x: float, y: float, words: object, **attributes: object) -> Markup:
    """Make a text."""
    return element("text", escape(words), x=x, y=y, **attributes)


def path(points: Iterable[tuple[float, float] | None], **attributes: object) -> Markup:
    """Make a polyline; None lifts the pen."""
    steps, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        steps.append(f"{pen}{_figure(point[0])} {_figure(point[1])}")
        pen = "L"
    return element("path", d=" ".join(steps), fill="none", **attributes)


def mark(level: str, x: float, y: float, size: float = 5.0) -> Markup:
    """Make a level's shape, centred: each level differs in shape, not only in colour."""
    s = size
    shapes = {
        "note": f"M{-s} 0A{s} {s} 0 1 0 {s} 0A{s} {s} 0 1 0 {-s} 0Z",
        "caution": f"M0 {-s * 1.2}L{s * 1.2} 0L0 {s * 1.2}L{-s * 1.2} 0Z",
        "warning": f"M0 {-s * 1.2}L{s * 1.25} {s}L{-s * 1.25} {s}Z",
        "stop": "M{0} {1}L{2} {1}L{3} {0}L{3} {2}L{2} {3}L{0} {3}L{1} {2}L{1} {0}Z".format(
            *(round(s * f, 2) for f in (-0.5, -1.2, 0.5, 1.2))
        ),
        "ok": f"M{-s} 0L{-s * 0.3} {s * 0.8}L{s} {-s * 0.8}",
        "unknown": f"M{-s} {-s}L{s} {-s}L{s} {s}L{-s} {s}Z",
    }
    place = f"translate({_figure(x)} {_figure(y)})"
    return element("path", d=shapes[level], transform=place, class_=f"mark {level}")


def badge(level: str) -> Markup:
    """Make a level's shape as a small picture beside its word."""
    return Markup('<svg class="badge" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg>').format(
        mark(level, 0, 0)
    )


@dataclass(frozen=True)
class Picture:
    """A whole picture and the title that states what it shows."""

    title: str
    drawn: Markup


def drawing(
    size: tuple[float, float],
    title: str,
    description: str,
    parts: Iterable[Markup],
    *,
    name: str,
) -> Markup:
    """Make a whole picture with a title and a text alternative; `name` makes its ids unique."""
    return element(
        "svg",
        Markup("").join(
            [
                element("title", escape(title), id=f"{name}-t"),
                element("desc", escape(description), id=f"{name}-d"),
                *parts,
            ]
        ),
        viewBox=f"0 0 {_figure(size[0])} {_figure(size[1])}",
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
        class_="chart",
    )


def _figure(value: object) -> object:
    """Write floats short: a tenth of a unit is finer than any screen shows."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
