"""Personal data in what people write is hidden; what a neighbourhood needs to say stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyzone.foundation.privacy.screen import HIDDEN, KINDS, right_check_digit, screen


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("โทร 081-234-5678 ครับ", "phone", "5678"),
        ("โทร ๐๘๑ ๒๓๔ ๕๖๗๘", "phone", "๕๖๗๘"),
        ("0 8 1 2 3 4 5 6 7 8", "phone", "8"),
        ("call +66 81 234 5678 now", "phone", "5678"),
        ("02-123-4567 ต่อ 5", "phone", "4567"),
        ("โทร.0812345678", "phone", "2345"),
        ("08\u200b12345678", "phone", "345"),
        ("เมล somchai.j@example.co.th นะ", "email", "somchai"),
        ("somchai (at) example.com", "email", "somchai"),
        ("บัตร 1101700230708", "id_number", "0708"),
        ("1-2345-67890-12-3", "id_number", "67890"),
        ("บัญชี 123-4-56789-0 กสิกร 1234567890", "number", "1234567890"),
        ("Line ID: somchai99", "account", "somchai99"),
        ("ไลน์ไอดี somchai_j", "account", "somchai_j"),
        ("add @lungdaeng ได้", "account", "lungdaeng"),
        ("รถ กข 1234 ขับเร็ว", "plate", "กข 1234"),
        ("ทะเบียน 1กก5", "plate", "1กก5"),
        ("มอเตอร์ไซค์ 2กข 345", "plate", "2กข"),
        ("ดู https://facebook.com/somchai สิ", "link", "somchai"),
        ("นายสมชาย ใจดี ขายยา", "name", "สมชาย"),
        ("นางสาวสมศรีขโมยของ", "name", "สมศรี"),
        ("นายกิตติเมาทุกคืน", "name", "กิตติ"),
        ("น.ส. วิภา ทองดี", "name", "วิภา"),
        ("พี่วิชัยปากซอยชอบเมา", "name", "วิชัย"),
        ("บ้านของ สมชาย ใจดี เสียงดัง", "name", "ใจดี"),
        ("Mr. John Smith next door", "name", "John"),
    ],
)  # fmt: skip
def test_what_belongs_to_a_person_is_hidden(text: str, kind: str, secret: str) -> None:
    shown, found = screen(text)
    assert kind in found
    assert secret not in shown
    assert HIDDEN in shown
    assert set(found) <= set(KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "ไฟถนนดับตลอดซอย 12 มืดมากตอนกลางคืน กลัวโดนวิ่งราว",
        "โทร 191 ไม่ติด 1155 ก็ไม่รับ รอ 30 นาที",
        "นายกเทศมนตรีควรติดกล้อง 20 ตัวที่ถนน 345",
        "อยากให้นายกมาดู",
        "คุณภาพชีวิตดีขึ้น ขอบคุณตำรวจที่มาตรวจ",
        "ป้ายรถเมล์มืด ลุงขายผลไม้โดนขโมย",
        "เมื่อ 08.09.2026 12.30 น. และ 08/09/2569",
        "พ.ศ. 2569 งบ 1,500,000 บาท ระยะ 2.5 กม. หมู่ 5",
        "นางพยาบาลกลับบ้านเดินกลัว",
        "More light in Soi 12, please; police on foot at 21.00",
        "13.745100, 100.540000",
    ],
)
def test_what_a_neighbourhood_says_stays(text: str) -> None:
    assert screen(text) == (text, ())


def test_several_kinds_at_once_in_the_order_of_the_list() -> None:
    shown, found = screen("นายสมชาย โทร 0812345678 รถ กข 1234")
    assert found == ("phone", "plate", "name")
    assert shown.count(HIDDEN) == 3


def test_one_name_found_in_two_ways_is_hidden_once() -> None:
    assert screen("บอก คุณสมชาย ใจดี ว่ามืด").text == f"บอก {HIDDEN} ว่ามืด"


def test_check_digit() -> None:
    assert right_check_digit("1101700230708")
    assert not right_check_digit("1101700230703")


@given(st.text(max_size=80))
def test_any_text_is_taken_and_screening_twice_changes_nothing(text: str) -> None:
    shown, _ = screen(text)
    again = screen(shown)
    assert again.text == shown
    assert again.found == ()
