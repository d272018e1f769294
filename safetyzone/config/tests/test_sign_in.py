"""Settings of the ways in are refused when they would be unsafe."""

import pytest

from safetyzone.config import sign_in


@pytest.mark.parametrize("address", ["ftp://x.example", "http://x.example/", "x.example"])
def test_the_provider_must_be_asked_over_https(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("SAFETYZONE_PHONE_URL", address)
    with pytest.raises(ValueError, match="https://"):
        sign_in.phone_provider()
