"""Sample polls in some of the zones: honest waves, one that looks better than it is, one with five answers, two half done, a draft.

Everything is drawn from one seeded generator a wave; the plan below says what is planted.
"""

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from safetyzone.config.demo.people import BY
from safetyzone.foundation.places.geometry import bounds, contains
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.actions.made_up import add_made_up_answers
from safetyzone.listen.polls.actions.samples import draw_sample, set_frame
from safetyzone.listen.polls.actions.waves import Community, close_wave, create_wave, open_wave, set_margins, set_quotas
from safetyzone.listen.polls.models import Channel, Questionnaire, Wave, WaveMode


@dataclass(frozen=True)
class PollPlan:
    """``fear`` and ``confidence``: the true shares among those who answer. ``age``: days since the first day; ``days``: how long.

    ``young``: how much likelier people under 45 are to take part, as they are where a link is passed on by telephone.
    """

    zone: str
    title: str
    mode: WaveMode
    answers: int
    fear: float
    confidence: float
    age: int
    days: int
    seed: int
    young: float = 1.0
    communities: int = 40
    clusters: int = 30
    interviews: int = 24
    draft: bool = False  # still being prepared: its first day is to come


POLL_PLANS: Final = (
    PollPlan("ratchada-huai-khwang", "People Poll 2568", WaveMode.PROBABILITY, 430, 0.49, 0.72, 400, 30, 11),
    PollPlan("ratchada-huai-khwang", "People Poll 2569", WaveMode.PROBABILITY, 465, 0.38, 0.77, 45, 30, 12),
    PollPlan("muang-thong-thani", "People Poll 2569", WaveMode.PROBABILITY, 620, 0.26, 0.87, 60, 30, 13,
             communities=50, clusters=40, interviews=25),
    PollPlan("jomtien", "People Poll ทางลิงก์", WaveMode.OPT_IN, 940, 0.24, 0.88, 20, 60, 14, young=5.0),
    PollPlan("phuket-old-town", "People Poll 2569", WaveMode.OPT_IN, 5, 0.4, 0.8, 3, 30, 15),
    PollPlan("chiang-mai-old-town", "สัมภาษณ์ตามโควตา 2569", WaveMode.QUOTA, 118, 0.42, 0.75, 12, 30, 16),
    PollPlan("ratchada-huai-khwang", "สัมภาษณ์ที่ตลาดกลางคืน 2569", WaveMode.QUOTA, 43, 0.40, 0.76, 8, 40, 17),
    PollPlan("ratchada-huai-khwang", "People Poll 2570", WaveMode.PROBABILITY, 0, 0.36, 0.79, -30, 30, 18, draft=True),
)  # fmt: skip
_AGES: Final = {"18-29": 0.24, "30-44": 0.31, "45-59": 0.26, "60-up": 0.19}
_AFRAID_AT_NIGHT: Final = (("a-bit-unsafe", 0.7), ("very-unsafe", 0.3))
_WISHES: Final = (
    "อยากให้ติดไฟในซอยให้สว่างทั้งซอย", "มีสายตรวจเดินผ่านช่วงสองทุ่มถึงสี่ทุ่ม", "ซ่อมกล้องหน้าตลาดที่เสียมานาน",
    "ตัดต้นไม้ริมทางเท้าที่บังไฟ", "จัดระเบียบรถจักรยานยนต์ที่ขี่เร็วตอนดึก", "ให้มีเบอร์ติดต่อที่รับสายทุกครั้ง",
    "More light on the way from the station", "Please mend the camera at the corner",
)  # fmt: skip


def waiting(zones: Collection[str]) -> list[PollPlan]:
    """The polls of these zones that a former run has not made."""
    planned = [plan for plan in POLL_PLANS if plan.zone in zones]
    return [plan for plan in planned if not Wave.objects.filter(zone__slug=plan.zone, title=plan.title).exists()]


def make_poll(plan: PollPlan) -> None:
    """The wave with its sample, answers and state, made as people make them."""
    zone = Place.objects.get(slug=plan.zone)
    rng = random.Random(plan.seed)  # noqa: S311 - made-up people, drawn again alike
    opens = timezone.localdate() - timedelta(days=plan.age)
    asked = Questionnaire.objects.filter(core=True).latest("added_at")
    wave = create_wave(
        zone=zone, questionnaire=asked, title=plan.title, mode=plan.mode, opens=opens, closes=opens + timedelta(days=plan.days),
        by=BY, sample=True,
    )  # fmt: skip
    if plan.mode == WaveMode.PROBABILITY:
        set_frame(wave=wave, frame=_communities(plan, rng), by=BY)
        draw_sample(wave=wave, clusters=plan.clusters, invite=plan.interviews, seed=plan.seed, by=BY)
    if plan.mode == WaveMode.QUOTA:
        set_quotas(wave=wave, quotas=_quotas(), by=BY)
    set_margins(wave=wave, margins=_margins(zone), by=BY)
    if plan.draft:
        return
    open_wave(wave=wave, by=BY)
    channels = (
        [Channel.ASSISTED] if plan.mode == WaveMode.QUOTA else [Channel.WEB, Channel.WEB, Channel.PLAIN, Channel.LINE]
    )
    people = _People(plan, zone, rng)
    wave.closes = min(wave.closes, timezone.localdate())  # nobody has answered tomorrow
    add_made_up_answers(wave=wave, person=people.answer, many=plan.answers, rng=rng, channels=channels, by=BY)
    if opens + timedelta(days=plan.days) < timezone.localdate():
        close_wave(wave=wave, by=BY)


