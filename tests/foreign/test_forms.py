"""Our thirty-odd forms in ODK's own engine: it opens each, takes the answers, and what it would send is what we keep of them."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path

import pytest

from safetyzone.listen.polls.openrosa.documents import read_submission
from safetyzone.listen.polls.screening import missing, screened
from safetyzone.listen.polls.tests.test_forms import ANSWERS, form_of
from tests.foreign.test_engine import FRONTEND, NODE


@cache
def sent() -> dict[str, str]:
    """Form → the XML of one person's submission."""
    asked = [{"name": name, "xform": form_of(name).xform, "given": given} for name, (given, _) in ANSWERS.items()]
    done = subprocess.run(
        [str(NODE), str(Path(__file__).with_name("forms.mjs"))], input=json.dumps(asked),
        env={**os.environ, "FRONTEND": str(FRONTEND)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ANSWERS)
def test_the_engine_answers_and_the_server_keeps_the_same(name: str) -> None:
    questions, (_, kept) = form_of(name).questions, ANSWERS[name]
    form, instance, data = read_submission(sent()[name].encode())
    assert form == form_of(name).form_id
    assert instance.startswith("uuid:")
    answers = screened(questions, data)
    assert missing(questions, answers) == []
    assert answers == kept
