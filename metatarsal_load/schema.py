"""Every table's columns: dtype, unit and meaning, and the check of a table typed by hand.

Unknown is NaN (NaT, "unknown"), never 0. The tables are plain DataFrames.
"""

from __future__ import annotations

from collections.abc import Mapping

from metatarsal_load.column import (
    Column as Column,
)
from metatarsal_load.column import (
    day,
    flag,
    km,
    minutes,
    named,
    place,
    private,
    scale,
    share,
    told,
    words,
)

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

SAMPLES: Mapping[str, Column] = {
    "distance_m": Column("float", "m", "cumulative distance", low=0),
    "latitude_deg": place("latitude, WGS 84", 90),
    "longitude_deg": place("longitude, WGS 84", 180),
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
    "athlete": named("whose session; 'me' where nobody is named"),
    "session_id": named("stable id of the session: unique within the athlete"),
    "start": day("start on the local wall clock", dtype="time", required=True),
    "start_utc": Column("time", "", "start in UTC, naive", privacy="drop"),
    "timezone": private("IANA zone or offset of the local clock"),
    "timezone_source": told("file, coordinates, argument, athlete, assumed_utc or typed"),
    "sport": Column("category", "", "sport of the session", values=SPORTS),
    "distance_km": Column("float", "km", "distance", low=0, required=True),
    "duration_min": minutes("timer time: pauses left out"),
    "moving_min": minutes("time in motion"),
    "running_min": minutes("time running: cadence >= 140 spm or speed >= 2.0 m/s"),
    "longest_bout_min": minutes("longest continuous running, pauses of up to 60 s allowed"),
    "ascent_m": Column("float", "m", "climb", low=0),
    "descent_m": Column("float", "m", "descent, positive", low=0),
    "downhill_km": km("distance at a grade of -5 % or steeper"),
    "steep_m": Column("float", "m", "distance at |grade| >= 6 % over at least 100 m", low=0),
    "steep_down_m": Column("float", "m", "distance at grade <= -5 % over at least 100 m", low=0),
    "cadence_spm": Column("float", "steps/min", "median running cadence, both feet", 0, 300),
    "cadence_source": told("how the cadence was established"),
    "easy_cadence_spm": Column("float", "steps/min", "median cadence, level easy running", 0, 300),
    "easy_speed_mps": Column("float", "m/s", "median speed of the level easy running", 0, 12),
    "easy_level_min": minutes("level easy running behind the two columns before"),
    "speed_mps": Column("float", "m/s", "mean speed while moving", 0, 40),
    "steps": Column("float", "steps", "steps of both feet", low=0),
    "heart_rate_bpm": Column("float", "beats/min", "mean heart rate while moving", 20, 260),
    "easy_min": minutes("minutes of easy intensity"),
    "moderate_min": minutes("minutes of moderate intensity"),
    "hard_min": minutes("minutes of hard intensity"),
    "intensity": Column(
        "category", "", "the session as a whole", values=("easy", "moderate", "hard", "unknown")
    ),
    "intensity_source": told(
        "heart_rate_zones, heart_rate_observed, pace_observed, ... or unknown"
    ),
    "surface": Column("category", "", "surface of most of the distance", values=SURFACES),
    "paved_km": km("distance on asphalt, concrete, paving"),
    "soft_km": km("distance on trail, dirt, grass, gravel, sand, rubber track"),
    "treadmill_km": km("distance on a treadmill"),
    "unknown_surface_km": km("distance whose surface is unknown"),
    "surface_source": told("typed, export, file, shape, map or unknown"),
    "route": named("session_id of the athlete's first run on the same ground"),
    "forefoot_load": Column("float", "reference steps", "linear forefoot load, RULES section 6", 0),
    "damage_index": Column("float", "reference steps", "damage index D_7, RULES section 6", 0),
    "load_source": told("what the two loads were made from, and what was assumed"),
    "shoe": named("the pair worn"),
    "shoe_source": told("export, typed, default or unknown"),
    "rpe": scale("session rating of perceived exertion"),
    "race": flag("a race"),
    "name": private("title of the session"),
    "device": private("recorder"),
    "file": named("the file (and member) it came from"),
    "notes": private("what was odd and how it was handled"),
}

POSITIONS: Mapping[str, Column] = {
    "start_latitude_deg": place("latitude of the first fix, WGS 84", 90),
    "start_longitude_deg": place("longitude of the first fix, WGS 84", 180),
}
"""Further columns of sessions, only with ``keep_positions=True``."""

WEEKS: Mapping[str, Column] = {
    "runs": Column("float", "1", "running sessions", low=0),
    "run_days": Column("float", "d", "days with a run", 0, 7),
    "rest_days": Column("float", "d", "covered days without any session", 0, 7),
    "cross_training_days": Column(
        "float", "d", "days with cycling, swimming, elliptical, rowing", 0, 7
    ),
    "distance_km": km("running distance; a lower bound where runs_without_distance > 0"),
    "runs_without_distance": Column("float", "1", "runs whose distance is unknown", low=0),
    "duration_min": minutes("running time"),
    "longest_run_km": km("longest run"),
    "easy_min": minutes("easy minutes"),
    "moderate_min": minutes("moderate minutes"),
    "hard_min": minutes("hard minutes"),
    "hard_share": share("hard minutes over all judged minutes"),
    "paved_share": share("share of distance on hard surfaces"),
    "soft_share": share("share of distance on soft surfaces"),
    "treadmill_share": share("share of distance on the treadmill"),
    "unknown_surface_share": share("share of distance on unknown surfaces"),
    "surface_source": told("who told the known surfaces (file, map, typed), by name"),
    "cadence_spm": Column("float", "steps/min", "median of the runs' cadence", 0, 300),
    "low_cadence_share": share("share of the runs with a cadence that were below 170 spm"),
    "ascent_m": Column("float", "m", "climb", low=0),
    "descent_m": Column("float", "m", "descent", low=0),
    "downhill_km": km("distance at -5 % or steeper"),
    "steps": Column("float", "steps", "steps of both feet", low=0),
    "forefoot_load": Column("float", "reference steps", "linear forefoot load", low=0),
    "damage_index": Column("float", "reference steps", "damage index D_7", low=0),
    "shoes": private("pairs worn, by name"),
    "complete": flag("all seven days are covered"),
}

