"""The SVG elements: escaped, short figures, one shape a level."""

from __future__ import annotations

from metatarsal_load.schema import LEVELS
from metatarsal_load.show import svg


def test_words_and_attributes_are_escaped() -> None:
    assert str(svg.text(1.0, 2.25, "<b> & 'x'", class_='a"b')) == (
        '<text x="1" y="2.2" class="a&#34;b">&lt;b&gt; &amp; &#39;x&#39;</text>'
    )


def test_a_gap_lifts_the_pen() -> None:
    drawn = svg.path([(0.0, 0.0), (1.0, 1.0), None, (3.0, 3.0)])
    assert 'd="M0 0 L1 1 M3 3"' in str(drawn)


def test_each_level_has_its_own_shape() -> None:
    shapes = {str(svg.mark(level, 0, 0)).split(' d="')[1].split('"')[0] for level in LEVELS}
    assert len(shapes) == len(LEVELS)


def test_a_bar_is_never_negative() -> None:
    assert 'height="0"' in str(svg.rect(0, 0, 5, -3.0))
