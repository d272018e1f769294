"""The sample suggestions show what is planted, say "not enough" where few took part, and are made once."""

import pytest

from safetyzone.config.demo.voices import VOICES, make_voices, missing_voices
from safetyzone.foundation.places.actions import load_folder
from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.listen.budgets.models import Round, RoundState
from safetyzone.listen.suggestions import shown
from safetyzone.listen.suggestions.models import Conversation
from safetyzone.listen.suggestions.results import stored

ZONES = {voices.zone for voices in VOICES}


@pytest.mark.django_db
def test_sample_voices_are_made_once_and_show_what_is_planted() -> None:
    load_folder(folder=pack_folder("thailand"), by="system")
    for voices in missing_voices(ZONES):
        make_voices(voices)
    assert missing_voices(ZONES) == []
    found = {}
    for voices in VOICES:
        conversation = Conversation.objects.get(zone__slug=voices.zone)
        run = stored(conversation)
        assert run is not None
        found[voices.zone] = conversation, run.result
        assert conversation.sample
    two, three, few = (found[voices.zone][1] for voices in VOICES)
    assert (two["k"], three["k"]) == (2, 3)
    assert sorted(group["size"] for group in two["groups"]) == [38, 52]
    assert few["refusal"]["code"] == "not_enough"
    conversation, result = found["ratchada-huai-khwang"]
    common = {row.statement.number for row in shown.common_ground(shown.rows(conversation, result))}
    assert common == {1, 2, 3, 4, 12}, "what both camps lean to"
    states = dict(Round.objects.values_list("zone__slug", "state"))
    assert states == {"ratchada-huai-khwang": RoundState.DECIDED, "muang-thong-thani": RoundState.OPEN}