def _communities(plan: PollPlan, rng: random.Random) -> list[Community]:
    """Sample communities of unequal size in two parts of the zone."""
    half = plan.communities // 2
    return [
        Community(f"ชุมชนตัวอย่าง {number + 1:02}", rng.randint(60, 420), "ฝั่งเหนือ" if number < half else "ฝั่งใต้")
        for number in range(plan.communities)
    ]


def _quotas() -> list[dict[str, Any]]:
    return [
        {"where": {"sex": sex, "age-band": age}, "target": target}
        for sex in ("female", "male")
        for age, target in (("18-29", 22), ("30-44", 28), ("45-59", 24), ("60-up", 18))
    ]


def _margins(zone: Place) -> list[dict[str, Any]]:
    """Made-up shares of the published population; 10,000 where none is published."""
    people = zone.population or 10_000
    women = round(people * 0.53)
    ages = {band: round(people * share) for band, share in _AGES.items()}
    ages["60-up"] += people - sum(ages.values())
    source = "SAMPLE: made-up shares"
    return [
        {"question": "sex", "targets": {"female": women, "male": people - women, "other": 0}, "source": source},
        {"question": "age-band", "targets": {"under-18": 0, **ages}, "source": source},
    ]


class _People:
    """Made-up residents whose fear depends on sex, age and where they live."""

    def __init__(self, plan: PollPlan, zone: Place, rng: random.Random) -> None:
        self.plan, self.rng = plan, rng
        self.pins = _pins(zone, rng)
        self.darker: dict[str, float] = {}

    def answer(self, cluster: str) -> dict[str, Any]:
        rng, plan = self.rng, self.plan
        weights = [share * (plan.young if band in {"18-29", "30-44"} else 1) for band, share in _AGES.items()]
        age, sex = rng.choices(list(_AGES), weights)[0], rng.choices(["female", "male", "refused"], [53, 45, 2])[0]
        place = self.darker.setdefault(cluster, rng.gauss(0, 0.08))
        afraid = rng.random() < min(0.95, max(0.02, plan.fear + place + (0.08 if sex == "female" else -0.08)))
        given: dict[str, Any] = {
            "here": rng.choices(["resident", "worker", "visitor"], [80, 15, 5])[0], "age-band": age, "sex": sex,
            "adults": rng.randint(1, 4), **self._fear(afraid=afraid), **self._police(), **self._happened(),
            "problems": rng.sample(["dark", "theft", "drugs", "traffic", "drink", "online"], rng.randint(1, 3)),
            "helps": rng.sample(["light", "cameras", "walks", "quick", "tidy"], rng.randint(1, 3)),
        }  # fmt: skip
        if rng.random() < 0.12:
            given["suggestion"] = rng.choice(_WISHES)
        return given

    def _fear(self, *, afraid: bool) -> dict[str, Any]:
        rng = self.rng
        night = (
            rng.choices([answer for answer, _ in _AFRAID_AT_NIGHT], [weight for _, weight in _AFRAID_AT_NIGHT])[0]
            if afraid
            else rng.choice(["very-safe", "fairly-safe"])
        )
        aside = rng.random()
        if aside < 0.05:
            night = "never-go-out" if aside < 0.03 else "dont-know"
        avoids = afraid and rng.random() < 0.6
        found: dict[str, Any] = {
            "safe-after-dark": night, "safe-by-day": rng.choices(["very-safe", "fairly-safe", "a-bit-unsafe"], [55, 38, 7])[0],
            "safe-at-night-gallup": "no" if afraid else "yes", "avoids": "yes" if avoids else "no",
            "change": rng.choices(["safer", "same", "less-safe", "dont-know"], [30, 45, 17, 8])[0],
        }  # fmt: skip
        if avoids:
            lat, lon = rng.choice(self.pins)
            found["avoided-place"] = f"{lat} {lon}"
        return found

    def _police(self) -> dict[str, Any]:
        rng = self.rng
        sure = self.plan.confidence
        found = {
            "confidence-in-police": rng.choices(["yes", "no", "dont-know"], [sure, 1 - sure, 0.06])[0],
            "contact": rng.choices(["yes", "no"], [1, 3])[0],
        }
        if found["contact"] == "yes":
            found["fair"] = rng.choices(["yes", "no"], [85, 15])[0]
            found["bribe"] = rng.choices(["no", "yes", "refused"], [90, 5, 5])[0]
        return found

    def _happened(self) -> dict[str, Any]:
        rng = self.rng
        if rng.random() > 0.09:
            return {"victimised": "no"}
        return {
            "victimised": "yes", "crimes": [rng.choice(["theft", "snatching", "fraud", "vehicle", "burglary"])],
            "reported": rng.choices(["yes", "no"], [45, 55])[0],
        }  # fmt: skip


def _pins(zone: Place, rng: random.Random) -> list[tuple[float, float]]:
    """Half of the avoided places lie close to one dark lane, the others anywhere in the zone."""
    assert zone.boundary is not None
    west, south, east, north = bounds(zone.boundary)
    found: list[tuple[float, float]] = []
    while len(found) < 120:
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if contains(zone.boundary, [lon], [lat])[0]:
            found.append((lat, lon))
    lane = found[0]
    return found + [(lane[0] + rng.gauss(0, 0.0004), lane[1] + rng.gauss(0, 0.0004)) for _ in range(120)]
