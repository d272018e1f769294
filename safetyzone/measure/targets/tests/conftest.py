"""A wave in a zone whose area has the targets of Thailand."""

import pytest
import yaml

from safetyzone.foundation.places.models import AreaPack
from safetyzone.foundation.places.packs.files import areas_folder
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.tests.conftest import wave  # noqa: F401 - the fixture below builds on it


@pytest.fixture
def judged_wave(wave: Wave) -> Wave:  # noqa: F811
    content = yaml.safe_load((areas_folder() / "thailand" / "targets.yaml").read_text(encoding="utf-8"))
    pack = AreaPack.objects.get(slug=wave.zone.pack)
    pack.content = {**pack.content, **content}
    pack.save()
    return wave
