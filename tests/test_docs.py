"""README, help and docs stay true to the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import write_docs

import metatarsal_load as ml
from metatarsal_load.risk.rules import RULES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", write_docs.PAGES)
def test_generated_pages_are_current(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == write_docs.PAGES[name](), f"run tools/write_docs.py: docs/{name} is stale"


def test_every_rule_has_a_row_in_the_docs() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [rule.id for rule in RULES if f"### {rule.id}: " not in page] == []


def test_names_in_the_readme_exist() -> None:
    for name in set(re.findall(r"\bml\.(\w+)", README)):
        assert hasattr(ml, name), name


def test_commands_in_the_readme_exist() -> None:
    from metatarsal_load.cli.app import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    named = set(re.findall(r"^metatarsal-load (\w+)", README, flags=re.M))
    assert named
    assert named <= known
    assert known <= named, f"README does not show {known - named}"


def test_make_targets_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:^|`)make (\w+)", README, flags=re.M)):
        assert re.search(rf"^{target}:", makefile, flags=re.M), target


def test_links_in_the_readme_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert "://" in target or (ROOT / target).exists(), target
