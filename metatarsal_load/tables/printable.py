"""Moved to `metatarsal_load.printable`, as the errors need it too."""

from metatarsal_load.printable import encodable, printable, printable_lines

__all__ = ["encodable", "printable", "printable_lines"]
