"""Space–time scan: is there a place where, lately, more happens than its people explain?"""

from zonestats.scan.cylinders import Cluster, Scan, space_time

__all__ = ["Cluster", "Scan", "space_time"]
