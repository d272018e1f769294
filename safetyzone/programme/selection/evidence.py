"""What a candidate's reasons rest on: computed results that are named by their key, and those the software holds of a station."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safetyzone.analyse.pictures.fear import METHOD as FEAR
from safetyzone.analyse.pictures.queries import METHOD as PICTURE
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.index.compute import METHOD as INDEX
from safetyzone.measure.targets.compute import METHOD as TARGETS
from safetyzone.programme.selection.models import Candidate

# A result's own name, alone or inside the address of its page.
KEY: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
ADDRESS: Final = re.compile(r"(?:https?://\S+?)?/runs/([0-9a-f]{64})/?")
SHORT: Final = 12
KINDS: Final[dict[str, str | Promise]] = {
    PICTURE: gettext_lazy("picture of the records"), FEAR: gettext_lazy("fear against records"),
    TARGETS: gettext_lazy("targets"), INDEX: gettext_lazy("local index"),
}  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """One criterion of a candidate; ``url``: of the result that the source names, "" where it names none."""

    name: str
    score: float
    words: str
    source: str
    url: str


def grounds_of(candidate: Candidate, labels: dict[str, str]) -> list[Ground]:
    """Every criterion with its reason, in the order in which it was entered."""
    return [
        Ground(labels.get(code, code), given["score"], given["words"], told(given["source"]), url_of(given["source"]))
        for code, given in candidate.grounds.items()
    ]


def told(source: str) -> str:
    """The source as people read it: a result's key is cut short."""
    return KEY.sub(lambda found: _("result %(key)s") % {"key": found[0][:SHORT]}, ADDRESS.sub(r"\1", source))


def url_of(source: str) -> str:
    """The page of the result that a source names."""
    found = KEY.search(source)
    return reverse("runs:run", args=[found[0]]) if found else ""


def keys_in(grounds: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Keys of results that the sources name."""
    return {key for ground in grounds.values() for key in KEY.findall(str(ground["source"]))}


def unknown_keys(keys: set[str], place: Place) -> set[str]:
    """Those that no result of ``place`` or below it has."""
    found = Run.objects.filter(key__in=keys, place__path__startswith=place.path) if keys else Run.objects.none()
    return keys - set(found.values_list("key", flat=True))


def known_of(stations: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """By station, the newest results of its zones as (words, address): what a reason could name. Two queries."""
    of_zones = Run.objects.filter(place__parent__in=list(stations), method__in=KINDS).order_by()
    newest = of_zones.values("place", "method").annotate(last=Max("pk")).values_list("last", flat=True)
    found: dict[int, list[tuple[str, str]]] = {}
    runs = Run.objects.filter(pk__in=list(newest)).select_related("place").defer("result", "place__boundary")
    for run in runs.order_by("place__path", "method"):
        assert run.place.parent_id is not None
        words = f"{run.place.name}, {KINDS[run.method]}, {day(run.computed_at)}"
        found.setdefault(run.place.parent_id, []).append((words, reverse("runs:run", args=[run.key])))
    return found
