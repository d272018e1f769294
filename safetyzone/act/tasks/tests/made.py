"""Photos, people, days and links for tests."""

import io
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image

from safetyzone.act.tasks.links import token_of
from safetyzone.act.tasks.models import Task
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place


def jpeg(width: int = 60, height: int = 40) -> bytes:
    """A photo with a position in it."""
    picture = Image.new("RGB", (width, height), (200, 180, 90))
    exif = Image.Exif()
    exif[0x010E] = "taken by somebody"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """A small file that would unfold into more than 40 million pixels."""
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


def visitor() -> Client:
    return Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")


def signed_in(name: str, place: Place, role: str) -> Client:
    user, _made = User.objects.get_or_create(email=f"{name}@example.org", defaults={"language": "en"})
    Membership.objects.get_or_create(user=user, place=place, role=role)
    client = visitor()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def link(task: Task, what: str = "") -> str:
    task.refresh_from_db()
    return f"/t/{token_of(task)}/{what}"


def day_from_now(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def dated(task: Task, **fields: Any) -> Task:
    """A task as if its days lay elsewhere."""
    Task.objects.filter(pk=task.pk).update(**fields)
    task.refresh_from_db()
    return task
