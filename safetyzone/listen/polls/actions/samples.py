"""Frame, draw and letters as people do them on pages: three steps, so that the list can be looked at before the draw."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.polls.actions.waves import (
    Address,
    Community,
    Letter,
    NotPossible,
    can_invite,
    invite_addresses,
    invite_communities,
    stored_clusters,
)
from safetyzone.listen.polls.codes import digest_of, new_code
from safetyzone.listen.polls.models import FrameUnit, Wave, WaveState

SheetKey = tuple[str, str, float]  # stratum, stored cluster, weight


def set_frame(*, wave: Wave, frame: Sequence[Address] | Sequence[Community], by: str) -> None:
    """Keep the list from which the sample will be drawn; another list replaces it until then."""
    can_invite(wave)
    kind = "clusters" if frame and isinstance(frame[0], Community) else "list"
    units = [
        FrameUnit(wave=wave, stratum=unit.stratum, cluster=unit.label, label=unit.label, households=unit.households)
        if isinstance(unit, Community)
        else FrameUnit(wave=wave, stratum=unit.stratum, cluster=unit.cluster, label=unit.label)
        for unit in frame
    ]
    with transaction.atomic():
        wave.units.all().delete()
        FrameUnit.objects.bulk_create(units, batch_size=2000)
        wave.design = {"frame": kind, "units": len(units)}
        wave.save(update_fields=["design"])
        record(action="polls.frame_set", subject=f"wave:{wave.pk}", by=by, frame=kind, units=len(units))


def draw_sample(*, wave: Wave, invite: int, seed: int, by: str, clusters: int = 0) -> int:
    """Draw from the kept list: ``invite`` addresses, or ``invite`` interviews in each of ``clusters`` communities.

    Returns how many are invited. No code is known yet: ``print_letters`` makes those that go out.
    """
    with transaction.atomic():
        units = list(Wave.objects.select_for_update().get(pk=wave.pk).units.all())
        if not units:
            raise NotPossible(_("Upload a list of addresses or communities first."))
        wave.units.all().delete()
        if wave.design.get("frame") == "clusters":
            areas = [Community(unit.label, unit.households, unit.stratum) for unit in units]
            drawn = invite_communities(
                wave=wave, frame=areas, clusters=clusters, interviews=invite, seed=seed, by=by
            )  # fmt: skip
        else:
            addresses = [Address(unit.label, unit.stratum, unit.cluster) for unit in units]
            drawn = invite_addresses(wave=wave, frame=addresses, n=invite, seed=seed, by=by)
    return len(drawn)


def print_letters(*, wave: Wave, by: str) -> list[Letter]:
    """New codes for every invitation of a cluster from which nothing has come; the codes printed before are void.

    A cluster with answers keeps its codes: nobody can know which of its letters are still unused, so new ones would let
    a household answer twice. Raises ``NotPossible`` when nothing can be printed.
    """
    if wave.state == WaveState.CLOSED:
        raise NotPossible(_("This poll is closed; its codes are of no use any more."))
    drawn = drawn_units(wave)
    invited = invitations(drawn)
    letters: list[Letter] = []
    with transaction.atomic():
        sheets = {
            (sheet.stratum, sheet.cluster, sheet.base_weight): sheet
            for sheet in wave.sheets.select_for_update()
            if not sheet.used
        }
        for key, group in groupby(sorted(invited, key=lambda row: row[0]), key=lambda row: row[0]):
            if key in sheets:
                own = [Letter(label, new_code(), key[1]) for _key, label in group]
                sheets[key].unused = sorted(digest_of(letter.code.replace("-", "")) for letter in own)
                sheets[key].replaced = 0
                sheets[key].save(update_fields=["unused", "replaced"])
                letters += own
        if not letters:
            raise NotPossible(_("There is nothing to print: the sample is not drawn, or answers have come in already."))
        anew = [unit.pk for unit, key in drawn if unit.replaced and key in sheets]
        wave.units.filter(pk__in=anew).update(replaced=0)
        wave.design = {**wave.design, "printings": wave.design.get("printings", 0) + 1}
        wave.save(update_fields=["design"])
        record(action="polls.letters_printed", subject=f"wave:{wave.pk}", by=by, letters=len(letters))
    return letters


def drawn_units(wave: Wave) -> list[tuple[FrameUnit, SheetKey]]:
    """Every drawn unit of the frame with (stratum, stored cluster, weight), as the sheets of codes are keyed."""
    units = list(wave.units.filter(drawn=True))
    by_cluster = wave.design.get("frame") == "clusters"
    many = {unit.pk: int(unit.walk["interviews"]) if by_cluster else 1 for unit in units}
    stored = stored_clusters([(unit.stratum, unit.cluster, many[unit.pk]) for unit in units])
    found = []
    for unit in units:
        assert unit.probability is not None
        weight = unit.households / many[unit.pk] / unit.probability if by_cluster else 1 / unit.probability
        found.append((unit, (unit.stratum, stored[unit.stratum, unit.cluster], weight)))
    return found


def invitations(drawn: Sequence[tuple[FrameUnit, SheetKey]]) -> list[tuple[SheetKey, str]]:
    """A key and a label for each letter: one an address, or one for each interview in a community."""
    return [(key, label) for unit, key in drawn for label in labels_of(unit)]


def labels_of(unit: FrameUnit) -> list[str]:
    """As the unit's letters are addressed."""
    if not unit.walk:
        return [unit.label]
    return [f"{unit.label} {number}" for number in range(1, int(unit.walk["interviews"]) + 1)]
