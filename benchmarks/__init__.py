"""Figures, measured: each module says how to run it."""
