"""Population margins for raking: checked before anything is computed with them."""

from typing import Any, Final

from safetyzone.listen.polls.models import Questionnaire

NOT_SAID: Final = frozenset({"dont-know", "refused"})
AGREE: Final = 0.005  # margins of one population may differ by rounding, not by more


class WrongMargins(ValueError):
    """The margins do not describe one population in the questionnaire's own categories."""


def checked(
    questionnaire: Questionnaire, margins: list[dict[str, Any]], *, complete: bool = False
) -> list[dict[str, Any]]:
    """``margins``: [{question, targets {answer: people}, source}]. Raises ``WrongMargins`` naming question and answer.

    ``complete``: every answer but "do not know" and "refused" needs a number; 0 says that the count of the population does
    not know this group, which then keeps the share it has among the answers.
    """
    questions = {question["name"]: question for question in questionnaire.questions}
    found: list[dict[str, Any]] = []
    for margin in margins:
        name = str(margin.get("question", ""))
        if name not in questions or not questions[name]["choices"]:
            raise WrongMargins(f"{name or 'a margin'}: the questionnaire has no such question with choices")
        targets = _targets(
            name, margin.get("targets") or {}, {choice["value"] for choice in questions[name]["choices"]}
        )
        if complete:
            _all_named(name, questions[name], targets)
        if not str(margin.get("source", "")).strip():
            raise WrongMargins(f"{name}: say where the numbers come from")
        found.append({"question": name, "targets": targets, "source": str(margin["source"]).strip()})
    _one_population(found)
    return found


def _all_named(name: str, question: dict[str, Any], targets: dict[str, float]) -> None:
    for choice in question["choices"]:
        if choice["value"] not in targets and choice["value"] not in NOT_SAID:
            raise WrongMargins(
                f"{name}: {choice['value']!r} has no number; write 0 if the count of the population does not know it"
            )


def _targets(name: str, targets: dict[str, Any], known: set[str]) -> dict[str, float]:
    strange = sorted(set(targets) - known)
    if strange:
        raise WrongMargins(f"{name}: {strange[0]!r} is not one of its answers ({', '.join(sorted(known))})")
    numbers: dict[str, float] = {}
    for answer, people in targets.items():
        try:
            numbers[answer] = float(people)
        except (TypeError, ValueError):
            raise WrongMargins(f"{name}: {answer}: {people!r} is not a number of people") from None
        if not 0 <= numbers[answer] < 1e10:
            raise WrongMargins(f"{name}: {answer}: {people!r} is not a number of people")
    if sum(numbers.values()) <= 0:
        raise WrongMargins(f"{name}: the numbers add up to nothing")
    return numbers


def _one_population(margins: list[dict[str, Any]]) -> None:
    totals = {margin["question"]: sum(margin["targets"].values()) for margin in margins}
    if totals and max(totals.values()) > min(totals.values()) * (1 + AGREE):
        listed = ", ".join(f"{name} {total:,.0f}" for name, total in totals.items())
        raise WrongMargins(
            f"the margins do not add up to one population: {listed}; correct the numbers or leave one margin out"
        )
