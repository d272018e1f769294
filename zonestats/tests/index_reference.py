"""A few published figures of COINr's ASEM example (51 units, 8 pillars, 2 sub-indices, equal weights).

Source: Becker, Caperna, Del Sorbo, Norlen, Papadimitriou & Saisana 2022, COINr: an R package for developing composite
indicators, JOSS 7(78), 4567; the package's article "Presenting results" (table of the first six units). Scores are
published to two decimals.
"""

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
