"""Every field has a privacy class; foreign keys point the right way, also when they are written as strings."""

import pytest
from django.apps import apps
from django.db import models

from safetyzone.foundation.privacy.classes import CLASSES
from tests.contracts.house import FEATURES, STEPS, feature_of

OURS = [model for model in apps.get_models() if model.__module__.startswith("safetyzone.")]


def own_fields(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if isinstance(field, models.Field)}


def test_every_field_has_a_privacy_class() -> None:
    missing = {}
    for model in OURS:
        classes = CLASSES.get(f"{model.__module__}.{model.__qualname__}", {})
        gap = own_fields(model) - set(classes)
        stale = set(classes) - own_fields(model) - {"id"}
        if gap or stale:
            missing[model.__qualname__] = (sorted(gap), sorted(stale))
    assert missing == {}


def test_analysis_tables_have_no_person_field() -> None:
    found = []
    for model in OURS:
        step = feature_of(model.__module__)
        if (step and step[0] in {"analyse", "measure"}) or step == ("foundation", "runs"):
            classes = CLASSES[f"{model.__module__}.{model.__qualname__}"]
            found += [f"{model.__qualname__}.{name}" for name, kind in classes.items() if kind == "personal"]
    assert found == []


def position(module: str) -> tuple[int, int]:
    feature = feature_of(module)
    assert feature is not None, module
    step, name = feature
    return STEPS.index(step), FEATURES[step].index(name)


def test_foreign_keys_point_only_to_earlier_features() -> None:
    wrong = []
    for model in OURS:
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or not isinstance(target, type):
                continue
            if target.__module__.startswith("safetyzone.") and position(target.__module__) > position(model.__module__):
                wrong.append(f"{model.__qualname__}.{field.name} → {target.__qualname__}")
    assert wrong == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    from io import StringIO

    from django.core.management import call_command

    output = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=output)
    assert "No changes detected" in output.getvalue()
