"""A wave in a zone whose area has the targets of Thailand."""

import pytest

from safetyzone.foundation.partners.tests.sector import of_thailand
from safetyzone.foundation.places.models import AreaPack
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.tests.conftest import wave  # noqa: F401 - the fixture below builds on it


@pytest.fixture
def judged_wave(wave: Wave) -> Wave:  # noqa: F811
    pack = AreaPack.objects.get(slug=wave.zone.pack)
    pack.content = {**pack.content, **of_thailand("targets.yaml")}
    pack.save()
    return wave
