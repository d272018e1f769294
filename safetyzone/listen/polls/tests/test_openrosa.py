"""A client that knows only OpenRosa: list, form, submission."""

import io
import uuid
from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.models import Answer, Attachment, Wave
from safetyzone.listen.polls.openrosa import documents
from safetyzone.listen.polls.tests.core import FULL
from safetyzone.listen.polls.tests.test_submit import letters_to

PHOTO_FORM = b"""
| survey | | | |
| | type | name | label |
| | integer | lamps | Broken lamps |
| | begin repeat | spots | Spots |
| | text | what | What |
| | end repeat | | |
| | image | view | Picture |
| settings | | |
| | form_id | version |
| | lamps | 1 |
"""


@pytest.fixture
def photo_wave(wave: Wave) -> Wave:
    asked = add_questionnaire(original=PHOTO_FORM, file_name="lamps.md", by="system")
    today = timezone.localdate()
    return Wave.objects.create(zone=wave.zone, questionnaire=asked, title="Lamps & <light>", mode="optin", state="open",
                               opens=today, closes=today + timedelta(days=1))  # fmt: skip


def filled(form: str, inner: str, instance: str = "") -> SimpleUploadedFile:
    instance = instance or f"uuid:{uuid.uuid4()}"
    text = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form}" version="1">{inner}'
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    )
    return SimpleUploadedFile("submission.xml", text.encode(), "text/xml")


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    Image.new("RGB", (64, 48)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("view.jpg", out.getvalue(), "image/jpeg")


def test_list_form_and_three_times_the_same_submission_with_a_picture(photo_wave: Wave, client: Client) -> None:
    listed = client.get("/openrosa/formList")
    assert listed.headers["X-OpenRosa-Version"] == "1.0"
    form = next(item for item in fromstring(listed.content) if documents.form_id(photo_wave) in (item[0].text or ""))
    address = str(form.find("{*}downloadUrl").text)  # type: ignore[union-attr]
    fetched = client.get(address.removeprefix("http://testserver"))
    assert documents.form_id(photo_wave) in fetched.content.decode()
    assert "Lamps &amp; &lt;light&gt;" in fetched.content.decode()
    head = client.head("/openrosa/submission")
    assert (head.status_code, int(head.headers["X-OpenRosa-Accept-Content-Length"])) > (203, 1_000_000)
    inner = "<lamps>3</lamps><spots><what>gate</what></spots><spots><what>lane</what></spots><view>view.jpg</view><deviceid>x</deviceid>"
    for _ in range(3):
        body = {"xml_submission_file": filled(documents.form_id(photo_wave), inner, "uuid:1"), "view.jpg": picture()}
        assert client.post("/openrosa/submission", body).status_code == 201
    answer = Answer.objects.get()
    assert answer.data == {"lamps": 3, "what": ["gate", "lane"], "view": "picture"}
    with Attachment.objects.get().file.open() as stored:
        assert b"Maker" not in stored.read()


def test_a_random_sample_asks_for_the_code_and_keeps_no_trace_of_it(wave: Wave, client: Client) -> None:
    form = documents.form_id(wave)
    assert documents.CODE in client.get(f"/openrosa/forms/{form}.xml").content.decode()
    flat = {name: value if isinstance(value, str) else " ".join(value) for name, value in FULL.items()}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in flat.items())
    code = letters_to(wave, "north")[0]
    without = client.post("/openrosa/submission", {"xml_submission_file": filled(form, inner)})
    assert without.status_code == 422
    inner += f"<{documents.CODE}>{code}</{documents.CODE}>"
    assert client.post("/openrosa/submission", {"xml_submission_file": filled(form, inner)}).status_code == 201
    assert code not in str(Answer.objects.get().data)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({}, 400, "xml_submission_file is missing"),
        ({"xml_submission_file": SimpleUploadedFile("s.xml", b"<data")}, 400, "not XML"),
        (
            {"xml_submission_file": SimpleUploadedFile("s.xml", b"<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>")},
            400,
            "not XML",
        ),
        ({"xml_submission_file": SimpleUploadedFile("s.xml", b"<data id='x'/>")}, 400, "no instanceID"),
    ],
)
def test_what_is_no_submission_is_refused(
    db: None, client: Client, body: dict[str, SimpleUploadedFile], status: int, says: str
) -> None:
    answer = client.post("/openrosa/submission", body, headers={"accept-language": "en"})
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert not Answer.objects.exists()


def test_a_file_that_is_no_picture_is_refused_whole(photo_wave: Wave, client: Client) -> None:
    body = {
        "xml_submission_file": filled(documents.form_id(photo_wave), "<lamps>1</lamps><view>view.jpg</view>"),
        "view.jpg": SimpleUploadedFile("view.jpg", b"MZ not a picture"),
    }
    assert client.post("/openrosa/submission", body).status_code == 422
    assert not Answer.objects.exists()


def test_strangers_find_no_form_that_is_not_open(wave: Wave, client: Client) -> None:
    wave.state = "draft"
    wave.save()
    assert client.get(f"/openrosa/forms/{documents.form_id(wave)}.xml").status_code == 404
    assert documents.form_id(wave) not in client.get("/openrosa/formList").content.decode()
