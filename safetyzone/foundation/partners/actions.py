"""Keep the list of organisations, what they bring, and the agreements with them."""

from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import keyed_digest, record
from safetyzone.foundation.partners.models import (
    POLICE,
    Agreement,
    Brings,
    Contribution,
    Organisation,
    OrganisationPerson,
)
from safetyzone.foundation.partners.queries import people_for
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import partner_kinds_of

CHANGEABLE: Final = ("kind", "name", "name_en", "email", "phone", "language")


class PartnerRefused(ValueError):
    """``field``: which entry is wrong; the sentence says why and what to do. Nothing was changed."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def add_organisation(
    *, place: Place, kind: str, name: str, name_en: str = "", email: str = "", phone: str = "", language: str = "th",
    by: str, sample: bool = False,
) -> Organisation:  # fmt: skip
    """A new organisation at a place; it works there and below. Raises ``PartnerRefused``."""
    made = Organisation(place=place, sample=sample or place.sample)
    _fill(made, {"kind": kind, "name": name, "name_en": name_en, "email": email, "phone": phone, "language": language})
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.pk)  # so that two who enter the same one enter it once
        _sound(made)
        made.save()
        record(action="partners.added", subject=f"organisation:{made.pk}", by=by, place=place.slug, kind=made.kind)
    return made


def change_organisation(*, organisation: Organisation, by: str, **fields: str) -> Organisation:
    """Change kind, names, address or language. Raises ``PartnerRefused``."""
    with transaction.atomic():
        current = _active(organisation)
        before = {name: getattr(current, name) for name in CHANGEABLE}
        _fill(current, fields)
        _sound(current)
        changed = sorted(name for name in CHANGEABLE if getattr(current, name) != before[name])
        if changed:
            current.save(update_fields=changed)
            record(action="partners.changed", subject=f"organisation:{current.pk}", by=by, fields=changed)
    return current


def end_organisation(*, organisation: Organisation, by: str) -> Organisation:
    """It takes part no longer; what it did and said stays on record. Its address is forgotten. Raises ``PartnerRefused``."""
    with transaction.atomic():
        current = _active(organisation)
        current.active, current.email, current.phone = False, "", ""
        current.save(update_fields=["active", "email", "phone"])
        spoke = current.people.all().delete()[0]
        record(action="partners.ended", subject=f"organisation:{current.pk}", by=by, people=spoke)
    return current


def link_person(*, organisation: Organisation, user: User, by: str) -> OrganisationPerson:
    """``user`` may speak for the organisation from now on. Raises ``PartnerRefused``."""
    with transaction.atomic():
        current = _active(organisation)
        if not people_for(current).filter(pk=user.pk).exists():
            raise PartnerRefused("user", _("Give the account the role of a partner member here first."))
        link, made = OrganisationPerson.objects.get_or_create(organisation=current, user=user)
        if made:
            record(action="partners.person_linked", subject=f"organisation:{current.pk}", by=by,
                   account=keyed_digest(user.email))  # fmt: skip
    return link


def unlink_person(*, link: OrganisationPerson, by: str) -> None:
    """The account speaks for the organisation no longer."""
    with transaction.atomic():
        record(action="partners.person_unlinked", subject=f"organisation:{link.organisation_id}", by=by,
               account=keyed_digest(link.user.email))  # fmt: skip
        link.delete()


def add_contribution(
    *, organisation: Organisation, kind: str, quantity: int = 1, amount: int | None = None, words: str = "", by: str
) -> Contribution:
    """Something the organisation brings; ``amount`` in whole units of the currency, for money. Raises ``PartnerRefused``."""
    if kind not in Brings.values:
        raise PartnerRefused("kind", _("Choose what the organisation brings."))
    if quantity < 1:
        raise PartnerRefused("quantity", _("Say how many: at least one."))
    if (kind == Brings.MONEY) != (amount is not None and amount > 0):
        raise PartnerRefused("amount", _("Money needs an amount above zero, and only money has one."))
    with transaction.atomic():
        current = _active(organisation)
        made = Contribution.objects.create(
            organisation=current, kind=kind, quantity=quantity, amount=amount, words=words.strip()
        )
        record(action="partners.contribution_added", subject=f"organisation:{current.pk}", by=by, kind=kind,
               quantity=quantity, amount=amount)  # fmt: skip
    return made


def remove_contribution(*, contribution: Contribution, by: str) -> None:
    """Taken off the list because it was entered wrongly or is there no longer."""
    with transaction.atomic():
        record(action="partners.contribution_removed", subject=f"organisation:{contribution.organisation_id}", by=by,
               kind=contribution.kind, quantity=contribution.quantity, amount=contribution.amount)  # fmt: skip
        contribution.delete()


def sign_agreement(
    *, organisation: Organisation, title: str, words: str = "", signed_on: date, expires_on: date | None = None, by: str,
    sample: bool = False,
) -> Agreement:  # fmt: skip
    """An agreement as signed on paper. Raises ``PartnerRefused``."""
    if not title.strip():
        raise PartnerRefused("title", _("Give the agreement a title."))
    if signed_on > timezone.localdate():
        raise PartnerRefused("signed_on", _("An agreement is entered when it has been signed, not before."))
    if expires_on is not None and expires_on < signed_on:
        raise PartnerRefused("expires_on", _("The last day comes before the day of signing."))
    with transaction.atomic():
        current = _active(organisation)
        made = Agreement.objects.create(
            organisation=current, title=title.strip(), words=words.strip(), signed_on=signed_on, expires_on=expires_on,
            sample=sample or current.sample,
        )  # fmt: skip
        record(action="partners.agreement_signed", subject=f"agreement:{made.pk}", by=by, organisation=current.pk,
               signed_on=signed_on.isoformat(), expires_on=expires_on.isoformat() if expires_on else None)  # fmt: skip
    return made


def end_agreement(*, agreement: Agreement, last_day: date, by: str) -> Agreement:
    """Set or change the last day, also to prolong it. Raises ``PartnerRefused``."""
    if last_day < agreement.signed_on:
        raise PartnerRefused("expires_on", _("The last day comes before the day of signing."))
    with transaction.atomic():
        current = Agreement.objects.select_for_update().get(pk=agreement.pk)
        before, current.expires_on = current.expires_on, last_day
        current.save(update_fields=["expires_on"])
        record(action="partners.agreement_dated", subject=f"agreement:{current.pk}", by=by,
               before=before.isoformat() if before else None, after=last_day.isoformat())  # fmt: skip
    return current


def ensure_police(*, station: Place, by: str, sample: bool = False) -> Organisation:
    """The station's police as an organisation like the others; made once, from the station's own names."""
    if station.level != Level.STATION:
        raise PartnerRefused("place", _("%(place)s is no police station.") % {"place": station.name})
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=station.pk)
        found = Organisation.objects.filter(place=station, kind=POLICE, active=True).first()
        return found or add_organisation(
            place=station,
            kind=POLICE,
            name=station.name_in("th"),
            name_en=station.name_in("en"),
            by=by,
            sample=sample,
        )


def _active(organisation: Organisation) -> Organisation:
    """The row, held, as it is now; refused where the organisation has left."""
    current = Organisation.objects.select_for_update().select_related("place").get(pk=organisation.pk)
    if not current.active:
        raise PartnerRefused("organisation", _("%(name)s has left; add it anew if it is back.") % {"name": current})
    return current


def _fill(organisation: Organisation, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in CHANGEABLE:
            raise TypeError(f"an organisation has no field {name} to be changed")
        setattr(organisation, name, value.strip())


def _sound(organisation: Organisation) -> None:
    """Refuse what cannot be: no name, an unknown kind, an address that is none, the same name twice at one place."""
    if not organisation.name:
        raise PartnerRefused("name", _("Give the organisation a name."))
    kinds = {kind["code"] for kind in partner_kinds_of(organisation.place.pack)}
    if not organisation.kind or (kinds and organisation.kind not in kinds):
        raise PartnerRefused("kind", _("This area has no kind of partner called “%(kind)s”; its kinds are %(kinds)s.")
                             % {"kind": organisation.kind, "kinds": ", ".join(sorted(kinds))})  # fmt: skip
    if organisation.email:
        try:
            validate_email(organisation.email)
        except ValidationError:
            raise PartnerRefused("email", _("This is no e-mail address.")) from None
    same = Organisation.objects.filter(place=organisation.place, name__iexact=organisation.name, active=True)
    if same.exclude(pk=organisation.pk).exists():
        raise PartnerRefused("name", _("There is an organisation of this name here already."))
