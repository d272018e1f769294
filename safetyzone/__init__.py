"""Safer neighbourhoods by cooperation: listen, analyse, plan, act, measure, publish."""

__version__ = "0.1.0"
