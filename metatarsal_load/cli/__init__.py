"""The command line: thin, over the same functions as the notebook."""

from __future__ import annotations

import io
import os
import signal
import sys

FAULT = "a fault of this program; please report it, with METATARSAL_LOAD_TRACEBACK=1 set"


def main() -> None:
    """Run the command line; every error of ours is one line and an exit code, never a traceback."""
    from metatarsal_load.cli.app import app
    from metatarsal_load.cli.screen import say
    from metatarsal_load.cli.steps import USAGE
    from metatarsal_load.errors import MetatarsalError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A screen without the letters of a name shows their numbers.
            stream.reconfigure(errors="backslashreplace")
    # A request to end is as good as Ctrl-C: drafts are removed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except MetatarsalError as error:
        say(f"metatarsal-load: {error}", error=True)
        sys.exit(USAGE)
    except KeyboardInterrupt:
        say("metatarsal-load: interrupted; nothing half-written was left behind", error=True)
        sys.exit(130)
    except BrokenPipeError:
        _close_stdout()
        sys.exit(0)
    except OSError as error:
        _close_stdout()
        place = error.filename or "the screen or pipe"
        say(f"metatarsal-load: {place}: {error.strerror or error}", error=True)
        sys.exit(USAGE)
    except Exception as error:
        # A traceback tells folders of this machine, and nothing to whoever has run files to read.
        if os.environ.get("METATARSAL_LOAD_TRACEBACK"):
            raise
        say(f"metatarsal-load: {FAULT} ({type(error).__name__}: {error})", error=True)
        sys.exit(70)


def _close_stdout() -> None:
    """Send what is still held back to nowhere: Python would try, and fail, once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
