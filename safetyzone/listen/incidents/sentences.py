"""The importer's sentences about a file, for pages in another language.

Notes and refusals are stored as the importer writes them, in English: the command line prints them, and a record does not
change with its reader. A page finds the sentence's shape here, says that in the reader's language and fills in the same
values. A sentence without its shape here is shown as it is written.
"""

import re
from functools import cache
from typing import Final

from django.utils.translation import gettext, gettext_noop

SHAPES: Final = (
    # What was settled about a file.
    gettext_noop("encoding %(name)s"),
    gettext_noop("encoding %(name)s, guessed"),
    gettext_noop("encoding %(name)s, by the file's own mark"),
    gettext_noop("encoding %(name)s, guessed from Thai letters"),
    gettext_noop("encoding %(name)s, guessed from accented letters"),
    gettext_noop("separator comma, guessed"),
    gettext_noop("separator semicolon, guessed"),
    gettext_noop("separator tab, guessed"),
    gettext_noop("separator bar, guessed"),
    gettext_noop("sheet “%(name)s”, the first of %(count)s"),
    gettext_noop("column “%(name)s” stands there twice; the second is called “%(other)s”"),
    gettext_noop("times without an offset are %(zone)s"),
    gettext_noop("coordinates are %(crs)s"),
    gettext_noop("“%(column)s” holds longitude first"),
    gettext_noop("“%(column)s” holds latitude first"),
    gettext_noop("places were checked against %(area)s"),
    gettext_noop("places were checked against the boundary of %(station)s"),
    gettext_noop("places were checked against %(km)s km round the zones of %(station)s"),
    gettext_noop("places were checked against %(km)s km round %(station)s"),
    gettext_noop("no area is known for %(station)s: places were not checked against it"),
    gettext_noop("place: “%(column)s” (such as %(value)s), read as %(said)s, %(why)s"),
    gettext_noop("when it happened: put together from %(columns)s"),
    gettext_noop("dates in “%(column)s” are %(order)s"),
    gettext_noop("dates in “%(column)s” are %(order)s, as “%(value)s” shows"),
    gettext_noop("times in “%(column)s” are hours and minutes without a colon"),
    gettext_noop("every time in “%(column)s” is 00:00: read as dates without a time"),
    gettext_noop("%(count)s rows stand at exactly %(place)s: probably a default place"),
    gettext_noop("%(count)s years are Buddhist: 2565 is read as 2022"),
    gettext_noop("what: no column names the kind of crime; all are counted together"),
    gettext_noop("what: “%(column)s” (such as %(value)s)"),
    gettext_noop("which: “%(column)s” (such as %(value)s), a number of its own for each row"),
    gettext_noop("address: “%(column)s” (such as %(value)s)"),
    gettext_noop("solved: “%(column)s” (such as %(value)s), where it says %(words)s"),
    gettext_noop("when it happened: “%(column)s” (such as %(value)s)"),
    gettext_noop("when it happened: “%(column)s” (such as %(value)s) with the time in “%(other)s” (such as %(time)s)"),
    gettext_noop("place: “%(x)s” (such as %(east)s) and “%(y)s” (such as %(north)s) — degrees, by name and range"),
    # Why a file is not taken.
    gettext_noop("separator %(value)s: write one character"),
    gettext_noop("encoding %(name)s is unknown; write utf-8, cp874 or utf-16"),
    gettext_noop("%(name)s is no coordinate system; write its number, such as --crs EPSG:32647"),
    gettext_noop("there is no field %(name)s; the fields are %(names)s"),
    gettext_noop("the file names its columns but has no rows"),
    gettext_noop("%(file)s is not complete JSON: %(why)s"),
    gettext_noop("%(file)s has no column that could be read"),
    gettext_noop("%(file)s cannot be read: %(why)s"),
    gettext_noop("%(file)s is empty"),
    gettext_noop("%(file)s names its columns and has no rows"),
    gettext_noop("%(file)s is damaged: %(why)s"),
    gettext_noop("%(file)s is an archive of %(count)s files; unpack it and import the table"),
    gettext_noop("%(file)s is not a table of text: it holds binary data"),
    gettext_noop("%(file)s holds no features: a GeoJSON FeatureCollection is needed"),
    gettext_noop("line %(line)s holds bytes that are not UTF-8, though the rest is; mend it or name the encoding"),
    gettext_noop("there is no sheet “%(sheet)s”; the file has %(names)s"),
    gettext_noop("the file has no column “%(column)s” (mapped to %(field)s); its columns are %(names)s"),
    gettext_noop("there is no time zone %(name)s; write one such as Asia/Bangkok"),
    gettext_noop("none of the %(count)s rows could be taken; the first: %(first)s"),
    gettext_noop("another import of %(station)s is running; try again when it has finished"),
    gettext_noop(
        "column “%(column)s”: “%(value)s” may be day/month or month/day, and no value in the column says which; say "
        "--date-order dmy, mdy or ymd (in the mapping: dates: {order: dmy})"
    ),
    gettext_noop(
        "column “%(column)s” mixes orders: “%(one)s” is not month/day and “%(other)s” is not day/month; split the file, or say "
        "--date-order and lose the others"
    ),
    gettext_noop(
        "%(point)s are not degrees; say which coordinate system they are in, such as --crs EPSG:32647 (in the mapping: places: "
        "{crs: EPSG:32647})"
    ),
    gettext_noop(
        "column “%(column)s”: “%(value)s” may be latitude, longitude or longitude, latitude; write point_order: latlon or lonlat "
        "under places in the mapping"
    ),
)  # fmt: skip


def in_readers_language(sentence: str) -> str:
    """The sentence as the reader's language says it; as it stands where its shape is not known."""
    for shape, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return gettext(shape) % found.groupdict()
    return sentence


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The most particular first: a shape with more words of its own."""
    ordered = sorted(SHAPES, key=lambda shape: -len(re.sub(r"%\(\w+\)s", "", shape)))
    return [(shape, _pattern(shape)) for shape in ordered]


def _pattern(shape: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w+)\)s", shape)
    text = "".join(re.escape(part) if k % 2 == 0 else f"(?P<{part}>.+?)" for k, part in enumerate(parts))
    return re.compile(text, re.DOTALL)
