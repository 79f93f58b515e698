"""What the schema says of one column, and the kinds of columns that tables have."""

from __future__ import annotations

from dataclasses import dataclass


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


def km(meaning: str) -> Column:
    """Describe a distance [km]."""
    return Column("float", "km", meaning, low=0)


def minutes(meaning: str) -> Column:
    """Describe a time [min]."""
    return Column("float", "min", meaning, low=0)


def told(meaning: str) -> Column:
    """Describe a text that this package wrote."""
    return Column("text", "", meaning)


def named(meaning: str, *, required: bool = False) -> Column:
    """Describe a name somebody gave."""
    return Column("text", "", meaning, required=required, privacy="hash")


def private(meaning: str) -> Column:
    """Describe a text that says who, when or where."""
    return Column("text", "", meaning, privacy="drop")


def place(meaning: str, most: float) -> Column:
    """Describe a coordinate [deg]."""
    return Column("float", "deg", meaning, -most, most, privacy="drop")


def words(meaning: str, *values: str) -> Column:
    """Describe a text of which rules know some words."""
    return Column("text", "", meaning, values=values, privacy="words")


def day(meaning: str, *, dtype: str = "date", required: bool = False) -> Column:
    """Describe a day or a local wall clock."""
    return Column(dtype, "", meaning, required=required, privacy="shift")


def flag(meaning: str) -> Column:
    """Describe a yes, no or unknown."""
    return Column("flag", "", meaning)


def share(meaning: str) -> Column:
    """Describe a share of a whole [1]."""
    return Column("float", "1", meaning, low=0, high=1)


def scale(meaning: str, *, required: bool = False) -> Column:
    """Describe a score [0-10]."""
    return Column("float", "0-10", meaning, low=0, high=10, required=required)
