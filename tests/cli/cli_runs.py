"""Run the command line as a user does: another process, plain pipes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run metatarsal-load with warnings as errors."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "metatarsal_load", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
    )
