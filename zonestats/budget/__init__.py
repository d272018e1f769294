"""Participatory budgets: the method of equal shares, in exact arithmetic, with reasons anybody can check."""

from zonestats.budget.election import Reason
from zonestats.budget.shares import Shares, equal_shares

__all__ = ["Reason", "Shares", "equal_shares"]
