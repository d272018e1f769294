"""The public link of a wave and its QR code."""

import io
from urllib.parse import urlencode

import segno
from django.urls import reverse

from safetyzone.listen.polls.models import Wave


def share_link(wave: Wave) -> str:
    """The path under which anybody may answer."""
    return reverse("answer:page", args=[wave.token])


def coded(link: str, code: str) -> str:
    """The link with a code behind ``#``: browsers keep that part to themselves, so no server or proxy notes code and time."""
    return f"{link}#{urlencode({'code': code})}"


def qr_svg(address: str, *, scale: int = 4) -> str:
    """The address as an SVG drawing, dark on white whatever the page's colours."""
    written = io.BytesIO()
    # Trying all eight masks costs five times as much as the rest; readers read each of them.
    segno.make(address, error="m", micro=False, mask=3, boost_error=False).save(
        written, kind="svg", scale=scale, border=2, dark="#000", light="#fff", xmldecl=False, svgns=True
    )
    return written.getvalue().decode()
