"""The pages in a real browser: nothing fetched, nothing complained about, nothing cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import SCHEMES, ask_axe, find_axe
from browser import CHROMIUM, MEASURE, WIDTHS, measure, measure_file
from printed import print_page

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"{CHROMIUM} is not here (Debian: apt-get install chromium)"
)
DOCS = Path(__file__).parents[2] / "docs/_build/html"
# The built docs load their own files, and nothing else.
OWN_FILES = (
    '<meta http-equiv="Content-Security-Policy" content="default-src file: data: '
    "'unsafe-inline' 'unsafe-eval'\">"
)


@pytest.fixture(scope="session")
def axe(pytestconfig: pytest.Config) -> Path:
    cache = pytestconfig.cache
    assert cache is not None
    found = find_axe(cache.mkdir("axe-core"))
    if isinstance(found, str):
        pytest.skip(found)
    return found


@pytest.mark.parametrize("name", ["extremes", "roster", "full"])
def test_page_fits_every_screen(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    frames, console = measure(request.getfixturevalue(name), tmp_path)
    assert console == []
    assert sorted(frames) == list(WIDTHS)
    for width, frame in frames.items():
        assert frame["page"] == width
        assert frame["wide"] == []
        assert frame["clipped"] == []
        assert frame["collided"] == []
        assert frame["fetched"] == []


@pytest.mark.skipif(not DOCS.exists(), reason="the docs are not built (make docs)")
@pytest.mark.parametrize("name", ["index", "api"])
def test_docs_fit_every_screen(name: str, tmp_path: Path) -> None:
    page = (DOCS / f"{name}.html").read_text(encoding="utf-8")
    head = f'<head>{OWN_FILES}<base href="{DOCS.as_uri()}/">{MEASURE}'
    (tmp_path / "page.html").write_text(page.replace("<head>", head, 1), encoding="utf-8")
    frames, console = measure_file("page.html", tmp_path)
    assert [line for line in console if "[PST]" not in line] == [], "but for the theme's own news"
    for width, frame in frames.items():
        assert frame["page"] == width
        assert frame["wide"] == []
        assert frame["clipped"] == []
        assert [one for one in frame["fetched"] if not one.startswith(DOCS.as_uri())] == []


def test_the_measure_sees_what_is_wrong(tmp_path: Path) -> None:
    bad = """<html><head></head><body><main><img src="x.png"><p style="width:2000px">wide</p>
    <p style="width:2rem;overflow:hidden;white-space:nowrap">cut off</p>
    <svg class="chart" viewBox="0 0 100 50"><text x="90" y="20">beyond</text>
    <text x="5" y="20">one</text><text x="6" y="21">other</text></svg></main>"""
    frames, console = measure(bad, tmp_path)
    assert frames[390]["page"] > 390
    assert set(frames[390]["wide"]) == {"P"}
    assert frames[390]["clipped"] == ["beyond", "cut off"]
    assert frames[390]["collided"] == ["one / other"]
    assert any("Content Security Policy" in line for line in console)


@pytest.mark.parametrize(
    ("name", "scheme"), [("full", "light"), ("full", "dark"), ("roster", "light")]
)
def test_axe_finds_no_serious_violation(
    name: str, scheme: str, axe: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found = ask_axe(request.getfixturevalue(name), axe, scheme, tmp_path)
    assert found["dark"] == (scheme == "dark")
    assert found["violations"] == []
    assert {"color-contrast", "heading-order", "document-title"} <= set(found["passes"])


def test_axe_finds_what_is_wrong(axe: Path, tmp_path: Path) -> None:
    bad = '<html><head></head><body><p style="color:#ccc">pale</p><img src="data:,"></body></html>'
    found = ask_axe(bad, axe, next(iter(SCHEMES)), tmp_path)
    assert {"color-contrast", "image-alt"} <= {one["id"] for one in found["violations"]}


def test_paper_holds_every_chart_whole_on_two_sheets(full: str, tmp_path: Path) -> None:
    words, charts = print_page(full, tmp_path)
    assert words == [], "what to do stands on the first sheet"
    assert len(charts) == len(set(charts)) == 4
    assert [chart.split(":")[0] for chart in charts[1:]] == ["Cadence", "Shoes", "Underfoot"]


def test_a_chart_that_is_cut_is_not_called_whole(full: str, tmp_path: Path) -> None:
    tall = "@media print { .weeks .chart { width: 500mm; max-width: none; } }"
    sheets = print_page(full.replace("</style>", f"{tall}</style>", 1), tmp_path)
    found = [chart.split(":")[0] for sheet in sheets for chart in sheet]
    assert found == ["Cadence", "Shoes", "Underfoot"]
