import pytest

from safetyzone.plan.problems.tests.made import Made


@pytest.fixture
def made(db: None) -> Made:
    return Made()
