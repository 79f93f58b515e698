"""The pages in a real browser: nothing fetched, nothing complained about, nothing cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import CHROMIUM, WIDTHS, measure

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"{CHROMIUM} is not here (Debian: apt-get install chromium)"
)


@pytest.mark.parametrize("name", ["extremes", "roster"])
def test_page_fits_every_screen(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    frames, console = measure(request.getfixturevalue(name), tmp_path)
    assert console == []
    assert sorted(frames) == list(WIDTHS)
    for width, frame in frames.items():
        assert frame["page"] == width, f"{frame['wide'][:5]} are wider than the screen"
        assert frame["clipped"] == []
        assert frame["fetched"] == []


def test_the_measure_sees_what_is_wrong(tmp_path: Path) -> None:
    bad = '<html><head></head><body><main><img src="x.png"><p style="width:2000px">wide</p></main>'
    frames, console = measure(bad, tmp_path)
    assert frames[390]["page"] > 390
    assert any("Content Security Policy" in line for line in console)
