"""Codes on paper, letters by e-mail, codes to a phone: made, sent, checked, declared void."""

import secrets
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from django.core import signing
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import keyed_digest, record
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.codes import new_code, tidy
from safetyzone.listen.suggestions.models import CodeBatch, Letter, PhoneCheck, VoidWay, VoterCode
from safetyzone.listen.suggestions.voters import phones
from safetyzone.listen.suggestions.voters.ballots import Voter, address_way, code_way, voter_by
from safetyzone.listen.suggestions.voters.refusals import Refused

ANONYMOUS: Final = "anonymous"
MOST_CODES: Final = 5000
LINK_SECONDS: Final = 24 * 3600
PHONE_SECONDS: Final = 600
PHONE_TRIES: Final = 5
TO_ONE_ADDRESS: Final = 3  # letters a day
FROM_ONE_DEVICE: Final = 200  # a day: whole neighbourhoods share a telephone company's address
_LINK_SALT: Final = "safetyzone.ballot-letter"


def print_codes(*, zone: Place, title: str, many: int, by: str) -> tuple[CodeBatch, list[str]]:
    """New codes. They exist here and on paper; the database keeps their digests, in an order that says nothing."""
    if not 1 <= many <= MOST_CODES:
        raise Refused("many", _("Between 1 and %(most)s codes can be printed at once.") % {"most": MOST_CODES})
    codes = [new_code() for _number in range(many)]
    with transaction.atomic():
        batch = CodeBatch.objects.create(zone=zone, title=title, many=many)
        digests = sorted(code_way(code.replace("-", "")) for code in codes)
        VoterCode.objects.bulk_create([VoterCode(batch=batch, digest=digest) for digest in digests], batch_size=2000)
        record(action="voters.codes_printed", subject=f"batch:{batch.pk}", by=by, zone=zone.slug, many=many)
    return batch, codes


def turn_batch(*, batch: CodeBatch, void: bool, by: str) -> None:
    """Declare a lost sheet void, or good again. Ballots of void codes do not count."""
    with transaction.atomic():
        batch.void = void
        batch.save(update_fields=["void"])
        action = "voters.batch_void" if void else "voters.batch_good"
        record(action=action, subject=f"batch:{batch.pk}", by=by, many=batch.many)


def declare_void(*, zone: Place, typed: str, reason: str, by: str) -> VoidWay:
    """Ballots of this code, e-mail address or telephone number do not count from now on."""
    with transaction.atomic():
        void, made = VoidWay.objects.get_or_create(zone=zone, way=_way_of(zone, typed), defaults={"reason": reason})
        if made:
            record(action="voters.way_void", subject=f"zone:{zone.slug}", by=by, way=void.way)
    return void


def declare_good(*, void: VoidWay, by: str) -> None:
    """They count again."""
    with transaction.atomic():
        record(action="voters.way_good", subject=f"zone:{void.zone.slug}", by=by, way=void.way)
        void.delete()


def _way_of(zone: Place, typed: str) -> str:
    typed = typed.strip()
    if letters := tidy(typed):
        return code_way(letters)
    if "@" in typed:
        return address_way(zone, "email", plain_address(typed))
    if typed.startswith("+") or typed[:1].isdecimal():
        return address_way(zone, "phone", phones.plain_number(typed))
    raise Refused("mistyped", _("Write a code, an e-mail address or a telephone number."))


def redeem_code(zone: Place, typed: str) -> Voter:
    """The voter of a printed code; the same code leads to the same ballot again."""
    letters = tidy(typed)
    if letters is None:
        raise Refused("mistyped", _("This is not a code of ours; please compare it with your sheet."))
    code = VoterCode.objects.select_related("batch").filter(digest=code_way(letters), batch__zone=zone).first()
    if code is None:
        raise Refused("unknown", _("This code does not belong to this zone."))
    _must_be_good(zone, code.digest, code.batch.void)
    return voter_by(zone, code.digest)


def _must_be_good(zone: Place, way: str, void: bool = False) -> None:
    if void or VoidWay.objects.filter(zone=zone, way=way).exists():
        raise Refused("void", _("This code was declared void. Ask the team for another."))


