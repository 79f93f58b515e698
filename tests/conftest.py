"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Folder of real recordings; tests that need it say why they skip."""
    place = Path(os.environ.get("METATARSAL_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (place / "manifest.csv").is_file():
        pytest.skip("the corpus of real recordings is not here (set METATARSAL_CORPUS)")
    return place
