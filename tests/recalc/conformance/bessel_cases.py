"""Bessel functions: the values that Excel saved (IronCalc: BESSEL.xlsx), of eight digits' truth."""

from xlhedge.worksheet.errors import ExcelError

DIV = ExcelError("#DIV/0!")
NUM = ExcelError("#NUM!")
VAL = ExcelError("#VALUE!")
REFUSED = "refused"

# A formula in braces stands in a cell of its own that may spill; others are plain.
CASES = [
    ("=BESSELI(0,0)", 1.0),
    ("=BESSELI(0,7)", 0.0),
    ("=BESSELI(1,0)", 1.2660658480342601),
    ("=BESSELI(-1,1.999)", -0.5651590975819435),
    ("=BESSELI(1.5,12)", 6.90495511700334e-11),
    ("=BESSELI(-32,7)", -2576524402069.303),
    ("=BESSELI(2,30)", 3.8935196726547464e-33),
    ("=BESSELI(800,1)", REFUSED),
    ("=BESSELI(3.75,1)", REFUSED),
    ("=BESSELJ(0,0)", 1.00000000283141),
    ("=BESSELJ(2.4,0)", 0.0025076847565051246),
    ("=BESSELJ(10,1)", 0.04347224965225415),  # 0.0434727 in truth
    ("=BESSELJ(-10,7)", -0.2167104380031489),
    ("=BESSELJ(32,10)", -0.028941015632886966),
    ("=BESSELJ(2,10)", 2.515386282716737e-07),
    ("=BESSELJ(100000,5)", 0.001846551246313725),
    ("=BESSELJ(8,1)", REFUSED),
    ("=BESSELJ(1000000,1)", REFUSED),
    ("=BESSELJ(1,-1)", NUM),
    ("=BESSELJ(TRUE,1)", VAL),
    ('=BESSELJ("1",2)', 0.11490348499246938),
    ("=BESSELJ(D!F1,2)", DIV),
    ("=BESSELK(2,0)", 0.11389388),
    ("=BESSELK(0.8,7)", 213959.7022879281),
    ("=BESSELK(10,1)", 1.8648773946849075e-05),
    ("=BESSELK(100000,5)", 0.0),
    ("=BESSELK(0,1)", NUM),
    ("=BESSELY(10,0)", 0.05567116743095123),
    ("=BESSELY(10,1)", 0.24901542405799407),
    ("=BESSELY(32,10)", -0.1417774805939537),
    ("=BESSELY(-1,0)", NUM),
    ("=BESSELI(1E-300,100)", REFUSED),
    ("=BESSELI(1E-10,5)", 2.6041666666666672e-54),
]
