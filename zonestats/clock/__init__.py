"""The crime clock: at which hours of the week incidents happen, when many are known only as from–to."""

from zonestats.clock.aoristic import aoristic
from zonestats.clock.crime import CrimeClock, crime_clock

__all__ = ["CrimeClock", "aoristic", "crime_clock"]
