"""Sample problems and plans: under way, finished for better, for worse, undecided and never comparable, being asked about, a draft."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone, translation

from safetyzone.config.demo.people import BY
from safetyzone.foundation.decisions.actions import close_decision, take_position
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.partners.models import POLICE, Organisation
from safetyzone.foundation.partners.queries import organisations_of, police_of
from safetyzone.foundation.places.models import Place
from safetyzone.plan.problems.actions.evaluations import fix_evaluation
from safetyzone.plan.problems.actions.plans import add_measure, finish_plan, make_plan, propose_plan, start_plan
from safetyzone.plan.problems.actions.problems import Link, name_problem
from safetyzone.plan.problems.candidates import candidates
from safetyzone.plan.problems.content import plan_content
from safetyzone.plan.problems.counts import comparable
from safetyzone.plan.problems.models import Evaluation, Plan, Problem
from safetyzone.plan.problems.power import power_of
from safetyzone.plan.problems.views.problems import links_of


@dataclass(frozen=True)
class Story:
    """``ends_as``: how far the plan goes; ``months_ago``: when it started; ``compared``: with the likeliest zones."""

    title: str
    ends_as: str
    months_ago: int
    measures: tuple[str, ...]
    compared: bool = True
    said: str = ""


STORIES: Final = {
    "ratchada-huai-khwang": Story("ค่ำนี้กลับบ้านปลอดภัย", "acting", 1, ("street-lighting", "hot-spot-foot-patrol")),
    "chiang-mai-old-town": Story("ประตูเมืองสว่าง", "finished", 8, ("street-lighting", "camera-turn"), said="ไฟครบทุกจุด กล้องสองตัวรอซ่อม"),
    "udon-safety-zone": Story("ห้าแยกสบายใจ", "finished", 7, ("guardianship", "natural-surveillance"), said="อาสาสมัครมาครบทุกสุดสัปดาห์"),
    "jomtien": Story("หาดยามค่ำ", "finished", 7, ("hot-spot-foot-patrol", "targeted-enforcement"), said="เดินตรวจได้ตามแผนสองในสาม"),
    "hat-yai-santisuk": Story("ตลาดปลอดภัย", "finished", 6, ("shop-and-bank-group",), compared=False, said="ร้านค้า 14 ร้านเข้ากลุ่ม"),
    "muang-thong-thani": Story("ทางเดินเมืองทอง", "proposed", 0, ("natural-surveillance", "guardianship")),
    "pak-nam-market": Story("ปากน้ำไม่มืด", "draft", 0, ("street-lighting",)),
}  # fmt: skip
DOES: Final = {"street-lighting": "local-government", "natural-surveillance": "local-government", "camera-turn": "business",
               "guardianship": "residents", "shop-and-bank-group": "business"}  # fmt: skip
DOSE: Final = {
    "street-lighting": ("ติดโคมแอลอีดี 18 ดวง เปิด 18.00–06.00 น.", 252_000),
    "hot-spot-foot-patrol": ("เดินตรวจวันละ 3 รอบ รอบละ 15 นาที ระหว่าง 20.00–24.00 น.", 0),
    "camera-turn": ("ปรับมุมกล้อง 6 ตัว ซ่อม 2 ตัว", 18_000),
    "targeted-enforcement": ("ตั้งจุดตรวจสัปดาห์ละ 2 คืน", 0),
    "natural-surveillance": ("ตัดแต่งพุ่มไม้ 400 เมตร ทุกเดือน", 12_000),
    "guardianship": ("อาสาสมัคร 6 คน วันศุกร์และเสาร์ 19.00–22.00 น.", 3_000),
    "shop-and-bank-group": ("ร้านค้าและธนาคาร 14 แห่ง ซ้อมแจ้งเหตุเดือนละครั้ง", 0),
}
EXPECTED: Final = "คดีหลังมืดลดลงหนึ่งในห้า และคนเดินผ่านมากขึ้น"
TOLD: Final = "คนไม่กล้าเดินผ่านหลังร้านปิด"
TOLD_WHY: Final = "ผู้แทนร้านค้าและชุมชนเล่าในที่ประชุมภาคี (ตัวอย่าง)"
AGREE: Final = (POLICE, "residents", "local-government", "business", "agencies")


def unplanned(zones: list[Place]) -> list[Place]:
    """Zones that get a sample plan and have none yet."""
    chosen = [zone for zone in zones if zone.slug in STORIES]
    return [zone for zone in chosen if not Plan.objects.filter(zone=zone).exists()]


def plan_for(zone: Place) -> None:
    """Problems from the zone's own candidates, a plan against them, and how far it got."""
    story = STORIES[zone.slug]
    partners = {organisation.kind: organisation for organisation in organisations_of(zone)}
    with translation.override("th"):
        problems = _problems(zone) or [_told_problem(zone)]
        plan = _draft(zone, story, partners, problems)
        if story.ends_as != "draft":
            _judge_beforehand(zone, story, plan)
            _carry_on(story, plan, partners, propose_plan(plan=plan, by=BY))


