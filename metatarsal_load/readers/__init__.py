"""Bytes to recordings: samples and what the file says about them, nothing else."""