def plain_address(typed: str) -> str:
    """One spelling of an e-mail address: lower case, and without what many providers ignore after a plus sign."""
    address = typed.strip().lower()
    validate_email(address)
    name, _at, domain = address.rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def send_letter(*, zone: Place, address: str, link: str, device: str, by: str = ANONYMOUS) -> None:
    """Send a link that opens the ballot of this address. ``link`` has ``{token}`` where the signed digest goes.

    The address itself is stored nowhere. Raises ``Refused`` when too many letters were asked for or none can be sent.
    """
    way = address_way(zone, "email", plain_address(address))
    _count(f"letter:{way}", f"device:{device}", by=by, zone=zone)
    token = signing.dumps([zone.pk, way], salt=_LINK_SALT)
    lines = [
        _("Somebody, probably you, asked to vote in %(zone)s.") % {"zone": zone.name},
        _("This link opens your ballot. It works for one day and on any device:"),
        link.replace("{token}", token),
        _("If it was not you, throw this letter away: nothing happens."),
    ]
    try:
        send_mail(_("Your ballot"), "\n\n".join(lines), None, [address.strip()])
    except (SMTPException, OSError) as problem:
        raise Refused("not_sent", _("No letter could be sent just now. Try again later, or use a code.")) from problem


def open_letter(zone: Place, token: str) -> Voter:
    """The voter of a letter's link."""
    try:
        number, way = signing.loads(token, salt=_LINK_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        raise Refused("expired", _("This link is older than a day or incomplete. Ask for a new letter.")) from None
    if number != zone.pk:
        raise Refused("unknown", _("This link belongs to another zone."))
    _must_be_good(zone, way)
    return voter_by(zone, way)


def send_phone_code(*, zone: Place, number: str, device: str, by: str = ANONYMOUS) -> str:
    """Have the provider send six digits to a phone; returns the name of the check. The number is stored nowhere."""
    to = phones.plain_number(number)
    way = address_way(zone, "phone", to)
    _count(f"letter:{way}", f"device:{device}", by=by, zone=zone)
    digits = f"{secrets.randbelow(10**6):06d}"
    text = _("%(digits)s is your code to vote in %(zone)s. It is good for ten minutes.")
    phones.send(to=to, text=text % {"digits": digits, "zone": zone.name})
    name = secrets.token_hex(16)
    now = timezone.now()
    with transaction.atomic():
        PhoneCheck.objects.filter(sent_at__lt=now - timedelta(seconds=PHONE_SECONDS)).delete()
        PhoneCheck.objects.create(check_id=name, answer=keyed_digest(f"{name}:{digits}"), way=way, sent_at=now)
        record(action="voters.phone_code_sent", subject=f"zone:{zone.slug}", by=by)
    return name


def check_phone_code(*, zone: Place, name: str, typed: str, by: str = ANONYMOUS) -> Voter:
    """The voter of a number, once its code was typed rightly; five tries."""
    since = timezone.now() - timedelta(seconds=PHONE_SECONDS)
    with transaction.atomic():
        check = PhoneCheck.objects.select_for_update().filter(check_id=name, sent_at__gte=since).first()
        right = check is not None and secrets.compare_digest(check.answer, keyed_digest(f"{name}:{typed.strip()}"))
        if check is not None and not right:
            check.tries += 1
            check.save(update_fields=["tries"])
        if check is not None and (right or check.tries >= PHONE_TRIES):
            check.delete()
            record(action="voters.phone_code_used", subject=f"zone:{zone.slug}", by=by, right=right)
    if check is None:
        raise Refused("expired", _("This code has run out. Ask for a new one."))
    if not right:
        raise Refused("wrong", _("This is not the code we sent."))
    _must_be_good(zone, check.way)
    return voter_by(zone, check.way)


def _count(*asked: str, by: str, zone: Place) -> None:
    """One more letter today to this address, asked from this device; refused above the day's number."""
    today = timezone.localdate()
    with transaction.atomic():
        Letter.objects.filter(day__lt=today).delete()
        for what in asked:
            most = TO_ONE_ADDRESS if what.startswith("letter:") else FROM_ONE_DEVICE
            digest = keyed_digest(f"{today}:{what}")
            Letter.objects.get_or_create(digest=digest, day=today)
            if not Letter.objects.filter(digest=digest, day=today, many__lt=most).update(many=F("many") + 1):
                raise Refused("many", _("Enough letters were sent there today. Try again tomorrow, or use a code."))
        record(action="voters.letter_asked", subject=f"zone:{zone.slug}", by=by)
