"""RULES.md sections 2 and 3 by hand: what was run, and what the rule must say."""

from __future__ import annotations

from by_hand import MILE, Example, Rows, on, weeks

CALM = weeks([20, 20, 20, 20])


def after_calm(*runs: dict[str, object], **usual: object) -> Rows:
    """Four weeks of 20 km, then some runs from day 28 on."""
    return [*weeks([20, 20, 20, 20], **usual), *runs]


def hard(km: float, minutes: float, climb: float | None = None) -> Rows:
    """Weeks of 20 km with 20 hard min (and 80 m of climb), then one of so much."""
    usual, last = ({}, {}) if climb is None else ({"ascent_m": 20}, {"ascent_m": climb / 4})
    rest = [on(28 + n, km / 4, hard_min=0, **last) for n in (2, 4, 6)]
    base = weeks([20, 20, 20, 20], hard_min=5, **usual)
    return [*base, on(28, km / 4, hard_min=minutes, **last), *rest]


def paced(spm: float, speed: float | None, runs: int = 4) -> Rows:
    how = {"cadence_spm": spm} | ({} if speed is None else {"speed_mps": speed})
    return [on(3 * n, 8, **how) for n in range(runs)]


def slower_steps(spm: float, before: int = 6) -> Rows:
    """Runs at 180 spm and 3.0 m/s, two months later three at another cadence."""
    old = [on(5 * n, 8, cadence_spm=180, speed_mps=3.0) for n in range(before)]
    return [*old, *[on(60 + 3 * n, 8, cadence_spm=spm, speed_mps=3.0) for n in range(3)]]


def ground(km: float, word: str | None) -> Rows:
    """Four weeks on asphalt, then a week of 20 km with so many on another ground."""
    base = weeks([20, 20, 20, 20], surface="asphalt")
    return [*base, on(28, km, surface=word), on(34, 20 - km, surface="asphalt")]


def loop(share: int, word: str = "concrete") -> Rows:
    """Ten runs in four weeks, so many of them on one loop."""
    return [on(3 * n, 5, route="a" if n >= 10 - share else str(n), surface=word) for n in range(10)]


def pairs(thin_km: float, kind: str | None) -> dict[str, object]:
    rows = weeks([20, 20, 20, 20], shoe="A")
    shoes = [{"shoe": "A", "kind": "conventional"}, {"shoe": "M", "kind": kind}]
    last = [on(28, thin_km, shoe="M"), on(34, 20 - thin_km, shoe="A")]
    return {"runs": [*rows, *last], "shoes": shoes}


def race(kind: str, km: float, practised: int = 0) -> dict[str, object]:
    """A race on day 30 in a pair that ran so far before, practised in on a day."""
    rows = [on(3 * n, 10, shoe="F" if 3 * n == practised else "A") for n in range(10)]
    shoes = [{"shoe": "F", "kind": kind, "initial_km": km}]
    return {"runs": [*rows, on(30, 10, shoe="F", race="yes")], "shoes": shoes}


def worn(km: float | None, **more: object) -> dict[str, object]:
    pair = {"shoe": "A"} | ({} if km is None else {"initial_km": km - 10}) | more
    return {"runs": [on(0, 10, shoe="A")], "shoes": [pair]}


SOFT = [on(0, 5, surface="grass"), on(6, 5, surface="asphalt")]
BACK = [*CALM, on(42, 0.001)]  # 14 days without a run, first run back on day 42
ACHE = [on(30, pain=1)]
GRASS = after_calm(on(34, 8, surface="grass"), surface="asphalt")
PAVED = after_calm(on(34, 8, surface="asphalt"), surface="asphalt")

