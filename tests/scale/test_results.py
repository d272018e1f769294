"""50,000 answers to one wave: how long the first computation takes, and the page after it.

Measured in this process's processor time, so that other work on the machine does not count; on two free cores the clock on
the wall shows less, because Polars and BLAS use both. ``pytest tests/scale/test_results.py -s`` prints the figures.
"""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safetyzone.foundation.people.models import Membership, User
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results import results_of
from safetyzone.listen.polls.results.domains import Domain
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.listen.polls.tests.conftest import wave  # noqa: F401 - a fixture

ANSWERS = 50_000
FIRST_SECONDS = 3.0
PAGE_P95_SECONDS = 0.3
PAGES = 40
MARGINS = [
    {"question": "sex", "targets": {"female": 53_000, "male": 47_000}, "source": "made up"},
    {"question": "age-band", "targets": {"18-29": 24_000, "30-44": 31_000, "45-59": 26_000, "60-up": 19_000}, "source": "made up"},
]  # fmt: skip


@pytest.fixture
def large(wave: Wave) -> Wave:  # noqa: F811
    fill(wave, 60, clusters=6)
    results_of(wave, by="system")  # compiled and imported once in a process's life
    made = Wave.objects.create(
        zone=wave.zone, questionnaire=wave.questionnaire, title="Large", mode="probability", state="closed",
        opens=timezone.localdate() - timedelta(days=40), closes=timezone.localdate() - timedelta(days=1),
        design={"psu": "cluster", "frame": "clusters"}, margins=MARGINS,
    )  # fmt: skip
    fill(made, ANSWERS, clusters=200)
    return made


def reader(of: Wave) -> Client:
    user = User.objects.create_user("reader@example.org", None)
    Membership.objects.create(user=user, place=of.zone, role="commander")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
def test_fifty_thousand_answers(large: Wave, capsys: pytest.CaptureFixture[str]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    run = results_of(large, by="system")
    first, first_wall = time.process_time() - cpu, time.perf_counter() - wall
    assert run.result["n"] == ANSWERS
    cpu = time.process_time()
    results_of(large, by="system", only=Domain("sex", "female"))
    part = time.process_time() - cpu
    client, address, spent = reader(large), reverse("poll_results:results", args=[large.pk]), []
    client.get(address)  # targets and fear are runs of their own, computed with the first look
    for _ in range(PAGES):
        cpu = time.process_time()
        assert client.get(address).status_code == 200
        spent.append(time.process_time() - cpu)
    p95 = sorted(spent)[int(PAGES * 0.95) - 1]
    with capsys.disabled():
        print(f"\n{ANSWERS:,} answers: first figures {first:.2f} s of processor time ({first_wall:.2f} s on the wall), "
              f"a part of the people {part:.2f} s, page p95 {p95 * 1000:.0f} ms")  # fmt: skip
    assert first <= FIRST_SECONDS
    assert p95 <= PAGE_P95_SECONDS
