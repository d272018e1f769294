"""Headers as cities publish them, with a few made-up rows of the same shape, and what each column is.

Nothing here is a real incident: places, ids and times are invented.
"""

# ruff: noqa: E501 - a row of a file stays one line

from dataclasses import dataclass, field
from typing import Any

Moment = dict[str, str]


@dataclass(frozen=True)
class Layout:
    header: str  # separated by |
    rows: str  # one line a row, separated by |
    occurred_from: Moment
    lon: str = ""
    lat: str = ""
    point: str = ""
    point_order: str = ""
    metres: bool = False
    offset: bool = False
    occurred_to: Moment = field(default_factory=dict)
    reported_at: Moment = field(default_factory=dict)
    also: dict[str, Any] = field(default_factory=dict)  # category, source_id, address, solved

    @property
    def names(self) -> list[str]:
        return self.header.split("|")

    @property
    def table(self) -> list[list[str]]:
        return [line.split("|") for line in self.rows.strip().splitlines()]


LAYOUTS = {
    "Chicago": Layout(
        "ID|Case Number|Date|Block|IUCR|Primary Type|Description|Location Description|Arrest|Domestic|Beat|District|Ward|"
        "Community Area|FBI Code|X Coordinate|Y Coordinate|Year|Updated On|Latitude|Longitude|Location",
        """
10000001|HY100001|09/05/2015 01:30:00 PM|043XX S WOOD ST|0486|BATTERY|DOMESTIC BATTERY SIMPLE|RESIDENCE|false|true|0924|009|12|61|08B|1165074|1875917|2015|02/10/2018 03:50:01 PM|41.815117282|-87.669999562|(41.815117282, -87.669999562)
10000002|HY100002|09/04/2015 11:30:00 AM|008XX N CENTRAL AVE|0870|THEFT|POCKET-PICKING|CTA BUS|false|false|1511|015|29|25|06|1138875|1904869|2015|02/10/2018 03:50:01 PM|41.895080471|-87.765400451|(41.895080471, -87.765400451)
10000003|HY100003|09/01/2018 12:01:00 AM|082XX S INGLESIDE AVE|0810|THEFT|OVER $500|RESIDENCE|true|false|0631|006|8|44|06|||2018|04/06/2019 04:04:43 PM|||
10000004|HY100004|09/05/2015 12:45:00 PM|035XX W BARRY AVE|2023|NARCOTICS|POSS: HEROIN|SIDEWALK|true|false|1412|014|35|21|18|1152037|1920384|2015|02/10/2018 03:50:01 PM|41.937405765|-87.716649687|(41.937405765, -87.716649687)
""",
        {"date": "Date"}, lon="Longitude", lat="Latitude",
        also={"category": "Primary Type", "source_id": "ID", "address": "Block", "solved": "Arrest"},
    ),
    "London": Layout(
        "Crime ID|Month|Reported by|Falls within|Longitude|Latitude|Location|LSOA code|LSOA name|Crime type|Last outcome category|Context",
        """
aa01|2024-01|Metropolitan Police Service|Metropolitan Police Service|0.140127|51.588913|On or near Beansland Grove|E01000027|Barking and Dagenham 001A|Burglary|Under investigation|
|2024-01|Metropolitan Police Service|Metropolitan Police Service|0.134947|51.588063|On or near Mead Grove|E01000027|Barking and Dagenham 001A|Anti-social behaviour||
aa02|2024-02|Metropolitan Police Service|Metropolitan Police Service|-0.140634|51.583427|On or near Rams Grove|E01000027|Barking and Dagenham 001A|Robbery|Offender sent to prison|
aa03|2024-02|Metropolitan Police Service|Metropolitan Police Service||||||Other theft|Status update unavailable|
""",
        {"date": "Month"}, lon="Longitude", lat="Latitude",
        also={"category": "Crime type", "source_id": "Crime ID", "address": "Location"},
    ),
    "Vancouver": Layout(
        "TYPE|YEAR|MONTH|DAY|HOUR|MINUTE|HUNDRED_BLOCK|NEIGHBOURHOOD|X|Y",
        """
Break and Enter Commercial|2012|12|14|8|52|10XX SITKA SQ|Fairview|490612.9648|5457110.0
Break and Enter Commercial|2019|3|7|2|6|10XX ALBERNI ST|West End|491007.7798|5459174.0
Offence Against a Person|2019|8|27|0|0|OFFSET TO PROTECT PRIVACY||0|0
Theft from Vehicle|2021|4|26|4|44|11XX ALBERNI ST|West End|491015.9434|5459166.0
""",
        {"year": "YEAR", "month": "MONTH", "day": "DAY", "hour": "HOUR", "minute": "MINUTE"},
        lon="X", lat="Y", metres=True, also={"category": "TYPE", "address": "HUNDRED_BLOCK", "source_id": ""},
    ),
    "Washington": Layout(
        "X|Y|CCN|REPORT_DAT|SHIFT|METHOD|OFFENSE|BLOCK|XBLOCK|YBLOCK|WARD|ANC|DISTRICT|PSA|NEIGHBORHOOD_CLUSTER|BLOCK_GROUP|"
        "CENSUS_TRACT|VOTING_PRECINCT|LATITUDE|LONGITUDE|BID|START_DATE|END_DATE|OBJECTID|OCTO_RECORD_ID",
        """
-76.9986|38.9017|20000001|2020/02/18 05:10:21+00|MIDNIGHT|OTHERS|THEFT/OTHER|600 - 699 BLOCK OF H STREET NE|400120|137080|6|6C|1|104|Cluster 25|008301 1|008301|Precinct 83|38.901700|-76.998600||2020/02/18 03:40:00+00|2020/02/18 04:05:00+00|1|20000001-01
-77.0321|38.9307|20000002|2020/02/19 00:20:00+00|EVENING|GUN|ROBBERY|3100 - 3199 BLOCK OF 14TH STREET NW|397216|140303|1|1A|3|302|Cluster 2|003000 2|003000|Precinct 39|38.930700|-77.032100||2020/02/18 22:10:00+00|2020/02/18 22:20:00+00|2|20000002-01
-76.9713|38.8659|20000003|2020/02/20 14:00:00+00|DAY|OTHERS|THEFT F/AUTO|2300 - 2399 BLOCK OF MINNESOTA AVENUE SE|402490|133110|8|8A|6|607|Cluster 34|007601 1|007601|Precinct 133|38.865900|-76.971300||2020/02/19 23:30:00+00|2020/02/20 12:30:00+00|3|20000003-01
""",
        {"date": "START_DATE"}, occurred_to={"date": "END_DATE"}, reported_at={"date": "REPORT_DAT"},
        lon="LONGITUDE", lat="LATITUDE", offset=True, also={"category": "OFFENSE", "address": "BLOCK"},
    ),
    "Houston": Layout(
        "Incident|RMSOccurrenceDate|RMSOccurrenceHour|NIBRSClass|NIBRSDescription|OffenseCount|Beat|Premise|StreetNo|StreetName|"
        "StreetType|Suffix|City|ZIPCode|MapLongitude|MapLatitude",
        """
100000122|2022-01-01|0|13A|Aggravated Assault|1|1A20|Residence, Home|3000|SAGE|RD||HOUSTON|77056|-95.46571|29.73510
100001322|2022-01-03|13|23H|All other larceny|1|20G10|Parking Lot|1200|ELDRIDGE|PKWY|S|HOUSTON|77077|-95.62520|29.75030
100002422|2022-01-05|7|240|Motor vehicle theft|1|6B60|Street|8000|ANTOINE|DR||HOUSTON|77088|-95.47560|29.85830
100003522|2022-01-09|22|35A|Drug, narcotic violations|2|2A50|Street|500|CROSSTIMBERS|ST||HOUSTON|77022|-95.39010|29.82860
""",
        {"date": "RMSOccurrenceDate", "hour": "RMSOccurrenceHour"}, lon="MapLongitude", lat="MapLatitude",
        also={"category": "NIBRSDescription", "source_id": "Incident", "address": "StreetName"},
    ),
    "New York": Layout(
        "CMPLNT_NUM|CMPLNT_FR_DT|CMPLNT_FR_TM|CMPLNT_TO_DT|CMPLNT_TO_TM|ADDR_PCT_CD|RPT_DT|KY_CD|OFNS_DESC|PD_CD|PD_DESC|CRM_ATPT_CPTD_CD|"
        "LAW_CAT_CD|BORO_NM|LOC_OF_OCCUR_DESC|PREM_TYP_DESC|JURIS_DESC|X_COORD_CD|Y_COORD_CD|SUSP_AGE_GROUP|Latitude|Longitude|Lat_Lon|VIC_SEX",
        """
100000001|12/31/2019|17:30:00|12/31/2019|17:45:00|32|12/31/2019|341|PETIT LARCENY|321|LARCENY,PETIT FROM AUTO|COMPLETED|MISDEMEANOR|MANHATTAN|FRONT OF|STREET|N.Y. POLICE DEPT|999937|238365||40.82092680|-73.94332421|(40.82092679700002, -73.94332421899996)|M
100000002|12/29/2019|16:31:00|12/29/2019|16:54:00|47|12/29/2019|341|PETIT LARCENY|333|LARCENY,PETIT FROM STORE|COMPLETED|MISDEMEANOR|BRONX|INSIDE|STREET|N.Y. POLICE DEPT|1022508|261990|25-44|40.88570141|-73.86164001|(40.885701406000074, -73.86164032499995)|F
100000003|12/15/2019|18:45:00|||109|12/29/2019|106|FELONY ASSAULT|109|ASSAULT 2,1,UNCLASSIFIED|COMPLETED|FELONY|QUEENS|FRONT OF|STREET|N.Y. POLICE DEPT|1034178|209758||40.74228091|-73.81982408|(40.74228115600005, -73.81982408)|M
100000004|12/28/2019|01:00:00|12/28/2019|02:00:00|110|12/28/2019|126|MISCELLANEOUS PENAL LAW|117|RECKLESS ENDANGERMENT 1|COMPLETED|FELONY|QUEENS|REAR OF|STREET|N.Y. POLICE DEPT|1026412|211180||40.74621800|-73.84769500|(40.74621800000001, -73.847695)|E
""",
        {"date": "CMPLNT_FR_DT", "time": "CMPLNT_FR_TM"}, occurred_to={"date": "CMPLNT_TO_DT", "time": "CMPLNT_TO_TM"},
        reported_at={"date": "RPT_DT"}, lon="Longitude", lat="Latitude",
        also={"category": "OFNS_DESC", "source_id": "CMPLNT_NUM"},
    ),
    "Mexico City": Layout(
        "anio_inicio|mes_inicio|fecha_inicio|hora_inicio|anio_hecho|mes_hecho|fecha_hecho|hora_hecho|delito|categoria_delito|competencia|"
        "fiscalia|agencia|unidad_investigacion|colonia_hecho|alcaldia_hecho|municipio_hecho|latitud|longitud",
        """
2023|Enero|2023-01-20|10:17:37|2023|Enero|2023-01-19|18:45:00|ROBO DE OBJETOS|DELITO DE BAJO IMPACTO|FUERO COMUN|CUAUHTEMOC|CUH-2|UI-1|CENTRO|CUAUHTEMOC|CDMX|19.432600|-99.133200
2023|Enero|2023-01-21|09:00:10|2023|Enero|2023-01-20|22:00:00|VIOLENCIA FAMILIAR|DELITO DE BAJO IMPACTO|FUERO COMUN|IZTAPALAPA|IZP-6|UI-2|SANTA MARTHA|IZTAPALAPA|CDMX|19.354900|-99.063100
2023|Febrero|2023-02-02|12:30:00|2023|Febrero|2023-02-01|14:10:00|ROBO A TRANSEUNTE EN VIA PUBLICA|ROBO A TRANSEUNTE|FUERO COMUN|COYOACAN|COY-1|UI-3|DEL CARMEN|COYOACAN|CDMX|19.350100|-99.162200
""",
        {"date": "fecha_hecho", "time": "hora_hecho"}, reported_at={"date": "fecha_inicio", "time": "hora_inicio"},
        lon="longitud", lat="latitud", also={"category": "categoria_delito", "address": "colonia_hecho"},
    ),
    "San Francisco": Layout(
        "Incident Datetime|Incident Date|Incident Time|Incident Year|Incident Day of Week|Report Datetime|Row ID|Incident ID|Incident Number|"
        "CAD Number|Report Type Code|Report Type Description|Filed Online|Incident Code|Incident Category|Incident Subcategory|"
        "Incident Description|Resolution|Intersection|CNN|Police District|Analysis Neighborhood|Latitude|Longitude|Point",
        """
2023/03/13 11:41:00 PM|2023/03/13|23:41|2023|Monday|2023/03/13 11:41:00 PM|125373607041|1253736|230167874|223344|VS|Vehicle Supplement||07041|Recovered Vehicle|Recovered Vehicle|Vehicle, Recovered|Open or Active|20TH ST \\ VALENCIA ST|24000|Mission|Mission|37.758610|-122.421370|POINT (-122.42137 37.75861)
2023/03/01 05:02:00 AM|2023/03/01|05:02|2023|Wednesday|2023/03/11 03:40:00 PM|125379506374|1253795|236046151||CI|Coplogic Initial|true|06374|Larceny Theft|Larceny Theft - Other|Theft, Other Property|Open or Active||||||
2023/03/13 01:16:00 PM|2023/03/13|13:16|2023|Monday|2023/03/13 01:17:00 PM|125357107041|1253571|220343896|223355|VS|Vehicle Supplement||07041|Assault|Simple Assault|Battery|Cite or Arrest Adult|FOLSOM ST \\ 10TH ST|25000|Southern|South of Market|37.773400|-122.412800|POINT (-122.4128 37.7734)
""",
        {"date": "Incident Datetime"}, reported_at={"date": "Report Datetime"}, lon="Longitude", lat="Latitude",
        also={"category": "Incident Category", "source_id": "Row ID", "address": "Intersection", "solved": "Resolution"},
    ),
    "Los Angeles": Layout(
        "DR_NO|Date Rptd|DATE OCC|TIME OCC|AREA|AREA NAME|Rpt Dist No|Part 1-2|Crm Cd|Crm Cd Desc|Mocodes|Vict Age|Vict Sex|Vict Descent|"
        "Premis Cd|Premis Desc|Weapon Used Cd|Weapon Desc|Status|Status Desc|Crm Cd 1|LOCATION|Cross Street|LAT|LON",
        """
100000001|03/01/2020 12:00:00 AM|03/01/2020 12:00:00 AM|2130|07|Wilshire|0784|1|510|VEHICLE - STOLEN||0|M|O|101|STREET|||AA|Adult Arrest|510|1900 S  LONGWOOD                     AV||34.0375|-118.3506
100000002|02/09/2020 12:00:00 AM|02/08/2020 12:00:00 AM|1800|01|Central|0182|1|330|BURGLARY FROM VEHICLE|1822 1402|47|M|O|128|BUS STOP|||IC|Invest Cont|330|1000 S  FLOWER                       ST||34.0444|-118.2628
100000003|11/11/2020 12:00:00 AM|11/04/2020 12:00:00 AM|0035|03|Southwest|0356|1|480|BIKE - STOLEN|0344 1251|19|X|X|502|MULTI-UNIT DWELLING|||IC|Invest Cont|480|1400 W  37TH                         ST||34.0210|-118.3002
100000004|05/10/2023 12:00:00 AM|03/10/2020 12:00:00 AM|2037|09|Van Nuys|0964|1|343|SHOPLIFTING-GRAND THEFT|0325|19|M|O|405|CLOTHING STORE|||IC|Invest Cont|343|14000    RIVERSIDE                    DR||34.1576|-118.4387
""",
        {"date": "DATE OCC", "time": "TIME OCC"}, reported_at={"date": "Date Rptd"}, lon="LON", lat="LAT",
        also={"category": "Crm Cd Desc", "source_id": "DR_NO", "address": "LOCATION"},
    ),
    "Seattle": Layout(
        "Report Number|Offense ID|Offense Start DateTime|Offense End DateTime|Report DateTime|Group A B|Crime Against Category|"
        "Offense Parent Group|Offense|Offense Code|Precinct|Sector|Beat|MCPP|100 Block Address|Longitude|Latitude",
        """
2020-000001|12605873663|02/05/2020 10:10:00 AM||02/05/2020 11:24:31 AM|A|SOCIETY|DRUG/NARCOTIC OFFENSES|Drug/Narcotic Violations|35A|W|Q|Q1|MAGNOLIA|32XX BLOCK OF 23RD AVE W|-122.385973723|47.649387000
2020-000002|12605598696|02/03/2020 08:00:00 AM|02/04/2020 08:00:00 AM|02/05/2020 10:06:28 AM|A|PROPERTY|LARCENY-THEFT|Theft of Motor Vehicle Parts|23G|N|J|J3|ROOSEVELT/RAVENNA|63XX BLOCK OF 5TH AVE NE|-122.323399063|47.675118000
2020-000003|12605567653|02/02/2020 08:30:00 PM|02/02/2020 09:30:00 PM|02/05/2020 09:39:33 AM|A|PROPERTY|ROBBERY|Robbery|120|N|U|U3|ROOSEVELT/RAVENNA|26TH AVE NE / NE BLAKELEY ST|-122.299552218|47.666384000
""",
        {"date": "Offense Start DateTime"}, occurred_to={"date": "Offense End DateTime"},
        reported_at={"date": "Report DateTime"}, lon="Longitude", lat="Latitude",
        also={"category": "Offense Parent Group", "source_id": "Offense ID", "address": "100 Block Address"},
    ),
    "Toronto": Layout(
        "X|Y|OBJECTID|EVENT_UNIQUE_ID|REPORT_DATE|OCC_DATE|REPORT_YEAR|REPORT_MONTH|REPORT_DAY|REPORT_DOY|REPORT_DOW|REPORT_HOUR|OCC_YEAR|"
        "OCC_MONTH|OCC_DAY|OCC_DOY|OCC_DOW|OCC_HOUR|DIVISION|LOCATION_TYPE|PREMISES_TYPE|UCR_CODE|OFFENCE|MCI_CATEGORY|HOOD_158|"
        "NEIGHBOURHOOD_158|LONG_WGS84|LAT_WGS84",
        """
-8853000.1|5410000.2|1|GO-20141260001|2014/01/01 05:00:00+00|2014/01/01 05:00:00+00|2014|January|1|1|Wednesday|3|2014|January|1|1|Wednesday|2|D22|Apartment|Apartment|1430|Assault|Assault|15|Kingsway South|-79.5305|43.6478
-8837000.7|5415000.5|2|GO-20141260002|2014/07/02 04:00:00+00|2014/07/01 04:00:00+00|2014|July|2|183|Wednesday|11|2014|July|1|182|Tuesday|23|D51|Bar / Restaurant|Commercial|1430|B&E|Break and Enter|73|Moss Park|-79.3873|43.6845
-8841000.3|5411000.9|3|GO-20141260003|2014/03/05 05:00:00+00|2014/03/04 05:00:00+00|2014|March|5|64|Wednesday|14|2014|March|4|63|Tuesday|13|D14|Street|Outside|2135|Theft Of Motor Vehicle|Auto Theft|81|Trinity-Bellwoods|-79.4232|43.6559
""",
        {"date": "OCC_DATE", "hour": "OCC_HOUR"}, reported_at={"date": "REPORT_DATE", "hour": "REPORT_HOUR"},
        lon="LONG_WGS84", lat="LAT_WGS84", also={"category": "MCI_CATEGORY"},
    ),
    "Buenos Aires": Layout(
        "id-mapa|anio|mes|dia|fecha|franja|tipo|subtipo|uso_arma|uso_moto|barrio|comuna|latitud|longitud|cantidad",
        """
1|2022|MARZO|Jueves|2022-03-17|19|Robo|Robo total|NO|NO|SAN NICOLAS|1|-34.603700|-58.381600|1
2|2022|ABRIL|Viernes|2022-04-22|7|Hurto|Hurto total|NO|NO|PALERMO|14|-34.578300|-58.425600|1
3|2022|MAYO|Sabado|2022-05-14|22|Lesiones|Lesiones Dolosas|SI|NO|FLORES|7|-34.630800|-58.462600|1
4|2022|JUNIO|Domingo|2022-06-05|3|Robo|Robo total|NO|SI|BOCA|4|-34.634500|-58.363100|1
""",
        {"date": "fecha", "hour": "franja"}, lon="longitud", lat="latitud",
        also={"category": "tipo", "source_id": "id-mapa", "address": "barrio"},
    ),
    "São Paulo": Layout(
        "NUM_BO|ANO_BO|DATA_REGISTRO|DATA_OCORRENCIA_BO|HORA_OCORRENCIA|DESCR_TIPOLOCAL|BAIRRO|LOGRADOURO|NUMERO_LOGRADOURO|LATITUDE|"
        "LONGITUDE|NOME_DELEGACIA|RUBRICA|NATUREZA_APURADA",
        """
AA1001|2023|2023-01-05|2023-01-04|21:30:00|Via Pública|CONSOLAÇÃO|AV PAULISTA|1000|-23,561400|-46,655900|04º D.P.|Furto (art. 155)|FURTO - OUTROS
AA1002|2023|2023-01-15|2023-01-13|08:10:00|Via Pública|SE|PC DA SE|10|-23,550500|-46,633300|01º D.P.|Roubo (art. 157)|ROUBO - OUTROS
AA1003|2023|2023-02-01|2023-01-31|18:45:00|Comércio|PINHEIROS|R TEODORO SAMPAIO|500|-23,562900|-46,679400|14º D.P.|Furto (art. 155)|FURTO DE VEÍCULO
""",
        {"date": "DATA_OCORRENCIA_BO", "time": "HORA_OCORRENCIA"}, reported_at={"date": "DATA_REGISTRO"},
        lon="LONGITUDE", lat="LATITUDE", also={"source_id": "NUM_BO", "address": "LOGRADOURO"},
    ),
    "Denver": Layout(
        "incident_id|offense_id|offense_code|offense_code_extension|offense_type_id|offense_category_id|first_occurrence_date|"
        "last_occurrence_date|reported_date|incident_address|geo_x|geo_y|geo_lon|geo_lat|district_id|precinct_id|neighborhood_id|is_crime|is_traffic",
        """
2022000001|2022000001299900|2999|0|criminal-mischief-other|public-disorder|1/4/2022 11:30:00 AM||1/4/2022 8:36:00 PM|128 S CANOSA CT|3135366|1685410|-105.018825|39.716470|4|411|valverde|1|0
2022000002|2022000002239900|2399|0|theft-other|larceny|1/13/2022 6:45:00 AM|1/13/2022 9:00:00 AM|1/13/2022 11:00:00 AM|650 15TH ST|3142454|1696151|-104.993480|39.745840|6|611|cbd|1|0
2022000003|2022000003230500|2305|0|theft-items-from-vehicle|theft-from-motor-vehicle|1/8/2022 4:00:00 PM|1/9/2022 6:00:00 AM|1/9/2022 9:34:00 AM|919 E COLFAX AVE|3146000|1694000|-104.975600|39.740300|6|622|north-capitol-hill|1|0
""",
        {"date": "first_occurrence_date"}, occurred_to={"date": "last_occurrence_date"}, reported_at={"date": "reported_date"},
        lon="geo_lon", lat="geo_lat",
        also={"category": "offense_category_id", "source_id": "offense_id", "address": "incident_address"},
    ),
    "Philadelphia": Layout(
        "the_geom|cartodb_id|objectid|dc_dist|psa|dispatch_date_time|dispatch_date|dispatch_time|hour|dc_key|location_block|ucr_general|"
        "text_general_code|point_x|point_y|lat|lng",
        """
0101|2|114|25|3|2022-03-10 18:00:00+00|2022-03-10|13:00:00|13|202225000001|3300 BLOCK HARTVILLE ST|300|Robbery No Firearm|-75.119482|40.001960|40.001960|-75.119482
0102|4|116|01|1|2022-07-07 23:04:00+00|2022-07-07|19:04:00|19|202201000002|2400 BLOCK S 28TH ST|600|Theft from Vehicle|-75.193618|39.920472|39.920472|-75.193618
0103|7|119|08|2|2022-06-21 04:00:00+00|2022-06-21|00:00:00|0|202208000003|9800 BLOCK ROOSEVELT BLVD|600|Thefts|-75.026406|40.094040|40.094040|-75.026406
""",
        {"date": "dispatch_date", "time": "dispatch_time"}, lon="lng", lat="lat",
        also={"category": "text_general_code", "address": "location_block"},
    ),
    "Thailand": Layout(
        "เลขที่คดี|วันที่เกิดเหตุ|เวลาเกิดเหตุ|วันที่รับแจ้ง|ฐานความผิด|สถานที่เกิดเหตุ|ละติจูด|ลองจิจูด|จับกุม",
        """
1/2565|25 ม.ค. 2565|21.30 น.|26 ม.ค. 2565|ลักทรัพย์|ซอยสุขุมวิท 4|13.740100|100.553300|ใช่
2/2565|3 ก.พ. 2565|02.10 น.|3 ก.พ. 2565|ชิงทรัพย์|ถนนราชดำริ|13.744400|100.540500|ไม่
3/2565|14 ก.พ. 2565|18.00 น.|15 ก.พ. 2565|ลักทรัพย์|ซอยหลังสวน|13.739800|100.543300|ไม่
""",
        {"date": "วันที่เกิดเหตุ", "time": "เวลาเกิดเหตุ"}, reported_at={"date": "วันที่รับแจ้ง"},
        lon="ลองจิจูด", lat="ละติจูด",
        also={"category": "ฐานความผิด", "source_id": "เลขที่คดี", "address": "สถานที่เกิดเหตุ", "solved": "จับกุม"},
    ),
    "Boston, older export": Layout(
        "INCIDENT_NUMBER|OFFENSE_CODE|OFFENSE_CODE_GROUP|OFFENSE_DESCRIPTION|DISTRICT|REPORTING_AREA|SHOOTING|OCCURRED_ON_DATE|YEAR|MONTH|"
        "DAY_OF_WEEK|HOUR|UCR_PART|STREET|Location",
        """
I182070945|00619|Larceny|LARCENY ALL OTHERS|D14|808||2018-09-02 13:00:00|2018|9|Sunday|13|Part One|LINCOLN ST|(42.35779134, -71.13937053)
I182070943|01402|Vandalism|VANDALISM|C11|347||2018-08-21 00:00:00|2018|8|Tuesday|0|Part Two|HECLA ST|(42.30682138, -71.06030035)
I182070941|03410|Towed|TOWED MOTOR VEHICLE|D4|151||2018-09-03 19:27:00|2018|9|Monday|19|Part Three|CAZENOVE ST|(42.34658879, -71.07242943)
I182070940|03114|Investigate Property|INVESTIGATE PROPERTY|D4|272||2018-09-03 21:16:00|2018|9|Monday|21|Part Three|NEWCOMB ST|(42.33418175, -71.07866441)
""",
        {"date": "OCCURRED_ON_DATE"}, point="Location", point_order="latlon",
        also={"category": "OFFENSE_CODE_GROUP", "source_id": "INCIDENT_NUMBER", "address": "STREET"},
    ),
    "Bogotá": Layout(
        "FECHA_HECHO|HORA_HECHO|DEPARTAMENTO|MUNICIPIO|BARRIO|LOCALIDAD|TIPO_DELITO|ARMA_MEDIO|LATITUD|LONGITUD",
        """
15/03/2021|14:30|CUNDINAMARCA|BOGOTÁ D.C.|CHAPINERO CENTRAL|CHAPINERO|HURTO A PERSONAS|SIN EMPLEO DE ARMAS|4.646300|-74.062400
02/04/2021|06:10|CUNDINAMARCA|BOGOTÁ D.C.|LA CANDELARIA|LA CANDELARIA|HURTO A PERSONAS|ARMA BLANCA|4.597700|-74.075100
28/04/2021|23:55|CUNDINAMARCA|BOGOTÁ D.C.|KENNEDY|KENNEDY|LESIONES PERSONALES|CONTUNDENTES|4.628900|-74.154200
""",
        {"date": "FECHA_HECHO", "time": "HORA_HECHO"}, lon="LONGITUD", lat="LATITUD",
        also={"category": "TIPO_DELITO", "address": "BARRIO"},
    ),
}  # fmt: skip
