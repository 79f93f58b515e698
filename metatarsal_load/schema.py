"""Every table's columns: dtype, unit and meaning, and the check of a table typed by hand.

Unknown is NaN (NaT, "unknown"), never 0. The tables are plain DataFrames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SPORTS = (
    "running", "walking", "cycling", "swimming", "elliptical", "rowing", "strength", "other",
)  # fmt: skip
CROSS_TRAINING = ("cycling", "swimming", "elliptical", "rowing")
SURFACES = (
    "asphalt", "concrete", "paved", "compacted", "gravel", "dirt", "trail", "grass", "sand",
    "track", "treadmill", "mixed", "unknown",
)  # fmt: skip
HARD_SURFACES = ("asphalt", "concrete", "paved")
SOFT_SURFACES = ("compacted", "gravel", "dirt", "trail", "grass", "sand")
SHOE_KINDS = ("conventional", "minimalist", "racing_flat", "carbon")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PRIVACY = ("keep", "hash", "shift", "words", "drop")
LEVELS = ("unknown", "ok", "note", "caution", "warning", "stop")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    dtype : str
        ``float``, ``text``, ``flag`` (True, False or unknown: float 1, 0, NaN), ``date``
        (midnight, naive), ``time`` (naive local wall clock), ``utc`` or ``category``.
    unit : str
        Unit, or "" where there is none.
    meaning : str
        One line for the data dictionary.
    low, high : float or None
        Range of validity, inclusive.
    values : tuple of str
        The words a category may hold; those that rules know in a text.
    required : bool
        Whether a table typed by hand must have it.
    privacy : str
        What `anonymise` does: ``keep`` it, ``hash`` it with the key, ``shift`` it by whole weeks,
        keep known ``words`` only, or ``drop`` it (it becomes unknown).
    """

    dtype: str
    unit: str
    meaning: str
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()
    required: bool = False
    privacy: str = "keep"


def _km(meaning: str) -> Column:
    return Column("float", "km", meaning, low=0)


def _min(meaning: str) -> Column:
    return Column("float", "min", meaning, low=0)


def _told(meaning: str) -> Column:
    return Column("text", "", meaning)


def _name(meaning: str, *, required: bool = False) -> Column:
    return Column("text", "", meaning, required=required, privacy="hash")


def _private(meaning: str) -> Column:
    return Column("text", "", meaning, privacy="drop")


def _words(meaning: str, *values: str) -> Column:
    return Column("text", "", meaning, values=values, privacy="words")


def _day(meaning: str, *, dtype: str = "date", required: bool = False) -> Column:
    return Column(dtype, "", meaning, required=required, privacy="shift")


def _flag(meaning: str) -> Column:
    return Column("flag", "", meaning)


def _share(meaning: str) -> Column:
    return Column("float", "1", meaning, low=0, high=1)


def _scale(meaning: str, *, required: bool = False) -> Column:
    return Column("float", "0-10", meaning, low=0, high=10, required=required)


SAMPLES: Mapping[str, Column] = {
    "distance_m": Column("float", "m", "cumulative distance", low=0),
    "latitude_deg": Column("float", "deg", "latitude, WGS 84", -90, 90, privacy="drop"),
    "longitude_deg": Column("float", "deg", "longitude, WGS 84", -180, 180, privacy="drop"),
    "altitude_m": Column("float", "m", "altitude above sea level", privacy="drop"),
    "speed_mps": Column("float", "m/s", "speed", low=0),
    "cadence_spm": Column("float", "steps/min", "cadence, both feet", low=0),
    "heart_rate_bpm": Column("float", "beats/min", "heart rate", low=0),
    "power_w": Column("float", "W", "power"),
    "stance_time_ms": Column("float", "ms", "ground contact time of one step", low=0),
    "vertical_oscillation_mm": Column("float", "mm", "vertical oscillation", low=0),
    "step_length_mm": Column("float", "mm", "step length", low=0),
    "temperature_c": Column("float", "deg C", "temperature at the device"),
    "moving": Column("flag", "", "after cleaning: the athlete moved in the span that ends here"),
    "grade": Column("float", "1", "after cleaning: rise over run, smoothed"),
}

