"""The door: bytes of a GPX or TCX document in, points and tree out."""

from __future__ import annotations

from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.xml.bounds import depth, refuse_size, refuse_tricks
from metatarsal_load.readers.xml.document import Document
from metatarsal_load.readers.xml.grammar import Grammar
from metatarsal_load.readers.xml.salvage import salvage
from metatarsal_load.readers.xml.text import Text, plain_bytes
from metatarsal_load.readers.xml.tokens import tokenize
from metatarsal_load.readers.xml.tree import read_tree


def read_document(data: bytes, grammar: Grammar, *, engine: str, budget: Budget) -> Document:
    """Read a GPX or TCX document.

    Parameters
    ----------
    data : bytes
        The decompressed document.
    grammar : Grammar
        Which elements matter.
    engine : str
        ``columnar`` tries the tokenizer first; ``lxml`` always builds the tree.
    budget : Budget
        Its name, for errors, and the limits that hold.

    Raises
    ------
    RunFileError
        If nothing of the document can be read, it declares entities, or exceeds a limit.
    """
    text = plain_bytes(data)
    refuse_tricks(text, budget)
    document = tokenize(text, grammar, budget) if engine == "columnar" else None
    if document is None:
        refuse_size(text, grammar, budget)
        document = _tree(text, grammar, budget)
    return salvage(text, grammar, budget) if document is None else document


def _tree(text: Text, grammar: Grammar, budget: Budget) -> Document | None:
    """Read the tree; None for a damaged document, and a deep one: tags that lost their ends are."""
    return None if depth(text.data) > budget.limits.xml_depth else read_tree(text, grammar, budget)
