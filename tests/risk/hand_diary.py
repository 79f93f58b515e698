"""RULES.md section 5 by hand: what was written, and what the rule must say."""

from __future__ import annotations

from by_hand import Example, Rows, entries, on, weeks

RUNS = weeks([20] * 5)
"""5 km on days 0, 2, 4 and 6 of each week; day 9 is a run day, day 10 is none."""


def told(level: str, words: str, when: int = 9, **written: object) -> Example:
    """One entry of a day, typed as words say."""
    return Example(words, when, level, RUNS, [on(when, **({"pain": 0} | written))])


def morning(level: str, words: str, before: float, waking: float | None) -> Example:
    notes = [on(9, pain=before), on(10, pain=0, pain_morning=waking)]
    return Example(words, 9, level, RUNS, notes)


def sore(level: str, words: str, km: float = 2.5, **more: object) -> Example:
    """Pain 1 on day 26, then a run of day 30 on grass, easy, in a cushioned shoe."""
    how = {"surface": "grass", "intensity": "easy", "shoe": "A"}
    shoes = [{"shoe": "A", "kind": "conventional"}, {"shoe": "F", "kind": "racing_flat"}]
    rows = [*weeks([20] * 4, **how), on(30, km, **(how | more))]
    return Example(words, 30, level, rows, [on(26, pain=1)], shoes)


def course(level: str, words: str, when: int, **pains: float) -> Example:
    """Pains by days since the onset on day 7: d0=4, d5=3."""
    notes = [on(7 + int(name[1:]), pain=pain) for name, pain in pains.items()]
    return Example(words, 7 + when, level, RUNS, notes)


def rested(level: str, words: str, *pains: float | None, when: int = 7) -> Example:
    """Pains of days 5, 6, 7 ... without a run."""
    rows = [on(0, 5), on(2, 5), on(4, 5), on(12, 5)]
    notes = [on(5 + n, pain=pain) for n, pain in enumerate(pains) if pain is not None]
    return Example(words, when, level, rows, notes)


def fit(level: str, words: str, **pair: object) -> Example:
    return Example(words, 9, level, weeks([20] * 2, shoe="A"), shoes=[{"shoe": "A"} | pair])


def numb(*days: int) -> Rows:
    return entries(days, numbness="yes")


SAME = {f"d{n}": 4.0 for n in range(11)}
FALLING = {"d0": 6, "d1": 6, "d2": 6, "d4": 5, "d8": 3, "d9": 3, "d10": 3}

