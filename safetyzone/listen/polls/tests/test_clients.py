"""Interviewers' telephones: a key each, for one wave, and it can be taken back. What is too large or broken is told."""

import base64
import io
import json
import zlib
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people.models import Membership, User
from safetyzone.listen.polls.links import qr_svg
from safetyzone.listen.polls.models import Answer, Attachment, ClientKey, Receipt, Wave
from safetyzone.listen.polls.openrosa import documents, views
from safetyzone.listen.polls.openrosa.actions import NoKey, give_key, take_key_back
from safetyzone.listen.polls.openrosa.collect import settings_text
from safetyzone.listen.polls.tests.test_openrosa import filled, photo_wave

__all__ = ["photo_wave"]


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def quota(photo_wave: Wave) -> Wave:
    photo_wave.mode = "quota"
    photo_wave.save()
    return photo_wave


def said(response: Any) -> str:
    return "".join(fromstring(response.content).itertext())


def post(client: Client, address: str, wave: Wave, inner: str = "<lamps>1</lamps>", **files: Any) -> Any:
    return client.post(address, {"xml_submission_file": filled(documents.form_id(wave), inner), **files})


def test_an_interviewers_wave_is_only_for_keys(quota: Wave, client: Client) -> None:
    form = documents.form_id(quota)
    assert form not in client.get("/openrosa/formList").content.decode()
    assert client.get(f"/openrosa/forms/{form}.xml").status_code == 404
    assert post(client, "/openrosa/submission", quota).status_code == 404
    _, secret = give_key(wave=quota, label="  Somchai's   telephone ", by="user:1")
    listed = client.get(f"/openrosa/key/{secret}/formList").content.decode()
    address = f"/openrosa/key/{secret}/forms/{form}.xml"
    assert address in listed
    assert client.get(address).status_code == 200
    assert client.head(f"/openrosa/key/{secret}/submission").status_code == 204
    assert post(client, f"/openrosa/key/{secret}/submission", quota).status_code == 201
    assert ClientKey.objects.get().label == "Somchai's telephone"
    assert secret not in str(list(ClientKey.objects.values()))


def test_a_key_opens_its_own_wave_and_nothing_after_it_is_taken_back(quota: Wave, wave: Wave, client: Client) -> None:
    key, secret = give_key(wave=quota, label="a", by="user:1")
    assert client.get(f"/openrosa/key/{secret}/forms/{documents.form_id(wave)}.xml").status_code == 404
    take_key_back(key=key, by="user:1")
    refused = client.get(f"/openrosa/key/{secret}/formList")
    assert (refused.status_code, "not valid any more" in said(refused)) == (403, True)
    assert post(client, f"/openrosa/key/{secret}/submission", quota).status_code == 403
    assert not Answer.objects.exists()
    actions = list(Event.objects.filter(action__startswith="polls.client").values_list("action", flat=True))
    assert actions == ["polls.client_key_given", "polls.client_key_taken_back"]


def test_no_key_without_a_name_or_for_a_closed_wave(quota: Wave) -> None:
    with pytest.raises(NoKey, match="whose"):
        give_key(wave=quota, label=" ", by="user:1")
    quota.state = "closed"
    with pytest.raises(NoKey, match="closed"):
        give_key(wave=quota, label="a", by="user:1")
    assert not ClientKey.objects.exists()


def test_the_page_shows_a_new_address_once_and_takes_it_back(quota: Wave, client: Client) -> None:
    user = User.objects.create_user("clerk@example.org")
    Membership.objects.create(user=user, place=quota.zone, role="clerk")
    client.force_login(user)
    page = f"/polls/{quota.pk}/clients/"
    assert "No telephone has a key yet" in client.get(page).content.decode()
    given = client.post(page, {"label": "<b>A</b>"}).content.decode()
    secret = given.partition("/openrosa/key/")[2].partition("<")[0]
    assert client.get(f"/openrosa/key/{secret}/formList").status_code == 200
    assert "&lt;b&gt;A" in given
    assert secret not in client.get(page).content.decode()
    assert client.post(page, {"label": ""}).status_code == 422
    client.post(f"{page}{ClientKey.objects.get().pk}/revoke/")
    assert client.get(f"/openrosa/key/{secret}/formList").status_code == 403


def test_the_code_to_scan_holds_collects_own_settings(quota: Wave, client: Client) -> None:
    user = User.objects.create_user("clerk@example.org")
    Membership.objects.create(user=user, place=quota.zone, role="clerk")
    client.force_login(user)
    given = client.post(f"/polls/{quota.pk}/clients/", {"label": "A"}).content.decode()
    address = "http://testserver/openrosa/key/" + given.partition("/openrosa/key/")[2].partition("<")[0]
    text = settings_text(address, quota.title)
    assert qr_svg(text) in given
    read = json.loads(zlib.decompress(base64.b64decode(text)))
    assert read["project"]["name"] == "Lamps & <light>"
    assert read["admin"] == {}  # Collect wants the part, also when it says nothing
    assert set(read["general"]) == {"server_url", "form_update_mode", "autosend", "delete_send"}
    listed = client.get(read["general"]["server_url"] + "/formList")  # as Collect makes it of the server's address
    assert documents.form_id(quota) in listed.content.decode()


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def test_a_picture_that_unfolds_into_gigabytes_and_one_too_large_are_refused(photo_wave: Wave, client: Client) -> None:
    inner = "<lamps>1</lamps><view>v.png</view>"
    bomb = SimpleUploadedFile("v.png", png(20_000, 20_000), "image/png")
    refused = post(client, "/openrosa/submission", photo_wave, inner, **{"v.png": bomb})
    assert (refused.status_code, "million pixels" in said(refused)) == (422, True)
    large = SimpleUploadedFile("v.png", png(8, 8) + b"\0" * (12 * 1024 * 1024), "image/png")
    refused = post(client, "/openrosa/submission", photo_wave, inner, **{"v.png": large})
    assert (refused.status_code, "12 MB" in said(refused)) == (422, True)
    assert not any(kept.objects.exists() for kept in (Answer, Receipt, Attachment))


def test_too_much_at_once_too_much_xml_and_a_torn_request_are_told(
    photo_wave: Wave, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = post(client, "/openrosa/submission", photo_wave, f"<lamps>1</lamps><x>{'y' * 2_200_000}</x>")
    assert (long.status_code, "larger than 2 MB" in said(long)) == (400, True)
    torn = client.post("/openrosa/submission", b"--b\r\nContent-Disp", content_type="multipart/form-data; boundary=b")
    assert (torn.status_code, "xml_submission_file is missing" in said(torn)) == (400, True)
    no_boundary = client.post("/openrosa/submission", b"x", content_type="multipart/form-data")
    assert no_boundary.status_code == 400
    monkeypatch.setattr(views, "LARGEST_SUBMISSION", 100)
    much = post(client, "/openrosa/submission", photo_wave)
    assert (much.status_code, "smaller size" in said(much)) == (413, True)
    assert not Answer.objects.exists()
