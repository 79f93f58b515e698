"""Load of one step on the forefoot, relative to a step at 3.0 m/s on level asphalt.

The factors come from separate laboratory studies. Multiplying them is an untested assumption:
nobody has measured a worn minimalist shoe on grass at speed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.schema import HARD_SURFACES, SHOE_KINDS, SOFT_SURFACES, SURFACES
from metatarsal_load.tables.coefficients import COEFFICIENTS, Coefficients

Floats = npt.NDArray[np.float64]

REFERENCE_MPS = 3.0
SPEED_RANGE_MPS = (1.5, 6.0)
WEAR_FULL_KM = 500.0
GRADE_FULL = 0.105
LOAD_RANGE = (0.5, 2.0)
MILE_M = 1609.344
POUND_KG = 0.45359237
INCH_M = 0.0254

_SURFACE = {
    **dict.fromkeys(HARD_SURFACES, "surface_hard"),
    **dict.fromkeys(SOFT_SURFACES, "surface_natural"),
    "grass": "surface_grass",
    "track": "surface_track",
    "treadmill": "surface_treadmill",
}


def step_load(
    speed_mps: npt.ArrayLike,
    grade: npt.ArrayLike = 0.0,
    *,
    surface: str = "unknown",
    shoe_kind: str = "unknown",
    wear_km: npt.ArrayLike = np.nan,
    coefficients: Coefficients = COEFFICIENTS,
) -> Floats:
    """Relative load L of a step.

    ``L = f_speed f_surface f_shoe f_wear f_grade``, clipped to 0.5-2, with
    ``f_speed = 1 + c (v - 3.0)`` for v clipped to 1.5-6 m/s, ``f_wear = 1 + c min(km, 500) / 500``
    and, for grades below 0, ``f_grade = 1 - c min(-g, 0.105) / 0.105``. That the factors multiply
    is an untested assumption.

    Parameters
    ----------
    speed_mps : array_like
        Speed [m/s], shape (n,). Validated between 1.5 and 6 m/s.
    grade : array_like
        Rise over run [1], shape (n,) or scalar; unknown (NaN) counts as level.
    surface : str
        A word of `schema.SURFACES`; ``unknown`` and ``mixed`` take the factor 1.
    shoe_kind : str
        A word of `schema.SHOE_KINDS`; ``unknown`` takes the factor 1.
    wear_km : array_like
        Distance of the pair before the run [km]; unknown (NaN) takes the factor 1.
    coefficients : Mapping of str to Coefficient
        The model; see `coefficients.replaced`.

    Returns
    -------
    numpy.ndarray
        L [1], shape (n,); NaN where the speed is unknown.

    Raises
    ------
    TableError
        A surface or shoe word that is not known.

    References
    ----------
    - `coefficient_table` names the source of every coefficient.

    Examples
    --------
    >>> step_load([3.0, 4.0], surface="asphalt", shoe_kind="conventional").tolist()
    [1.0, 1.1]
    """
    if surface not in SURFACES:
        raise TableError(f"surface: found {surface!r}, expected one of {', '.join(SURFACES)}")
    if shoe_kind not in (*SHOE_KINDS, "unknown"):
        raise TableError(f"shoe_kind: found {shoe_kind!r}, expected {', '.join(SHOE_KINDS)}")
    v, g, km = np.broadcast_arrays(*(np.asarray(x, float) for x in (speed_mps, grade, wear_km)))
    product = (
        speed_factor(v, coefficients)
        * wear_factor(km, coefficients)
        * grade_factor(g, coefficients)
        * surface_factor(np.full(v.shape, surface, object), coefficients)
        * shoe_factor(np.full(v.shape, shoe_kind, object), coefficients)
    )
    load: Floats = np.clip(product[1], *LOAD_RANGE)
    return load


def speed_factor(speed_mps: Floats, coefficients: Coefficients) -> Floats:
    """f_speed as low, default, high; shape (3, ...)."""
    lift = np.clip(speed_mps, *SPEED_RANGE_MPS) - REFERENCE_MPS
    return np.sort(1 + _ends(coefficients, "speed", lift.ndim) * lift, axis=0)


def wear_factor(wear_km: Floats, coefficients: Coefficients) -> Floats:
    """f_wear as low, default, high; unknown wear is 1, and up to the highest at the high end."""
    share = np.clip(wear_km, 0, WEAR_FULL_KM) / WEAR_FULL_KM
    factor = 1 + _ends(coefficients, "wear", share.ndim) * share
    unknown = np.isnan(share)
    factor[:, unknown] = 1.0
    factor[2, unknown] += coefficients["wear"].high
    return factor


def grade_factor(grade: Floats, coefficients: Coefficients) -> Floats:
    """f_grade as low, default, high; unknown counts as level."""
    fall = np.clip(-np.nan_to_num(grade), 0, GRADE_FULL) / GRADE_FULL
    return np.sort(1 - _ends(coefficients, "grade_down", fall.ndim) * fall, axis=0)


def surface_factor(words: npt.NDArray[np.object_], coefficients: Coefficients) -> Floats:
    """f_surface as low, default, high; unknown is 1, from the softest to the hardest."""
    return _looked_up(words, _SURFACE, coefficients)


def shoe_factor(words: npt.NDArray[np.object_], coefficients: Coefficients) -> Floats:
    """f_shoe as low, default, high; unknown is 1, from the lowest to the highest."""
    return _looked_up(words, {kind: f"shoe_{kind}" for kind in SHOE_KINDS}, coefficients)


def steps_per_mile(
    speed_mps: npt.ArrayLike, *, cadence_spm: npt.ArrayLike = np.nan, height_m: npt.ArrayLike = 0.0
) -> Floats:
    """Count the steps of both feet in a mile by the cadence, or else estimate them by the height.

    ``cadence x min/mile`` or, without a cadence, ``1084 + 143.6 (min/mile) - 13.5 (height in
    inches)``, fitted at 6 to 12 min/mile (Hoeger 2008).

    Parameters
    ----------
    speed_mps : array_like
        Speed [m/s].
    cadence_spm : array_like
        Cadence of both feet [steps/min]; NaN where unknown.
    height_m : array_like
        Body height [m]; only looked at where the cadence is unknown.

    Returns
    -------
    numpy.ndarray
        Steps a mile; NaN where neither way is open.

    References
    ----------
    - Hoeger 2008, ACSM's Health & Fitness Journal 12(1).

    Examples
    --------
    >>> float(steps_per_mile(1609.344 / 540, cadence_spm=165).round(6))
    1485.0
    """
    pace = MILE_M / np.asarray(speed_mps, float) / 60
    height = np.asarray(height_m, float)
    inches = np.where(height > 0, height, np.nan) / INCH_M
    counted = np.asarray(cadence_spm, float) * pace
    return np.where(np.isnan(counted), 1084 + 143.6 * pace - 13.5 * inches, counted)


def tons_per_mile(mass_kg: npt.ArrayLike, steps_a_mile: npt.ArrayLike) -> Floats:
    """Add up a mile's steps at one body weight each, as the guide counts [short tons].

    ``steps x lb / 2000``, both feet together. It leaves out that running presses with two to
    three body weights: a picture, not a force.

    Parameters
    ----------
    mass_kg : array_like
        Body mass [kg].
    steps_a_mile : array_like
        Steps of both feet in a mile.

    Returns
    -------
    numpy.ndarray
        Short tons (2000 lb) a mile.

    References
    ----------
    - The coaching guide's own sum: 150 lb and 1467 steps are 110 short tons.

    Examples
    --------
    >>> float(tons_per_mile(150 * 0.45359237, 1467).round(1))
    110.0
    """
    tons: Floats = np.asarray(steps_a_mile, float) * np.asarray(mass_kg, float) / POUND_KG / 2000
    return tons


def peak_force(cadence_spm: npt.ArrayLike, stance_time_ms: npt.ArrayLike) -> Floats:
    """Peak vertical force of a step from cadence and ground contact time [body weights].

    ``(pi / 2) (60 / spm) / t_c``: a half-sine force that carries the body over one step
    (Morin 2005). Level running only.

    Parameters
    ----------
    cadence_spm : array_like
        Cadence of both feet [steps/min].
    stance_time_ms : array_like
        Ground contact time of one step [ms].

    Returns
    -------
    numpy.ndarray
        Peak force [body weights]; NaN where a figure is unknown or 0.

    References
    ----------
    - Morin 2005, Journal of Applied Biomechanics 21(2), doi 10.1123/jab.21.2.167.
    """
    cadence, stance = np.asarray(cadence_spm, float), np.asarray(stance_time_ms, float)
    known = (cadence > 0) & (stance > 0)
    step_s = 60 / np.where(known, cadence, np.nan)
    return np.pi / 2 * step_s / (np.where(known, stance, np.nan) / 1000)


def _ends(coefficients: Coefficients, name: str, dimensions: int) -> Floats:
    """Low, default and high of a coefficient, shaped to spread over more axes."""
    one = coefficients[name]
    return np.array([one.low, one.default, one.high]).reshape(3, *(1,) * dimensions)


def _looked_up(
    words: npt.NDArray[np.object_], names: dict[str, str], coefficients: Coefficients
) -> Floats:
    """Factor of each word as low, default, high; a word without one is 1 within all ranges."""
    known = list(names)
    of_word = np.array([_ends(coefficients, names[word], 0) for word in known])
    unknown = np.array([[of_word[:, 0].min(), 1.0, of_word[:, 2].max()]])
    position = pd.Index(known, dtype=object).get_indexer(pd.Index(words.ravel()))
    factors = np.concatenate([of_word, unknown])[position]
    return np.moveaxis(factors.reshape(*words.shape, 3), -1, 0)
