"""Shared settings of the library's tests."""

from hypothesis import settings

settings.register_profile("zonestats", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("zonestats")
