"""What is planted in each zone's sample records, so that people can see the software find it — and find nothing elsewhere."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class HotSpot:
    """A place that draws a share of the incidents: so far from the zone's middle towards its border, in a direction."""

    bearing: float  # degrees clockwise from north
    reach: float  # 0 the middle, 1 the border
    share: float
    spread_m: float = 55.0


@dataclass(frozen=True)
class Plan:
    """Two years of one station. Whatever is left at its default is not planted.

    ``night``: share of the timed incidents pulled into 20–24 h. ``series``: how many near-repeat series of five.
    ``rise``: the second year's incidents per incident of the first. ``turn``: what a sample plan did there, as how many
    months before the end it began, and the incidents a month from then on per incident before. ``midnights``: share of
    rows with the time 00:00 that a form puts in by itself. ``shape``: how the station writes its file
    (``files.SHAPES``).
    """

    station: str
    zone: str
    incidents: int  # reported, inside the zone
    shape: str
    seed: int
    hot: HotSpot | None = None
    night: float = 0.0
    series: int = 0
    rise: float = 1.0
    turn: tuple[int, float] = (0, 1.0)
    midnights: float = 0.0


PLANS: Final = (
    Plan("lumphini", "ratchaprasong", 900, "thai-csv", 101, hot=HotSpot(40, 0.5, 0.14), night=0.25),
    Plan("huai-khwang", "ratchada-huai-khwang", 1100, "thai-csv", 102,
         hot=HotSpot(250, 0.45, 0.12), night=0.3, series=40, rise=1.5),
    Plan("phasi-charoen", "khlong-bang-luang", 220, "parts", 203),
    Plan("pak-kret", "muang-thong-thani", 800, "excel", 104, hot=HotSpot(150, 0.4, 0.12), rise=1.5),
    Plan("mueang-samut-prakan", "pak-nam-market", 700, "utm", 305, series=32),
    Plan("mueang-pattaya", "jomtien", 1200, "thai-csv", 106, night=0.35, turn=(7, 1.5)),
    Plan("mueang-rayong", "rayong-zone", 600, "parts", 107),
    Plan("mueang-prachin-buri", "prachin-narom-park", 24, "thai-csv", 108),
    Plan("pak-chong", "pak-chong-zone", 400, "utm", 109, hot=HotSpot(320, 0.35, 0.2)),
    Plan("mueang-udon-thani", "udon-safety-zone", 650, "excel", 110, night=0.3, series=32),
    Plan("mueang-chiang-mai", "chiang-mai-old-town", 900, "thai-tis", 111,
         hot=HotSpot(90, 0.5, 0.14), series=36, turn=(8, 0.5)),
    Plan("mueang-phitsanulok", "ban-khlong-market", 500, "thai-csv", 112, rise=1.6),
    Plan("mueang-ratchaburi", "si-mueang-market", 350, "utm", 213),
    Plan("mueang-phuket", "phuket-old-town", 700, "thai-csv", 314, night=0.3),
    Plan("hat-yai", "hat-yai-santisuk", 500, "parts", 215, hot=HotSpot(200, 0.4, 0.18, 40.0), midnights=0.15),
)  # fmt: skip