EXAMPLES: dict[str, list[Example]] = {
    "PSCL": [
        Example("no entry that day", 10, "unknown", RUNS, [on(9, pain=0), on(11, pain=0)]),
        told("ok", "2.9", pain=2.9),
        told("caution", "3", pain=3),
        told("caution", "5", pain=5),
        told("stop", "5.1", pain=5.1),
        told("stop", "6 during the run", pain=1, pain_during=6),
    ],
    "PSHP": [
        told("unknown", "sharpness not told", pain=1, pain_during=2.9),
        told("ok", "rise of 1.9, not sharp", pain=1, pain_during=2.9, sharp="no"),
        told("stop", "rise of 2.0", pain=1.3, pain_during=3.3),
        told("stop", "a knife", sharp="yes"),
    ],
    "PFADE": [
        morning("unknown", "nothing on waking", 2, None),
        morning("ok", "2 before, 1.9 on waking", 2, 1.9),
        morning("warning", "2 before, 2 on waking", 2, 2),
        Example("in another place", 12, "caution", RUNS,
                [on(8, pain=2, place="big toe"), on(12, pain=2, place="ball")]),
    ],
    "PMOD": [
        sore("unknown", "ground not known", surface=None),
        sore("ok", "soft, easy, half of the longest"),
        sore("caution", "a metre longer", 2.501),
        sore("caution", "asphalt", surface="asphalt"),
        sore("caution", "hard", intensity="hard"),
        sore("warning", "asphalt in a flat", surface="asphalt", shoe="F"),
    ],
    "PHOT": [
        told("unknown", "not told on a run day"),
        told("ok", "0 during", pain_during=0),
        told("caution", "0.5 during", pain_during=0.5),
    ],
    "DREST": [
        told("unknown", "night not told", pain_rest=0),
        told("ok", "none", pain_rest=0, pain_night=0),
        told("stop", "1 at night", pain_night=1),
        told("stop", "1 at rest", pain_rest=1),
    ],
    "DSWL": [
        Example("not told", 9, "unknown", RUNS, [on(9, pain=0), on(10, pain=0, swelling="no")]),
        told("ok", "no", swelling="no"),
        told("stop", "yes", swelling="yes"),
    ],
    "DNUM": [
        Example("not told", 9, "unknown", RUNS, [on(9, pain=0), *numb(20)]),
        told("ok", "no", numbness="no"),
        told("note", "a single day", numbness="yes"),
        Example("the second day running", 9, "stop", RUNS, numb(8, 9)),
        Example("3 of 7 days", 14, "stop", RUNS, numb(8, 11, 14)),
        Example("3 of 8 days", 15, "note", RUNS, numb(8, 11, 15)),
    ],
    "DSTEP": [
        told("unknown", "one step, the rest not told", sudden_step="yes"),
        told("ok", "one step, neither sharp nor swollen", sudden_step="yes", sharp="no",
             swelling="no"),
        told("stop", "one step, swollen", sudden_step="yes", sharp="no", swelling="yes"),
    ],
    "DTOE": [
        Example("not told", 9, "unknown", RUNS,
                [on(9, pain=0), on(10, pain=0, new_deformity="no")]),
        told("ok", "no", new_deformity="no"),
        told("warning", "yes", new_deformity="yes"),
    ],
    "DDUR": [
        course("unknown", "two entries", 10, d0=4, d10=4),
        course("ok", "day 6", 6, **SAME),
        course("caution", "day 7", 7, **SAME),
        course("stop", "day 10", 10, **SAME),
        course("ok", "median 6 to 3 on day 10", 10, **FALLING),
        course("stop", "three entries, 4 to 3", 10, d0=4, d5=4, d10=3),
    ],
    "DWRS": [
        rested("unknown", "nothing on the first day of rest", None, 2, 4),
        rested("ok", "0.9 more", 2, 2, 2.9),
        rested("stop", "1 more", 2, 2, 3),
        rested("none", "two days only", 2, 4, when=6),
    ],
    "DWALK": [
        Example("not told", 9, "unknown", RUNS, [on(9, pain=0), on(10, pain=0, pain_walking=0)]),
        told("ok", "no pain", pain_walking=0),
        told("stop", "1 and a run", pain_walking=1),
        told("none", "1 and no run", 10, pain_walking=1),
    ],
    "PIMP": [
        told("unknown", "rest not told", pain_during=2),
        told("ok", "at rest too", pain_during=2, pain_rest=1),
        told("note", "not at rest", pain_during=2, pain_rest=0),
    ],
    "MEDS": [
        Example("not told", 9, "unknown", RUNS, [on(9, pain=0), on(10, pain=0, analgesic="no")]),
        told("ok", "none", analgesic="no"),
        told("caution", "before a run", analgesic="yes"),
        told("none", "on a rest day", 10, analgesic="yes"),
    ],
    "ADL": [
        told("unknown", "shoes not told", standing_h=5),
        told("ok", "6 h and a run", standing_h=6, everyday_shoe="supportive"),
        told("note", "6.1 h and a run", standing_h=6.1, everyday_shoe="supportive"),
        told("ok", "9 h and no run", 10, standing_h=9, everyday_shoe="supportive"),
        told("note", "heels", 10, everyday_shoe="heels"),
    ],
    "SHFIT": [
        fit("unknown", "nothing told"),
        fit("ok", "wide and cushioned", toe_box="wide", cushioning="high", fit="good"),
        fit("note", "narrow toe box", toe_box="narrow"),
    ],
}  # fmt: skip
