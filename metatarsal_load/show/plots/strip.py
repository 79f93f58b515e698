"""What was underfoot along one run."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from metatarsal_load.risk.words import check_units
from metatarsal_load.schema import HARD_SURFACES, SURFACES
from metatarsal_load.show.numbers import in_units, long_unit
from metatarsal_load.show.plots.axes import GREY, LIGHT_BOX, axes_or_new, require, say
from metatarsal_load.tables.typed import NOBODY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Hard ground is dark, soft ground light; what is only assumed or not known is hatched.
COLOURS = MappingProxyType(
    {
        "asphalt": "#3d4045", "concrete": "#5a5e63", "paved": "#777c82", "compacted": "#c9a66b",
        "gravel": "#d8b98a", "dirt": "#b07d48", "trail": "#a06a3b", "grass": "#8fbc6b",
        "sand": "#ecd9a0", "track": "#c8553d", "treadmill": "#7aa6c2",
    }
)  # fmt: skip
HATCHES = MappingProxyType({"assumed": "////", "unknown": "...."})
ROOM_FOR_A_WORD = 0.1
"""Share of the way from which a piece is named."""
SOURCES = ("typed", "export", "file", "shape", "map", "assumed", "unknown")


def plot_surface_strip(
    explained: pd.DataFrame, *, units: str = "metric", ax: Axes | None = None
) -> Axes:
    """Plot the ground along one run, and how it is known: a strip instead of a map.

    Parameters
    ----------
    explained : DataFrame
        From `explain_surface`.
    units : str
        ``metric`` (km) or ``imperial`` (mi).
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Two lanes along the distance [km or mi]: above, the surface, dark for hard ground, hatched
        where it is assumed or unknown; below, a bar in the row of the source that told it.

    Raises
    ------
    TableError
        Unknown units, or not a table of `explain_surface`.
    """
    require(explained, "explained", ("metres", "surface", "surface_source"), "explain_surface")
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    pieces = _pieces(explained, factor)
    axes = axes_or_new(ax, height=2.2)
    sources = [name for name in SOURCES if name in set(pieces["source"])]
    row = {name: place for place, name in enumerate(reversed(sources))}
    top = len(sources) + 0.3
    for word in SURFACES:
        for source in sources:
            own = pieces[(pieces["surface"] == word) & (pieces["source"] == source)]
            if len(own):
                spans = list(zip(own["start"], own["length"], strict=True))
                label = word if source in ("unknown", *SOURCES[:5]) else f"{word}, assumed"
                axes.broken_barh(
                    spans, (top, 1.0), facecolor=COLOURS.get(word, "white"), label=label,
                    hatch=HATCHES.get(source), edgecolor=_edge(word, source), linewidth=0,
                )  # fmt: skip
                axes.broken_barh(spans, (row[source] + 0.2, 0.6), facecolor=GREY)
    _name_long_pieces(axes, pieces, top + 0.5)
    axes.set_yticks([*(row[name] + 0.5 for name in sources), top + 0.5], [*sources, "surface"])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(f"distance [{unit}]")
    axes.set_ylim(0, top + 1.1)
    axes.margins(x=0)
    if len(pieces):
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.3), ncols=5)
    say(axes, NOBODY, _told(pieces))
    return axes


def _pieces(explained: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Join neighbouring samples of one surface and source: `start` and `length`, in the unit."""
    table = pd.DataFrame(
        {
            "surface": explained["surface"].to_numpy(object),
            "source": explained["surface_source"].to_numpy(object),
            "metres": explained["metres"].to_numpy(float),
        }
    )
    change = (table[["surface", "source"]] != table[["surface", "source"]].shift()).any(axis=1)
    pieces = table.groupby(change.cumsum()).agg(
        surface=("surface", "first"), source=("source", "first"), length=("metres", "sum")
    )
    pieces["length"] *= factor / 1000
    return pieces.assign(start=pieces["length"].cumsum() - pieces["length"])


def _name_long_pieces(axes: Axes, pieces: pd.DataFrame, height: float) -> None:
    """Write the surface on the pieces that have room for it: greys alone are hard to tell apart."""
    long = pieces[pieces["length"] >= ROOM_FOR_A_WORD * pieces["length"].sum()]
    for start, length, word in zip(long["start"], long["length"], long["surface"], strict=True):
        axes.text(start + length / 2, height, word, ha="center", va="center", fontsize="small",
                  bbox=LIGHT_BOX)  # fmt: skip


def _told(pieces: pd.DataFrame) -> str:
    """Say how much of the way is hard, and how much is not known or only assumed."""
    far = float(pieces["length"].sum())
    if not far > 0:
        return "no way to look at"
    hard = pieces.loc[pieces["surface"].isin(HARD_SURFACES), "length"].sum() / far
    vague = pieces.loc[pieces["source"].isin(list(HATCHES)), "length"].sum() / far
    return f"{100 * hard:.0f} % of the way on hard ground; {100 * vague:.0f} % assumed or unknown"


def _edge(surface: str, source: str) -> str:
    """Colour of the hatch, which must be seen on its ground."""
    if source not in HATCHES:
        return "none"
    return "white" if surface in HARD_SURFACES else GREY
