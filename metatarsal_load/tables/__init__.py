"""Recordings to sessions, days and weeks."""
