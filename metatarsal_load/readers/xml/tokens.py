"""The fast path."""

from __future__ import annotations

from metatarsal_load.readers.xml.document import Document
from metatarsal_load.readers.xml.grammar import Grammar
from metatarsal_load.readers.xml.text import Text


def tokenize(text: Text, grammar: Grammar) -> Document | None:
    """Read the columns without a tree; None where only the tree can tell."""
    del text, grammar
    return None
