"""A voter is a number computed from what let them in: the same code, address or telephone number gives the same ballot again,
on any device, and nobody without the key outside the database can compute either from the other.

Every purpose has ballots of its own, so that what somebody thinks of one thing is never found beside another.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from safetyzone.foundation.audit.actions import keyed_digest
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import VoidWay, VoterCode

KEPT_SECONDS: Final = 90 * 24 * 3600
_SALT: Final = "safetyzone.ballot"


@dataclass(frozen=True)
class Voter:
    """Somebody who may vote once in a zone."""

    key: str

    def ballot(self, purpose: str) -> str:
        """The number under which this voter's choices about one thing are kept."""
        return keyed_digest(f"ballot:{purpose}:{self.key}")


def voter_by(zone: Place, way: str) -> Voter:
    """The voter whom a code, address or number (its digest) lets in."""
    return Voter(keyed_digest(f"voter:{zone.pk}:{way}"))


def code_way(letters: str) -> str:
    """The digest of a printed code."""
    return keyed_digest("voter-code:" + letters)


def address_way(zone: Place, kind: str, address: str) -> str:
    """The digest of an e-mail address or telephone number, another one in every zone."""
    return keyed_digest(f"voter-{kind}:{zone.pk}:{address}")


def void_ballots(zone: Place, purpose: str) -> set[str]:
    """Ballots that do not count: of sheets declared void, and of single codes, addresses and numbers."""
    ways = VoterCode.objects.filter(batch__zone=zone, batch__void=True).values_list("digest", flat=True)
    single = VoidWay.objects.filter(zone=zone).values_list("way", flat=True)
    return {voter_by(zone, way).ballot(purpose) for way in [*ways, *single]}


def _cookie(zone: Place) -> str:
    return f"ballot-{zone.pk}"


def voter_of(request: HttpRequest, zone: Place) -> Voter | None:
    """Whose device this is, by its signed cookie."""
    try:
        key = request.get_signed_cookie(_cookie(zone), salt=_SALT, max_age=KEPT_SECONDS)
    except (KeyError, BadSignature):
        return None
    return Voter(key) if key else None


def remember(response: HttpResponse, zone: Place, voter: Voter) -> None:
    """Let this device vote as ``voter`` from now on."""
    response.set_signed_cookie(
        _cookie(zone), voter.key, salt=_SALT, max_age=KEPT_SECONDS, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


def forget(response: HttpResponse, zone: Place) -> None:
    """The next person on this device begins anew."""
    response.delete_cookie(_cookie(zone), samesite="Lax")
