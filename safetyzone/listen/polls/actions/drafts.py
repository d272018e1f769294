"""Change or delete a wave that is still in preparation."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.polls.actions.questionnaires import add_questionnaire
from safetyzone.listen.polls.actions.waves import NotPossible, set_margins
from safetyzone.listen.polls.communities import QUESTION, NoCommunities, asks, with_communities
from safetyzone.listen.polls.margins import WrongMargins, checked
from safetyzone.listen.polls.models import Questionnaire, Wave, WaveMode, WaveState
from safetyzone.listen.polls.population import margins_for
from safetyzone.listen.polls.xlsform import BrokenForm


def change_wave(
    *, wave: Wave, questionnaire: Questionnaire, title: str, mode: str, opens: date, closes: date, by: str
) -> Wave:
    """Another title, period, questionnaire or way of choosing people. Raises ``NotPossible``; nothing is changed then.

    What no longer fits is refused and never dropped in silence: population numbers of questions that the new questionnaire
    does not ask, a sample that is drawn, quotas.
    """
    if closes < opens:
        raise NotPossible(_("The last day comes before the first."))
    with transaction.atomic():
        held = _draft(wave)
        if mode != held.mode and (held.units.exists() or held.quotas):
            raise NotPossible(
                _(
                    "A list or quotas are kept for this poll. To choose people in another way, delete it and prepare a new one."
                )
            )
        changed = _changes(held, questionnaire, title, mode, opens, closes)
        held.questionnaire, held.title, held.mode = questionnaire, title, WaveMode(mode)
        held.opens, held.closes = opens, closes
        _still_fits(held)
        held.save(update_fields=["questionnaire", "title", "mode", "opens", "closes"])
        record(action="polls.wave_changed", subject=f"wave:{held.pk}", by=by, fields=changed)
    return held


def ask_for_communities(*, wave: Wave, names: Sequence[str], by: str) -> Questionnaire:
    """The wave asks in which of these communities somebody lives. Raises ``NotPossible``; nothing is changed then."""
    if wave.mode == WaveMode.PROBABILITY:
        raise NotPossible(
            _("In a random sample the list of households says where people live; they are not asked again.")
        )
    if asks(wave.questionnaire):
        raise NotPossible(_("This questionnaire asks for the community already."))
    try:
        with transaction.atomic():
            text = with_communities(wave.questionnaire, wave.zone.slug, names)
            made = add_questionnaire(
                original=text.encode(), file_name=f"{wave.questionnaire.code}.md", zone=wave.zone, by=by
            )
            change_wave(
                wave=wave,
                questionnaire=made,
                title=wave.title,
                mode=wave.mode,
                opens=wave.opens,
                closes=wave.closes,
                by=by,
            )
            known = [margin for margin in margins_for(wave.zone, made) if margin["question"] == QUESTION]
            if known:
                set_margins(wave=Wave.objects.get(pk=wave.pk), margins=[*wave.margins, *known], by=by)
    except (NoCommunities, BrokenForm, WrongMargins) as problem:
        raise NotPossible(str(problem)) from problem
    return made


def delete_wave(*, wave: Wave, by: str) -> None:
    """The wave with its list and codes is gone; nobody has been asked anything. Raises ``NotPossible``."""
    with transaction.atomic():
        held = _draft(wave)
        record(
            action="polls.wave_deleted", subject=f"wave:{held.pk}", by=by, zone=held.zone.slug, units=held.units.count()
        )
        held.delete()


def _draft(wave: Wave) -> Wave:
    """The wave as it stands now, held until the transaction ends."""
    held = Wave.objects.select_for_update().select_related("zone", "questionnaire").filter(pk=wave.pk).first()
    if held is None or held.state != WaveState.DRAFT:
        raise NotPossible(_("Only a poll in preparation can be changed or deleted; this one has been opened."))
    return held


def _changes(held: Wave, questionnaire: Questionnaire, title: str, mode: str, opens: date, closes: date) -> list[str]:
    wanted = {"questionnaire": questionnaire, "title": title, "mode": mode, "opens": opens, "closes": closes}
    return sorted(name for name, value in wanted.items() if getattr(held, name) != value)


def _still_fits(held: Wave) -> None:
    try:
        checked(held.questionnaire, held.margins)
    except WrongMargins as problem:
        said = _("The population numbers of this poll do not fit the other questionnaire: %(problem)s")
        raise NotPossible(said % {"problem": problem}) from problem
    asked = {question["name"] for question in held.questionnaire.questions}
    if any(set(quota["where"]) - asked for quota in held.quotas):
        raise NotPossible(_("The quotas of this poll ask for groups that the other questionnaire does not know."))
