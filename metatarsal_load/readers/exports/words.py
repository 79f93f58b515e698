"""What words say of the ground: the word for a sport, which tells on foot or not too, and tags.

Which of the schema's sports a word means is settled by the tables; here only what decides how a
row's own figures are read: cadence is steps and gear is a shoe only on foot.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from metatarsal_load.readers.exports.table import label

_ON_FOOT = re.compile(
    r"run|walk|hik|jog|treadmill|trail|lauf|gehen|spazier|wander|hardlo|wandel|beh|chuze|turist"
    r"|carrera|correr|camina|sender|course|marche|randonn|corrid|caminhad|trilha|bieg|spacer"
    r"|marsz|lopning|loprunda|loppass|lopband|promenad|løb|løp|gatur|corsa|camminat|tapis"
)
_OTHER = re.compile(
    r"ride|cycl|bike|rad|fiets|kol|cicl|bici|velo|rower|jazda|pedal|cykl|swim|schwimm|zwem|plav"
    r"|nata|plyw|row|ski|skat|surf|kayak|paddle|elliptic|weight|gewicht|kraft|strength|yoga"
    r"|golf|tennis|soccer|climb|wheelchair|crossfit|stair|sail"
)
# Words that the tables do not know: those without Latin letters.
_ENGLISH = MappingProxyType(
    {
        "跑步": "running",
        "越野跑": "trail running",
        "步行": "walking",
        "徒步": "hiking",
        "骑行": "ride",
        "游泳": "swimming",
        "ランニング": "running",
        "ラン": "running",
        "トレイルラン": "trail running",
        "ウォーキング": "walking",
        "ハイキング": "hiking",
        "ライド": "ride",
        "サイクリング": "cycling",
        "水泳": "swimming",
    }
)
_SURFACES = (
    ("trail", re.compile(r"trail|trilha|gelande|terrang")),
    (
        "treadmill",
        re.compile(
            r"treadmill|laufband|tapis|cinta|virtual|indoorrun|loopband|løbeband|lopband|biezni"
        ),
    ),
    ("track", re.compile(r"trackrun|runontrack|bahnlauf")),
)

_TAG = re.compile(r"#(\w+)")
_BY_TAG = MappingProxyType(
    dict.fromkeys(("trail", "trails", "trailrun", "trailrunning"), "trail")
    | dict.fromkeys(("road", "street", "asphalt"), "asphalt")
    | dict.fromkeys(("pavement", "paved"), "paved")
    | dict.fromkeys(("sand", "beach"), "sand")
    | {word: word for word in ("concrete", "gravel", "dirt", "grass", "track", "treadmill")}
)


def in_english(sport: str) -> str | None:
    """Word of a sport as the export has it, or in English where the tables do not know it."""
    return _ENGLISH.get(sport, sport) or None


def on_foot(sport: str | None) -> bool | None:
    """Whether a sport's word means steps; None where it names no sport known here."""
    word = label(sport or "")
    if _OTHER.search(word):
        return False
    return True if _ON_FOOT.search(word) else None


def surface(sport: str | None, *notes: str) -> str | None:
    """Ground that the word of a sport on foot names, else a tag in its notes, in schema's words."""
    word = label(sport or "")
    if not on_foot(sport):
        return None
    tagged = tagged_surface(*notes) or None
    return next((ground for ground, known in _SURFACES if known.search(word)), tagged)


def tagged_surface(*texts: str) -> str:
    """Surface that the tags in titles and notes name (``#trail``); "" for none, or for several.

    Examples
    --------
    >>> tagged_surface("Sunday long run #trail #sunny")
    'trail'
    """
    words = (word for text in texts for word in _TAG.findall(text))
    named = {_BY_TAG.get(word.lower(), "") for word in words} - {""}
    return named.pop() if len(named) == 1 else ""
