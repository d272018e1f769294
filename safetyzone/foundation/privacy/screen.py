"""What people write, with personal data taken out before anybody outside the team reads it.

``screen`` replaces telephone numbers, e-mail addresses, plates, ID numbers, other long numbers, LINE and other accounts, links
and people's names by ``HIDDEN`` and says which kinds it found. It errs on the side of hiding. It is no promise: names without
a title that no list knows stay, so a person reads the text before it is published.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.privacy.thai_names import thai_names

HIDDEN: Final = "●●●"
KINDS: Final[dict[str, str | Promise]] = {
    "link": _("a link"),
    "email": _("an e-mail address"),
    "id_number": _("an ID number"),
    "phone": _("a telephone number"),
    "number": _("a long number"),
    "account": _("a LINE or other account"),
    "plate": _("a number plate"),
    "name": _("somebody's name"),
}


class Screened(NamedTuple):
    """``text`` may be shown; ``found`` are the kinds that were hidden, in the order of ``KINDS``."""

    text: str
    found: tuple[str, ...]


Span = tuple[int, int]
# Thai and full-width figures and signs count like ASCII ones; one character stays one, so positions stay true.
_PLAIN: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９＠．－：", "01234567890123456789@.-:")
_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_GAP: Final = r"[ .\-–()]{0,3}"
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+|\b(?:line\.me|lin\.ee|fb\.com|facebook\.com|wa\.me|t\.me)/\S+", re.I)
_EMAIL: Final = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.I | re.A)
_ID: Final = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{12}}(?!\d)")
_ID_WRITTEN: Final = re.compile(r"\d[ -]\d{4}[ -]\d{5}[ -]\d{2}[ -]\d")
_PHONE: Final = re.compile(
    rf"(?<!\d)(?<!\d\.)(?:(?:\+|00)?66{_GAP}0?|0){_GAP}(?:[689]{_GAP}\d(?:{_GAP}\d){{7}}|[23457](?:{_GAP}\d){{7}})(?!\d)"
)
_DATE: Final = re.compile(r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20|25)\d\d")
_LONG: Final = re.compile(r"(?<![\d.])\d(?:[ -]?\d){9,}(?!\d)")
_ACCOUNT: Final = re.compile(
    r"(?:\bline|ไลน์|ไลน)(?:\s*(?:id|ไอดี)\s*[:=]?|\s*[:=])\s*(@?[\w.-]{3,30})"
    r"|(?:\b(?:ig|fb|facebook|instagram|tiktok)|เฟซบุ๊ก|เฟสบุ๊ค|เฟส|ไอจี)\s*[:=]\s*(@?[\w.-]{3,30})"
    r"|(?<![\w.])(@[\w.-]{3,30})",
    re.I | re.A,
)
# Consonants that stand before figures in ordinary writing: kilometre, road, lane, car, people, village number …
_COMMON: Final = frozenset(
    ("กม", "ถนน", "ซอย", "รถ", "คน", "บท", "ตร", "ตรม", "วง", "จน", "รอบ", "ชม", "นคร", "สน", "สภ",
     "ขอ", "ตก", "ลด", "ลง", "มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค", "พศ", "คศ")
)  # fmt: skip
_PLATE: Final = re.compile(
    r"(?:ทะเบียน|ป้าย|รถ)\s*:?\s*(\d?[ก-ฮ]{1,3}[ -]?\d{1,4})(?!\d)"
    r"|(?<![ก-๛\d])(\d[ก-ฮ]{1,2}[ -]?\d{1,4})(?!\d)"
    r"|(?<![ก-๛\d])([ก-ฮ]{2,3}[ -]?\d{3,4})(?!\d)"
)
# A title, and what continues it into an ordinary word (นายก, นายหน้า, นางพยาบาล …).
_TITLE: Final = re.compile(
    r"(?:นางสาว|เด็กชาย|เด็กหญิง|น\.ส\.|ด\.ช\.|ด\.ญ\.|ดร\.|ผอ\.|[พรส]\.ต\.[อทต]\.|จ\.ส\.[อทต]\.|ด\.ต\."
    r"|นาย(?!ทุน|จ้าง|หน้า|ตำรวจ|อำเภอ|แบบ|ทะเบียน|ทหาร|แพทย์|ประกัน|พล|พราน|ช่าง"
    r"|ร้อย|สิบ|ดาบ|เวร|สถานี|ท่า|ตรวจ|ใหญ่)"
    r"|นาง(?!พยาบาล|งาม|แบบ|ฟ้า|เอก|แมว|รำ|กวัก|เลิ้ง|รอง|พญา|สนม|เงือก))\s?(?=[ก-ฮเแโใไ])"
)
_CALLED: Final = re.compile(r"(?:คุณ|พี่|น้อง|ลุง|ป้า|น้า|เจ๊|เฮีย|ตา|ยาย|หมวด|ผู้กอง|สารวัตร|จ่า|ดาบ|ชื่อ)\s?(?=[ก-ฮเแโใไ])")
_ENGLISH: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b\.?\s+[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?", re.A)
_RUN: Final = re.compile(r"[ก-๛]+")


def screen(text: str) -> Screened:
    """``text`` with what belongs to a person hidden, and the kinds that were found."""
    shown = _INVISIBLE.sub("", text)
    plain = shown.translate(_PLAIN)
    spans: list[Span] = []
    found = []
    for kind, seek in _SEEKERS.items():
        for span in seek(plain):
            if not any(start < span[1] and span[0] < end for start, end in spans):
                spans.append(span)
                found.append(kind)
    for start, end in sorted(spans, reverse=True):
        shown = shown[:start] + HIDDEN + shown[end:]
    return Screened(shown, tuple(kind for kind in KINDS if kind in found))


def right_check_digit(figures: str) -> bool:
    """Whether thirteen figures are a Thai ID number: weights 13 … 2, modulo 11."""
    total = sum(int(figure) * weight for figure, weight in zip(figures[:12], range(13, 1, -1), strict=True))
    return (11 - total % 11) % 10 == int(figures[12])


def _whole(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (found.span() for found in pattern.finditer(text))


def _ids(text: str) -> Iterator[Span]:
    for found in _ID.finditer(text):
        if _ID_WRITTEN.fullmatch(found[0]) or right_check_digit(re.sub(r"\D", "", found[0])):
            yield found.span()


def _phones(text: str) -> Iterator[Span]:
    return (found.span() for found in _PHONE.finditer(text) if not _DATE.match(found[0]))


def _groups(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    """The part of each match that stands in one of the pattern's groups."""
    return lambda text: (found.span(found.lastindex or 0) for found in pattern.finditer(text))


def _plates(text: str) -> Iterator[Span]:
    for found in _PLATE.finditer(text):
        letters = re.sub(r"[^ก-ฮ]", "", found[found.lastindex or 0])
        if letters not in _COMMON:
            yield found.span(found.lastindex or 0)


def _people(text: str) -> Iterator[Span]:
    yield from (found.span() for found in _ENGLISH.finditer(text))
    if not _RUN.search(text):
        return
    names = thai_names()
    for title in _TITLE.finditer(text):
        run = _RUN.match(text, title.end())
        given = names.given_at(run[0]) if run else ""
        if run and not given and run[0][0] == "ก" and title[0] == "นาย":
            continue  # นายก: the mayor or another head of something
        # After a title an unknown name is hidden too, with all that is written on to it.
        end = title.end() + len(given) if given else run.end() if run else title.end()
        yield title.start(), _family(text, end)
    for called in _CALLED.finditer(text):
        run = _RUN.match(text, called.end())
        if run and (given := names.given_at(run[0])) and (len(given) > 3 or given == run[0]):
            yield called.start(), _family(text, called.end() + len(given))
    yield from _bare(text)


def _family(text: str, end: int) -> int:
    """Where a family name that follows a given name at ``end`` ends."""
    after = _RUN.match(text, end + text[end : end + 1].isspace())
    family = thai_names().family_at(after[0]) if after else ""
    return after.start() + len(family) if after and len(family) > 3 else end


def _bare(text: str) -> Iterator[Span]:
    """Given and family name side by side without a title, each a whole word between spaces."""
    names = thai_names()
    for one, two in re.findall(r"(?<![ก-๛])(?=([ก-๛]+) ([ก-๛]+))", text):
        if len(one) > 3 and one in names.given and two in names.family:
            start = text.index(f"{one} {two}")
            yield start, start + len(one) + 1 + len(two)


_SEEKERS: Final[dict[str, Callable[[str], Iterator[Span]]]] = {
    "link": _whole(_LINK),
    "email": _whole(_EMAIL),
    "id_number": _ids,
    "phone": _phones,
    "number": _whole(_LONG),
    "account": _groups(_ACCOUNT),
    "plate": _plates,
    "name": _people,
}
