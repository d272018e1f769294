"""Every sentence that the importer writes about a file, with gaps for its values: what ``sentences.py`` can say in Thai.

A value whose name stands in ``PARTS`` is itself a sentence or a piece of one and is said in the reader's language too.
``tests/test_sentences.py`` reads the code and finds a refusal that has no shape here.
"""

from typing import Final

from django.utils.translation import gettext_noop

PARTS: Final = frozenset(
    ("advice", "first", "how", "kind", "less", "looked", "moment", "order", "reason", "said", "why")
)

SETTLED: Final = (
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
    gettext_noop("dates in “%(column)s” are %(order)s"),
    gettext_noop("dates in “%(column)s” are %(order)s, as “%(value)s” shows"),
    gettext_noop("times in “%(column)s” are hours and minutes without a colon"),
    gettext_noop("every time in “%(column)s” is 00:00: read as dates without a time"),
    gettext_noop("%(count)s rows stand at exactly %(place)s: probably a default place"),
    gettext_noop("%(count)s years are Buddhist: 2565 is read as 2022"),
    gettext_noop("day/month/year"),
    gettext_noop("month/day/year"),
    gettext_noop("year/month/day"),
)  # fmt: skip

# What the finder of columns tells about its choice.
FOUND: Final = (
    gettext_noop("place: “%(column)s” (such as %(value)s), read as %(said)s, %(why)s"),
    gettext_noop("latitude, longitude"),
    gettext_noop("longitude, latitude"),
    gettext_noop("which its values settle"),
    gettext_noop("the usual order of such pairs; its values do not settle it"),
    gettext_noop("place: “%(x)s” (such as %(east)s) and “%(y)s” (such as %(north)s) — %(how)s"),
    gettext_noop("degrees, by name and range"),
    gettext_noop("metres, not degrees"),
    gettext_noop("as you named them"),
    gettext_noop("by their values; their names say nothing"),
    gettext_noop("what: no column names the kind of crime; all are counted together"),
    gettext_noop("what: “%(column)s” (such as %(value)s)"),
    gettext_noop("which: “%(column)s” (such as %(value)s), a number of its own for each row"),
    gettext_noop("address: “%(column)s” (such as %(value)s)"),
    gettext_noop("solved: “%(column)s” (such as %(value)s)"),
    gettext_noop("solved: “%(column)s” (such as %(value)s), where it says %(words)s"),
    gettext_noop("%(moment)s: “%(column)s” (such as %(value)s)"),
    gettext_noop("%(moment)s: “%(column)s” (such as %(value)s), %(less)s"),
    gettext_noop("%(moment)s: “%(column)s” (such as %(value)s) with the time in “%(other)s” (such as %(time)s)"),
    gettext_noop(
        "%(moment)s: “%(column)s” (such as %(value)s) with the time in “%(other)s” (such as %(time)s, read as HHMM)"
    ),
    gettext_noop("when it happened: put together from %(columns)s"),
    gettext_noop("when it happened: put together from %(columns)s; %(less)s"),
    gettext_noop("when it happened"),
    gettext_noop("when it was reported"),
    gettext_noop("when it was reported (nothing says when it happened)"),
    gettext_noop("until when"),
    gettext_noop("the month only; counted, but not in the clock"),
    gettext_noop("the month only, counted but not in the clock"),
    gettext_noop("dates without a time of day"),
    gettext_noop("no time of day"),
)  # fmt: skip

# What ``safetyzone try`` tells beside it.
TRIED: Final = (
    gettext_noop(
        "times say how far they are from Greenwich; shown by the sun's clock at this longitude (%(zone)s), without daylight "
        "saving — --time-zone names the real one"
    ),
    gettext_noop(
        "zone: %(width)s by %(height)s km round the middle 99 %% of %(total)s places; %(strays)s lie outside and are not in the "
        "picture"
    ),
    gettext_noop("%(count)s rows say no place: counted, but not on the map"),
    gettext_noop("coordinates are metres of an unknown system: position on Earth unknown, give --crs EPSG:number"),
    gettext_noop("this is far more than one city; a picture of one place at a time says more"),
    gettext_noop("ids in “%(column)s” repeat: every row counts as an incident of its own"),
    gettext_noop("taken as found by police work, so not in the rates: %(words)s"),
)  # fmt: skip

