"""What other engines list as differences from Excel, or had reported to them as such.

HyperFormula's page "List of differences with other spreadsheets", and the issues of IronCalc and
formualizer whose authors measured in Excel. Where such a report and Microsoft's page on the
function disagree, or only one version of Excel was seen, the case is refused.
"""

from xlhedge.worksheet.errors import ExcelError

REFUSED = "refused"
DIV = ExcelError("#DIV/0!")
NA = ExcelError("#N/A")
NUM = ExcelError("#NUM!")
VAL = ExcelError("#VALUE!")

CASES = [
    # texts that are no number in any country, as Excel saved it (IronCalc: FLOOR_CEILING.xlsx)
    ('=FLOOR("--8",1)', ExcelError("#VALUE!")),
    ('=CEILING(" 2024-01-10 ",1)', ExcelError("#VALUE!")),
    ('=CEILING("2024-01-10",7)', 45304.0),
    # HyperFormula: its table of functions
    ("=TBILLEQ(0,180,1.9)", REFUSED),
    ("=TBILLEQ(0,180,2)", REFUSED),
    ("=TBILLEQ(45332,45650,7)", NUM),
    ("=TBILLEQ(0,360,0.1)", 0.10968822061389587),
    ("=TBILLPRICE(0,180,1.9)", 5.0),
    ("=TBILLPRICE(0,180,2)", 0.0),
    ("=GCD(1000000000000000000)", NUM),
    ("=LCM(1000000,1000001,1000002,1000003)", NUM),
    ("=COMBIN(1030,0)", 1.0),
    ("=_xlfn.RRI(1,-1,-1)", 0.0),
    ("=_xlfn.DAYS(-1,0)", NUM),
    ("=_xlfn.DAYS(0,-1)", NUM),
    ('=DATEDIF(-1,0,"Y")', NUM),
    ("=RATE(12,-100,400,0,1)", NUM),
    ("=PV(-1,0,100,400)", NUM),
    ("=NPV(1,TRUE,1)", 0.75),
    ("=NPV(1,D!C3)", 0.0),
    ("=XNPV(-0.9,{1,2,3,4},{1,2,3,4})", NUM),
    ("=_xlfn.POISSON.DIST(-0.01,0,FALSE)", NUM),
    ("=_xlfn.POISSON.DIST(0,-0.01,FALSE)", REFUSED),
    ("=_xlfn.POISSON.DIST(3,-0.000001,TRUE)", NUM),
    ("=_xlfn.BETA.DIST(0,1,1,FALSE)", REFUSED),
    ("=_xlfn.BETA.DIST(0.7,1,1,FALSE,0.6,0.7)", REFUSED),
    ("=_xlfn.BETA.INV(1,1,1)", NUM),
    ("=_xlfn.WEIBULL.DIST(0,1,1,FALSE)", REFUSED),
    ("=_xlfn.BINOM.DIST(0.5,0.4,1,FALSE)", 1.0),
    ("=_xlfn.NEGBINOM.DIST(0,1,0,FALSE)", NUM),
    ("=_xlfn.NEGBINOM.DIST(0,1,1,FALSE)", NUM),
    ("=_xlfn.T.INV(0,1)", REFUSED),
    ("=_xlfn.T.INV.2T(0,1)", REFUSED),
    ("=_xlfn.T.DIST(1,0.9,FALSE)", DIV),
    ("=TDIST(0,1,1.5)", 0.5),
    ("=_xlfn.HYPGEOM.DIST(12.1,12,20,40,TRUE)", 1.0),
    ("=LARGE(TRUE,1)", 1.0),
    ("=COUNTA(1,)", 2.0),
    ("=AVEDEV(TRUE,FALSE)", 0.5),
    ('=HARMEAN(TRUE,"4")', 1.6),
    ('=GEOMEAN(TRUE,"4")', 2.0),
    ("=_xlfn.CHISQ.TEST({1,2},{1;2})", REFUSED),
    ("=_xlfn.BINOM.INV(1,0.8,0.2)", 1.0),
    ("=_xlfn.BINOM.INV(10,0,0.5)", NUM),
    ("=_xlfn.BINOM.INV(10,1,0.5)", NUM),
    ("=DEVSQ(D!K1,D!K2)", NUM),
    ('=ADDRESS(1,1,4,TRUE,"")', "!A1"),
    # IronCalc: dates a hair below the next day, whole numbers a hair below the next one
    ("=DAY(40000.9999999)", 7.0),
    ("=DAY(40000.99)", 6.0),
    ("=DAY(40000.999999)", 6.0),
    ("=DAY(40000.9999995)", REFUSED),
    ("=MONTH(DATE(2025,1,31)+0.9999999)", 2.0),
    ("=YEAR(DATE(2025,12,31)+0.9999999)", 2026.0),
    ("=WEEKDAY(40000.9999995)", REFUSED),
    ("=_xlfn.DAYS(46000.999999,45992.000001)", 8.0),
    ("=HOUR(0.999999999)", 0.0),
    ("=SECOND(0.999)", 34.0),
    ("=TIME(1,1,0.999999)", 3660 / 86400),
    ("=TIME(1,1,0.9999999)", 3661 / 86400),
    ("=DATE(2025.9,6,15)", 45823.0),
    ("=DATE(2025.9999999,6,15)", 46188.0),
    ("=DATE(2025,-0.0000001,1)", 45627.0),
    ("=DATE(2025,6,-0.0000001)", 45808.0),
    ("=DATE(1800,1,1)", 657439.0),
    ("=DAYS360(DATE(2024,2,29),DATE(2025,2,28))", 358.0),
    ("=DAYS360(45992.000001,46000.999999)", 9.0),
    ("=WEEKDAY(46023,0)", NUM),
    ("=WEEKNUM(46023,0)", NUM),
    ("=WEEKDAY(-1,1/0)", DIV),
    ('=WEEKDAY(-1,"abc")', VAL),
    ("=YEARFRAC(45658,45700,TRUE)", VAL),
    # IronCalc: statistics
    ("=_xlfn.T.DIST(,,)", DIV),
    ("=_xlfn.BINOM.DIST(-1E-10,10,0.5,TRUE)", NUM),
    ("=_xlfn.NEGBINOM.DIST(-1E-10,10,0.5,TRUE)", NUM),
    ("=_xlfn.BINOM.DIST(2,3000,0.5,TRUE)", 0.0),
    ("=_xlfn.BINOM.INV(0,0.7,0.8)", 0.0),
    # IronCalc's BINOM.xlsx, and what no source tells of numbers beyond a computer's whole ones
    ("=_xlfn.BINOM.DIST(1E10,1E30,0.3,TRUE)", NUM),
    ("=_xlfn.BINOM.DIST(1E10,1E20,0.3,TRUE)", REFUSED),
    ("=_xlfn.BINOM.DIST.RANGE(1E9,0.5,0,1E9)", REFUSED),
    ("=_xlfn.BINOM.INV(1E20,0.5,0.5)", REFUSED),
    ("=_xlfn.NEGBINOM.DIST(1E20,3,0.5,TRUE)", REFUSED),
    ("=_xlfn.HYPGEOM.DIST(5E8,5E8,5E8,1E9,FALSE)", REFUSED),
    ("=_xlfn.COVARIANCE.P(1,2)", 0.0),
    ("=_xlfn.COVARIANCE.S(1,2)", DIV),
    ("=_xlfn.CHISQ.TEST({-1,-2},{3,-4})", REFUSED),
    ("=_xlfn.CHISQ.TEST({-0.00001,-0.00001},{1,2})", REFUSED),
    # IronCalc and formualizer: look-ups
    ('{=_xlfn.XLOOKUP("banana|4",D!D1:D3&"|"&D!B1:B3,D!A1:A3)}', 2.5),
    ("=MATCH(0,D!K1:K5,0)", NA),
    # a version of Excel rounds to 15 digits before it cuts
    ("=INT(123456789-0.0000004)", REFUSED),
    ("=INT(-2.5)", -3.0),
    # the first days of 1900, by which the names of weekdays and months are made
    ('=TEXT(1,"ddd")', "Sun"),
    ('=TEXT(7,"dddd")', "Saturday"),
    ('=TEXT(0,"ddd")', "Sat"),
    ('=TEXT(60,"ddd")', "Wed"),
    ('=TEXT(29,"mmm")', "Jan"),
    ('=TEXT(58,"d mmm yyyy")', "27 Feb 1900"),
    ('=TEXT(0,"d mmm yyyy")', REFUSED),
    ('=TEXT(0.75,"hh:mm")', "18:00"),
]
