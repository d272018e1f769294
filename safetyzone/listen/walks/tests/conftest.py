import pytest

from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks.tests.made import make_zone


@pytest.fixture
def zone(db: None) -> Place:
    return make_zone()
