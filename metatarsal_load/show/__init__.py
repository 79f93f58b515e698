"""Findings to plots and pages."""
