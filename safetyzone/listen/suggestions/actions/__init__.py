"""Writes of suggestions."""
