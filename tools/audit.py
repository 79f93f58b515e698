"""Ask pip-audit for known holes in the installed libraries; say so where nobody can be asked.

Usage: python tools/audit.py. Ends with 1 where a library has a known hole, else with 0: a machine
without a network, or whose registry knows no advisories, is no reason to fail.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from importlib.util import find_spec

TIMEOUT_S = 300


def main() -> int:
    """Audit the environment that this Python runs in."""
    told, why = ask()
    audited = [each for each in told if "vulns" in each]
    if not audited:
        print(f"pip-audit: not done ({why or 'the registry here knows no advisories'})")
        return 0
    holes = [(each, hole) for each in audited for hole in each["vulns"]]
    for each, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"pip-audit: {each['name']} {each['version']}: {hole['id']}; fixed in {fixed}")
    print(f"pip-audit: {len(audited)} libraries audited, {len(told) - len(audited)} not known "
          f"to the registry, {len(holes)} known holes")  # fmt: skip
    return 1 if holes else 0


def ask() -> tuple[list[dict], str]:
    """What pip-audit says of each library; nothing, and why, where it cannot be run."""
    own = find_spec("pip_audit") is not None
    run = ["-m", "pip_audit"] if own else ["-m", "uv", "tool", "run", "pip-audit"]
    words = ["--path", sysconfig.get_path("purelib"), "--format", "json", "--timeout", "10"]
    try:
        done = subprocess.run(  # noqa: S603 - words of our own
            [sys.executable, *run, *words, "--skip-editable", "--progress-spinner", "off"],
            capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
        )  # fmt: skip
        return json.loads(done.stdout)["dependencies"], ""
    except subprocess.TimeoutExpired:
        return [], f"no answer in {TIMEOUT_S} s"
    except ValueError:
        return [], (done.stderr.strip().splitlines() or ["no answer"])[-1]


if __name__ == "__main__":
    sys.exit(main())
