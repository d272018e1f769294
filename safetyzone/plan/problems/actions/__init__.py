"""Writes of problems and plans."""
