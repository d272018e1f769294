"""Sample walks in four zones: what they saw, who takes care of it, what is mended."""

import io
import uuid
from datetime import timedelta
from typing import Final

import numpy as np
from django.utils import timezone
from PIL import Image, ImageDraw

from safetyzone.config.demo.people import BY
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.geometry import Plane, area_km2, point_inside
from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks.actions import Told, give_point, mend_point, receive_stop
from safetyzone.listen.walks.models import CHECKED, RiskPoint, Walk

ZONES: Final = {"ratchada-huai-khwang": 9, "chiang-mai-old-town": 7, "muang-thong-thani": 6, "hat-yai-santisuk": 5}
DAYS_AGO: Final = 24
WORDS: Final = {
    "light": "โคมดับสองดวง มืดตั้งแต่ปากซอย", "sight": "พุ่มไม้สูงบังทางเดิน มองไม่เห็นทางโค้ง",
    "escape": "ทางตัน ประตูหลังตลาดล็อกหลังสองทุ่ม", "upkeep": "ที่รกร้าง มีขยะและกระจกแตก", "": "สว่าง มีร้านเปิด มองเห็นกันดี",
}  # fmt: skip
WHO: Final = {"light": "local-government", "sight": "local-government", "escape": "business", "upkeep": "residents"}
NIGHT, DAY = (24, 28, 44), (150, 160, 150)


def unwalked(zones: list[Place]) -> list[Place]:
    """Zones that get a sample walk and have none yet."""
    chosen = [zone for zone in zones if zone.slug in ZONES]
    return [zone for zone in chosen if not Walk.objects.filter(zone=zone).exists()]


def walk_through(zone: Place) -> None:
    """One walk after dark; every third thing found has somebody who takes care, one in five is mended."""
    stops = ZONES[zone.slug]
    random = np.random.default_rng(sum(zone.slug.encode()))
    walked = uuid.uuid5(uuid.NAMESPACE_URL, f"sample-walk:{zone.slug}")
    for number in range(stops):
        bad = [kind for kind in CHECKED if random.random() < (0.55 if kind == "light" else 0.25)]
        lon, lat = _position(zone, random)
        receive_stop(
            zone=zone, sample=True, by=BY,
            told=Told(
                walk=walked, key=uuid.uuid5(walked, str(number)), walked_on=timezone.localdate() - timedelta(days=DAYS_AGO),
                dark=True, walkers="ชุมชน เทศบาล และตำรวจ", lon=lon, lat=lat, place_words=f"จุดที่ {number + 1}",
                findings={kind: "bad" if kind in bad else "good" for kind in CHECKED},
                words=WORDS[bad[0] if bad else ""], picture=_picture(NIGHT) if number % 3 == 0 else None,
            ),
        )  # fmt: skip
    _hand_over(zone)


def _position(zone: Place, random: np.random.Generator) -> tuple[float, float]:
    """Somewhere round the middle, well inside."""
    lon, lat = point_inside(zone.boundary or {})
    reach = 0.3 * 1000 * area_km2(zone.boundary or {}) ** 0.5
    x, y = random.uniform(-reach, reach, 2)
    east, north = Plane(lon, lat).to_degrees([x], [y])
    return round(float(east[0]), 6), round(float(north[0]), 6)


def _hand_over(zone: Place) -> None:
    partners = {organisation.kind: organisation for organisation in organisations_of(zone)}
    for number, point in enumerate(RiskPoint.objects.filter(zone=zone).order_by("pk")):
        if number % 3 == 0 and (owner := partners.get(WHO[point.kind])):
            give_point(point=point, organisation=owner, by=BY)
        if number % 5 == 4:
            mend_point(point=point, picture=_picture(DAY), words="แก้ไขแล้ว ตรวจซ้ำหลังมืด", by=BY)


def _picture(colour: tuple[int, int, int]) -> bytes:
    """A drawn lane, plainly no photo."""
    made = Image.new("RGB", (640, 480), colour)
    draw = ImageDraw.Draw(made)
    draw.polygon([(200, 480), (440, 480), (340, 220), (300, 220)], fill=tuple(min(255, part + 40) for part in colour))
    draw.line([(480, 470), (480, 180), (430, 180)], fill=(90, 90, 90), width=8)
    draw.ellipse([(410, 170), (440, 200)], fill=(250, 230, 140) if colour == DAY else (70, 70, 70))
    draw.text((20, 20), "SAMPLE", fill=(230, 230, 230), font_size=48)
    out = io.BytesIO()
    made.save(out, "JPEG")
    return out.getvalue()
