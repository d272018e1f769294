"""Opinions: who agrees with whom, and what everybody agrees on, from incomplete votes on statements."""

from zonestats.opinions.groups import Groups, groups
from zonestats.opinions.statements import Representative

__all__ = ["Groups", "Representative", "groups"]
