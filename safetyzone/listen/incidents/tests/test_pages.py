"""A file through the web: upload, columns, worker, result."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.jobs.models import Job
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.actions import import_file
from safetyzone.listen.incidents.mapping import Mapping, Moment
from safetyzone.listen.incidents.models import Import, ImportState, Incident
from safetyzone.listen.incidents.tasks import import_upload

pytestmark = pytest.mark.django_db
ROWS = "no,kind,when,lon,lat\n" + "".join(
    f"{n},{'stolen' if n % 2 else 'Drugs'},2022-04-{n % 28 + 1:02d} {n % 24:02d}:30,{100.54 + n / 10000},{13.745}\n"
    for n in range(40)
)
FORM = {
    "source": "register", "calendar": "auto", "crs": "EPSG:4326", "default_origin": "reported", "occurred_from_date": "when",
    "lon": "lon", "lat": "lat", "category": "kind", "source_id": "no",
}  # fmt: skip


def signed_in(station: Place, role: str = "clerk") -> Client:
    user = User.objects.create_user(f"{role}@example.org", None)
    Membership.objects.create(user=user, place=station, role=role)
    client = Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def uploaded(client: Client, station: Place, content: str = ROWS) -> Import:
    file = SimpleUploadedFile("april.csv", content.encode())
    answer = client.post("/incidents/upload/", {"station": station.slug, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.get()


def kept_files() -> set[Path]:
    folder = Path(default_storage.path("incident-files"))
    return set(folder.iterdir()) if folder.exists() else set()


def test_from_upload_to_result(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station)
    page = client.get(f"/incidents/{run.pk}/columns/").content.decode()
    assert "The first rows as they would be stored" in page
    assert "stolen" in page
    answer = client.post(
        f"/incidents/{run.pk}/columns/", {**FORM, "do": "import", "words": ["stolen"], "word_0": "theft"}
    )
    assert answer.headers["Location"] == f"/incidents/{run.pk}/"
    assert "waiting to be read" in client.get(f"/incidents/{run.pk}/").content.decode().lower()
    assert Job.objects.get().arguments == {"run": run.pk}
    import_upload(run=run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_read, run.accepted) == (ImportState.DONE, 40, 40)
    assert Incident.objects.filter(category="theft").count() == 20
    assert not default_storage.exists(run.upload), "columns that were not mapped are not kept"
    page = client.get(f"/incidents/{run.pk}/").content.decode()
    assert "What became of the rows" in page
    import_upload(run=run.pk)
    assert Incident.objects.count() == 40


def test_showing_the_rows_again_stores_nothing(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station)
    answer = client.post(f"/incidents/{run.pk}/columns/", {**FORM, "do": "look"})
    assert answer.status_code == 200
    run.refresh_from_db()
    assert run.state == ImportState.UPLOADED
    assert not Job.objects.exists()


def test_an_ambiguous_file_is_asked_about_and_then_taken(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station, "no,when,lon,lat\n1,03/04/2565,100.54,13.745\n2,05/06/2565,100.54,13.746\n")
    form = {**FORM, "category": "", "do": "import"}
    page = client.post(f"/incidents/{run.pk}/columns/", form).content.decode()
    assert "Day and month could be exchanged" in page
    assert client.post(f"/incidents/{run.pk}/columns/", {**form, "date_order": "dmy"}).status_code == 302


def test_without_a_place_the_rest_is_filled_in_and_what_is_lacking_is_said(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station, "no,kind,when,spot\n1,stolen,2022-04-03 10:00,a\n2,stolen,2022-04-04 11:00,b\n")
    page = client.get(f"/incidents/{run.pk}/columns/").content.decode()
    assert "No column for the place" in page
    assert "2 of the first 2 rows can be taken." in page
    assert '<option value="when" selected>' in page
    again = client.post(f"/incidents/{run.pk}/columns/", {**FORM, "lon": "", "lat": "", "do": "look"}).content.decode()
    assert "No column for the place" not in again, "said once"


def test_without_a_date_the_register_at_least_is_named(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station, "no,lon,lat\n1,100.54,13.745\n2,100.55,13.746\n")
    page = client.get(f"/incidents/{run.pk}/columns/").content.decode()
    assert "No column for when it happened" in page
    assert 'value="april"' in page


def test_a_refused_file_is_called_by_the_name_it_came_with(station: Place) -> None:
    client = signed_in(station)
    file = SimpleUploadedFile("april.csv", b"%PDF-1.4 ...")
    page = client.post("/incidents/upload/", {"station": station.slug, "file": file}).content.decode()
    assert "april.csv cannot be read" in page


def test_what_is_no_table_is_refused_and_not_kept(station: Place) -> None:
    client = signed_in(station)
    before = kept_files()
    file = SimpleUploadedFile("scan.csv", b"%PDF-1.4 ...")
    page = client.post("/incidents/upload/", {"station": station.slug, "file": file}).content.decode()
    assert "PDF" in page
    assert not Import.objects.exists()
    assert kept_files() == before


@pytest.mark.parametrize("sample", [True, False])
def test_what_a_made_up_person_brings_in_is_a_sample(station: Place, sample: bool) -> None:
    client = signed_in(station)
    User.objects.update(sample=sample)
    assert uploaded(client, station).sample is sample


def test_a_refused_upload_says_why_and_can_be_mended(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station)
    client.post(f"/incidents/{run.pk}/columns/", {**FORM, "do": "import"})
    station.lon, station.lat = 10.0, 50.0
    station.save()
    import_upload(run=run.pk)
    run.refresh_from_db()
    assert (run.state, run.refusal) == (ImportState.REFUSED, "nothing_taken")
    page = client.get(f"/incidents/{run.pk}/").content.decode()
    assert "Not one row could be taken" in page
    assert "Change the columns and try again" in page
    assert not Incident.objects.exists()


def test_a_file_can_be_thrown_away(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station)
    assert client.post(f"/incidents/{run.pk}/discard/").status_code == 302
    assert not Import.objects.exists()
    assert not default_storage.exists(run.upload)


def test_rejects_can_be_downloaded_with_masked_values(station: Place, table: Callable[..., Path]) -> None:
    mapping = Mapping(source="r", occurred_from=Moment("when"), source_id="name", personal=("name",))
    long_name = "x" * 90
    path = table("name,when", "a,2022-04-03", f"{long_name},2022-04-03", "=cmd,never")
    report = import_file(path=path, station=station, mapping=mapping, by="test")
    client = signed_in(station)
    client.post(f"/incidents/{report.run_id}/look/", {"purpose": "quality"})
    answer = client.get(f"/incidents/{report.run_id}/rejects.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "line,column,value,code,reason"
    assert lines[1].startswith("3,name,•••,id_too_long,")
    assert lines[2].startswith("4,when,never,bad_date,")


def test_every_look_at_single_rows_is_recorded_with_its_purpose(station: Place, table: Callable[..., Path]) -> None:
    mapping = Mapping(source="r", occurred_from=Moment("when"))
    report = import_file(
        path=table("when", "2022-04-03", "never, at 5 Soi 9"), station=station, mapping=mapping, by="test"
    )
    client, address = signed_in(station), f"/incidents/{report.run_id}/"
    assert "Soi 9" not in client.get(address).content.decode()
    assert client.get(f"{address}rejects.csv").headers["Location"] == f"{address}#rejects"
    for given in ({"purpose": "curiosity"}, {}):
        told = client.post(f"{address}look/", given).content.decode()
        question = told[told.index('id="rejects"') :]
        assert "Choose what you need the rows for." in question, "said where the question stands"
        assert "Soi 9" not in told
    assert "Soi 9" not in client.get(address).content.decode()
    assert not Event.objects.filter(action="incidents.records_read").exists()

    client.post(f"{address}look/", {"purpose": "control"})
    assert client.get(address).status_code == client.get(f"{address}rejects.csv").status_code == 200
    looks = Event.objects.filter(action="incidents.records_read").order_by("sequence")
    actor = f"user:{User.objects.get().pk}"
    assert [(look.payload["what"], look.payload["purpose"], look.actor) for look in looks] == [
        ("rejects", "control", actor), ("rejects.csv", "control", actor),
    ]  # fmt: skip


def test_the_purpose_for_one_file_opens_no_other(station: Place, table: Callable[..., Path]) -> None:
    mapping = Mapping(source="r", occurred_from=Moment("when"))
    first, second = (
        import_file(path=table("when", "2022-04-03", f"never {n}"), station=station, mapping=mapping, by="test").run_id
        for n in (1, 2)
    )
    client = signed_in(station)
    client.post(f"/incidents/{first}/look/", {"purpose": "mend"})
    assert client.get(f"/incidents/{second}/rejects.csv").status_code == 302


def test_the_first_rows_of_an_upload_are_a_look_too(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station)
    client.get(f"/incidents/{run.pk}/columns/")
    look = Event.objects.get(action="incidents.records_read")
    assert look.payload == {"purpose": "mend", "what": "rows", "station": station.slug}


@pytest.mark.parametrize("role", ["resident", "patrol", "duty"])
def test_who_may_not_import_finds_no_such_page(station: Place, role: str) -> None:
    assert signed_in(station, role).get("/incidents/upload/").status_code == 404
