"""``python -m metatarsal_load``: the command line."""

from metatarsal_load.cli import main

main()
