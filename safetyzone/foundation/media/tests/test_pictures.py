"""A picture comes out upright, small, and alone."""

import io

import pytest
from PIL import Image

from safetyzone.foundation.media import pictures


def photo(size: tuple[int, int] = (400, 300), kind: str = "JPEG", **extra: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **extra)
    return out.getvalue()


def test_position_camera_and_date_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Maker", "2026:01:01 10:00:00"
    exif.get_ifd(0x8825)[2] = (13.0, 44.0, 42.0)
    cleaned = pictures.cleaned(photo(exif=exif))
    assert b"Maker" not in cleaned
    assert b"Exif" not in cleaned
    assert dict(Image.open(io.BytesIO(cleaned)).getexif()) == {}


def test_it_is_turned_upright_and_made_small() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera turned
    out = Image.open(io.BytesIO(pictures.cleaned(photo((4000, 1000), exif=exif))))
    assert (out.width, out.height) == (400, 1600)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_become_a_jpeg(kind: str) -> None:
    assert Image.open(io.BytesIO(pictures.cleaned(photo(kind=kind)))).format == "JPEG"


def test_a_picture_bomb_is_refused_before_it_unfolds() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 200_000
    with pytest.raises(pictures.BadPicture, match="million pixels"):
        pictures.cleaned(bomb.getvalue())


@pytest.mark.parametrize("upload", [b"", b"<svg onload=alert(1)>", b"GIF89a" + bytes(20), photo()[:200]])
def test_what_is_no_picture_is_refused(upload: bytes) -> None:
    with pytest.raises(pictures.BadPicture, match="not a JPEG"):
        pictures.cleaned(upload)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(pictures.BadPicture, match="larger than 12 MB"):
        pictures.cleaned(b"x" * (pictures.LARGEST_BYTES + 1))
