"""Open a page in headless Chromium and measure it; no library beyond the browser itself."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

CHROMIUM = Path("/usr/bin/chromium")
# Whatever is not inline breaks this policy, and the browser says so on its console.
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
)
MEASURE = """<script>
addEventListener("load", () => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const clipped = [];
  for (const text of document.querySelectorAll("svg.chart text")) {
    const own = text.getBoundingClientRect(), all = text.closest("svg").getBoundingClientRect();
    if (own.width && (own.left < all.left - 1 || own.right > all.right + 1))
      clipped.push(text.textContent);
  }
  const wide = [];
  for (const one of document.querySelectorAll("main *")) {
    const box = one.getBoundingClientRect();
    if (box.width && box.right > innerWidth + 1 && !one.closest(".scroll, svg"))
      wide.push(one.tagName);
  }
  parent.postMessage({
    width: innerWidth, page: document.documentElement.scrollWidth, clipped, wide,
    fetched: performance.getEntriesByType("resource").map(one => one.name),
  }, "*");
});
</script>"""
# Frames, since a window of Chromium is never narrower than 500 px.
FRAMES = """<!DOCTYPE html><pre id="measured">[]</pre><script>
addEventListener("message", event => {
  const told = document.querySelector("pre");
  told.textContent = JSON.stringify([...JSON.parse(told.textContent), event.data]);
});
</script>"""
WIDTHS = (390, 768, 1440)


def measure(page: str, folder: Path) -> tuple[dict[int, dict[str, Any]], list[str]]:
    """Lay a page out at three widths: what overflows or was fetched at each, and the console."""
    file = folder / "page.html"
    file.write_text(page.replace("<head>", f"<head>{POLICY}{MEASURE}", 1), encoding="utf-8")
    frames = "".join(
        f'<iframe src="page.html" width="{width}" height="900" style="border:0"></iframe>'
        for width in WIDTHS
    )
    around = folder / "frames.html"
    around.write_text(FRAMES + frames, encoding="utf-8")
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--hide-scrollbars", "--enable-logging=stderr", f"--user-data-dir={folder / 'profile'}",
            "--window-size=1600,900", "--virtual-time-budget=20000", "--dump-dom", around.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr[-2000:]
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return {frame["width"]: frame for frame in json.loads(html.unescape(found[1]))}, console
