"""Print a page to PDF and find where its charts stand on the paper."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from browser import run_chromium

Matrix = tuple[float, ...]
CHART = re.compile(
    r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)" role="img"[^>]*><title[^>]*>(.*?)</title>', re.DOTALL
)
NUMBER = re.compile(r"-?[\d.]+")


def print_page(page: str, folder: Path) -> list[list[str]]:
    """Print a page; for each sheet the titles of the charts that stand on it from corner to corner.

    Every chart gets two small marks of its own colour, in its first and its last corner.
    """
    titles: list[str] = []

    def marked(chart: re.Match[str]) -> str:
        wide, tall = float(chart[1]), float(chart[2])
        colour = f"#c0{len(titles):02x}"
        titles.append(chart[3])
        return (
            f'{chart[0]}<rect width="3" height="3" style="fill:{colour}01"/>'
            f'<rect x="{wide - 3}" y="{tall - 3}" width="3" height="3" style="fill:{colour}02"/>'
        )

    file, pdf = folder / "print.html", folder / "print.pdf"
    file.write_text(CHART.sub(marked, page), encoding="utf-8")
    run_chromium(folder, file, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    sheets = _sheets(pdf.read_bytes())
    return [
        [title for i, title in enumerate(titles) if {(0xC0, i, 1), (0xC0, i, 2)} <= inside]
        for inside in sheets
    ]


def _sheets(pdf: bytes) -> list[set[tuple[int, ...]]]:
    """Colours of the boxes that lie inside each sheet."""
    objects = {
        int(number): body for number, body in re.findall(rb"(?s)(\d+) 0 obj\s*(.*?)endobj", pdf)
    }
    sheets = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    found = []
    for sheet in sheets:
        size, drawn = re.search(rb"/MediaBox \[0 0 (\S+) (\S+)\]", sheet), re.search(
            rb"/Contents (\d+) 0 R", sheet
        )  # fmt: skip
        assert size
        assert drawn
        stream = objects[int(drawn[1])]
        start = stream.index(b"stream") + len(b"stream\n")
        steps = zlib.decompressobj().decompress(stream[start:]).decode("latin-1")
        found.append(_inside(steps, float(size[1]), float(size[2])))
    return found


def _inside(steps: str, wide: float, tall: float) -> set[tuple[int, ...]]:
    """Follow the drawing: colours of the boxes whose corner lies on the sheet."""
    place: Matrix = (1, 0, 0, 1, 0, 0)
    saved: list[Matrix] = []
    figures: list[float] = []
    colour: tuple[int, ...] = ()
    inside = set()
    for step in steps.split():
        if NUMBER.fullmatch(step):
            figures.append(float(step))
            continue
        if step == "q":
            saved.append(place)
        elif step == "Q":
            place = saved.pop()
        elif step == "cm":
            place = _times(figures[-6:], place)
        elif step == "rg":
            colour = tuple(round(255 * part) for part in figures[-3:])
        elif step == "re":
            *_, x, y = _times((1, 0, 0, 1, *figures[-4:-2]), place)
            if 0 <= x <= wide and 0 <= y <= tall:
                inside.add(colour)
        figures = []
    return inside


def _times(one: list[float] | Matrix, other: Matrix) -> Matrix:
    """Put one transformation before another."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip
