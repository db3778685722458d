"""Complex numbers: the examples of Microsoft's pages, and values that Excel saved.

The saved ones are those of a public workbook (IronCalc: COMPLEXs.xlsx).
"""

import cmath
import math

from xlhedge.worksheet.errors import ExcelError

DIV = ExcelError("#DIV/0!")
NUM = ExcelError("#NUM!")
VAL = ExcelError("#VALUE!")
REFUSED = "refused"

# A formula in braces stands in a cell of its own that may spill; others are plain.
CASES = [
    ("=COMPLEX(3,4)", "3+4i"),
    ('=COMPLEX(3,4,"j")', "3+4j"),
    ("=COMPLEX(0,1)", "i"),
    ("=COMPLEX(1,0)", "1"),
    ("=COMPLEX(0,0)", "0"),
    ("=COMPLEX(-1,-1)", "-1-i"),
    ("=COMPLEX(0.00012,1.23456789)", "0.00012+1.23456789i"),
    ("=COMPLEX(1.2E-45,-3)", "1.2E-45-3i"),
    ("=COMPLEX(1E-18,0)", "0.000000000000000001"),
    ("=COMPLEX(1E-19,0)", REFUSED),
    ("=COMPLEX(1E-20,0)", "1E-20"),
    ("=COMPLEX(1,2,0)", VAL),
    ('=COMPLEX(1,2,"I")', VAL),
    ('=COMPLEX(1,2,"")', "1+2i"),
    ("=COMPLEX(1,2,D!K1)", "1+2i"),
    ("=COMPLEX(TRUE,2)", VAL),
    ("=COMPLEX(1,1-1E-16)", REFUSED),  # 1i, or i
    ('=IMREAL("6-9i")', 6.0),
    ('=IMREAL("j")', 0.0),
    ('=IMREAL("1E-20")', 1e-20),
    ('=IMREAL("=a number")', NUM),
    ('=IMREAL("3 + 4i")', REFUSED),
    ("=IMREAL(TRUE)", VAL),
    ('=IMAGINARY("3+4i")', 4.0),
    ('=IMAGINARY("0-j")', -1.0),
    ("=IMAGINARY(4)", 0.0),
    ('=IMABS("5+12i")', 13.0),
    ('=IMARGUMENT("3+4i")', math.atan2(4, 3)),
    ('=IMARGUMENT("-1")', math.pi),
    ("=IMARGUMENT(0)", DIV),
    ('=IMCONJUGATE("3+4i")', "3-4i"),
    ('=IMCONJUGATE("1-2j")', "1+2j"),
    ('=IMDIV("-238+240i","10+24i")', "5+12i"),
    ('=IMDIV("1",0)', NUM),
    ('=IMPRODUCT("3+4i","5-3i")', "27+11i"),
    ('=IMPRODUCT("1+2i",30)', "30+60i"),
    ("=IMPRODUCT(7,D!K1)", "0"),
    ('=IMSUB("13+4i","5+3i")', "8+i"),
    ('=IMSUM("3+4i","5-3i")', "8+i"),
    ("=IMSUM(D!A1:A2)", "4"),
    ("=IMSUM(D!K1:K2)", REFUSED),
    ('=IMSUM("i","j")', REFUSED),
    ("=IMSUM(D!F1,1)", DIV),
    ('=IMEXP("1+i")', REFUSED),  # 1.46869393991589+2.28735528717884i: the last digit
    ('=IMLN("3+4i")', "1.6094379124341+0.927295218001612i"),
    ("=IMLN(0)", NUM),
    ('=IMLOG10("3+4i")', REFUSED),  # 0.698970004336019+0.402719196273373i: the last digit
    ("=IMLOG10(100)", "2"),
    ('=IMLOG2("3+4i")', "2.32192809488736+1.33780421245098i"),
    ('=IMSQRT("1+i")', "1.09868411346781+0.455089860562227i"),
    ('=IMSQRT("-1")', REFUSED),  # the last digit of 6.12323399573677E-17+i
    ('=IMREAL(IMSQRT("-1"))', 6.12323399573677e-17),
    ('=IMCOS("1+i")', "0.833730025131149-0.988897705762865i"),
    ('=IMSIN("4+3i")', "-7.61923172032141-6.548120040911i"),
    ('=_xlfn.IMTAN("4+3i")', "0.00490825806749606+1.00070953606723i"),
    ('=_xlfn.IMCOT("4+3i")', REFUSED),  # 0.00490118239430447-0.999266927805902i: the last digit
    ('=_xlfn.IMCSC("4+3i")', "-0.0754898329158637+0.0648774713706355i"),
    ('=IMREAL(_xlfn.IMCSCH("4+3i"))', -0.036275889628626),
    ('=_xlfn.IMSEC("4+3i")', REFUSED),  # the last digit of 0.0652940278579471
    ('=IMREAL(_xlfn.IMSEC("4+3i"))', -0.0652940278579471),
    ('=IMAGINARY(_xlfn.IMSEC("4+3i"))', (1 / cmath.cos(4 + 3j)).imag),
    ('=IMABS(_xlfn.IMSECH("4+3i"))', abs(1 / cmath.cosh(4 + 3j))),
    ('=IMREAL(_xlfn.IMSECH("4+3i"))', -0.0362534969158689),
    ('=IMREAL(IMDIV("3+4i","-4+5i"))', 0.195121951219512),
    ('=IMREAL(IMCOS("1+i",2))', REFUSED),
    ('=_xlfn.IMSINH("4+3i")', "-27.0168132580039+3.85373803791938i"),
    ('=_xlfn.IMCOSH("4+3i")', "-27.0349456030742+3.85115333481178i"),
    ('=_xlfn.IMCSC("0")', NUM),
    ("=_xlfn.IMCOT(0)", NUM),
    ("=IMEXP(1000)", NUM),
    ('=IMCOS("1E300")', REFUSED),
    ('=IMREAL(_xlfn.IMTAN("1.5707963267949"))', REFUSED),  # near the pole
    ('=IMREAL(_xlfn.IMCSCH("1E-20"))', 1e20),
]
