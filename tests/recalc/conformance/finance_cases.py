"""Money over time: expected values from the formulas written out."""

import math

from xlhedge.worksheet.errors import ExcelError

REFUSED = "refused"
G = [-1000.0, 300.0, 420.0, 500.0, 100.0]
H = [45658, 45748, 45848, 45948, 46038]
NUM = ExcelError("#NUM!")


def root(function, low, high):
    """Return where a function is zero, by halving."""
    for _ in range(400):
        middle = (low + high) / 2
        low, high = (middle, high) if function(low) * function(middle) > 0 else (low, middle)
    return (low + high) / 2


def payment(rate, n, present, future=0.0, due=0):
    """Return the level payment that repays a loan."""
    growth = (1 + rate) ** n
    return -(present * growth + future) * rate / (growth - 1) / (1 + rate * due)


IRR = root(lambda r: sum(c / (1 + r) ** i for i, c in enumerate(G)), 0, 1)
XIRR = root(
    lambda r: sum(c / (1 + r) ** ((d - H[0]) / 365) for c, d in zip(G, H, strict=True)), 0, 2
)
RATE = root(lambda r: 1000 - 90 * (1 - (1 + r) ** -12) / r, 1e-9, 0.5)

# A formula in braces stands in a cell of its own that may spill; others are plain.
CASES = [
    ("=NPV(0.0435,D!G1:G5)", sum((c / 1.0435 ** (i + 1) for i, c in enumerate(G)))),
    ("=NPV(0.1,-100,60,70)", -100 / 1.1 + 60 / 1.21 + 70 / 1.331),
    ("=IRR(D!G1:G5)", IRR),
    ("=IRR(D!A1:A2)", NUM),
    (
        "=XNPV(0.09,D!G1:G5,D!H1:H5)",
        sum((c / 1.09 ** ((d - H[0]) / 365) for c, d in zip(G, H, strict=True))),
    ),
    ("=XIRR(D!G1:G5,D!H1:H5)", XIRR),
    (
        "=MIRR(D!G1:G5,0.1,0.12)",
        (sum((c * 1.12 ** (4 - i) for i, c in enumerate(G) if c > 0)) / 1000) ** 0.25 - 1,
    ),
    ("=PMT(0.05/12,36,10000)", payment(0.05 / 12, 36, 10000)),
    ("=PMT(0,10,1000)", -100.0),
    ("=PMT(0.05,10,1000,500,1)", payment(0.05, 10, 1000, 500, 1)),
    ("=PV(0.05,10,-100)", 100 * (1 - 1.05 ** (-10)) / 0.05),
    ("=PV(0,10,-100)", 1000.0),
    ("=FV(0.05,10,-100)", 100 * (1.05**10 - 1) / 0.05),
    ("=FV(0.05,10,-100,-1000,1)", 100 * (1.05**10 - 1) / 0.05 * 1.05 + 1000 * 1.05**10),
    ("=NPER(0.05,-100,1000)", math.log(1 / (1 - 1000 * 0.05 / 100)) / math.log(1.05)),
    ("=RATE(12,-90,1000)", RATE),
    ("=IPMT(0.05,1,10,1000)", -50.0),
    ("=PPMT(0.05,1,10,1000)", payment(0.05, 10, 1000) + 50),
    ("=CUMIPMT(0.05,10,1000,1,1,0)", -50.0),
    ("=EFFECT(0.12,12)", 1.01**12 - 1),
    ("=NOMINAL(0.126825030131970,12)", 0.12),
    ("=SLN(1000,100,9)", 100.0),
    ("=DDB(1000,100,10,1)", 200.0),
    ("=DB(1000,100,5,1)", 369.0),
    ("=SYD(1000,100,5,1)", 300.0),
    (
        "=PRICE(DATE(2025,1,1),DATE(2030,1,1),0.05,0.04,100,2)",
        sum(2.5 / 1.02**k for k in range(1, 11)) + 100 / 1.02**10,
    ),
    ("=YIELD(DATE(2025,1,1),DATE(2030,1,1),0.05,104.491292503,100,2)", 0.04),
    ("=_xlfn.RRI(10,100,200)", 2**0.1 - 1),
    ("=_xlfn.RRI(10,100,200)", 2**0.1 - 1),
    ("=_xlfn.PDURATION(0.025,2000,2200)", math.log(1.1) / math.log(1.025)),
    ("=DOLLARDE(1.02,16)", 1.125),
    ("=DOLLARFR(1.125,16)", 1.02),
]
