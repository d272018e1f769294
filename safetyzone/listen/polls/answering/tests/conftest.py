"""The poll's own wave, for the tests of its public pages."""

from safetyzone.listen.polls.tests.conftest import wave

__all__ = ["wave"]