SESSIONS: Mapping[str, Column] = {
    "athlete": _name("whose session; 'me' where nobody is named"),
    "session_id": _name("stable id of the session: unique within the athlete"),
    "start": _day("start on the local wall clock", dtype="time", required=True),
    "start_utc": Column("time", "", "start in UTC, naive", privacy="drop"),
    "timezone": _private("IANA zone or offset of the local clock"),
    "timezone_source": _told("file, coordinates, argument, athlete, assumed_utc or typed"),
    "sport": Column("category", "", "sport of the session", values=SPORTS),
    "distance_km": Column("float", "km", "distance", low=0, required=True),
    "duration_min": _min("timer time: pauses left out"),
    "moving_min": _min("time in motion"),
    "running_min": _min("time running: cadence >= 140 spm or speed >= 2.0 m/s"),
    "longest_bout_min": _min("longest continuous running, pauses of up to 60 s allowed"),
    "ascent_m": Column("float", "m", "climb", low=0),
    "descent_m": Column("float", "m", "descent, positive", low=0),
    "downhill_km": _km("distance at a grade of -5 % or steeper"),
    "steep_m": Column("float", "m", "distance at |grade| >= 6 % over at least 100 m", low=0),
    "steep_down_m": Column("float", "m", "distance at grade <= -5 % over at least 100 m", low=0),
    "cadence_spm": Column("float", "steps/min", "median running cadence, both feet", 0, 300),
    "cadence_source": _told("how the cadence was established"),
    "easy_cadence_spm": Column("float", "steps/min", "median cadence, level easy running", 0, 300),
    "easy_speed_mps": Column("float", "m/s", "median speed of the level easy running", 0, 12),
    "easy_level_min": _min("level easy running behind the two columns before"),
    "speed_mps": Column("float", "m/s", "mean speed while moving", 0, 40),
    "steps": Column("float", "steps", "steps of both feet", low=0),
    "heart_rate_bpm": Column("float", "beats/min", "mean heart rate while moving", 20, 260),
    "easy_min": _min("minutes of easy intensity"),
    "moderate_min": _min("minutes of moderate intensity"),
    "hard_min": _min("minutes of hard intensity"),
    "intensity": Column(
        "category", "", "the session as a whole", values=("easy", "moderate", "hard", "unknown")
    ),
    "intensity_source": _told(
        "heart_rate_zones, heart_rate_observed, pace_observed, ... or unknown"
    ),
    "surface": Column("category", "", "surface of most of the distance", values=SURFACES),
    "paved_km": _km("distance on asphalt, concrete, paving"),
    "soft_km": _km("distance on trail, dirt, grass, gravel, sand, rubber track"),
    "treadmill_km": _km("distance on a treadmill"),
    "unknown_surface_km": _km("distance whose surface is unknown"),
    "surface_source": _told("typed, export, file, shape, map or unknown"),
    "route": _name("session_id of the athlete's first run on the same ground"),
    "forefoot_load": Column("float", "reference steps", "linear forefoot load, RULES section 6", 0),
    "damage_index": Column("float", "reference steps", "damage index D_7, RULES section 6", 0),
    "load_source": _told("what the two loads were made from, and what was assumed"),
    "shoe": _name("the pair worn"),
    "shoe_source": _told("export, typed, default or unknown"),
    "rpe": _scale("session rating of perceived exertion"),
    "race": _flag("a race"),
    "name": _private("title of the session"),
    "device": _private("recorder"),
    "file": _name("the file (and member) it came from"),
    "notes": _private("what was odd and how it was handled"),
}

POSITIONS: Mapping[str, Column] = {
    "start_latitude_deg": Column(
        "float", "deg", "latitude of the first fix, WGS 84", -90, 90, privacy="drop"
    ),
    "start_longitude_deg": Column(
        "float", "deg", "longitude of the first fix, WGS 84", -180, 180, privacy="drop"
    ),
}
"""Further columns of sessions, only with ``keep_positions=True``."""

WEEKS: Mapping[str, Column] = {
    "runs": Column("float", "1", "running sessions", low=0),
    "run_days": Column("float", "d", "days with a run", 0, 7),
    "rest_days": Column("float", "d", "covered days without any session", 0, 7),
    "cross_training_days": Column(
        "float", "d", "days with cycling, swimming, elliptical, rowing", 0, 7
    ),
    "distance_km": _km("running distance; a lower bound where runs_without_distance > 0"),
    "runs_without_distance": Column("float", "1", "runs whose distance is unknown", low=0),
    "duration_min": _min("running time"),
    "longest_run_km": _km("longest run"),
    "easy_min": _min("easy minutes"),
    "moderate_min": _min("moderate minutes"),
    "hard_min": _min("hard minutes"),
    "hard_share": _share("hard minutes over all judged minutes"),
    "paved_share": _share("share of distance on hard surfaces"),
    "soft_share": _share("share of distance on soft surfaces"),
    "treadmill_share": _share("share of distance on the treadmill"),
    "unknown_surface_share": _share("share of distance on unknown surfaces"),
    "surface_source": _told("who told the known surfaces (file, map, typed), by name"),
    "cadence_spm": Column("float", "steps/min", "median of the runs' cadence", 0, 300),
    "low_cadence_share": _share("share of the runs with a cadence that were below 170 spm"),
    "ascent_m": Column("float", "m", "climb", low=0),
    "descent_m": Column("float", "m", "descent", low=0),
    "downhill_km": _km("distance at -5 % or steeper"),
    "steps": Column("float", "steps", "steps of both feet", low=0),
    "forefoot_load": Column("float", "reference steps", "linear forefoot load", low=0),
    "damage_index": Column("float", "reference steps", "damage index D_7", low=0),
    "shoes": _private("pairs worn, by name"),
    "complete": _flag("all seven days are covered"),
}

