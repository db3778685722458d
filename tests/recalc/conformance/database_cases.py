"""The database functions over the orchard of Microsoft's pages on them.

Expected values are those of the pages, and of formulas that Excel saved in IronCalc's workbooks
DMIN_DMAX_DAVERAGE_DSUM and DCOUNT_DCOUNTA_DGET_DPRODUCT where they show the same rule.
"""

import math

from xlhedge.worksheet.errors import ExcelError

REFUSED = "refused"
DIV = ExcelError("#DIV/0!")
NUM = ExcelError("#NUM!")
VAL = ExcelError("#VALUE!")

CASES = [
    ('=DCOUNT(D!M4:Q10,"Age",D!M1:R2)', 1.0),
    ('=DCOUNTA(D!M4:Q10,"Profit",D!M1:R2)', 1.0),
    ("=DCOUNT(D!M4:Q10,,D!M1:M2)", 3.0),
    ('=DMAX(D!M4:Q10,"Profit",D!M1:M3)', 105.0),
    ('=DMIN(D!M4:Q10,"Profit",D!M1:N2)', 75.0),
    ('=DSUM(D!M4:Q10,"Profit",D!M1:M2)', 225.0),
    ('=DSUM(D!M4:Q10,"Profit",D!M1:R3)', 247.8),
    ('=DPRODUCT(D!M4:Q10,"Yield",D!M1:R3)', 800.0),
    ('=DAVERAGE(D!M4:Q10,"Yield",D!M1:N2)', 12.0),
    ("=DAVERAGE(D!M4:Q10,3,D!M4:Q10)", 13.0),
    ('=DSTDEV(D!M4:Q10,"Yield",D!M1:M3)', math.sqrt(8.8)),
    ('=DSTDEVP(D!M4:Q10,"Yield",D!M1:M3)', math.sqrt(7.04)),
    ('=DVAR(D!M4:Q10,"Yield",D!M1:M3)', 8.8),
    ('=DVARP(D!M4:Q10,"Yield",D!M1:M3)', 7.04),
    ('=DGET(D!M4:Q10,"Yield",D!M1:M3)', NUM),
    ('=DGET(D!M4:Q10,"Yield",D!M1:R2)', 10.0),
    ('=DGET(D!M4:Q10,"Tree",D!R1:R2)', NUM),
    # where no row is left, and where the table or the column is none
    ('=DSUM(D!M4:Q10,"Profit",D!A5:A6)', REFUSED),  # a criterion under a label that is none
    ('=DSUM(D!M4:Q10,"Profit",D!D1:D2)', 0.0),  # a text under one: no row
    ('=DAVERAGE(D!M4:Q10,"Profit",D!D1:D2)', DIV),
    ('=DGET(D!M4:Q10,"Profit",D!D1:D2)', VAL),
    ('=DSUM(D!M4:Q10,"Profit",D!K1:K2)', 502.8),  # nothing asked for: all rows
    ('=DSUM(D!M4:Q10,"Loss",D!M1:M2)', VAL),
    ("=DSUM(D!M4:Q10,0,D!M1:M2)", VAL),
    ("=DSUM(D!M4:Q10,6,D!M1:M2)", VAL),
    ("=DSUM(D!M4:Q10,5.9,D!M1:M2)", 225.0),
    ("=DSUM(D!M4:Q4,5,D!M1:M2)", VAL),
    ("=DSUM(D!M4:Q10,D!M4:N4,D!M1:M2)", VAL),
    ('=DSUM({"a";1},1,{"a";1})', REFUSED),
]
