"""Patrols of places: how often to stop where, by which way, and how much was delivered.

``allocate`` shares officer-minutes out, ``routes`` orders the stops of each unit, ``dose`` measures what was delivered.
"""

from zonestats.patrol.allocate import Allocation, allocate
from zonestats.patrol.dose import Dose, dose
from zonestats.patrol.routes import Leg, Routes, routes

__all__ = ["Allocation", "Dose", "Leg", "Routes", "allocate", "dose", "routes"]
