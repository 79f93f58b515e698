"""Run files to tables of weekly load, and the training risk factors for metatarsalgia."""

__version__ = "0.1.0"
