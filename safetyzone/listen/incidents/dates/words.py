"""One spelling for dates: ASCII digits, English month abbreviations, lower case, no decoration."""

from typing import Final

import polars as pl

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Full name, abbreviation with dots; the abbreviation also stands without the last or without any dot.
_THAI_MONTHS: Final = (
    ("มกราคม", "ม.ค."),
    ("กุมภาพันธ์", "ก.พ."),
    ("มีนาคม", "มี.ค."),
    ("เมษายน", "เม.ย."),
    ("พฤษภาคม", "พ.ค."),
    ("มิถุนายน", "มิ.ย."),
    ("กรกฎาคม", "ก.ค."),
    ("สิงหาคม", "ส.ค."),
    ("กันยายน", "ก.ย."),
    ("ตุลาคม", "ต.ค."),
    ("พฤศจิกายน", "พ.ย."),
    ("ธันวาคม", "ธ.ค."),
)
_DECORATION: Final = (
    *("วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์", "วันเสาร์", "วันอาทิตย์"),
    *("วันที่", "ที่", "เวลา", "พุทธศักราช", "พ.ศ.", "พศ.", "ค.ศ.", "นาฬิกา", "น.", "เดือน", "ปี", "\u00a0", "\u202f", "\u200b"),
)
NOTHING: Final = ("", "-", "--", "null", "none", "nan", "n/a", "na", "nat", "unknown", "ไม่ระบุ", "ไม่ทราบ", "ไม่มี")


def _replacements() -> dict[str, str]:
    made = {thai: str(digit) for digit, thai in enumerate("๐๑๒๓๔๕๖๗๘๙")}
    made.update(dict.fromkeys(_DECORATION, " "))
    for month, (full, short) in zip(MONTHS, _THAI_MONTHS, strict=True):
        for name in (full, short, short.removesuffix("."), short.replace(".", "")):
            made[name] = f" {month} "
    # Longest first: "มี.ค." must not be read as its part.
    return dict(sorted(made.items(), key=lambda pair: -len(pair[0])))


_REPLACED: Final = _replacements()


def is_ascii(values: pl.Series) -> bool:
    """Whether bytes and characters number the same: then no Thai need be looked for."""
    return bool(values.str.len_bytes().sum() == values.str.len_chars().sum())


def plain(values: pl.Series) -> pl.Series:
    """Stripped, lower case, Thai turned into digits and English months; null for nothing."""
    text = values.str.strip_chars().str.to_lowercase()
    if not is_ascii(text):
        text = text.str.replace_many(list(_REPLACED), list(_REPLACED.values()), leftmost=True)
        text = text.str.replace_all(r"\s+", " ").str.strip_chars()
    return text.set(text.is_in(NOTHING), None)
