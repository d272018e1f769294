"""What columns are called, in the languages their makers speak. Names are as ``profile.words_of`` writes them."""

# ruff: noqa: E501 - a list of words that is broken in two hides a word

import re
from typing import Final

Weighted = tuple[tuple[int, str], ...]

LAT: Final[Weighted] = (
    (10, r"^(?:latitude|lat|latitud|breitengrad|breite|ละติจูด|纬度|緯度|latitudine|geometry lat)$"),
    (9, r"\b(?:latitude|latitud|lat|latitudine)\b|ละติจูด|maplatitude"),
)
LON: Final[Weighted] = (
    (
        10,
        r"^(?:longitude|lon|lng|long|longitud|laengengrad|langengrad|ลองจิจูด|ลองติจูด|经度|經度|経度|longitudine|geometry lon)$",
    ),
    (9, r"\b(?:longitude|longitud|lon|lng|long|longitudine)\b|ลองจิจูด|ลองติจูด|maplongitude"),
)
EAST: Final[Weighted] = (
    (
        10,
        r"^(?:x|easting|utm x|x utm|utm e|utm easting|coord x|x coord|x coordinate|coordenada x|geo x|point x|este|utme)$",
    ),
    (7, r"\b(?:x|easting|eastings|este)\b|\butm[ -]?e|พิกัด ?x"),
)
NORTH: Final[Weighted] = (
    (
        10,
        r"^(?:y|northing|utm y|y utm|utm n|utm northing|coord y|y coord|y coordinate|coordenada y|geo y|point y|norte|utmn)$",
    ),
    (7, r"\b(?:y|northing|northings|norte)\b|\butm[ -]?n|พิกัด ?y"),
)
POINT: Final[Weighted] = (
    (
        9,
        r"\b(?:point|geom|geometry|geolocation|georeferenced|coordinates|coordenadas|lat lon|latlong|geo point|wkt)\b|พิกัด",
    ),
    (6, r"\b(?:location|ubicacion)\b"),
)
DATE: Final = (
    r"date|datetime|\bdt\b|\bdat\b|\bdttm\b|fecha|\bdata\b|datum|วันที่|วันเวลา|วันเกิดเหตุ|วันรับแจ้ง|วันแจ้ง|วันเดือนปี|\bว ด ป\b|\bwhen\b|timestamp|"
    r"\bmonth\b|\bday\b|日期|日時|\bjour\b"
)
TIME: Final = r"time|\btm\b|\bhour|hora\b|\bhr\b|hour\b|heure|uhrzeit|เวลา|franja|\bhhmm\b|時間"
OCCURRED: Final[Weighted] = (
    (10, r"occur|\bocc\b|hecho|ocorrencia|เกิดเหตุ|เหตุเกิด|tatzeit|commission|committed"),
    (8, r"\b(?:incident|offense|offence|crime|event|delito|suceso|complaint|cmplnt|crimen)"),
    (8, r"\b(?:from|fr|start|begin|first|desde|inicial)\b"),
    (6, r"^(?:date|datetime|date time|fecha|fecha hora|data|datum|when|timestamp|วันที่|month|day|日期)$"),
    (4, r"\bdispatch\b|\bcall\b|created|recibid"),
    (3, DATE),
)
REPORTED: Final[Weighted] = (
    (
        10,
        r"report|\brptd?\b|\bregistro\b|denuncia|รับแจ้ง|แจ้งเหตุ|recorded|\bentry\b|anzeige|\binicio\b|"
        r"comunicacao",
    ),
    (5, r"created|received|filed"),
)
UNTIL: Final[Weighted] = ((10, r"\b(?:to|end|until|thru|last|hasta|ended|finish|finalizacion)\b|สิ้นสุด"),)
NEVER: Final = (
    r"updat|upload|modif|\bedit|loaded|as of|extract|birth|nacimiento|nascimento|arrest|clear|outcome|(?<!เหตุ)เกิดวันที่|วันเกิด(?!เหตุ)|"
    r"status|disposition|\bage\b|court|sentenc|review|posted|close|elabora|liberacao"
)
YEAR: Final = r"^(?:.* )?(?:year|yr|anio|ano|jahr|annee|ปี|ปี พ ศ|年)(?: .*)?$"
MONTH: Final = r"^(?:.* )?(?:month|mes|monat|mois|เดือน|月)(?: .*)?$"
DAY: Final = r"^(?:.* )?(?:day|dia|tag|jour|วัน|日)(?: .*)?$"
WEEKDAY: Final = r"week|semana|of year|dow|doy"
HOUR: Final = r"^(?:.* )?(?:hour|hora|hr|stunde|heure|ชั่วโมง|时|franja)(?: .*)?$"
MINUTE: Final = r"^(?:.* )?(?:minute|min|minuto|นาที|分)(?: .*)?$"
CATEGORY: Final[Weighted] = (
    (
        12,
        r"^(?:primary type|crime type|incident category|offense parent group|mci category|mci|major category|tipo delito|categoria delito)$",
    ),
    (
        11,
        r"^(?:offense|offence|ofns desc|crm cd desc|text general code|delito|natureza apurada|rubrica|nibrs description|ucr literal|offense category id|offense code group|ประเภทคดี|ประเภทความผิด|ฐานความผิด|ข้อหา)$",
    ),
    (
        10,
        r"\b(?:crime|offen[sc]e|incident|delito|crimen|delitos|nibrs|conducta)\b.*\b(?:type|category|desc|description|descricao|group|name|class|descripcion|tipo)\b",
    ),
    (
        10,
        r"\b(?:tipo|type|categoria|category|class|modalidad)\b.*\b(?:crime|offen[sc]e|incident|delito|delitos|crimen|de)\b",
    ),
    (9, r"^(?:type|category|tipo|categoria|crime|description|descript|offense description|kind|ประเภท|ประเภทเหตุ)$"),
    (7, r"\b(?:crime|offen[sc]e|delito|category|categoria|rubrica|natureza)\b|คดี|ความผิด"),
    (4, r"\b(?:type|tipo|desc|description)\b"),
)
NOT_CATEGORY: Final = (
    r"location|premis|weapon|status|district|area|code\b|\bcd\b|vict|susp|address|domestic|"
    r"report type|\bid\b|date|time|against|bias|calle|resolution|number|modo|\bgroup a\b"
)
IDENTITY: Final[Weighted] = (
    (13, r"^(?:offense id|offence id)$"),  # one report may hold several offences
    (
        12,
        r"^(?:incident id|row id|crime id|event unique id|objectid|object id|objectid 1|unique key|cmplnt num|dr no|id)$",
    ),
    (
        10,
        r"\b(?:case|incident|report|complaint|offense|event|crime|bo|boletim|carpeta|expediente)\b.*\b(?:id|no|num|number|numero|nbr)\b",
    ),
    (
        10,
        r"^(?:num bo|idcarpeta|ccn|inc no|incident|case|incidntnum|dc key|dc dist|id mapa|เลขคดี|"
        r"เลขที่คดี|คดีที่)$",
    ),
    (6, r"\b(?:id|key|number|num|no)\b|เลขที่"),
)
ADDRESS: Final[Weighted] = (
    (
        12,
        r"^(?:block|hundred block|blurred address|location block|block address|100 block|incident address|address|street address|direccion|endereco|สถานที่เกิดเหตุ|ที่เกิดเหตุ|ที่อยู่)$",
    ),
    (10, r"\b(?:address|block|intersection|direccion|endereco|logradouro)\b|สถานที่|ที่เกิดเหตุ"),
    (9, r"^(?:location|street|street name|calle hechos|calle|ubicacion|lugar|place|ถนน)$"),
    (5, r"\b(?:street|calle|location|strasse)\b|ถนน"),
    (3, r"\b(?:neighbou?rhood|barrio|bairro|colonia|lsoa name|beat name|zip)\b|nbhd|hood|ตำบล|แขวง|ชุมชน"),
)
NOT_ADDRESS: Final = r"\b(?:desc|description|type|id|code|x|y|lat|lon|ip|prem|census|number|no|num)\b|premis"
SOLVED: Final[Weighted] = (
    (10, r"^(?:arrest|arrested|cleared|solved|clearance|arrest made|จับกุม|จับได้|esclarecido|resolved|detenido)$"),
    (6, r"\b(?:arrest|clear|solved|resolution|outcome|disposition)\b|จับกุม"),
    (5, r"^(?:status desc|status description|case status|last outcome category)$"),
)
SOLVED_WORDS: Final = r"arrest|cleared|charged|offender|detenid|esclarecid|จับกุม|จับได้|\bsolved"
NOT_SOLVED_WORDS: Final = r"unsolved|not cleared|no arrest|no suspect|unable|not in the public|without|open"


def score(patterns: Weighted, words: str) -> int:
    """The weight of the first pattern that fits the name; 0 if none does."""
    return next((weight for weight, pattern in patterns if re.search(pattern, words)), 0)


def fits(pattern: str, words: str) -> bool:
    return re.search(pattern, words) is not None
