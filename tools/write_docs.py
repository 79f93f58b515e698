"""Write the docs pages that follow from the code: tables, rules and evidence, load coefficients.

Usage: python tools/write_docs.py [FOLDER]. A test holds the pages in docs/ to what this writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import metatarsal_load as ml
from metatarsal_load import schema
from metatarsal_load.risk.figures import EVIDENCE
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.sources import STUDIES

MADE = "<!-- written by tools/write_docs.py; do not edit by hand -->\n"
TABLES = {
    "samples": (schema.SAMPLES, "One row a sample; index `time` [us, UTC], increasing."),
    "sessions": (schema.SESSIONS, "One row an activity, each run once."),
    "positions": (
        schema.POSITIONS,
        "Further columns of sessions, only with `keep_positions=True`.",
    ),
    "weeks": (
        schema.WEEKS,
        "Index (`athlete`, `week`): every week covered, empty ones too.",
    ),
    "shoes": (schema.SHOES, "One row a pair, typed by hand or seeded by an export."),
    "diary": (schema.DIARY, "One row a day. A missing day is unknown, never painless."),
    "athletes": (schema.ATHLETES, "One row an athlete."),
    "findings": (schema.FINDINGS, "One row per rule and period judged."),
    "skipped": (schema.SKIPPED, "One row for every input that gave less than it held."),
}
SECTIONS = {
    "training": "Training",
    "shoes": "Shoes",
    "return": "Return to running",
    "diary": "Symptom diary",
    "self-care": "Self-care and profile",
}


def tables_page() -> str:
    """The data dictionary."""
    parts = [
        MADE,
        "# The tables\n",
        "Plain DataFrames. Unknown is NaN, NaT or the word `unknown`, never 0 and never a guess "
        "without its `*_source` column. A table typed by hand needs only the columns marked "
        "required; each further column lets more rules judge. What `anonymise` does to a column is "
        "in the last one: see [privacy](privacy.md).\n",
    ]
    for name, (columns, words) in TABLES.items():
        parts.append(
            f"## {name}\n\n{words}\n\n| column | dtype | unit | meaning | anonymised |\n"
            "|---|---|---|---|---|"
        )
        for key, column in columns.items():
            extra = " **(required)**" if column.required else ""
            if column.dtype == "category":
                extra += f" One of: {', '.join(column.values)}."
            parts.append(
                f"| `{key}` | {column.dtype} | {column.unit} | {column.meaning}.{extra} | "
                f"{column.privacy} |"
            )
        parts.append("")
    return "\n".join(parts)


def rules_page() -> str:
    """Every rule with its thresholds and evidence."""
    parts = [
        MADE,
        "# The rules and their evidence\n",
        "Two kinds of authority stand behind a rule: the **guide**, a coaching guide on pain in "
        "the ball of the foot, which gives the rule, and the **studies**, which say how far to "
        "believe it. A threshold's basis is the guide's number, a study's, or a convention of "
        "this project. A finding is a risk marker, never a diagnosis; no rule prints a probability "
        "of injury. Thresholds are changed by rule and name: "
        '`ml.assess(runs, thresholds={"T10": {"rise": 0.15}})`.\n',
        "Levels, in order: unknown, ok, note, caution, warning, stop. `unknown` is not `ok`: a "
        "rule that lacks data says which. `stop` means: do not run on it, see a professional.\n",
    ]
    for section, title in SECTIONS.items():
        parts.append(f"## {title}\n")
        for rule in (rule for rule in RULES if rule.section == section):
            parts.append(f"### {rule.id}: {rule.title}\n\n*The guide:* {rule.guide}\n")
            if rule.thresholds:
                parts.append(
                    "| threshold | default | unit | basis | meaning |\n|---|---|---|---|---|"
                )
                parts += [
                    f"| `{name}` | {t.value:g} | {t.unit} | {t.basis} | {t.meaning} |"
                    for name, t in rule.thresholds.items()
                ]
                parts.append("")
            parts += [f"- {STUDIES[key].said()}" for key in rule.sources] or ["- No study found."]
            needs = ", ".join(f"`{need}`" for need in rule.needs) or "nothing beyond the runs"
            parts.append(f"\nNeeds {needs}. Judged by the {rule.table}. Advice: {rule.advice}\n")
    return "\n".join(parts)


def load_page() -> str:
    """The load model's coefficients and weak points."""
    table = ml.coefficient_table()
    rows = [
        f"| `{name}` | {row['default']:g} | {row['low']:g} to {row['high']:g} | {row['unit']} | "
        f"{row['meaning']} | {row['source']} | {row['strength']} |"
        for name, row in table.iterrows()
    ]
    return "\n".join([
        MADE,
        "# The load model and its weak points\n",
        "Per sample, steps n = cadence / 60 x dt, both feet. The relative load of a step is "
        "L = f_speed x f_surface x f_shoe x f_wear x f_grade: 1 at 3.0 m/s on level asphalt in a "
        "conventional shoe, clipped to 0.5 to 2. The linear load is the sum of n L [reference "
        "steps]; the damage index is the sum of n L^k, k = 7, shown with 4 and 10.\n",
        "| coefficient | default | range | unit | meaning | source | strength |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "\n## What is weak\n",
        "- Multiplying the factors is an untested assumption.",
        "- k is not measured for metatarsals. The index compares weeks of one athlete only.",
        "- Unknown ground and unknown shoes count as 1 and are marked `assumed`; the range beside "
        "the value then spans all grounds or shoes.",
        "- Most surface figures come from small laboratory samples without an injury outcome.",
        "- The guide warns of downhill running; measured forefoot pressure falls downhill. The "
        "grade factor is neutral by default because guide and data disagree.\n",
        "## Load ratios\n",
        f"{EVIDENCE}\n",
    ])  # fmt: skip


ROOMS = {
    "readers": "Read files",
    "tables": "Sessions, days, weeks, shoes, load",
    "risk": "Findings, figures, plans",
    "batches": "Many athletes at once",
    "show": "Plots and pages",
    "errors": "Errors",
}


def api_page() -> str:
    """Every public name, by the room it lives in."""
    parts = [MADE, "# Public functions\n", "```{currentmodule} metatarsal_load\n```\n"]
    for room, title in ROOMS.items():
        parts.append(f"## {title}\n")
        for name in sorted(ml.__all__):
            value = getattr(ml, name)
            home = getattr(value, "__module__", "")
            if home.split(".")[1:2] == [room]:
                kind = "autoclass" if isinstance(value, type) else "autofunction"
                parts.append(f"```{{eval-rst}}\n.. {kind}:: metatarsal_load.{name}\n```\n")
    return "\n".join(parts)


PAGES = {
    "tables.md": tables_page,
    "rules.md": rules_page,
    "load_model.md": load_page,
    "api.md": api_page,
}


def main(folder: Path) -> None:
    """Write the pages."""
    folder.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
