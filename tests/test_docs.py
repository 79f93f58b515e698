"""README, help and docs stay true to the code."""

from __future__ import annotations

import gzip
import inspect
import re
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
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


FUNCTIONS = [name for name in ml.__all__ if inspect.isfunction(getattr(ml, name))]
NEVER_REFUSE = {"clean", "coefficient_table", "peak_force", "rules", "tons_per_mile",
                "walk_run_intervals"}  # fmt: skip
EVIDENCE = [
    "adherence", "assess", "comeback", "forefoot_load", "forefoot_weeks", "load_figures",
    "low_cadence", "mileage_spikes", "outlook", "peak_force", "self_care", "session_spikes",
    "stacked_stressors", "step_load", "tons_per_mile", "walk_run_intervals", "worn_shoes",
    "plot_cadence", "plot_cadence_speed", "plot_comeback", "plot_forefoot_load",
    "plot_load_figures", "plot_pain", "plot_session_spikes", "plot_shoes", "plot_stressors",
    "plot_weeks",
]  # fmt: skip


def section(name: str, title: str) -> str:
    """Text of one section of a public function's docstring."""
    words = inspect.getdoc(getattr(ml, name)) or ""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w[\w ]*\n---|\Z)", words, flags=re.M | re.S)
    return found[1].strip() if found else ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_tell_what_goes_in_and_out(name: str) -> None:
    signature = inspect.signature(getattr(ml, name))
    told = re.findall(r"^\**(\w[\w, *]*?)(?: :.*)?$", section(name, "Parameters"), flags=re.M)
    named = {word.strip(" *") for line in told for word in line.split(",")}
    assert set(signature.parameters) <= named
    assert section(name, "Returns") or signature.return_annotation == "None"
    assert bool(section(name, "Raises")) != (name in NEVER_REFUSE)


@pytest.mark.parametrize("name", EVIDENCE)
def test_public_functions_name_their_sources(name: str) -> None:
    assert section(name, "References").startswith("- ")


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name.startswith("plot_")])
def test_plots_tell_their_units(name: str) -> None:
    words = section(name, "Returns")
    assert re.search(r"\[[^\]]+\]|calendar|weekday|level", words)


PAGES_RUN = ("README.md", "docs/start.md", "docs/privacy.md")


@pytest.mark.parametrize("page", PAGES_RUN)
def test_the_code_of_the_pages_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every Python block of a page, one after the other, on the sample season."""
    ml.copy_sample("season", tmp_path / "my_runs")
    for suffix in ("fit", "gpx.gz"):
        first = min((tmp_path / "my_runs").glob(f"*.{suffix}"))
        data = first.read_bytes()
        (tmp_path / f"run.{suffix[:3]}").write_bytes(
            gzip.decompress(data) if suffix.endswith("gz") else data
        )
    monkeypatch.chdir(tmp_path)
    mpl.use("Agg")
    names: dict[str, object] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, page, "exec"), names)
    plt.close("all")
    assert len(names.get("findings", names["runs"]))  # type: ignore[arg-type]


def test_the_settings_of_the_start_page_are_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "start.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```", page, flags=re.M | re.S)
    path = tmp_path / "metatarsal.toml"
    path.write_text(block, encoding="utf-8")
    runs = pd.DataFrame({"athlete": "anna", "start": ["2026-05-03"], "distance_km": [12.0]})
    assert len(ml.assess(runs, thresholds=path))
