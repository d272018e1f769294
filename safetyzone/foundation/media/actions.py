"""Keep a picture; let everybody see it, or no longer."""

import hashlib
import io
import uuid

from django.db import transaction
from PIL import Image

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.media import files
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.media.pictures import cleaned
from safetyzone.foundation.places.models import Place


def keep_picture(*, place: Place, raw: bytes, purpose: str, by: str) -> Picture:
    """The upload, cleaned of everything but the picture, kept for ``place``. Raises ``BadPicture``; nothing is kept then.

    The file is written first: a row without its bytes would be a promise broken, a file without its row is only waste.
    """
    content = cleaned(raw)
    with Image.open(io.BytesIO(content)) as opened:
        width, height = opened.size
    key, digest = uuid.uuid4(), hashlib.sha256(content).hexdigest()
    files.write(key, content)
    with transaction.atomic():
        kept = Picture.objects.create(
            id=key, place=place, purpose=purpose, width=width, height=height, size=len(content), digest=digest
        )
        record(action="media.picture_kept", subject=f"picture:{key}", by=by, place=place.slug, purpose=purpose,
               size=len(content))  # fmt: skip
    return kept


def show_picture(*, picture: Picture, public: bool, by: str) -> None:
    """Let everybody see it, after somebody has looked whether a face or a plate is in it; or take that back."""
    with transaction.atomic():
        picture.public = public
        picture.save(update_fields=["public"])
        record(
            action="media.picture_shown" if public else "media.picture_hidden", subject=f"picture:{picture.pk}", by=by
        )
