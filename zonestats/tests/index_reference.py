"""A few published figures of COINr's ASEM example (51 units, 8 pillars, 2 sub-indices, equal weights).

Source: Becker, Caperna, Del Sorbo, Norlen, Papadimitriou & Saisana 2022, COINr: an R package for developing composite
indicators, JOSS 7(78), 4567; the package's article "Presenting results" (table of the first six units). Scores are
published to two decimals.
"""

import csv
from pathlib import Path
from typing import Any

from zonestats import index

PILLARS = ("Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin")
CONN, SUST = PILLARS[:5], PILLARS[5:]

# unit: Index, Conn, Sust, then the pillars in the order above
PUBLISHED = {
    "CHE": (68.38, 62.79, 73.98, 63.41, 32.87, 74.78, 85.94, 56.93, 77.21, 87.85, 56.88),
    "NLD": (64.82, 61.94, 67.70, 64.87, 46.62, 84.55, 71.74, 41.92, 58.73, 86.58, 57.78),
    "DNK": (64.80, 57.10, 72.51, 50.52, 30.43, 78.13, 75.35, 51.04, 69.83, 86.40, 61.29),
    "NOR": (64.47, 57.44, 71.50, 58.18, 25.70, 80.03, 89.46, 33.80, 70.90, 87.00, 56.59),
    "BEL": (63.54, 63.99, 63.09, 71.97, 48.22, 80.84, 75.60, 43.32, 53.01, 86.17, 50.09),
    "SWE": (63.00, 53.87, 72.12, 51.51, 23.87, 80.98, 74.51, 38.50, 66.37, 87.74, 62.27),
}

# The package's data, ``ASEM_iData`` and ``ASEM_iMeta`` (MIT licence, © 2022 William Becker; figures of 2018 collected by the
# European Commission's Joint Research Centre): 51 units, four denominators, 49 indicators.
DATA = Path(__file__).parent / "data" / "asem.csv"
STRUCTURE = {
    "Physical": "LPI Flights/Population Ship Bord/Area Elec/Energy Gas/Energy ConSpeed Cov4G",
    "ConEcFin": "Goods/GDP Services/GDP FDI/GDP PRemit/GDP ForPort/GDP",
    "Political": "Embs IGOs UNVote",
    "Instit": "-CostImpEx -Tariff -TBTs TIRcon RTAs Visa",
    "P2P": "StMob/Population Research/GDP Pat/GDP CultServ/GDP CultGood/GDP Tourist/Population MigStock/Population Lang",
    "Environ": "Renew -PrimEner -CO2 -MatCon -Forest",
    "Social": "-Poverty -Palma TertGrad -FreePress -TolMin NGOs/Population CPI FemLab WomParl",
    "SusEcFin": "-PubDebt -PrivDebt GDPGrow RDExp -NEET",
}


def asem() -> index.Data:
    """The units' values, with Europe and Asia as the groups whose means fill gaps."""
    with DATA.open(encoding="utf-8") as file:
        units = list(csv.DictReader(file))
    rows = [
        {"zone": unit["uCode"], "indicator": name, "value": float(value or "nan")}
        for unit in units for name, value in unit.items() if name not in ("uCode", "EurAsia_group")
    ]  # fmt: skip
    return index.table(rows, clusters={unit["uCode"]: unit["EurAsia_group"] for unit in units})


def asem_spec(**settings: Any) -> dict[str, Any]:
    """COINr's example: denominated, gaps filled by group means, treated, min–max from 0 to 100, equal weights."""
    pillars = [{"name": name, "children": [_leaf(word) for word in words.split()]} for name, words in STRUCTURE.items()]
    return {
        "name": "Index", "impute": "group_mean", "treat": "auto",
        "children": [{"name": "Conn", "children": pillars[:5]}, {"name": "Sust", "children": pillars[5:]}],
    } | settings  # fmt: skip


def _leaf(word: str) -> dict[str, Any]:
    name, _, below = word.lstrip("-").partition("/")
    return {"name": name, "direction": -1 if word.startswith("-") else 1} | ({"denominator": below} if below else {})
