"""Ask axe-core what keeps people from using a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from browser import run_chromium, told_in

PACKAGE = "axe-core@4"
SECONDS = 60
RUN = """<script>
for (const one of document.querySelectorAll("details")) one.open = true;
axe.run(document).then(found => {
  const told = document.createElement("pre");
  told.id = "axe";
  told.textContent = JSON.stringify({
    violations: found.violations.map(one => ({id: one.id, impact: one.impact,
      where: one.nodes.slice(0, 3).map(node => node.html.slice(0, 200))})),
    passes: found.passes.map(one => one.id),
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
  });
  document.body.append(told);
});
</script>"""
SCHEMES = {"light": (), "dark": ("--blink-settings=preferredColorScheme=0",)}


def find_axe(cache: Path) -> Path | str:
    """Find ``axe.min.js`` (variable AXE_CORE, node_modules, npm into a cache), or say why not."""
    given = os.environ.get("AXE_CORE")
    root = Path(__file__).parents[2]
    places = [root / "node_modules/axe-core/axe.min.js", cache / "package/axe.min.js"]
    for place in [Path(given)] if given else places:
        if place.is_file():
            return place
    npm = shutil.which("npm")
    if given or npm is None:
        return "axe-core is not here: set AXE_CORE to its axe.min.js, or install npm"
    command = [npm, "pack", PACKAGE, "--silent", "--fetch-retries=0"]
    try:
        done = subprocess.run(
            command, cwd=cache, capture_output=True, text=True, timeout=SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return f"npm could not fetch {PACKAGE} ({type(error).__name__})"
    with tarfile.open(cache / done.stdout.split()[-1]) as packed:
        packed.extract("package/axe.min.js", cache, filter="data")
    return cache / "package/axe.min.js"


def ask_axe(page: str, axe: Path, scheme: str, folder: Path) -> dict[str, Any]:
    """Run axe-core on a page with all its details open: violations and passed rules."""
    file = folder / f"axe-{scheme}.html"
    script = f"<script>{axe.read_text(encoding='utf-8')}</script>{RUN}"
    file.write_text(page.replace("</body>", f"{script}</body>", 1), encoding="utf-8")
    options = ("--window-size=1200,900", "--dump-dom", *SCHEMES[scheme])
    printed, _ = run_chromium(folder, file, *options)
    told: dict[str, Any] = told_in(printed, "axe")
    return told
