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
# Text is cut off where it leaves its picture, or an element that hides what overflows it; two
# labels of one picture that lie on each other cannot be read either.
MEASURE = """<script>
addEventListener("load", () => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const clipped = [], collided = [], wide = [];
  for (const picture of document.querySelectorAll("svg.chart")) {
    const all = picture.getBoundingClientRect();
    if (!all.width) continue;
    const texts = [...picture.querySelectorAll("text")].map(
      one => [one.textContent, one.getBoundingClientRect()]);
    texts.forEach(([words, own], place) => {
      if (own.left < all.left - 1 || own.right > all.right + 1
          || own.top < all.top - 1 || own.bottom > all.bottom + 1) clipped.push(words);
      for (const [other, its] of texts.slice(place + 1))
        if (Math.min(own.right, its.right) - Math.max(own.left, its.left) > 1
            && Math.min(own.bottom, its.bottom) - Math.max(own.top, its.top) > 4)
          collided.push(words + " / " + other);
    });
  }
  const scrolls = one => one.closest(".scroll, .pst-scrollable-table-container");
  for (const one of document.querySelectorAll("main *")) {
    const box = one.getBoundingClientRect(), flow = getComputedStyle(one).overflowX;
    if (!box.width || one.closest("svg, .aside")) continue;
    if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(one)) wide.push(one.tagName);
    if (["hidden", "clip"].includes(flow) && one.scrollWidth > one.clientWidth + 1)
      clipped.push(one.textContent.slice(0, 80));
  }
  parent.postMessage({
    width: innerWidth, page: document.documentElement.scrollWidth, clipped, collided, wide,
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


def run_chromium(folder: Path, file: Path, *options: str) -> tuple[str, list[str]]:
    """Open a file; what it printed, and the lines of its console."""
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--hide-scrollbars", "--enable-logging=stderr", f"--user-data-dir={folder / 'profile'}",
            "--virtual-time-budget=20000", *options, file.as_uri(),
        ],
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def told_in(printed: str, name: str) -> Any:
    """Read what a script of the page left in the element of that id."""
    found = re.search(rf'<pre id="{name}"[^>]*>(.*?)</pre>', printed, re.DOTALL)
    assert found, f"the page left no {name}: {printed[-500:]}"
    return json.loads(html.unescape(found[1]))


def measure(page: str, folder: Path) -> tuple[dict[int, dict[str, Any]], list[str]]:
    """Lay a page out at three widths: what overflows or was fetched at each, and the console."""
    page = page.replace("<head>", f"<head>{POLICY}{MEASURE}", 1)
    (folder / "page.html").write_text(page, encoding="utf-8")
    return measure_file("page.html", folder)


def measure_file(name: str, folder: Path) -> tuple[dict[int, dict[str, Any]], list[str]]:
    """Lay out a file that holds the script `MEASURE`."""
    frames = "".join(
        f'<iframe src="{name}" width="{width}" height="900" style="border:0"></iframe>'
        for width in WIDTHS
    )
    around = folder / "frames.html"
    around.write_text(FRAMES + frames, encoding="utf-8")
    printed, console = run_chromium(folder, around, "--window-size=1600,900", "--dump-dom")
    return {frame["width"]: frame for frame in told_in(printed, "measured")}, console
