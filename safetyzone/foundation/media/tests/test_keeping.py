"""A kept picture: whole on disk, seen by the team, by everybody only when somebody has said so."""

import hashlib
import io
import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from safetyzone.foundation.access.tests.hierarchy import make_places, person
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.media import files
from safetyzone.foundation.media.actions import keep_picture, show_picture
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.media.pictures import BadPicture
from safetyzone.foundation.media.tests.test_pictures import photo
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Place]:
    return make_places()


@pytest.fixture
def kept(places: dict[str, Place]) -> Picture:
    return keep_picture(place=places["zone-11"], raw=photo((4000, 3000)), purpose="walk", by="user:1")


def ask(picture: Picture | uuid.UUID, user: User | None = None) -> Client:
    client = Client(HTTP_HOST="localhost")
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    key = picture.pk if isinstance(picture, Picture) else picture
    client.answer = client.get(reverse("media:picture", args=[key]))  # type: ignore[attr-defined]
    return client


def status(picture: Picture | uuid.UUID, user: User | None = None) -> int:
    return int(ask(picture, user).answer.status_code)  # type: ignore[attr-defined]


def test_what_is_kept_is_the_cleaned_picture_and_its_row_says_so(kept: Picture) -> None:
    content = files.path_of(kept.pk).read_bytes()
    assert Image.open(io.BytesIO(content)).size == (kept.width, kept.height) == (1600, 1200)
    assert (kept.size, kept.digest) == (len(content), hashlib.sha256(content).hexdigest())
    assert not kept.public
    assert list(files.path_of(kept.pk).parent.glob("*.part")) == []


def test_the_event_holds_no_picture_and_no_name(kept: Picture) -> None:
    event = Event.objects.get(action="media.picture_kept")
    assert event.subject == f"picture:{kept.pk}"
    assert event.payload == {"place": "zone-11", "purpose": "walk", "size": kept.size}


@pytest.mark.parametrize("raw", [b"", b"<svg/>", photo()[:100], b"x" * (12 * 1024 * 1024 + 1)])
def test_what_is_no_picture_leaves_nothing_behind(places: dict[str, Place], raw: bytes) -> None:
    before = sorted(files.path_of(uuid.uuid4()).parent.parent.glob("*/*"))
    with pytest.raises(BadPicture):
        keep_picture(place=places["zone-11"], raw=raw, purpose="walk", by="user:1")
    assert not Picture.objects.exists()
    assert not Event.objects.filter(action__startswith="media").exists()
    assert sorted(files.path_of(uuid.uuid4()).parent.parent.glob("*/*")) == before


def test_a_refusal_is_said_in_the_readers_language(places: dict[str, Place]) -> None:
    with translation.override("th"), pytest.raises(BadPicture, match="12 MB") as refused:
        keep_picture(place=places["zone-11"], raw=b"x" * (12 * 1024 * 1024 + 1), purpose="walk", by="user:1")
    assert "ภาพ" in str(refused.value)


def test_the_team_sees_it_and_nobody_else_knows_that_it_is_there(kept: Picture, places: dict[str, Place]) -> None:
    officer = person("patrol", places["station-11"])
    other = person("commander", places["station-12"])
    answer = ask(kept, officer).answer  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("private")
    assert status(kept, other) == status(uuid.uuid4(), other) == 404
    assert status(kept) == status(uuid.uuid4()) == 302


def test_it_is_public_only_after_somebody_said_so_and_until_that_is_taken_back(kept: Picture) -> None:
    show_picture(picture=kept, public=True, by="user:1")
    answer = ask(kept).answer  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("public")
    show_picture(picture=kept, public=False, by="user:1")
    assert status(kept) == 302
    assert list(Event.objects.order_by("sequence").values_list("action", flat=True))[-2:] == [
        "media.picture_shown", "media.picture_hidden",
    ]  # fmt: skip


def test_a_lost_file_is_a_missing_page_and_no_crash(kept: Picture, places: dict[str, Place]) -> None:
    files.path_of(kept.pk).unlink()
    assert status(kept, person("patrol", places["station-11"])) == 404
