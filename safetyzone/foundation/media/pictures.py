"""Uploaded pictures: decoded and encoded anew, so that what is kept is the picture and nothing that came with it."""

import io
import warnings
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_BYTES: Final = 12 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000  # a small file can unfold into gigabytes
LONGEST_SIDE: Final = 1_600
FORMATS: Final = ("JPEG", "PNG", "WEBP")
QUALITY: Final = 82


class BadPicture(ValueError):
    """The upload is not a picture that is taken; the sentence says why."""


def cleaned(upload: bytes) -> bytes:
    """The picture as a JPEG of at most 1,600 pixels a side, turned upright, without position, camera, date or thumbnail.

    Raises ``BadPicture`` for anything else than a JPEG, PNG or WebP, for too many bytes or pixels, and for a broken file.
    """
    if len(upload) > LARGEST_BYTES:
        most = LARGEST_BYTES // 1024 // 1024
        raise BadPicture(_("The picture is larger than %(most)s MB; take it with a smaller size.") % {"most": most})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(upload), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Image.DecompressionBombError as problem:
        most = MOST_PIXELS // 1_000_000
        raise BadPicture(
            _("The picture has more than %(most)s million pixels; take it with a smaller size.") % {"most": most}
        ) from problem
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as problem:
        raise BadPicture(_("This is not a JPEG, PNG or WebP picture, or it is broken.")) from problem
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new image object: nothing of the old one's info dictionary is written.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
