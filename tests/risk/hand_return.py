"""RULES.md section 4 by hand: an injury or a gap, and the way back."""

from __future__ import annotations

from by_hand import Example, Rows, entries, on, weeks

HURT = [on(28, pain=5, injury="yes")]
"""The diary's injury on the day after four weeks of 20 km; the first run back is on day 42."""
BACK = 42


def back(*runs: dict[str, object], **usual: object) -> Rows:
    """Four weeks of 20 km, two weeks off, then some runs; their days count from the first."""
    later = [run | on(BACK + int(str(run["date"]))) for run in runs]
    return [*weeks([20, 20, 20, 20], **usual), *later]


def run(since: int, km: float = 3, **more: object) -> dict[str, object]:
    return {"date": since, "distance_km": km} | more


def felt(days: range, **more: object) -> Rows:
    """The injury, then the same entry on days counted from the first run back."""
    return [*HURT, *entries([BACK + n for n in days], **more)]


def answers(when: int, **given: object) -> Rows:
    every = dict.fromkeys(("walk_ok", "stairs_ok", "hops_ok", "calf_raise_ok"), "yes")
    return [*HURT, on(BACK + when, pain=0, **(every | given))]


def short(minutes: float, word: str | None = "grass", since: int = 0) -> Rows:
    return back(run(since, 2, duration_min=minutes, surface=word), duration_min=30, surface="grass")


def hill(since: int, steep: float | None, down: float | None = 0) -> Rows:
    known = {"steep_m": 0, "steep_down_m": 0}
    first = [run(0, **known)] if since else []
    return back(*first, run(since, steep_m=steep, steep_down_m=down))


def soft(*words: str | None, until: int = 13) -> Rows:
    runs = [run(2 * n, 3, surface=word) for n, word in enumerate(words)]
    return back(*runs, run(until, 0), surface="asphalt")


def second_week(km: float) -> Rows:
    """Ten km in the first week back, then a week of so many."""
    first = [run(n, 2.5) for n in (0, 2, 4, 6)]
    return back(*first, *[run(7 + n, km / 4) for n in (0, 2, 4, 6)])


def thirties(days: tuple[int, ...], minutes: float = 32) -> list[dict[str, object]]:
    return [run(n, 5, duration_min=minutes) for n in days]


def risen(days: tuple[int, ...], minutes: float = 32) -> Rows:
    """Runs of half an hour on some days, then 30 km in the second week."""
    last = [run(7 + n, 7.5, duration_min=20) for n in (0, 2, 4, 6)]
    return back(*thirties(days, minutes), *last, duration_min=30)


def gate_week(runs: tuple[int, ...], rides: tuple[int, ...]) -> Rows:
    """Four painless half hours, then a week of some runs and rides."""
    bike = [run(7 + n, 20, sport="cycling") for n in rides]
    jogs = [run(7 + n, 5, duration_min=30) for n in runs]
    return back(*thirties((0, 2, 4, 6)), *jogs, *bike, run(13, 0, sport="walking"))


FINE = felt(range(22), pain_during=0, pain_morning=0)
ACHED = [*felt(range(2)), on(BACK + 2, pain=4), *entries([BACK + 3])]
ANKLE = [*felt(range(2)), on(BACK + 2, pain=5.5), *entries([BACK + 3])]
TWICE = back(run(0), run(3), run(7, 0))
THIN = [{"shoe": "A", "kind": "conventional"}, {"shoe": "M", "kind": "minimalist"}]

