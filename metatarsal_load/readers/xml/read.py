"""The door: bytes of a GPX or TCX document in, points and tree out."""

from __future__ import annotations

from metatarsal_load.readers.xml.document import Document
from metatarsal_load.readers.xml.grammar import Grammar
from metatarsal_load.readers.xml.salvage import salvage
from metatarsal_load.readers.xml.text import plain_bytes
from metatarsal_load.readers.xml.tokens import tokenize
from metatarsal_load.readers.xml.tree import read_tree


def read_document(data: bytes, file: str, grammar: Grammar, *, engine: str) -> Document:
    """Read a GPX or TCX document.

    Parameters
    ----------
    data : bytes
        The decompressed document.
    file : str
        Its name, for errors.
    grammar : Grammar
        Which elements matter.
    engine : str
        ``columnar`` tries the tokenizer first; ``lxml`` always builds the tree.

    Raises
    ------
    RunFileError
        If nothing of the document can be read.
    """
    text = plain_bytes(data)
    document = tokenize(text, grammar) if engine == "columnar" else None
    if document is None:
        document = read_tree(text, grammar)
    return salvage(text, file, grammar) if document is None else document
