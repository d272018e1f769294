"""A sign-in link for whoever started the program on this machine: signed, used once, good for ten minutes.

It names the account's last sign-in, so the first use spends it; nothing is stored for it.
"""

from typing import Final

from django.core import signing
from django.db import transaction
from django.utils import timezone

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.people.models import User

GOOD_FOR_SECONDS: Final = 600
_SALT: Final = "safetyzone.foundation.people.links"


def make_link_token(user: User) -> str:
    """The last part of the link's address."""
    return signing.dumps([user.pk, str(user.last_login)], salt=_SALT)


def redeem(*, token: str, by: str) -> User | None:
    """The account of the link, spending it; None if it is spent, too old or made up."""
    try:
        number, last_login = signing.loads(token, salt=_SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature:
        return None
    with transaction.atomic():
        # The row's lock makes two clicks at once queue; the second finds the link spent.
        user = User.objects.select_for_update().filter(pk=number, is_active=True).first()
        if user is None or str(user.last_login) != last_login:
            return None
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])
        record(action="people.link_used", subject=f"user:{user.pk}", by=by)
    return user
