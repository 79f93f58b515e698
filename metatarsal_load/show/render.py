"""Templates to HTML: escaped by default, styled inline, no request to anywhere.

Signs that act instead of being read (control signs, marks that turn the writing direction) are
written in letters, so that a name looks like what it is.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import pandas as pd

from metatarsal_load.printable import printable_lines

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **values: object) -> str:
    """Fill one of the templates that lie beside this module."""
    from metatarsal_load import __version__

    versions = f"metatarsal_load {__version__}, pandas {pd.__version__}"
    page = _templates().get_template(template)
    return printable_lines(page.render(**values, made=date.today(), versions=versions))


@cache
def _templates() -> Environment:
    """Load the templates; an unknown name in one is an error, never an empty word."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    from metatarsal_load.show.svg import badge

    folder = resources.files("metatarsal_load.show") / "templates"
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    environment = Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["badge"] = badge
    return environment