EXAMPLES: dict[str, list[Example]] = {
    "T10": [
        Example("first week of the log", 0, "unknown", CALM),
        Example("22.0 after weeks of 20", 28, "ok", weeks([20, 20, 20, 20, 22.0])),
        Example("8 then 30: rebound", 28, "note", weeks([30, 32, 31, 8, 30])),
        Example("22.001 after weeks of 20", 28, "caution", weeks([20, 20, 20, 20, 22.001])),
        Example("26.001 after weeks of 20", 28, "warning", weeks([20, 20, 20, 20, 26.001])),
        Example("2 mi after weeks of 1 mi", 28, "ok", weeks([MILE] * 4 + [2 * MILE])),
        Example("Wednesday, 12 km to date", 30, "unknown", [*CALM, on(28, 6), on(30, 6)]),
        Example("Thursday, 22.1 km to date", 31, "caution", [*CALM, on(28, 11), on(31, 11.1)]),
    ],
    "TSPK": [
        Example("no run in 30 days", 31, "unknown", [on(0, 10), on(31, 12)]),
        Example("11.0 after 10", 35, "ok", [on(0, 3), on(10, 10), on(35, 11.0)]),
        Example("11.001 after 10", 35, "caution", [on(0, 3), on(10, 10), on(35, 11.001)]),
        Example("20.001 after 10", 35, "warning", [on(0, 3), on(10, 10), on(35, 20.001)]),
        Example("the 10 km lie 30 days back", 30, "caution", [on(0, 10), on(30, 12)]),
    ],
    "T7": [
        Example("third day of the log", 2, "unknown", CALM),
        Example("the same every week", 34, "ok", weeks([20] * 6)),
        Example("24 km across two weeks", 37, "caution",
                [*CALM, *weeks([0, 0, 0, 0, 20], days=(4, 6)), on(35, 2), on(37, 2), on(41, 9)]),
        Example("40 km across two weeks", 37, "warning",
                [*CALM, *weeks([0, 0, 0, 0, 20, 20], days=(4, 6))[:2], on(35, 10), on(37, 10)]),
    ],
    "TBOTH": [
        Example("no intensity known", 28, "unknown", weeks([20, 20, 20, 20, 25])),
        Example("21.0 km, 40 hard min", 28, "ok", hard(21.0, 40)),
        Example("21.1 km, 30 hard min", 28, "caution", hard(21.1, 30)),
        Example("21.1 km, 29 hard min", 28, "ok", hard(21.1, 29)),
        Example("21.1 km, 30 hard min, sore", 28, "warning", hard(21.1, 30), ACHE),
    ],
    "TTRIO": [
        Example("no climb known", 28, "unknown", hard(25, 40)),
        Example("all three, climb 99 m above", 28, "ok", hard(25, 40, 179)),
        Example("all three, climb 100 m above", 28, "warning", hard(25, 40, 180)),
    ],
    "TONE": [
        Example("second week of the log", 7, "unknown", CALM),
        Example("one new thing", 28, "ok", hard(20, 40)),
        Example("distance and hard minutes", 28, "caution", hard(25, 40)),
        Example("distance, hard minutes, hills", 28, "warning", hard(25, 40, 180)),
    ],
    "TOFF": [
        Example("one week before the gap", 21, "unknown", [*weeks([20]), on(21, 5), on(30, 5)]),
        Example("half of the usual week", 42, "ok", [*BACK, on(43, 9.999), on(48, 0)]),
        Example("a metre above half", 42, "caution", [*BACK, on(43, 10.001)]),
        Example("a metre above all of it", 42, "warning", [*BACK, on(43, 20.001)]),
        Example("above half, after a cold", 42, "warning", [*BACK, on(43, 10.001)],
                [on(35, pain=0, illness="yes")]),
    ],
    "TMIX": [
        Example("long run, ground unknown", 34, "unknown", [*CALM, on(34, 8)]),
        Example("long run on grass", 34, "ok", GRASS),
        Example("long run on asphalt", 34, "note", PAVED),
        Example("the same with a sore foot", 34, "warning", PAVED, ACHE),
    ],
    "TVOL": [
        Example("no intensity known", 27, "unknown", CALM),
        Example("no hard minutes", 27, "ok", weeks([20] * 4, hard_min=0)),
        Example("some hard minutes", 27, "note", weeks([20] * 4, hard_min=10)),
    ],
    "TERR": [
        Example("unknown ground", 28, "unknown", ground(8, None)),
        Example("grass 30 %", 28, "ok", ground(6.0, "grass")),
        Example("grass 30 % and a metre", 28, "caution", ground(6.001, "grass")),
        Example("treadmill 40 %", 28, "caution", ground(8, "treadmill")),
    ],
    "SURF1": [
        Example("ground unknown", 0, "unknown", weeks([20])),
        Example("one on grass", 0, "ok", SOFT),
        Example("a week without", 7, "note", [*SOFT, *weeks([0, 20], surface="asphalt")]),
        Example("two weeks without", 14, "caution", [*SOFT, *weeks([0, 20, 20], surface="paved")]),
    ],
    "SURF2": [
        Example("five runs", 12, "unknown", loop(10)[:5]),
        Example("7 of 10 on one loop", 27, "ok", loop(7)),
        Example("8 of 10 on one loop", 27, "note", loop(8)),
        Example("all on one grass loop", 27, "ok", loop(10, "grass")),
    ],
    "XT": [
        Example("the log holds runs only", 30, "unknown", weeks([20] * 5)),
        Example("a ride 27 days ago", 27, "ok", [*CALM, on(0, 20, sport="cycling")]),
        Example("a ride 28 days ago", 28, "note", [*weeks([20] * 5), on(0, 20, sport="cycling")]),
    ],
    "CAD": [
        Example("two runs", 3, "unknown", paced(160, None, 2)),
        Example("170 spm", 9, "ok", paced(170, None)),
        Example("169 spm", 9, "note", paced(169, None)),
        Example("166 spm at 3.0 m/s", 9, "note", paced(166, 3.0)),
        Example("155 spm at 3.0 m/s", 9, "caution", paced(155, 3.0)),
        Example("5.1 % below the own 180", 66, "caution", slower_steps(170.8)),
        Example("5.0 % below the own 180", 66, "ok", slower_steps(171.0)),
    ],
    "OVER": [
        Example("four runs before", 66, "unknown", slower_steps(170, before=4)),
        Example("1.050 m after 1.000", 66, "ok", slower_steps(180 / 1.05)),
        Example("1.051 m after 1.000", 66, "note", slower_steps(180 / 1.051)),
    ],
    "DOWN": [
        Example("no altitude", 28, "unknown", weeks([20] * 5)),
        Example("three times", 28, "ok", after_calm(on(34, 20, downhill_km=3), downhill_km=0.25)),
        Example("a metre more", 28, "caution",
                after_calm(on(34, 20, downhill_km=3.001), downhill_km=0.25)),
    ],
    "LOAD": [
        Example("a run without a load", 0, "unknown", [on(0, 5, forefoot_load=900), on(6, 5)]),
        Example("a whole week", 0, "ok", weeks([20], forefoot_load=5000)),
    ],
    "SH7": [
        Example("mileage unknown", 0, "unknown", **worn(None)),
        Example("482 km", 0, "ok", **worn(482)),
        Example("483 km", 0, "note", **worn(483)),
        Example("1126.0 km", 0, "caution", **worn(1126.0)),
        Example("1126.6 km", 0, "warning", **worn(1126.6)),
        Example("500 km, own limit 500", 0, "warning", **worn(500, limit_km=500)),
    ],
    "SHUN": [
        Example("no shoes logged", 0, "unknown", weeks([20])),
        Example("mileage known, every run logged", 0, "ok+ok", **worn(100)),
        Example("mileage unknown", 0, "caution+ok", **worn(None)),
        Example("a tenth without a shoe", 18, "ok+note",
                [on(0, 45, shoe="A"), on(18, 5)], shoes=[{"shoe": "A", "initial_km": 0}]),
        Example("a quarter without a shoe", 18, "ok+caution",
                [on(0, 45, shoe="A"), on(18, 15)], shoes=[{"shoe": "A", "initial_km": 0}]),
    ],
    "SHROT": [
        Example("five runs", 8, "unknown", [on(2 * n, 5, shoe="A") for n in range(5)]),
        Example("two pairs in turn", 10, "ok", [on(2 * n, 5, shoe="AB"[n % 2]) for n in range(6)]),
        Example("91 % in one", 12, "note",
                [on(0, 3, shoe="B"), *[on(2 * n, 5, shoe="A") for n in range(1, 8)]]),
        Example("a single pair", 10, "caution", [on(2 * n, 5, shoe="A") for n in range(6)]),
    ],
    "SHMIN": [
        Example("kind unknown", 28, "unknown", **pairs(4, None)),
        Example("10 %", 28, "ok", **pairs(2.0, "minimalist")),
        Example("11 %", 28, "caution", **pairs(2.2, "racing_flat")),
        Example("31 %", 28, "warning", **pairs(6.2, "minimalist")),
    ],
    "SHRACE": [
        Example("no shoe logged", 30, "unknown",
                [on(0, 9, shoe="A"), on(30, 10, race="yes")], shoes=[{"shoe": "A"}]),
        Example("practised, 800 km", 30, "ok", **race("conventional", 790)),
        Example("practised, 805 km", 30, "caution", **race("conventional", 795)),
        Example("flat last used 28 days before", 30, "caution", **race("racing_flat", 0)),
        Example("flat used 27 days before", 30, "ok", **race("racing_flat", 0, practised=3)),
    ],
}  # fmt: skip
