"""A small country whose area pack has the kinds of partners and the rules of Thailand."""

from functools import cache
from typing import Any

import yaml

from safetyzone.foundation.access.tests.hierarchy import make_places
from safetyzone.foundation.partners.actions import add_organisation
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import AreaPack, Place
from safetyzone.foundation.places.packs.files import areas_folder

BY = "test"
KINDS = ("police", "residents", "local-government", "business", "agencies", "media")


@cache
def of_thailand(name: str) -> dict[str, Any]:
    """A file of Thailand's pack, read once; nobody may change it."""
    found: dict[str, Any] = yaml.safe_load((areas_folder() / "thailand" / name).read_text(encoding="utf-8"))
    return found


def make_sector() -> dict[str, Place]:
    """The places of ``make_places``, in an area whose partner kinds and rules are Thailand's."""
    partners = of_thailand("partners.yaml")
    content = {
        "languages": ["th", "en"], "partner_kinds": partners["kinds"], "partner_networks": partners["networks"],
        "decision_rules": of_thailand("decisions.yaml")["rules"],
    }  # fmt: skip
    AreaPack.objects.create(slug="test", version="1.0.0", digest="a" * 64, content=content)
    return make_places()


def make_organisation(place: Place, kind: str, name: str = "", **more: Any) -> Organisation:
    return add_organisation(place=place, kind=kind, name=name or f"Our {kind}", by=BY, **more)


def make_six(place: Place) -> dict[str, Organisation]:
    """One organisation of each of the six kinds, by kind."""
    return {kind: make_organisation(place, kind) for kind in KINDS}