# Which column the finder could not find.
NOT_FOUND: Final = (
    gettext_noop("%(looked)s The file's columns are %(names)s. %(advice)s"),
    gettext_noop("Name it yourself: %(example)s (or in a mapping file under columns:)."),
    gettext_noop("The file has no column “%(column)s”."),
    gettext_noop(
        "No column for when it happened: “%(column)s” is named like a date, but its values (such as “%(value)s”) are none."
    ),
    gettext_noop(
        "No column for when it happened: no name like date, occurred, incident, fecha or วันที่ whose values are dates, and no "
        "year with a month."
    ),
    gettext_noop("“%(column)s” holds no pairs of numbers."),
    gettext_noop(
        "“%(column)s” holds %(value)s, which is no latitude, and “%(other)s” holds %(second)s: the two look exchanged."
    ),
    gettext_noop(
        "No column for the longitude: “%(column)s” could be the latitude, but nothing is named like longitude, lon, lng, x or "
        "easting."
    ),
    gettext_noop(
        "No column for the latitude: “%(column)s” could be the longitude, but nothing is named like latitude, lat, y or northing."
    ),
    gettext_noop("No place: “%(column)s” and “%(other)s” are named like one, but their values are no coordinates."),
    gettext_noop(
        "No column for the place: no name like latitude and longitude, x and y, or point, and no two columns with values in "
        "their ranges."
    ),
)  # fmt: skip

# Why a file is not taken.
REFUSED: Final = (
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
    gettext_noop("%(file)s: there is no such file"),
    gettext_noop("%(file)s: line %(line)s should name the columns, and is empty or missing"),
    gettext_noop("%(file)s is not %(name)s: %(detail)s"),
    gettext_noop("after line %(line)s a byte is not %(name)s: %(detail)s; name the encoding"),
    gettext_noop("line %(line)s: a quotation mark opens a field that does not end; close it or remove it"),
    gettext_noop("it begins like XLSX but is not complete"),
    gettext_noop("it is an old Excel file (.xls); save it as .xlsx or CSV"),
    gettext_noop("it is compressed (gzip); unpack it first"),
    gettext_noop("it is a PDF; ask for the table itself as CSV or XLSX"),
    gettext_noop("it is a database; export the table as CSV"),
    gettext_noop("it is a picture"),
    gettext_noop("%(place)s is a %(level)s; incidents are imported for a station"),
    gettext_noop("there is no station %(name)s; load an area first: safetyzone area load thailand"),
    gettext_noop("%(where)s: the area pack %(pack)s has no category %(code)s; it has %(some)s"),
    gettext_noop("%(count)s rows have coordinates in %(columns)s; a picture needs places."),
    gettext_noop("stopped; nothing was changed"),
    gettext_noop("line %(line)s, %(column)s “%(value)s”: %(reason)s"),
    gettext_noop("line %(line)s, %(column)s: %(reason)s"),
    gettext_noop("line %(line)s “%(value)s”: %(reason)s"),
    gettext_noop("line %(line)s: %(reason)s"),
)  # fmt: skip

# What a mapping says wrongly: on the page of columns, or in its file.
MAPPING: Final = (
    gettext_noop("source: name the register the file comes from; ids are unique within it"),
    gettext_noop("source: at most 80 characters"),
    gettext_noop("columns: name the column of occurred_from or of reported_at; without a date nothing can be counted"),
    gettext_noop("columns: %(there)s has a column and %(missing)s has none; a place needs both"),
    gettext_noop("columns: name either point or lon and lat, not both"),
    gettext_noop("file.header: the number of the line that holds the column names, 1 for the first"),
    gettext_noop("columns.%(name)s: name either date or year, month and day, not both"),
    gettext_noop("columns.%(name)s: year needs month beside it"),
    gettext_noop("columns.%(name)s: name either time or hour and minute, not both"),
    gettext_noop("columns.%(name)s: minute needs hour beside it"),
    gettext_noop("%(where)s: %(value)s is not one of %(words)s"),
    gettext_noop("%(where)s: %(value)s means %(meaning)s, which is not one of %(words)s"),
    gettext_noop("the file should hold entries such as “source: my register” and “columns:”"),
    gettext_noop("mapping: %(value)s is not a version this software reads; write mapping: %(version)s"),
    gettext_noop("this is not YAML: %(detail)s"),
    gettext_noop("line %(line)s: this is not YAML: %(detail)s"),
    gettext_noop("it cannot be read: %(detail)s"),
    gettext_noop("it is not UTF-8; save it as UTF-8"),
    gettext_noop("%(where)s: there is no such entry; there are %(names)s"),
    gettext_noop("columns: name the file's columns, such as “occurred_from: Date”"),
    gettext_noop("%(where)s: write one column, [date, time], or date:, time:, year:, month:, day: and so on"),
    gettext_noop("%(where)s: write its entries below it: %(names)s"),
    gettext_noop("%(where)s: %(value)s is not a whole number"),
    gettext_noop("%(where)s: one name is needed, not a %(kind)s"),
    gettext_noop("%(where)s: write a list, such as [“%(value)s”]"),
    gettext_noop("%(where)s: write pairs, such as “word in the file: code”"),
    gettext_noop("list"),
    gettext_noop("table"),
)  # fmt: skip

SHAPES: Final = (*SETTLED, *FOUND, *TRIED, *NOT_FOUND, *REFUSED, *MAPPING)
