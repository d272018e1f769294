"""How somebody signs in is theirs to change on allauth's pages; each change leaves an event, with kinds and never values."""

from typing import Any

from allauth.account.signals import email_added, email_changed, email_removed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.dispatch import Signal

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.people.models import User

FACTORS = {
    authenticator_added: "people.factor_added",
    authenticator_removed: "people.factor_removed",
    authenticator_reset: "people.factor_renewed",
}
ADDRESSES = {
    email_added: "people.address_added",
    email_changed: "people.address_changed",
    email_removed: "people.address_removed",
}
CONNECTIONS = {
    social_account_added: "people.connection_added",
    social_account_removed: "people.connection_removed",
}


def _recorded(action: str, user: User, **payload: str) -> None:
    record(action=action, subject=f"user:{user.pk}", by=f"user:{user.pk}", **payload)


def factor_changed(*, signal: Signal, user: User, authenticator: Any, **_: Any) -> None:
    """``kind``: totp, recovery_codes or webauthn; its secret and its name stay out."""
    _recorded(FACTORS[signal], user, kind=str(authenticator.type))


def address_changed(*, signal: Signal, user: User, **_: Any) -> None:
    _recorded(ADDRESSES[signal], user)


def connection_added(*, signal: Signal, sociallogin: Any, **_: Any) -> None:
    _recorded(CONNECTIONS[signal], sociallogin.user, provider=str(sociallogin.account.provider))


def connection_removed(*, signal: Signal, socialaccount: Any, **_: Any) -> None:
    _recorded(CONNECTIONS[signal], socialaccount.user, provider=str(socialaccount.provider))


def listen() -> None:
    """Called when the app starts. Passwords go through ``adapter.ClosedSignup.set_password``, in one transaction."""
    for signal in FACTORS:
        signal.connect(factor_changed, dispatch_uid="safetyzone.people.factors")
    for signal in ADDRESSES:
        signal.connect(address_changed, dispatch_uid="safetyzone.people.addresses")
    social_account_added.connect(connection_added, dispatch_uid="safetyzone.people.connections")
    social_account_removed.connect(connection_removed, dispatch_uid="safetyzone.people.connections")