SHOES: Mapping[str, Column] = {
    "shoe": named("name of the pair", required=True),
    "athlete": named("whose pair"),
    "model": named("maker and model"),
    "kind": Column("category", "", "construction", values=SHOE_KINDS),
    "start": day("first day worn"),
    "retired": day("day it was retired"),
    "initial_km": km("distance before the log began"),
    "limit_km": km("the pair's own limit, in place of 700 miles"),
    "default_for": words(
        "sport or surface it is worn for by default: running, trail, treadmill, road",
        *(*SPORTS, *SURFACES, "road"),
    ),
    "toe_box": words("wide, normal or narrow", "wide", "normal", "narrow"),
    "cushioning": words(
        "forefoot cushioning: high, medium, low or none", "high", "medium", "low", "none"
    ),
    "fit": words("loose, good or tight", "loose", "good", "tight"),
}

DIARY: Mapping[str, Column] = {
    "athlete": named("whose day"),
    "date": day("the day", required=True),
    "pain": scale("forefoot pain before activity, or the day's on a rest day", required=True),
    "pain_during": scale("forefoot pain during the run"),
    "pain_morning": scale("forefoot pain on waking"),
    "injury": flag("a diagnosed or training-stopping injury"),
    "pain_walking": scale("pain when walking"),
    "pain_rest": scale("pain at rest"),
    "pain_night": scale("pain at night"),
    "sharp": flag("sharp, knife-like pain"),
    "swelling": flag("swelling, heat or redness"),
    "numbness": flag("numbness or tingling"),
    "sudden_step": flag("it began with one step"),
    "new_deformity": flag("toes that drift or a new shape"),
    "walk_ok": flag("barefoot walk without pain"),
    "stairs_ok": flag("stairs without pain"),
    "hops_ok": flag("light hops without pain"),
    "calf_raise_ok": flag("calf raise without pain"),
    "illness": flag("ill that day"),
    "place": named("where it hurts"),
    "analgesic": flag("pain relief taken before activity"),
    "rehab": flag("rehab exercises done"),
    "ice": flag("ice"),
    "stretch": flag("calf stretches"),
    "pad": flag("metatarsal pad worn"),
    "standing_h": Column("float", "h", "hours on the feet beside running", 0, 24),
    "everyday_shoe": words(
        "supportive, unsupportive, heels, dress, barefoot",
        *("supportive", "unsupportive", "heels", "dress", "barefoot"),
    ),
    "note": private("anything else"),
}

ATHLETES: Mapping[str, Column] = {
    "athlete": named("name", required=True),
    "mass_kg": Column("float", "kg", "body mass", 20, 300),
    "height_m": Column("float", "m", "height", 1, 2.6),
    "sex": words("m or f: for TRIMP's weighting", "m", "f"),
    "birth_year": Column("float", "year", "year of birth", 1900, 2100),
    "hr_max": Column("float", "beats/min", "highest heart rate", 100, 240),
    "hr_rest": Column("float", "beats/min", "resting heart rate", 25, 120),
    "threshold_pace_s_per_km": Column("float", "s/km", "pace at threshold", 120, 900),
    "usual_km": km("usual weekly distance in the athlete's own words, where history tells none"),
    "week_start": words("first day of the week, English name", *WEEKDAYS),
    "timezone": private("IANA zone for sessions without one"),
    "arch": words("high, normal or low", "high", "normal", "low"),
    "bunion": flag("bunion"),
    "hammertoe": flag("hammertoe"),
    "callus": flag("callus under the ball of the foot"),
    "tight_calves": flag("tight calves"),
    "pronation": words("over, neutral or under", "over", "neutral", "under"),
}

FINDINGS: Mapping[str, Column] = {
    "athlete": named("who"),
    "rule": told("id of the rule"),
    "level": Column("category", "", "ordered: unknown < ok < note < ... < stop", values=LEVELS),
    "start": day("first day of the period judged"),
    "end": day("last day of the period judged"),
    "value": Column("float", "see unit", "the figure judged"),
    "unit": told("unit of value, limit and baseline"),
    "limit": Column("float", "see unit", "the limit it was judged against"),
    "baseline": Column("float", "see unit", "what the limit was made from"),
    "message": private("what was found, in words"),
    "advice": told("one thing to do"),
    "reason": private("why it could not be judged, or what was left out"),
    "basis": told("guide, study or convention"),
    "source": told("the guide's words and the study, with its strength"),
    "session_id": named("the session, for session rules"),
    "shoe": named("the pair, for shoe rules"),
}

SKIPPED: Mapping[str, Column] = {
    "file": named("the input"),
    "member": private("member of an archive, or activity of a file"),
    "reason": private("why it gave less than it held"),
    "offset": Column("float", "bytes", "where, in the decompressed bytes", low=0),
    "salvaged_samples": Column("float", "samples", "what was kept all the same", low=0),
}
