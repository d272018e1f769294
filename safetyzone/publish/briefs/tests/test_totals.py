"""The totals test: for a busy month every number on the screen, in the PDF, in the sheet and in the data is equal, or a
named rule says why it differs."""

import json
import re
from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.publish.briefs.actions import make_brief
from safetyzone.publish.briefs.compose import month_filters
from safetyzone.publish.briefs.figures import RULES
from safetyzone.publish.briefs.printed import printed
from safetyzone.publish.briefs.tests.conftest import record
from safetyzone.publish.site.actions import publish_month, set_page

MONTH = "2025-10"
ON_PAGE = re.compile(r'data-key="([^"]+)">([^<]+)<')
ON_PAPER = re.compile(r"\[([a-z0-9_.]+)\]\s+(not enough|[\d,]+(?:\.\d+)?(?: %| days)?)")


@pytest.fixture
def busy(zone: Place) -> Run:
    record(zone, "2024-10", {"theft": 80, "assault": 30})
    for month in ("2025-07", "2025-08", "2025-09", "2025-11"):
        record(zone, month, {"theft": 60, "assault": 20})
    record(zone, MONTH, {"theft": 1204, "assault": 96, "rape": 7, "drugs": 41})
    record(zone, MONTH, {"theft": 33}, lon=100.6)  # of the station, outside the zone
    return make_brief(zone=zone, month=MONTH, by="test")


def shown(run: Run) -> dict[str, Any]:
    return {figure["key"]: figure for part in run.result["sections"] for figure in part["figures"]}


def read(text: str) -> float | None:
    digits = text.strip().replace(",", "").removesuffix("%").removesuffix("days").strip()
    return None if digits == "not enough" else float(digits)


def test_every_number_is_the_same_everywhere(client: Client, busy: Run, zone: Place, clerk: User) -> None:
    client.force_login(clerk)
    figures = {key: figure["value"] for key, figure in shown(busy).items()}
    assert figures["inc.n"] == 1307

    html = client.get(reverse("briefs:brief", args=["z", MONTH]), headers={"accept-language": "en"}).content.decode()
    assert {key: read(text) for key, text in ON_PAGE.findall(html)} == figures

    pdf = client.get(reverse("briefs:pdf", args=["z", MONTH]), headers={"accept-language": "en"}).content
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert {key: read(value) for key, value in ON_PAPER.findall(text)} == figures
    attached = json.loads(bytes(document.get_attachment(0).get_data()))
    assert attached["sections"] == busy.result["sections"]

    book = openpyxl.load_workbook(BytesIO(client.get(reverse("briefs:sheet", args=["z", MONTH])).content))
    cells = {row[0]: row[3] for row in book.active.iter_rows(min_row=5, values_only=True)}  # type: ignore[union-attr]
    assert cells == figures

    told = client.get(f"/api/v1/zones/z/briefs/{MONTH}").json()
    assert {figure["key"]: figure["value"] for part in told["sections"] for figure in part["figures"]} == figures


def test_the_zone_page_filtered_to_the_month_says_the_same(busy: Run, zone: Place) -> None:
    held = shown(busy)
    picture = picture_of(zone=zone, filters=month_filters(MONTH, "reported"), by="test").result
    assert held["inc.n"]["value"] == picture["counts"]["n"]
    assert {row["group"]: row["n"] for row in picture["counts"]["by_group"]} == {
        "property": held["inc.property"]["value"], "life": held["inc.life"]["value"],
    }  # fmt: skip
    assert held["inc.property"]["value"] + held["inc.life"]["value"] == held["inc.n"]["value"]
    assert held["inc.station"]["value"] == held["inc.n"]["value"] + 33
    assert held["inc.last_year"]["value"] == 110


def test_the_public_page_differs_only_by_its_named_rules(busy: Run, zone: Place) -> None:
    release = publish_month(zone=zone, month=MONTH, by="test")
    public = {block["from"]: block["n"] for block in release.crime.result["blocks"]}[MONTH]
    assert public == shown(busy)["inc.n"]["value"] - 7, "sensitive offences are left out"
    assert "sensitive" in release.crime.result["rule"]
    set_page(zone=zone, open=True, contact="", by="test")


def test_every_figure_that_could_differ_names_its_rule(busy: Run) -> None:
    for key, figure in shown(busy).items():
        assert figure.get("rule", "") in {"", *RULES}, key
        assert figure.get("rule") or figure.get("run"), f"{key} says neither where it is from nor how it is counted"


def test_the_same_records_give_the_same_run(busy: Run, zone: Place) -> None:
    assert make_brief(zone=zone, month=MONTH, by="test").pk == busy.pk
    record(zone, MONTH, {"theft": 1})
    again = make_brief(zone=zone, month=MONTH, by="test")
    assert again.pk != busy.pk
    assert shown(again)["inc.n"]["value"] == 1308
    busy.refresh_from_db()
    assert shown(busy)["inc.n"]["value"] == 1307


def test_the_pdf_is_thai_where_thai_is_read(busy: Run, zone: Place) -> None:
    with translation.override("th"):
        document = pypdfium2.PdfDocument(printed(zone, busy))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "ทรัพย์" in text
    assert "1,204" in text
