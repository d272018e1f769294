"""Board and selection of 1,484 stations stay quick for twenty readers."""

import pytest

from tests.scale.board import MIX, run


@pytest.mark.slow
@pytest.mark.own_database
def test_ninety_five_of_a_hundred_pages_take_less_than_three_tenths_of_a_second() -> None:
    seen, told = run(seconds=15)
    assert told["zones"] == 1484
    assert seen.other == {}
    assert set(seen.milliseconds) <= {kind for kind, _often in MIX}
    assert seen.quantile(0.95) <= 300
