"""The command line: thin, over the same functions as the notebook."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; every error of ours is one line and an exit code, never a traceback."""
    from metatarsal_load.cli.app import app
    from metatarsal_load.cli.steps import USAGE
    from metatarsal_load.errors import MetatarsalError

    try:
        app()
    except MetatarsalError as error:
        sys.stderr.write(f"metatarsal-load: {error}\n")
        sys.exit(USAGE)
    except KeyboardInterrupt:
        sys.stderr.write("\nmetatarsal-load: interrupted; nothing half-written was left behind\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
