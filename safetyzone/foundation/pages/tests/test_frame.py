"""What stands around every page: language, steps, SAMPLE, whom to call, and headers."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from safetyzone.foundation import late
from safetyzone.foundation.access.tests.hierarchy import make_places, person
from safetyzone.foundation.pages import built, welcome
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import AreaPack, Place

pytestmark = pytest.mark.django_db
HOME, LANGUAGE = "/", "/language/"


def page(client: Client, address: str = HOME, **headers: str) -> str:
    return client.get(address, headers=headers or None).content.decode()


def spoken(html: str) -> str:
    found = re.search(r'<html lang="(\w+)"', html)
    assert found is not None
    return found[1]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_thai_unless_the_browser_asks_for_english() -> None:
    assert spoken(page(Client())) == "th"
    assert spoken(page(Client(), **{"accept-language": "en-GB,en"})) == "en"


def test_one_switch_is_remembered_by_the_device() -> None:
    client = Client(headers={"accept-language": "th"})
    answer = client.post(LANGUAGE, {"language": "en", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert spoken(page(client)) == "en"


def test_an_account_remembers_its_language_on_a_new_device_and_the_devices_choice_wins() -> None:
    user = person()
    signed_in(user).post(LANGUAGE, {"language": "en"})
    elsewhere = signed_in(user)
    assert spoken(page(elsewhere)) == "en"
    elsewhere.cookies["django_language"] = "th"
    assert spoken(page(elsewhere)) == "th"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_switch_leads_to_no_foreign_page(back: str) -> None:
    assert Client().post(LANGUAGE, {"language": "en", "next": back}).headers["Location"] == HOME


def test_an_unknown_language_changes_nothing() -> None:
    client = Client()
    assert client.post(LANGUAGE, {"language": "xx"}).status_code == 302
    assert "django_language" not in client.cookies
    assert client.get(LANGUAGE).status_code == 405


def test_a_stranger_sees_the_way_in_and_what_others_put_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    late.settle(late.WELCOME)  # or the features would register with what stands here for this test only
    monkeypatch.setattr(welcome, "_BESIDE", {})
    welcome.register("here", lambda request: "<p>beside</p>")
    welcome.register("away", lambda request: None)
    html = page(Client())
    assert reverse("account_login") in html
    assert "beside" in html
    assert 'class="nav-steps"' not in html


def test_home_lists_the_zones_of_a_reader_and_no_others() -> None:
    places = make_places()
    html = page(signed_in(person("patrol", places["station-11"])))
    assert "zone-11" in html
    assert "zone-12" not in html


def test_a_reader_without_a_role_is_told_what_to_do() -> None:
    assert "Whoever leads your station" in page(signed_in(person()), **{"accept-language": "en"})


def test_steps_show_only_what_a_reader_may_open() -> None:
    places = make_places()
    for role in ("resident", "clerk", "programme", "auditor"):
        client = signed_in(person(role, places["station-11"]))
        for step in client.get(HOME).context["steps"]:
            for entry in step.entries:
                assert client.get(entry.url, follow=True).status_code == 200, (role, entry.url)


def test_sample_is_said_where_a_sample_zone_is_shown_and_everywhere_in_the_demo(settings) -> None:
    places = make_places()
    client = signed_in(person("patrol", places["station-11"]))
    assert "sample-banner" not in page(client)
    Place.objects.filter(slug="zone-11").update(sample=True)
    assert "sample-banner" in page(client)
    assert "sample-banner" not in page(client, reverse("people:account"))
    settings.DEMO = True
    assert "sample-banner" in page(client, reverse("people:account"))
    assert "sample-banner" in page(Client(), "/nowhere/")


def test_the_first_emergency_number_of_the_area_stands_on_every_page() -> None:
    assert "tel:" not in page(Client())
    numbers = [{"number": "191", "names": {"en": "Police"}}, {"number": "1669", "names": {"en": "Medical"}}]
    AreaPack.objects.create(slug="x", version="1", digest="x", content={"emergency": numbers})
    for address in (HOME, reverse("account_login"), "/nowhere/"):
        html = page(Client(), address)
        assert 'href="tel:191"' in html
        assert "1669" not in html


def test_pages_keep_to_themselves() -> None:
    answer = Client().get(HOME)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "form-action 'self'" in policy
    html = answer.content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", html) == []
    assert re.findall(r"\son\w+=", html) == []


def test_an_entry_brings_its_styles_and_a_missing_one_says_what_to_run() -> None:
    html = Template('{% load frontend %}{% entry "site" %}').render(Context())
    assert re.search(r'<link rel="stylesheet" href="/static/built/assets/site-[\w-]{8}\.css">', html)
    assert re.search(r'<script type="module" src="/static/built/assets/site-[\w-]{8}\.js"></script>', html)
    with pytest.raises(ImproperlyConfigured, match=r"hatch_build\.py"):
        built.chunk_of("nothing")


def test_built_files_are_sent_compressed_and_kept_for_ever() -> None:
    address = built.styles_of("site")[0]
    answer = Client().get(address, headers={"accept-encoding": "br, gzip"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"
    answer.close()


def test_the_built_front_end_names_no_foreign_host_to_load_from() -> None:
    """Style sheets and the frame's scripts: what every page loads."""
    for path in (built.MANIFEST.parent / "assets").glob("*.css"):
        foreign = re.findall(r"""(?:url\(|@import)\s*["']?(https?:)?//[^)"']*""", path.read_text())
        assert foreign == [], path.name


@pytest.mark.parametrize("name", ["400", "403_csrf", "500"])
def test_bare_error_pages_need_nothing_else_to_work(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "/static/" not in html


@pytest.mark.parametrize(("name", "next_step"), [("403", "/people/roles/"), ("404", HOME), ("429", "/password/reset/")])
def test_error_pages_say_what_to_do_next(name: str, next_step: str, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    html = render_to_string(f"{name}.html", request=request)
    assert html.count("<h1>") == 1
    assert next_step in html


def test_a_forged_or_old_form_changes_nothing_and_says_so() -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = client.post(LANGUAGE, {"language": "en"})
    assert answer.status_code == 403
    assert "too old" in answer.content.decode()
