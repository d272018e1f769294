"""The California schools samples (R package survey, data(api)), condensed to what the estimators use.

Weighted sums of a stratified or clustered sample depend on the answers only through counts, means and spreads (stratified) or
sums per cluster and margin (clustered). Rows with exactly these are made here instead of shipping the schools.
"""

import numpy as np

from zonestats.checks import FloatArray, IntArray

# apistrat: sampled, schools in the population, mean and SD of api00, mean and SD of enroll; strata E, H, M
STRATA = [
    (100, 4421, 674.43, 125.2494283137823, 416.78, 166.06288087360284),
    (50, 755, 625.82, 109.30274190410368, 1320.7, 671.07371321742937),
    (50, 1018, 636.6, 117.57915267111403, 832.48, 395.35714879339264),
]
# apiclus1: district, school type (0 E, 1 H, 2 M), met the school-wide target, schools, sums of api00, api99, enroll
DISTRICTS = [
    (61, 0, 1, 10, 7203, 6911, 3884), (61, 2, 0, 2, 1458, 1465, 1870), (61, 2, 1, 1, 711, 669, 1023),
    (135, 0, 0, 3, 2013, 2046, 1191), (135, 0, 1, 31, 20495, 19351, 13847), (178, 0, 1, 2, 1001, 877, 937),
    (178, 1, 1, 1, 529, 469, 388), (178, 2, 0, 1, 547, 575, 343), (197, 0, 0, 1, 709, 716, 425),
    (197, 0, 1, 9, 6005, 5539, 3696), (197, 2, 0, 2, 1190, 1195, 1875), (197, 2, 1, 1, 689, 679, 962),
    (255, 0, 0, 1, 552, 553, 345), (255, 0, 1, 12, 8633, 8300, 6130), (255, 2, 1, 3, 2184, 2118, 2550),
    (406, 0, 1, 2, 1116, 1004, 683), (413, 0, 1, 1, 551, 502, 274), (437, 0, 1, 2, 963, 785, 732),
    (437, 1, 1, 1, 443, 414, 418), (437, 2, 1, 1, 482, 404, 286), (448, 0, 1, 9, 6858, 6352, 3794),
    (448, 1, 1, 1, 703, 668, 2147), (448, 2, 1, 2, 1550, 1458, 1434), (510, 0, 0, 1, 629, 631, 540),
    (510, 0, 1, 15, 9964, 9071, 6995), (510, 1, 0, 1, 595, 593, 1585), (510, 1, 1, 1, 661, 648, 1855),
    (510, 2, 0, 1, 614, 607, 1015), (510, 2, 1, 2, 1298, 1233, 2978), (568, 0, 0, 1, 699, 730, 196),
    (568, 0, 1, 3, 2160, 2070, 646), (568, 1, 0, 1, 687, 687, 210), (568, 1, 1, 3, 2161, 2104, 895),
    (568, 2, 1, 1, 679, 662, 233), (637, 0, 1, 8, 5418, 4920, 2551), (637, 1, 1, 1, 608, 562, 1689),
    (637, 2, 1, 2, 1333, 1217, 1841), (716, 0, 0, 5, 2554, 2544, 2546), (716, 0, 1, 25, 14254, 13084, 11920),
    (716, 1, 1, 3, 1577, 1489, 6195), (716, 2, 1, 4, 2009, 1884, 5153), (778, 0, 1, 1, 494, 404, 308),
    (778, 2, 0, 1, 411, 408, 372), (815, 0, 1, 2, 1166, 1132, 691), (815, 1, 0, 1, 696, 706, 442),
    (815, 2, 0, 1, 631, 641, 508),
]  # fmt: skip
# apiclus2: schools sampled, schools in the district, mean and SD of api00
TWO_STAGES = [
    (1, 1, 821, 0), (1, 1, 773, 0), (3, 3, 685.33333333333337, 74.868774087287775), (1, 1, 811, 0), (3, 3, 520, 48),
    (3, 3, 582.33333333333337, 34.81857741685225), (4, 4, 905, 15.121728296285006), (1, 1, 453, 0),
    (4, 4, 574.75, 23.753947040439407), (5, 11, 649.8, 74.667261902389328), (2, 2, 530, 8.4852813742385695),
    (1, 1, 636, 0), (5, 5, 678.4, 39.978744352468098), (4, 4, 924.25, 14.5), (5, 5, 875.4, 26.349573051569543),
    (4, 4, 590, 47.010637094172637), (1, 1, 607, 0), (5, 5, 665.6, 36.349690507623308), (2, 2, 594, 39.597979746446661),
    (5, 5, 584, 37.722672227720032), (5, 5, 922.6, 17.728508115461945), (2, 2, 781, 31.11269837220809),
    (5, 36, 532.8, 76.116358294390309), (1, 1, 710, 0), (5, 28, 824.4, 36.990539331023548),
    (5, 7, 844.6, 33.478351213881488), (5, 72, 620.6, 127.98163930814451), (5, 14, 571.4, 69.327483727595364),
    (5, 7, 767.8, 19.613770672667712), (2, 2, 772.5, 30.405591591021544), (4, 4, 605.25, 34.970225430595477),
    (3, 3, 726.66666666666663, 51.935857876166189), (2, 2, 692, 26.870057685088806), (2, 2, 720.5, 13.435028842544403),
    (1, 1, 468, 0), (5, 9, 730.4, 60.239521910453441), (1, 1, 747, 0), (2, 2, 611, 12.727922061357855),
    (5, 6, 864, 19.773719933285189), (1, 1, 653, 0),
]  # fmt: skip
# The package stores its weights in single precision.
STORED = [44.209999084472656, 15.100000381469727, 20.360000610351562]
TYPES: FloatArray = np.array([4421.0, 755.0, 1018.0])
MET: FloatArray = np.array([1072.0, 5122.0])


