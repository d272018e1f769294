"""How good was a forecast of places?"""

from zonestats.accuracy.probability import Brier, Calibration, brier, calibration
from zonestats.accuracy.ranking import HitRate, hit_rate, pai, pei, rri

__all__ = ["Brier", "Calibration", "HitRate", "brier", "calibration", "hit_rate", "pai", "pei", "rri"]
