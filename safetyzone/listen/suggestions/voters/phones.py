"""A provider that sends codes to phones: one POST over HTTPS, whoever the provider is.

``SAFETYZONE_PHONE_URL`` receives ``{"to": "+66…", "text": "…"}`` as JSON with ``Authorization: Bearer …``; any 2xx means it took
the message. Most providers speak this or have a gateway that does.
"""

import json
from http.client import HTTPException
from typing import Final
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils.translation import gettext as _

from safetyzone.listen.suggestions.voters.refusals import Refused

WAIT_SECONDS: Final = 10.0


class _NoRedirect(HTTPRedirectHandler):
    """A number goes to the configured address and nowhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def available() -> bool:
    return bool(settings.PHONE_URL)


def plain_number(typed: str) -> str:
    """``+`` and 8 to 15 digits. A number that begins with 0 gets the country's code, if the station has set one."""
    digits = "".join(letter for letter in typed if letter.isdecimal())
    digits = "".join(str(int(letter)) for letter in digits)  # Thai figures are figures
    written = typed.strip()
    if not written.startswith("+"):
        if not settings.PHONE_COUNTRY or not digits.startswith("0"):
            raise Refused("number", _("Write the number with + and the country's code, such as +66 81 234 5678."))
        digits = settings.PHONE_COUNTRY + digits[1:]
    if not 8 <= len(digits) <= 15:
        raise Refused("number", _("This is not a whole telephone number."))
    return "+" + digits


def send(*, to: str, text: str, wait: float = WAIT_SECONDS) -> None:
    """Hand the message over; raises ``Refused`` if the provider does not take it in time."""
    if not available():
        raise Refused("no_phone", _("Codes to a phone are not set up here."))
    body = json.dumps({"to": to, "text": text}).encode()
    asked = Request(settings.PHONE_URL, data=body, headers={"Content-Type": "application/json"})  # noqa: S310 - https, checked in the settings
    if settings.PHONE_KEY:
        asked.add_unredirected_header("Authorization", f"Bearer {settings.PHONE_KEY}")
    try:
        with build_opener(_NoRedirect).open(asked, timeout=wait) as answer:
            answer.read(1024)
    except (URLError, HTTPException, OSError) as problem:
        raise Refused(
            "not_sent", _("No code could be sent just now. Try again later, or use another way.")
        ) from problem
