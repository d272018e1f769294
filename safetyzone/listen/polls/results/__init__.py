"""What a wave says: every figure with its n, its design and its doubt, computed once and kept as a run."""

from safetyzone.listen.polls.results.compute import results_of

__all__ = ["results_of"]
