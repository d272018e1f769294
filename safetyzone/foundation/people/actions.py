"""Give a role, end a role."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.access.roles import BY_CODE
from safetyzone.foundation.audit.actions import keyed_digest, record
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.people.queries import roles_to_give
from safetyzone.foundation.places.models import Place


class NotAllowed(Exception):
    """The sentence says what may not be done."""


def give_role(
    *, email: str, role: str, place: Place, by: str, giver: User | None, name: str = "", sample: bool = False
) -> Membership:
    """A role at a place, with an account if there is none yet. ``giver`` None: the command line, which may do all.

    The new account has no usable password: its owner sets one through the reset link, or signs in by OpenID Connect.
    """
    if role not in BY_CODE:
        raise NotAllowed(
            _("There is no role “%(role)s”; choose one of %(roles)s.") % {"role": role, "roles": ", ".join(BY_CODE)}
        )
    if giver is not None and role not in roles_to_give(giver, place):
        raise NotAllowed(
            _("You may not give the role “%(role)s” at %(place)s.") % {"role": BY_CODE[role].title, "place": place.name}
        )
    with transaction.atomic():
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            user = User.objects.create_user(email, None, name=name, sample=sample)
        membership, made = Membership.objects.get_or_create(user=user, place=place, role=role)
        if membership.until is not None:
            membership.until, made = None, True
            membership.save()
        if made:
            record(
                action="people.role_given",
                subject=f"membership:{membership.pk}",
                by=by,
                role=role,
                place=place.slug,
                account=keyed_digest(user.email),
            )
    return membership


def set_password(*, user: User, password: str, by: str) -> None:
    """A password that somebody with the machine's command line chose; pages and reset links have their own way."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        record(action="people.password_set", subject=f"user:{user.pk}", by=by)


def end_role(*, membership: Membership, by: str, giver: User) -> None:
    """The role ends today; what was done under it stays on record."""
    if membership.role not in roles_to_give(giver, membership.place):
        raise NotAllowed(_("You may not end this role."))
    with transaction.atomic():
        membership.until = timezone.localdate() - timedelta(days=1)
        membership.save()
        record(
            action="people.role_ended",
            subject=f"membership:{membership.pk}",
            by=by,
            role=membership.role,
            place=membership.place.slug,
        )


def choose_language(*, user: User, language: str, by: str) -> None:
    """The language in which ``user`` reads pages and gets e-mails from now on."""
    if user.language == language:
        return
    with transaction.atomic():
        user.language = language
        user.save(update_fields=["language"])
        record(action="people.language_chosen", subject=f"user:{user.pk}", by=by, language=language)