SHOES: Mapping[str, Column] = {
    "shoe": _name("name of the pair", required=True),
    "athlete": _name("whose pair"),
    "model": _name("maker and model"),
    "kind": Column("category", "", "construction", values=SHOE_KINDS),
    "start": _day("first day worn"),
    "retired": _day("day it was retired"),
    "initial_km": _km("distance before the log began"),
    "limit_km": _km("the pair's own limit, in place of 700 miles"),
    "default_for": _words(
        "sport or surface it is worn for by default: running, trail, treadmill, road",
        *(*SPORTS, *SURFACES, "road"),
    ),
    "toe_box": _words("wide, normal or narrow", "wide", "normal", "narrow"),
    "cushioning": _words(
        "forefoot cushioning: high, medium, low or none", "high", "medium", "low", "none"
    ),
    "fit": _words("loose, good or tight", "loose", "good", "tight"),
}

DIARY: Mapping[str, Column] = {
    "athlete": _name("whose day"),
    "date": _day("the day", required=True),
    "pain": _scale("forefoot pain before activity, or the day's on a rest day", required=True),
    "pain_during": _scale("forefoot pain during the run"),
    "pain_morning": _scale("forefoot pain on waking"),
    "injury": _flag("a diagnosed or training-stopping injury"),
    "pain_walking": _scale("pain when walking"),
    "pain_rest": _scale("pain at rest"),
    "pain_night": _scale("pain at night"),
    "sharp": _flag("sharp, knife-like pain"),
    "swelling": _flag("swelling, heat or redness"),
    "numbness": _flag("numbness or tingling"),
    "sudden_step": _flag("it began with one step"),
    "new_deformity": _flag("toes that drift or a new shape"),
    "walk_ok": _flag("barefoot walk without pain"),
    "stairs_ok": _flag("stairs without pain"),
    "hops_ok": _flag("light hops without pain"),
    "calf_raise_ok": _flag("calf raise without pain"),
    "illness": _flag("ill that day"),
    "place": _name("where it hurts"),
    "analgesic": _flag("pain relief taken before activity"),
    "rehab": _flag("rehab exercises done"),
    "ice": _flag("ice"),
    "stretch": _flag("calf stretches"),
    "pad": _flag("metatarsal pad worn"),
    "standing_h": Column("float", "h", "hours on the feet beside running", 0, 24),
    "everyday_shoe": _words(
        "supportive, unsupportive, heels, dress, barefoot",
        *("supportive", "unsupportive", "heels", "dress", "barefoot"),
    ),
    "note": _private("anything else"),
}

ATHLETES: Mapping[str, Column] = {
    "athlete": _name("name", required=True),
    "mass_kg": Column("float", "kg", "body mass", 20, 300),
    "height_m": Column("float", "m", "height", 1, 2.6),
    "sex": _words("m or f: for TRIMP's weighting", "m", "f"),
    "birth_year": Column("float", "year", "year of birth", 1900, 2100),
    "hr_max": Column("float", "beats/min", "highest heart rate", 100, 240),
    "hr_rest": Column("float", "beats/min", "resting heart rate", 25, 120),
    "threshold_pace_s_per_km": Column("float", "s/km", "pace at threshold", 120, 900),
    "usual_km": _km("usual weekly distance in the athlete's own words, where history tells none"),
    "week_start": _words("first day of the week, English name", *WEEKDAYS),
    "timezone": _private("IANA zone for sessions without one"),
    "arch": _words("high, normal or low", "high", "normal", "low"),
    "bunion": _flag("bunion"),
    "hammertoe": _flag("hammertoe"),
    "callus": _flag("callus under the ball of the foot"),
    "tight_calves": _flag("tight calves"),
    "pronation": _words("over, neutral or under", "over", "neutral", "under"),
}

FINDINGS: Mapping[str, Column] = {
    "athlete": _name("who"),
    "rule": _told("id of the rule"),
    "level": Column("category", "", "ordered: unknown < ok < note < ... < stop", values=LEVELS),
    "start": _day("first day of the period judged"),
    "end": _day("last day of the period judged"),
    "value": Column("float", "see unit", "the figure judged"),
    "unit": _told("unit of value, limit and baseline"),
    "limit": Column("float", "see unit", "the limit it was judged against"),
    "baseline": Column("float", "see unit", "what the limit was made from"),
    "message": _private("what was found, in words"),
    "advice": _told("one thing to do"),
    "reason": _private("why it could not be judged, or what was left out"),
    "basis": _told("guide, study or convention"),
    "source": _told("the guide's words and the study, with its strength"),
    "session_id": _name("the session, for session rules"),
    "shoe": _name("the pair, for shoe rules"),
}

SKIPPED: Mapping[str, Column] = {
    "file": _name("the input"),
    "member": _private("member of an archive, or activity of a file"),
    "reason": _private("why it gave less than it held"),
    "offset": Column("float", "bytes", "where, in the decompressed bytes", low=0),
    "salvaged_samples": Column("float", "samples", "what was kept all the same", low=0),
}
