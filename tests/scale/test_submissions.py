"""Nothing acknowledged is lost and nothing is doubled, also when the server is killed while answers arrive."""

import pytest

from tests.scale.submissions import run


@pytest.mark.slow
def test_a_killed_server_loses_and_doubles_nothing() -> None:
    result, stored = run(rate=40, seconds=4, kill_after=2)
    assert len(result.milliseconds) == result.wanted == 160
    assert set(result.other) <= {"500", "503"}
    assert stored == {"answers": 160, "different": 160, "receipts": 160, "events": 160}
    assert result.resent > 0  # the kill was felt
