"""Plots: tables in, one Axes out, no state. Each name stands on the top level too."""

from metatarsal_load.show.plots.cadence import plot_cadence, plot_cadence_speed
from metatarsal_load.show.plots.calendar import plot_calendar
from metatarsal_load.show.plots.comeback import plot_comeback
from metatarsal_load.show.plots.ground import plot_surface, plot_surfaces
from metatarsal_load.show.plots.load import plot_forefoot_load, plot_load_figures
from metatarsal_load.show.plots.pain import plot_pain
from metatarsal_load.show.plots.shoes import plot_shoes
from metatarsal_load.show.plots.spikes import plot_session_spikes
from metatarsal_load.show.plots.stressors import plot_stressors
from metatarsal_load.show.plots.strip import plot_surface_strip
from metatarsal_load.show.plots.weeks import plot_weeks

__all__ = [
    "plot_cadence",
    "plot_cadence_speed",
    "plot_calendar",
    "plot_comeback",
    "plot_forefoot_load",
    "plot_load_figures",
    "plot_pain",
    "plot_session_spikes",
    "plot_shoes",
    "plot_stressors",
    "plot_surface",
    "plot_surface_strip",
    "plot_surfaces",
    "plot_weeks",
]
