"""Bring a questionnaire in."""

import hashlib

from django.db import transaction

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import Questionnaire
from safetyzone.listen.polls.xlsform import BrokenForm, read


def add_questionnaire(
    *, original: bytes, file_name: str, by: str, core: bool = False, zone: Place | None = None
) -> Questionnaire:
    """The stored version of this workbook; the same bytes again give the same row.

    Raises ``BrokenForm`` when the workbook is broken, or when other bytes already hold this form id and version: a version
    that people have answered never changes.
    """
    digest = hashlib.sha256(original).hexdigest()
    if found := Questionnaire.objects.filter(digest=digest, core=core, zone=zone).first():
        return found
    form = read(original, file_name)
    with transaction.atomic():
        if Questionnaire.objects.filter(code=form.form_id, version=form.version).exists():
            raise BrokenForm(
                f"{file_name}: form id {form.form_id!r} already has a version {form.version!r} with other content; "
                "write a new version on the settings sheet"
            )
        added = Questionnaire.objects.create(
            code=form.form_id,
            version=form.version,
            titles=form.titles,
            file_name=file_name,
            original=original,
            digest=digest,
            xform=form.xform,
            questions=form.questions,
            core=core,
            zone=zone,
        )
        record(
            action="polls.questionnaire_added",
            subject=f"questionnaire:{added.pk}",
            by=by,
            code=added.code,
            version=added.version,
            digest=digest,
            questions=len(form.questions),
        )
    return added
