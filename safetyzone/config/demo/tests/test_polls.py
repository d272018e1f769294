"""The sample polls are what their plan says, and made once."""

import pytest

from safetyzone.config.demo.polls import POLL_PLANS, make_poll, waiting
from safetyzone.foundation.places.actions import load_folder
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.listen.polls.models import Wave, WaveMode, WaveState
from safetyzone.listen.polls.results import results_of


@pytest.mark.django_db
def test_sample_polls_are_made_once_and_show_what_is_planted() -> None:
    load_folder(folder=pack_folder("thailand"), by="system")
    chosen = [
        plan
        for plan in POLL_PLANS
        if plan.zone in {"muang-thong-thani", "jomtien", "phuket-old-town", "chiang-mai-old-town"}
    ]
    for plan in chosen:
        make_poll(plan)
    assert {plan.zone for plan in waiting({plan.zone for plan in POLL_PLANS})} == {"ratchada-huai-khwang"}
    honest, opt_in, few, quota = (Wave.objects.get(zone__slug=plan.zone) for plan in chosen)
    assert all(wave.sample for wave in Wave.objects.all())
    assert [wave.state for wave in (honest, opt_in, few, quota)] == [WaveState.CLOSED, *[WaveState.OPEN] * 3]
    assert sum(len(sheet.used) for sheet in honest.sheets.all()) == honest.answers.count() == 620
    assert (few.answers.count(), opt_in.answers.count()) == (5, 940)
    assert quota.quotas
    young = sum(answer.data["age-band"] in {"18-29", "30-44"} for answer in opt_in.answers.all())
    assert young / 940 > 0.75  # in the population 55 %
    assert results_of(honest, by="system").result["n"] == 620
    assert Place.objects.get(slug="jomtien").waves.get().mode == WaveMode.OPT_IN
