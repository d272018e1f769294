"""PDF or a picture from a typst template and data: Thai shaped and broken into lines rightly, nothing fetched, no system font needed."""

import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FONTS: Final = Path(settings.PACKAGE) / "static" / "built" / "fonts"


def pdf(template: Path, data: Any) -> bytes:
    """The template compiled with ``data`` as ``json(bytes(sys.inputs.data))``: values are data and never typst code."""
    return _compiled(template, data, format="pdf")


def png(template: Path, data: Any) -> bytes:
    """The template's one page as a picture, one pixel a point."""
    return _compiled(template, data, format="png", ppi=72)


def _compiled(template: Path, data: Any, **how: Any) -> bytes:
    import typst  # noqa: PLC0415 - forty megabytes that only making a PDF should cost

    if not FONTS.is_dir():
        raise ImproperlyConfigured("the front end has not been built; run: python frontend/hatch_build.py")
    made = typst.compile(
        str(template), font_paths=[str(FONTS)], ignore_system_fonts=True, root=str(template.parent),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, **how,
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made
