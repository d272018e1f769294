"""Forms of a selection."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.programme.committee.models import Committee
from safetyzone.programme.rollout.definitions import definitions
from safetyzone.programme.selection.models import Forced
from safetyzone.programme.selection.reading import Row
from safetyzone.programme.selection.rules import Quota, Rules

MOST_AREAS = 5000


class Prepare(forms.Form):
    """Committee, title, phase."""

    committee = forms.ModelChoiceField(
        label=_("Committee that signs"), queryset=Committee.objects.none(), empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    phase = forms.TypedChoiceField(label=_("Phase that the areas join"), coerce=int)

    def __init__(self, *args: Any, committees: Any, pack: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = definitions(pack)
        field, phase = self.fields["committee"], self.fields["phase"]
        assert isinstance(field, forms.ModelChoiceField)
        assert isinstance(phase, forms.TypedChoiceField)
        field.queryset = committees
        phase.choices = [(number, known.phase_name(number)) for number, _names in known.phases]


class RulesForm(forms.Form):
    """The committee's rules: one weight for each criterion, quotas for kinds and bureaus."""

    budget = forms.IntegerField(
        label=_("Budget for all areas together"), required=False, min_value=1, help_text=_("Empty: no limit.")
    )
    floor = forms.IntegerField(label=_("Least readiness (0–100)"), min_value=0, max_value=100)
    province_low = forms.IntegerField(label=_("Areas per province, at least"), min_value=0, max_value=100)
    province_high = forms.IntegerField(label=_("Areas per province, at most"), min_value=1, max_value=100)
    concentration = forms.IntegerField(
        label=_("How firmly the weights are held, in votes"), min_value=1, max_value=10_000,
        help_text=_("For the draws around the committee's weights: the more votes, the closer they stay. 50 is usual."),
    )  # fmt: skip
    excused = forms.CharField(
        label=_("Excused provinces"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: the province's code, a colon, the reason."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, labels: dict[str, str], bureaus: Iterable[Place], provinces: set[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.labels, self.bureaus, self.provinces = labels, list(bureaus), provinces
        weights = {
            f"weight_{code}": forms.FloatField(
                label=_("Weight of “%(name)s”") % {"name": name}, min_value=0, max_value=1e6
            )
            for code, name in labels.items()
        }
        groups = [(f"kind_{code}", name) for code, name in labels.items()]
        groups += [(f"bureau_{bureau.slug}", bureau.name) for bureau in self.bureaus]
        quotas = {}
        for name, label in groups:
            for end, words in (("low", _("%(name)s: at least")), ("high", _("%(name)s: at most"))):
                quotas[f"{name}_{end}"] = forms.IntegerField(
                    label=words % {"name": label}, required=False, min_value=0, max_value=MOST_AREAS
                )
        self.fields = {**weights, **self.fields, **quotas}

    def clean_excused(self) -> dict[str, str]:
        found = {}
        for line in str(self.cleaned_data["excused"]).splitlines():
            slug, colon, reason = (part.strip() for part in line.partition(":"))
            if not slug and not colon:
                continue
            if slug not in self.provinces:
                raise forms.ValidationError(_("There is no province %(slug)s here."), params={"slug": slug})
            found[slug] = reason
        return found

    def rules(self) -> Rules:
        """After ``is_valid``."""
        given = self.cleaned_data

        def quota(name: str) -> Quota:
            return Quota(given[f"{name}_low"] or 0, given[f"{name}_high"])

        return Rules(
            weights={code: given[f"weight_{code}"] for code in self.labels}, budget=given["budget"], floor=given["floor"],
            per_province=Quota(given["province_low"], given["province_high"]), concentration=given["concentration"],
            kinds={code: quota(f"kind_{code}") for code in self.labels}, excused=given["excused"],
            bureaus={bureau.slug: quota(f"bureau_{bureau.slug}") for bureau in self.bureaus},
        )  # fmt: skip


def initial_of(rules: Rules) -> dict[str, Any]:
    """What the form shows of the rules as they are."""
    found: dict[str, Any] = {f"weight_{code}": weight for code, weight in rules.weights.items()}
    for prefix, quotas in (("kind", rules.kinds), ("bureau", rules.bureaus)):
        for name, quota in quotas.items():
            found[f"{prefix}_{name}_low"], found[f"{prefix}_{name}_high"] = quota.low, quota.high
    return found | {
        "budget": rules.budget, "floor": rules.floor, "province_low": rules.per_province.low,
        "province_high": rules.per_province.high, "concentration": rules.concentration,
        "excused": "\n".join(f"{slug}: {reason}" for slug, reason in rules.excused.items()),
    }  # fmt: skip


class OneCandidate(forms.Form):
    """A candidate typed by hand."""

    station = forms.SlugField(label=_("Station's code"), max_length=80)
    area = forms.CharField(label=_("Name of the area"), max_length=120)
    kind = forms.ChoiceField(label=_("Mainly proposed for"))
    readiness = forms.IntegerField(label=_("Readiness (0–100)"), min_value=0, max_value=100)
    cost = forms.IntegerField(label=_("Cost"), min_value=0, max_value=10**12)

    def __init__(self, *args: Any, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = labels
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = list(labels.items())
        for code, name in labels.items():
            self.fields[f"{code}_score"] = forms.FloatField(
                label=_("%(name)s: score (0–100)") % {"name": name}, required=False, min_value=0, max_value=100
            )
            self.fields[f"{code}_words"] = forms.CharField(
                label=_("%(name)s: reason") % {"name": name}, required=False, max_length=600
            )
            self.fields[f"{code}_source"] = forms.CharField(
                label=_("%(name)s: source") % {"name": name}, required=False, max_length=300
            )

    def row(self) -> Row:
        """After ``is_valid``."""
        given = self.cleaned_data
        grounds = {
            code: {"score": given[f"{code}_score"], "words": given[f"{code}_words"], "source": given[f"{code}_source"]}
            for code in self.labels
            if given[f"{code}_score"] is not None
        }
        return Row(given["station"], given["area"], given["kind"], grounds, given["readiness"], given["cost"])


class ForceForm(forms.Form):
    """In or out whatever the score."""

    forced = forms.ChoiceField(choices=Forced.choices, required=False)
    reason = forms.CharField(max_length=300, required=False)