EXAMPLES: dict[str, list[Example]] = {
    "RRDY": [
        Example("no diary at all, back from a gap", BACK, "unknown", back(run(0))),
        Example("four times yes, two days old", BACK, "ok", back(run(0)), answers(-2)),
        Example("four times yes, three days old", BACK, "caution", back(run(0)), answers(-3)),
        Example("one no", BACK, "stop", back(run(0)), answers(-1, hops_ok="no")),
        Example("one no, after a gap", BACK, "warning", back(run(0)),
                answers(-1, hops_ok="no")[1:]),
        Example("one left out, after a gap", BACK, "note", back(run(0)),
                answers(-1, hops_ok=None)[1:]),
    ],
    "RWR": [
        Example("no time", BACK, "unknown", back(run(0)), HURT),
        Example("16:00 on grass", BACK, "ok", short(16), HURT),
        Example("15 min on asphalt", BACK, "note", short(15, "asphalt"), HURT),
        Example("16:01 on grass", BACK, "caution", short(16 + 1 / 60), HURT),
        Example("30:01 on grass", BACK, "warning", short(30 + 1 / 60), HURT),
        Example("30:01 on grass, after a gap", BACK, "caution", short(30 + 1 / 60)),
    ],
    "R2550": [
        Example("the seven days are not over", BACK, "unknown", back(run(0, 6)), HURT),
        Example("10.0 of 20 km", BACK, "ok", back(run(0, 5), run(6, 5)), HURT),
        Example("10.001 of 20 km", BACK, "warning", back(run(0, 5), run(6, 5.001)), HURT),
        Example("4.999 of 20 km", BACK, "note", back(run(0, 3), run(6, 1.999)), HURT),
        Example("usual distance told", BACK, "ok", [*weeks([20]), run(0, 5) | on(BACK), on(48, 5)],
                HURT, athlete={"usual_km": 20}),
    ],
    "RNXT": [
        Example("the morning has not come", BACK, "unknown", back(run(0)), felt(range(1))),
        Example("no pain", BACK, "ok", back(run(0)), felt(range(2))),
        Example("nothing written", BACK, "note", back(run(0)),
                [*felt(range(1)), *felt(range(3, 4))]),
        Example("2 in the morning, 1 before", BACK, "warning", back(run(0)),
                [*HURT, on(BACK, pain=1), on(BACK + 1, pain=2)]),
        Example("the same after a gap", BACK, "caution", back(run(0)),
                [on(BACK, pain=1), on(BACK + 1, pain=2)]),
    ],
    "RHILL": [
        Example("no altitude", BACK, "unknown", back(run(0)), HURT),
        Example("199 m at 6 %", BACK, "ok", hill(0, 199), HURT),
        Example("200 m at 6 %", BACK, "warning", hill(0, 200), HURT),
        Example("day 13, 300 m at -5 %", BACK + 13, "warning", hill(13, 0, 300), HURT),
        Example("day 14, 600 m at -8 %", BACK + 14, "note", hill(14, 0, 600), HURT),
        Example("day 13 after a gap", BACK + 13, "caution", hill(13, 0, 300)),
    ],
    "RSURF": [
        Example("not over", BACK, "unknown", soft("grass", "grass", until=12), HURT),
        Example("half on grass", BACK, "ok", soft("grass", "paved"), HURT),
        Example("half unknown", BACK, "note", soft("grass", None, None), HURT),
        Example("a third on grass", BACK, "caution", soft("grass", "paved", "paved"), HURT),
    ],
    "RSLOW": [
        Example("the week is not over", BACK + 7, "unknown", second_week(8)[:-1], HURT),
        Example("10.0 then 11.6 km", BACK + 7, "ok", second_week(11.6), HURT),
        Example("10.0 then 11.7 km", BACK + 7, "warning", second_week(11.7), HURT),
        Example("after a gap, below 0.9 U", BACK + 7, "note", second_week(11.7)),
        Example("after a gap, above 0.9 U", BACK + 7, "caution", second_week(18.4)),
    ],
    "R30": [
        Example("no diary of the runs", BACK, "unknown", risen((0, 2, 5)), HURT),
        Example("days 0, 2, 5, then a rise", BACK + 7, "warning", risen((0, 2, 5)), FINE),
        Example("days 0, 2, 4, 6, then a rise", BACK + 7, "none", risen((0, 2, 4, 6)), FINE),
        Example("a bout of 29:59", BACK + 7, "warning", risen((0, 2, 4, 6), 29 + 59 / 60), FINE),
        Example("no rise", BACK + 7, "ok", back(*thirties((0, 3, 6, 9, 13))), FINE),
        Example("after a gap, below 0.9 U", BACK + 7, "note",
                [*second_week(0)[:-4], *[run(0, 3.5) | on(BACK + n, duration_min=9)
                                         for n in (7, 9, 11, 13)]], FINE[1:]),
        Example("after a gap, above 0.9 U", BACK + 7, "caution", risen((0, 2, 5)), FINE[1:]),
    ],
    "R32": [
        Example("the log holds runs only", BACK + 7, "unknown",
                gate_week((1, 3, 5), ())[:-1], FINE),
        Example("3 runs and 2 rides", BACK + 7, "ok", gate_week((1, 3, 5), (0, 2)), FINE),
        Example("3 runs and 1 ride", BACK + 7, "note", gate_week((1, 3, 5), (0,)), FINE),
        Example("4 runs and 2 rides", BACK + 7, "caution", gate_week((1, 3, 5, 6), (0, 2)), FINE),
    ],
    "RRST": [
        Example("nothing written", BACK + 3, "unknown", TWICE, HURT),
        Example("no pain", BACK + 3, "ok", TWICE, felt(range(4))),
        Example("4 the day before", BACK + 3, "caution", TWICE, ACHED),
        Example("5.5 the day before", BACK + 3, "stop", TWICE, ANKLE),
        Example("4 the day before, after a gap", BACK + 3, "note", TWICE, ACHED[1:]),
        Example("5.5 the day before, after a gap", BACK + 3, "warning", TWICE, ANKLE[1:]),
    ],
    "RKEEP": [
        Example("two days told, five left out", BACK, "unknown", TWICE,
                felt(range(2), rehab="yes")),
        Example("three days", BACK, "ok", TWICE,
                [*felt(range(3), rehab="yes"), *felt(range(3, 8), rehab="no")]),
        Example("two days", BACK, "note", TWICE,
                [*felt(range(2), rehab="yes"), *felt(range(2, 8), rehab="no")]),
        Example("a new minimalist pair", BACK + 1, "ok+warning",
                back(run(0, shoe="A"), run(1, shoe="M"), run(7, shoe="M"), shoe="A"),
                felt(range(8), rehab="yes"), THIN),
    ],
}  # fmt: skip