def _problems(zone: Place) -> list[Problem]:
    """The two best candidates."""
    found = []
    for best in candidates(zone, by=BY)[:2]:
        found.append(
            name_problem(
                zone=zone, title=best.title, cell=best.cell, place_words=best.place_words, owner=police_of(zone),
                evidence=links_of(best), harm="ผู้หญิงและผู้สูงอายุเลี่ยงทางนี้หลังมืด ร้านค้าปิดเร็วขึ้น",
                causes="มืด มีมุมอับ และไม่มีคนอยู่หลังร้านปิด", goal_words="คนกล้าเดินผ่านหลังมืด", goal_measure="crime",
                goal_value=4.0, goal_by=timezone.localdate() + timedelta(days=270), by=BY, sample=True,
            )
        )  # fmt: skip
    return found


def _told_problem(zone: Place) -> Problem:
    """Where no figure points at a place, what people said at the table counts as evidence too."""
    return name_problem(
        zone=zone, title=TOLD, owner=police_of(zone), evidence=[Link(words=TOLD_WHY)], harm="ร้านค้าปิดเร็วขึ้น คนเลี่ยงทางนี้",
        causes="มืด และไม่มีคนอยู่หลังร้านปิด", goal_words="คนกล้าเดินผ่านหลังมืด", by=BY, sample=True,
    )  # fmt: skip


def _draft(zone: Place, story: Story, partners: dict[str, Organisation], problems: list[Problem]) -> Plan:
    starts = _months_from_now(-story.months_ago if story.months_ago else 1)
    plan = make_plan(
        zone=zone, title=story.title, starts=starts, ends=starts + timedelta(days=180), owner=partners.get(POLICE), by=BY,
        sample=True,
    )  # fmt: skip
    for number, code in enumerate(story.measures):
        dose, cost = DOSE[code]
        who = partners.get(DOES.get(code, POLICE), partners[POLICE])
        add_measure(
            plan=plan, problem=problems[number % len(problems)], measure=code, dose=dose, expected_effect=EXPECTED, cost=cost,
            payer=who if cost else None, organisation=who, by=BY,
        )  # fmt: skip
    return plan


def _judge_beforehand(zone: Place, story: Story, plan: Plan) -> None:
    last = _months_from_now(0) - timedelta(days=1)
    after_to = last if story.ends_as == "finished" else _months_from_now(12, plan.starts) - timedelta(days=1)
    before = (_months_from_now(-12, plan.starts), plan.starts - timedelta(days=1))
    after = (plan.starts, after_to)
    alike = comparable(zone, "", *before, by=BY) if story.compared else []
    # Where another plan runs, nobody can tell what would have happened anyway.
    able = [
        each.zone for each in alike if not each.beside and each.likeness is not None and each.zone.slug not in STORIES
    ]
    controls = able[:2]
    asked: dict[str, Any] = {"outcome": "incidents", "group": "", "controls": controls}
    why = "" if controls else "พื้นที่อื่นไม่มีข้อมูลในช่วงเดียวกันที่เทียบได้"
    fix_evaluation(
        plan=plan, before_from=before[0], before_to=before[1], after_from=after[0], after_to=after[1], no_comparison=why,
        power=power_of(zone, before=before, after=after, by=BY, **asked), by=BY, **asked,
    )  # fmt: skip
    # The story began then, and so did the way to judge it.
    then = timezone.make_aware(datetime.combine(plan.starts - timedelta(days=7), time(9)))
    Evaluation.objects.filter(plan=plan, fixed_at__gt=then).update(fixed_at=then)


def _carry_on(story: Story, plan: Plan, partners: dict[str, Organisation], asked: Decision) -> None:
    kinds = AGREE[:2] if story.ends_as == "proposed" else AGREE
    for kind in kinds:
        if kind in partners:
            take_position(decision=asked, organisation=partners[kind], stance="agree", by=BY)
    if story.ends_as == "proposed":
        return
    close_decision(decision=asked, content=plan_content(plan), by=BY)
    start_plan(plan=plan, by=BY)
    if story.ends_as == "finished":
        finish_plan(plan=plan, words=story.said, by=BY)
        # The story is over since its last day, not since the demo was built.
        Plan.objects.filter(pk=plan.pk).update(began_on=plan.starts, ended_on=min(plan.ends, timezone.localdate()))


def _months_from_now(months: int, start: date | None = None) -> date:
    """The first of a month, so many months away."""
    first = (start or timezone.localdate()).replace(day=1)
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
