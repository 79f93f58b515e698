"""What a document may not be: full of entities, deep, or larger than any recording."""

from __future__ import annotations

import re

import numpy as np

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.xml.grammar import Grammar
from metatarsal_load.readers.xml.text import Text

_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"'>]{0,40})[\"']")
_LIKE_ASCII = re.compile(
    rb"utf-?8|us-ascii|ascii|latin-?1|iso-?8859-?\d+|(windows|cp)-?125\d|koi8-[ru]|macintosh|"
    rb"gbk?|gb2312|gb18030|big5|euc-(jp|kr|cn|tw)|shift_?jis|utf-?16(le|be)?",
    re.IGNORECASE,
)
_SLASH = ord("/")
_PIECE = 2**22


def refuse_tricks(text: Text, budget: Budget) -> None:
    """Refuse what makes another document of it than it seems.

    Raises
    ------
    RunFileError
        If it declares entities, or names an encoding in which a ``<`` is no ``<``.
    """
    data = text.data
    declared = data.find(b"<!ENTITY")
    if declared >= 0:
        told = "declares XML entities, which no recording needs and bombs are made of"
        raise RunFileError(budget.file, told, declared + text.shift)
    encoding = _ENCODING.match(data)
    if encoding and not _LIKE_ASCII.fullmatch(encoding[1]):
        name = encoding[1].decode("ascii", "replace")
        told = f"says it is in {name!r}; expected an encoding such as UTF-8"
        raise RunFileError(budget.file, told, encoding.start(1) + text.shift)


def refuse_size(text: Text, grammar: Grammar, budget: Budget) -> None:
    """Refuse what a parser would take too much memory or time for.

    Raises
    ------
    LimitError
        If it has too many tags or points.
    """
    budget.check("xml_tags", text.data.count(b"<"))
    budget.check("samples", text.data.count(b"</" + grammar.point.encode()))


def depth(data: bytes) -> int:
    """Elements inside one another, at most (comments and CDATA are counted like any tag)."""
    letters = np.frombuffer(data, np.uint8)
    level = deepest = 0
    for start in range(0, len(letters), _PIECE):
        piece = letters[start : start + _PIECE]
        opens = np.flatnonzero(piece == ord("<")) + start + 1
        ends = np.flatnonzero(piece == ord(">")) + start - 1
        opens = opens[opens < len(letters)]
        first = letters[opens]
        closes = first == _SLASH
        elements = ~(closes | (first == ord("!")) | (first == ord("?")))
        empty = ends[(ends > 0) & (letters[ends] == _SLASH)]
        places = np.concatenate([opens[elements], opens[closes], empty])
        steps = np.repeat([1, -1, -1], [elements.sum(), closes.sum(), empty.size])
        levels = level + np.cumsum(steps[np.argsort(places, kind="stable")])
        if levels.size:
            deepest, level = max(deepest, int(levels.max())), int(levels[-1])
    return deepest