def spread(n: int, mean: float, sd: float) -> FloatArray:
    """n numbers with this mean and standard deviation."""
    if n == 1:
        return np.array([mean])
    shape = np.arange(n) - (n - 1) / 2
    return mean + shape * sd / float(np.std(shape, ddof=1))


class Stratified:
    def __init__(self) -> None:
        sizes = [row[0] for row in STRATA]
        self.stratum: IntArray = np.repeat([0, 1, 2], sizes)
        self.population: FloatArray = np.repeat([float(row[1]) for row in STRATA], sizes)
        self.weight: FloatArray = np.repeat(STORED, sizes)
        self.api00: FloatArray = np.concatenate([spread(n, mean, sd) for n, _, mean, sd, _, _ in STRATA])
        self.enroll: FloatArray = np.concatenate([spread(n, mean, sd) for n, _, _, _, mean, sd in STRATA])


class Clustered:
    def __init__(self) -> None:
        table = np.array(DISTRICTS, dtype=np.float64)
        sizes = table[:, 3].astype(np.int64)
        self.n = int(sizes.sum())
        self.district: IntArray = np.repeat(table[:, 0].astype(np.int64), sizes)
        self.type: IntArray = np.repeat(table[:, 1].astype(np.int64), sizes)
        self.met: IntArray = np.repeat(table[:, 2].astype(np.int64), sizes)
        self.api00, self.api99, self.enroll = (np.repeat(table[:, c] / table[:, 3], sizes) for c in (4, 5, 6))
        self.weight: FloatArray = np.full(self.n, 33.846996307373047)


class TwoStages:
    def __init__(self) -> None:
        sizes = [int(row[0]) for row in TWO_STAGES]
        self.district: IntArray = np.repeat(np.arange(40), sizes)
        self.school: IntArray = np.arange(sum(sizes))
        self.schools: FloatArray = np.repeat([float(row[1]) for row in TWO_STAGES], sizes)
        self.weight: FloatArray = 757 / 40 * self.schools / np.repeat(sizes, sizes)
        self.api00: FloatArray = np.concatenate([spread(n, mean, sd) for n, _, mean, sd in map(_row, TWO_STAGES)])


def _row(row: tuple[float, ...]) -> tuple[int, float, float, float]:
    return int(row[0]), float(row[1]), float(row[2]), float(row[3])
