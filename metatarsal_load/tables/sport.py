"""Which of the schema's sports a word of a file or export means."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType

from metatarsal_load.tables.windows import Floats, weighted_median

# Nobody runs at these for long: the marathon record is 5.9 m/s, the mile record 7.2 m/s.
_VEHICLE_MPS = 12.0
_VEHICLE_S = 60.0
_VEHICLE_SHARE = 0.1
_CYCLING_MEDIAN_MPS = 6.5
_CYCLING_FASTEST_TENTH_MPS = 7.5
_RUNNING_MPS = 2.0
_RUNNING_SPM = 140.0
_WALKING_MPS = 0.5

# Words that settle a sport, in the languages exports come in; compared without accents and case.
_WORDS = MappingProxyType(
    {
        "running": "run running runs jog jogging trailrun trailrunning lauf laufen traillauf "
        "bahnlauf waldlauf dauerlauf gelandelauf laufbandtraining hardlopen hardloop "
        "hardloopsessie hardlooptraining lopen beh behani bieganie bieg carrera correr trote "
        "course footing corsa corrida lob lobetur lobebandslob traillob lop lopning loping "
        "lopetur loprunda loppass terranglopning juoksu futas 9",
        "walking": "walk walking hike hiking rucking spaziergang spazieren gehen wandern wanderung "
        "wandelen wandeling hiken chuze turistika caminata caminar senderismo marcha marche "
        "randonnee camminata passeggiata escursione escursionismo caminhada spacer chodzenie "
        "chod marsz wedrowka gang gatur fottur promenad vandring vandretur kavely",
        "cycling": "ride cycling bike biking bicycle cycle ebike spin spinning velomobile "
        "handcycle bmx cyclocross radfahren radfahrt fahrrad rad rennrad mountainbiken fietsen "
        "fietsrit fietstocht kolo kole cyklistika jizda ciclismo bicicleta pedalada velo cyclisme "
        "bicicletta bici cykling cykeltur sykling sykkeltur rowerze rowerem rowerowa kolarstwo "
        "pyoraily 1",
        "swimming": "swim swimming schwimmen freiwasserschwimmen zwemmen plavani natacion nadar "
        "natation nage nuoto natacao simning svomning svomming plywanie uinti",
        "elliptical": "elliptical crosstrainer ellipsentrainer crosstrainen eliptica elliptique "
        "ellittica orbitrek",
        "rowing": "row rowing rower rudern rudergerat roeien roing roning rodd veslovani remo "
        "aviron rameur canottaggio wioslarstwo wioslowanie ergometer soutu",
        "strength": "strength weight weights weightlifting crossfit krafttraining gewichtstraining "
        "krachttraining fuerza pesas musculation pesi musculacao styrketraning styrketrening "
        "posilovani silowy silownia",
    }
)
_SPORT_OF = MappingProxyType({word: sport for sport, ws in _WORDS.items() for word in ws.split()})
# Places and machines that mean a run unless another word says a walk or a ride.
_RUN_UNLESS_SAID = frozenset(
    ("trail", "treadmill", "laufband", "loopband", "lobeband", "lopband", "tapis", "cinta")
)
# Words that keep a sport out although another of its words would settle it (push run, horse ride).
_NEITHER = frozenset(
    (
        "wheelchair", "transition", "multisport", "motor", "motorcycle", "horse", "horseback",
        "ski", "skiing", "snow", "swimrun", "triathlon", "duathlon", "brick", "skate", "climbing",
    )
)  # fmt: skip
# A source that says one of these says nothing; the sub-sport or the speed may.
_UNSTATED = frozenset(("", "generic", "unknown", "none", "all", "default", "uncategorized"))
# Containers: the sub-sport says which machine or exercise it was.
_BY_SUB_SPORT = frozenset(("fitness_equipment", "training", "indoor", "cardio"))
# Letters that have no accent to take off: Danish, Norwegian, Polish.
_UNACCENTED = str.maketrans({"ø": "o", "ł": "l", "æ": "a"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=4096)
def sport_of(word: str | None, sub: str | None = None) -> str:
    """Sport that the word of a file, app or export means.

    Parameters
    ----------
    word : str or None
        Sport as the source says it: ``running``, ``TrailRun``, ``Laufen``, ``treadmill_running``,
        Strava's GPX codes ``9`` and ``1``.
    sub : str or None
        Sub-sport of a FIT session: settles ``fitness_equipment`` and ``training``.

    Returns
    -------
    str
        One of `metatarsal_load.schema.SPORTS`; ``other`` for a word that names none of them or
        several; ``""`` where the source says nothing (``None``, blank, ``generic``), so that the
        caller may look at the speed.
    """
    if _plain(word) in _UNSTATED | _BY_SUB_SPORT:
        said = _settle(sub)
        if said in ("", "other"):
            return "" if _plain(word) in _UNSTATED else "other"
        return said
    return _settle(word)


def _settle(word: str | None) -> str:
    """Sport of one word; "" for none at all."""
    if _plain(word) in _UNSTATED:
        return ""
    tokens = _LETTERS.findall(_fold(_CAMEL.sub(" ", word or "")))
    if not _NEITHER.isdisjoint(tokens):
        return "other"
    found = {_SPORT_OF[token] for token in tokens if token in _SPORT_OF}
    if found == {"running", "walking"} or (not found and not _RUN_UNLESS_SAID.isdisjoint(tokens)):
        return "running"
    return found.pop() if len(found) == 1 else "other"


def _plain(word: str | None) -> str:
    """Case and blanks away."""
    return (word or "").strip().lower()


def _fold(word: str) -> str:
    """Lower case without accents."""
    plain = word.casefold().translate(_UNACCENTED)
    spread = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def infer_sport(speed_mps: Floats, cadence_spm: Floats, span_s: Floats) -> str:
    """Sport of a recording that names none, from its speed and cadence alone.

    Parameters
    ----------
    speed_mps : numpy.ndarray
        Shape (n,). Speed over 30 s [m/s]; NaN where unknown.
    cadence_spm : numpy.ndarray
        Shape (n,). Cadence of both feet [steps/min]; NaN where unknown.
    span_s : numpy.ndarray
        Shape (n,). Timer time of the span that ends at each sample [s].

    Returns
    -------
    str
        ``running``, ``walking``, ``cycling`` or ``other``: more than a minute, and a tenth of the
        time, above 12 m/s is a vehicle; a median above 6.5 m/s, or a tenth of the time above
        7.5 m/s, is no run. A bicycle at running speed is taken for a run: the caller notes that
        the sport is inferred.
    """
    timed = (speed_mps >= _WALKING_MPS) & (span_s > 0)
    speed, span = speed_mps[timed], span_s[timed]
    median = weighted_median(speed, span)
    vehicle = span[speed > _VEHICLE_MPS].sum()
    if median > _VEHICLE_MPS or vehicle > max(_VEHICLE_S, _VEHICLE_SHARE * span.sum()):
        return "other"
    fast = span[speed > _CYCLING_FASTEST_TENTH_MPS].sum()
    if median > _CYCLING_MEDIAN_MPS or fast > 0.1 * span.sum():
        return "cycling"
    stepped = (cadence_spm > 0) & (span_s > 0)
    if weighted_median(cadence_spm[stepped], span_s[stepped]) >= _RUNNING_SPM:
        return "running"
    if not span.size:
        return "other"
    return "running" if median >= _RUNNING_MPS else "walking"
