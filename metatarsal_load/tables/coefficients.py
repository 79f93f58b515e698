"""The numbers of the forefoot-load model: each with its range, its source and how strong that is.

Ranges marked `assumed` have no measurement behind them: they take a neighbour's range.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

import pandas as pd

from metatarsal_load.errors import TableError


@dataclass(frozen=True)
class Coefficient:
    """One number of the model.

    Attributes
    ----------
    low, default, high : float
        The value used, and the range that the sources span.
    unit : str
        Unit ("1" for a factor).
    meaning : str
        What it does.
    source, doi : str
        Where it comes from; "" where no DOI is known to us.
    strength : str
        ``moderate``, ``weak`` or ``assumed``.
    """

    low: float
    default: float
    high: float
    unit: str
    meaning: str
    source: str
    doi: str
    strength: str

    def __post_init__(self) -> None:
        """Refuse a range that does not hold its default, or a negative number."""
        if not 0 <= self.low <= self.default <= self.high:
            raise TableError(
                f"coefficient '{self.meaning}': found low {self.low:g}, default {self.default:g}, "
                f"high {self.high:g}, expected 0 <= low <= default <= high"
            )


Coefficients = Mapping[str, Coefficient]

_HARD = "reference surface: asphalt, concrete, paving"
_TESSUTTI = ("Tessutti 2012, J Sports Sci", "10.1080/02640414.2012.713975", "weak")
_NATURAL = ("none measured: between grass and asphalt", "", "assumed")

COEFFICIENTS: Coefficients = MappingProxyType(
    {
        "speed": Coefficient(
            0.05, 0.10, 0.18, "1/(m/s)", "rise of the load per step with speed, 1.5 to 6 m/s",
            "Gross & Bunch 1989; Baggaley 2024", "", "moderate",
        ),
        "surface_hard": Coefficient(1.0, 1.0, 1.0, "1", _HARD, "by definition", "", "assumed"),
        "surface_grass": Coefficient(0.88, 0.92, 1.00, "1", "grass", *_TESSUTTI),
        "surface_track": Coefficient(
            0.91, 1.00, 1.00, "1", "rubber track", "Tessutti 2012; Wang 2012",
            "10.1080/02640414.2012.713975", "weak",
        ),
        "surface_treadmill": Coefficient(
            0.68, 0.85, 1.00, "1", "treadmill", "Wang 2012; Garcia-Perez", "", "weak",
        ),
        "surface_natural": Coefficient(
            0.88, 0.95, 1.00, "1", "dirt, trail, gravel, compacted ground, sand", *_NATURAL
        ),
        "shoe_conventional": Coefficient(
            1.0, 1.0, 1.0, "1", "reference shoe", "by definition", "", "assumed"
        ),
        "shoe_minimalist": Coefficient(
            1.14, 1.30, 1.38, "1", "minimalist shoe", "Bergstra 2015; Firminger 2017", "",
            "moderate",
        ),
        "shoe_racing_flat": Coefficient(
            1.00, 1.15, 1.38, "1", "racing flat",
            "none measured: between conventional and minimalist", "", "assumed",
        ),
        "shoe_carbon": Coefficient(
            1.00, 1.00, 1.15, "1", "carbon-plated shoe",
            "none measured: between conventional and racing flat", "", "assumed",
        ),
        "wear": Coefficient(
            0.0, 0.05, 0.10, "1", "rise after the first 500 km of a pair, linear up to there",
            "Footwear Sci 2010; its range is assumed", "", "weak",
        ),
        "grade_down": Coefficient(
            0.0, 0.0, 0.068, "1",
            "fall at a grade of -10.5 %, linear up to there; neutral, as guide and data disagree",
            "Horiguchi 2025, Front Sports Act Living", "10.3389/fspor.2025.1654489", "weak",
        ),
    }
)  # fmt: skip
"""The default model, RULES.md section 6."""


def replaced(
    changes: Mapping[str, float | tuple[float, float, float]],
    *,
    coefficients: Coefficients = COEFFICIENTS,
) -> Coefficients:
    """Change numbers of the model by name.

    Parameters
    ----------
    changes : Mapping of str to float or (float, float, float)
        A new default (the range widens to hold it), or a new low, default and high.
    coefficients : Mapping of str to Coefficient
        The model to start from.

    Returns
    -------
    Mapping of str to Coefficient
        For ``coefficients=`` of `forefoot_load`; the source of what changed says so.

    Raises
    ------
    TableError
        An unknown name, or a range that does not hold its default.

    Examples
    --------
    >>> replaced({"speed": 0.2})["speed"].high
    0.2
    """
    new = dict(coefficients)
    for name, value in changes.items():
        if name not in coefficients:
            near = difflib.get_close_matches(name, list(coefficients), n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(coefficients)}"
            raise TableError(f"coefficients: no {name!r}; {hint}")
        old = coefficients[name]
        low, default, high = (
            (min(old.low, value), value, max(old.high, value))
            if isinstance(value, int | float)
            else value
        )
        new[name] = replace(
            old, low=low, default=default, high=high, source="changed by the user", doi="",
            strength="assumed",
        )  # fmt: skip
    return MappingProxyType(new)


def coefficient_table(coefficients: Coefficients = COEFFICIENTS) -> pd.DataFrame:
    """Lay the model out: one row a coefficient, index ``name``, columns as `Coefficient`.

    Parameters
    ----------
    coefficients : Mapping of str to Coefficient
        The model; its own by default.

    Returns
    -------
    DataFrame
        ``low``, ``default`` and ``high`` [``unit``], ``meaning``, ``source``, ``doi``,
        ``strength``.
    """
    table = pd.DataFrame([asdict(each) for each in coefficients.values()], index=[*coefficients])
    return table.rename_axis("name")
