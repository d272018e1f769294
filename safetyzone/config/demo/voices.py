"""Sample suggestions with votes, and sample budgets: planted camps where there are enough people, none where there are few."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

import numpy as np
from django.db import transaction
from django.utils import timezone

from safetyzone.config.demo.people import BY
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Place
from safetyzone.listen.budgets.actions import add_project, approve, close_round, create_round, decide_round, open_round
from safetyzone.listen.budgets.models import Round
from safetyzone.listen.suggestions.actions.conversations import start_conversation
from safetyzone.listen.suggestions.actions.statements import decide, suggest, translate
from safetyzone.listen.suggestions.actions.votes import purpose
from safetyzone.listen.suggestions.models import Conversation, Source, State, Statement, Vote
from safetyzone.listen.suggestions.results import result_of
from safetyzone.listen.suggestions.voters.ballots import Voter

QUESTION: Final = {
    "th": "อะไรจะทำให้คุณรู้สึกปลอดภัยขึ้นในย่านนี้หลังฟ้ามืด",
    "en": "What would make you feel safer in this neighbourhood after dark?",
}
# Thai, English, and how each camp leans: + agrees, - disagrees, 0 is divided.
STATEMENTS: Final = (
    ("ติดไฟส่องสว่างในซอยที่มืดให้ครบทุกซอย", "Put lamps into every dark lane.", "+++"),
    ("ซ่อมกล้องที่เสียภายในเจ็ดวัน และติดประกาศว่าตัวไหนใช้ได้", "Repair dead cameras within seven days, and post which ones work.", "+++"),
    ("ให้ตำรวจเดินเท้าในตลาดช่วงสองทุ่มถึงเที่ยงคืน", "Police should walk the market on foot from eight to midnight.", "+++"),
    ("ทำทางเท้าให้เดินได้จริง ไม่มีรถจอดขวาง", "Make the pavement walkable, without parked cars in the way.", "++0"),
    ("ปิดสถานบันเทิงให้เร็วขึ้นเป็นเที่ยงคืน", "Close bars earlier, at midnight.", "+-0"),
    ("ให้ร้านค้าริมทางขายได้ถึงตีสอง เพราะมีคนแล้วไม่เปลี่ยว", "Let street stalls stay until two: where there are people it is not lonely.", "-+0"),
    ("จำกัดเสียงเพลงหลังห้าทุ่ม", "Limit music after eleven at night.", "+-+"),
    ("ตั้งด่านตรวจแอลกอฮอล์ทุกคืนวันศุกร์และเสาร์", "Check drivers for alcohol every Friday and Saturday night.", "+--"),
    ("เปิดลานจอดรถกลางคืนฟรีหลังสี่ทุ่ม", "Open the car park for free after ten at night.", "-++"),
    ("เชื่อมกล้องของร้านค้ากับห้องควบคุมโดยสมัครใจ", "Link the shops' cameras to the control room, if the shops want it.", "-+-"),
    ("ย้ายวินมอเตอร์ไซค์ออกจากปากซอย", "Move the motorcycle taxis away from the mouth of the lane.", "+-+"),
    ("เพิ่มรถเมล์กลางคืนและไฟที่ป้ายรถเมล์", "More night buses, and light at the stops.", "+++"),
)  # fmt: skip
WAITING: Final = "ตั้งกลุ่มไลน์ของซอยให้เพื่อนบ้านช่วยกันดูแลตอนไม่อยู่บ้าน"
NOT_SHOWN: Final = "คนที่อยู่บ้านหลังสุดท้ายในซอยขายยาแน่นอน"
PROJECTS: Final = (
    ("ไฟโซลาร์เซลล์ 12 ดวงในซอย", 180_000, "ชุมชนในซอย", "ทางเดินในซอยจากปากซอยถึงตลาด", (0.8, 0.3)),
    ("เสา SOS สองจุด", 150_000, "สภาเยาวชน", "ป้ายรถเมล์และสวนหย่อม", (0.5, 0.5)),
    ("ตัดแต่งต้นไม้และทาสีกำแพงทางเดิน", 60_000, "โรงเรียน", "ทางเดินหลังโรงเรียน", (0.6, 0.7)),
    ("ลานกีฬากลางคืน", 240_000, "ชมรมกีฬา", "ใต้ทางด่วน", (0.1, 0.6)),
    ("กล้องเพิ่มอีก 10 ตัว", 400_000, "สมาคมร้านค้า", "ถนนใหญ่", (0.4, 0.2)),
    ("กระจกโค้งสามจุด", 24_000, "อาสาสมัครชุมชน", "ทางแยกในซอย", (0.3, 0.4)),
)  # fmt: skip


@dataclass(frozen=True)
class Voices:
    """``camps``: how many people of each; ``money``: "" for no budget, else whether its round runs or is decided."""

    zone: str
    camps: tuple[int, ...]
    seed: int
    money: str = ""


VOICES: Final = (
    Voices("ratchada-huai-khwang", (52, 38), 401, money="decided"),
    Voices("muang-thong-thani", (34, 28, 24), 402, money="open"),
    Voices("prachin-narom-park", (9, 5), 403),
)


def missing_voices(zones: set[str]) -> list[Voices]:
    """What has not been made yet, of the zones that are there."""
    made = set(Conversation.objects.filter(zone__slug__in=zones).values_list("zone__slug", flat=True))
    return [voices for voices in VOICES if voices.zone in zones - made]


def make_voices(voices: Voices) -> None:
    """A conversation with its votes and result, and the budget."""
    zone = Place.objects.get(slug=voices.zone)
    rng = np.random.default_rng(voices.seed)
    if voices.money and not Round.objects.filter(zone=zone).exists():
        _budget(zone, voices, rng)
    with transaction.atomic():  # a conversation is there with its votes, or not at all
        conversation = _conversation(zone)
        _votes(conversation, voices, rng)
    result_of(conversation, by=BY)


def _conversation(zone: Place) -> Conversation:
    today = timezone.localdate()
    made = start_conversation(
        zone=zone, questions=QUESTION, opens=today - timedelta(days=30), closes=today + timedelta(days=60),
        ways=["code", "email"], by=BY, sample=True,
    )  # fmt: skip
    for thai, english, _leaning in STATEMENTS:
        statement = suggest(conversation=made, text=thai, language="th", source=Source.TEAM, by=BY)
        translate(statement=statement, language="en", text=english, by=BY)
        decide(statement=statement, verdict=State.SHOWN, by=BY)
    accusing = suggest(conversation=made, text=NOT_SHOWN, language="th", source=Source.TEAM, by=BY)
    decide(statement=accusing, verdict=State.HIDDEN, rule="personal", by=BY)
    suggest(conversation=made, text=WAITING, language="th", source=Source.POLL, by=BY)
    return made


def _votes(conversation: Conversation, voices: Voices, rng: np.random.Generator) -> None:
    """Everybody has seen nine statements or more; nine in ten votes go the way the camp leans."""
    statements = {statement.number: statement for statement in Statement.objects.filter(conversation=conversation)}
    votes = []
    for camp, size in enumerate(voices.camps):
        for person in range(size):
            ballot = Voter(f"sample {voices.zone} {camp} {person}").ballot(purpose(conversation))
            seen = rng.permutation(len(STATEMENTS))[: int(rng.integers(9, len(STATEMENTS) + 1))]
            for at in sorted(seen.tolist()):
                votes.append(
                    Vote(statement=statements[at + 1], ballot=ballot, value=_vote(STATEMENTS[at][2][camp], rng))
                )
    Vote.objects.bulk_create(votes, batch_size=2000)
    record(action="suggestions.sample_votes", subject=f"conversation:{conversation.pk}", by=BY, many=len(votes))


def _vote(leaning: str, rng: np.random.Generator) -> int:
    chance = {"+": (0.9, 0.05), "-": (0.05, 0.9), "0": (0.4, 0.4)}[leaning]
    return int(rng.choice([1, -1, 0], p=[*chance, 1 - sum(chance)]))


def _budget(zone: Place, voices: Voices, rng: np.random.Generator) -> None:
    today = timezone.localdate()
    running = voices.money == "open"
    held = create_round(
        zone=zone, title="งบชุมชนปลอดภัย", budget=Decimal(500_000), currency="THB", opens=today - timedelta(days=14),
        closes=today + timedelta(days=21 if running else 0), ways=["code", "email"], by=BY, sample=True,
    )  # fmt: skip
    for title, cost, proposer, place, _liked in PROJECTS:
        add_project(held=held, title=title, cost=Decimal(cost), proposer=proposer, place=place, by=BY)
    open_round(held=held, by=BY)
    for person in range(60):
        camp = person % 2
        numbers = [number for number, project in enumerate(PROJECTS, 1) if rng.random() < project[4][camp]]
        approve(held=held, voter=Voter(f"sample {zone.slug} {person}"), numbers=numbers, by=BY)
    if not running:
        close_round(held=held, by=BY)
        decide_round(held=held, by=BY)
