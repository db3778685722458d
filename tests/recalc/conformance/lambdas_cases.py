"""LAMBDA and the functions that call one: Microsoft's pages, and what Excel saved.

Source: Microsoft's pages on LAMBDA, LET, MAP, REDUCE, SCAN, BYROW, BYCOL, MAKEARRAY, ISOMITTED;
the formulas of IronCalc's workbooks MAP_REDUCE, SCAN, LAMBDA and ISOMITTED, which Excel saved.
"""

import math

from xlhedge.worksheet.errors import ExcelError

REFUSED = "refused"
CALC = ExcelError("#CALC!")

CASES = [
    # one cell, none, and far too many: nothing is written out before its size is judged
    ("=SUM(_xlfn.MAP(_xlfn.SEQUENCE(1,1),_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)))", 2.0),
    ("=SUM(_xlfn.MAP(_xlfn.SEQUENCE(0),_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)))", REFUSED),
    ("=SUM(_xlfn.MAP(_xlfn.SEQUENCE(200000000),_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)))", REFUSED),
    ("{=_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(5)}", 6.0),
    ("=_xlfn.LAMBDA(_xlpm.x,_xlpm.y,SQRT(_xlpm.x*_xlpm.x+_xlpm.y*_xlpm.y))(3,4)", 5.0),
    ("=_xlfn.LET(_xlpm.f,_xlfn.LAMBDA(_xlpm.x,_xlpm.y,_xlpm.x*_xlpm.y),_xlpm.f(3,4))", 12.0),
    # a LAMBDA sees the names around it
    (
        (
            "=_xlfn.LET(_xlpm.r,0.05,_xlpm.d,_xlfn.LAMBDA(_xlpm.t,(1+_xlpm.r)^-_xlpm.t),"
            "SUMPRODUCT(D!A1:A3,_xlfn.MAP({1;2;3},_xlpm.d)))"
        ),
        1.5 / 1.05 + 2.5 / 1.05**2 - 3.5 / 1.05**3,
    ),
    (
        (
            '{=_xlfn.LAMBDA(_xlpm.x,_xlpm.y,IF(_xlfn.ISOMITTED(_xlpm.y),"Missing",_xlpm.x+_xlpm.y))'
            "(1,)}"
        ),
        "Missing",
    ),
    ("=_xlfn.LAMBDA(_xlpm.x,_xlpm.y,IF(_xlfn.ISOMITTED(_xlpm.y),1,_xlpm.x+_xlpm.y))(1,2)", 3.0),
    ("=_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)", REFUSED),
    ("=_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(1,2)", REFUSED),
    # MAP
    ("{=SUM(_xlfn.MAP(D!A1:A3,_xlfn.LAMBDA(_xlpm.a,_xlpm.a*2)))}", 1.0),
    (
        "{=_xlfn.MAP(D!A1:A3*2,D!B1:B3,_xlfn.LAMBDA(_xlpm.x,_xlpm.y,_xlpm.x+_xlpm.y))}",
        [[5.0], [9.0], [-1.0]],
    ),
    (
        "{=_xlfn.MAP(D!A1:A6,_xlfn.LAMBDA(_xlpm.x,IF(_xlpm.x>2,_xlpm.x*10,0)))}",
        [[0.0], [25.0], [0.0], [45.0], [55.0], [70.0]],
    ),
    (
        '{=_xlfn.MAP(D!C1:C6,_xlfn.LAMBDA(_xlpm.x,IFERROR(_xlpm.x+1,"t")))}',
        [[6.0], [6.0], [2.0], [1.0], ["t"], [-1.0]],
    ),
    ("{=_xlfn.MAP(D!K1:K2,_xlfn.LAMBDA(_xlpm.x,_xlpm.x))}", [[0.0], [0.0]]),
    (
        "{=_xlfn.MAP(_xlfn._xlws.FILTER(D!A1:A6,D!B1:B6>4),_xlfn.LAMBDA(_xlpm.x,_xlpm.x^2))}",
        REFUSED,  # how many there are is not known before
    ),
    # by rows and by columns
    ("{=_xlfn.BYROW(D!A1:B3,_xlfn.LAMBDA(_xlpm.r,SUM(_xlpm.r)))}", [[3.5], [6.5], [2.5]]),
    ("{=_xlfn.BYROW(D!A1:B3,_xleta.SUM)}", [[3.5], [6.5], [2.5]]),
    ("{=_xlfn.BYROW(D!A1:B3*2,_xlfn.LAMBDA(_xlpm.r,SUM(_xlpm.r)))}", [[7.0], [13.0], [5.0]]),
    ("{=_xlfn.BYROW(D!A1:B2,_xlfn.LAMBDA(_xlpm.r,_xlpm.r))}", [[CALC], [CALC]]),
    ("{=_xlfn.BYCOL(D!A1:B3,_xlfn.LAMBDA(_xlpm.c,MAX(_xlpm.c)-MIN(_xlpm.c)))}", [[6.0, 4.0]]),
    # one value after the other
    ("=_xlfn.REDUCE(0,D!A1:A6,_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a+_xlpm.b))", 17.5),
    (
        (
            "{=_xlfn.REDUCE(0,{1,2,3;4,5,6},_xlfn.LAMBDA(_xlpm.x,_xlpm.y,"
            "SQRT(_xlpm.x*_xlpm.x+_xlpm.y*_xlpm.y)))}"
        ),
        math.sqrt(91),
    ),
    (
        "=_xlfn.REDUCE(1,_xlfn.SEQUENCE(50),_xlfn.LAMBDA(_xlpm.a,_xlpm.b,(_xlpm.a+10/_xlpm.a)/2))",
        math.sqrt(10),
    ),
    (
        '{=_xlfn.REDUCE("",D!D1:D3,_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a&LEFT(_xlpm.b,1)))}',
        "aba",
    ),
    (
        "{=_xlfn.SCAN(1,{1,2,3;4,5,6},_xlfn.LAMBDA(_xlpm.x,_xlpm.y,_xlpm.x+8*_xlpm.y))}",
        [[9.0, 25.0, 49.0], [81.0, 121.0, 169.0]],
    ),
    (
        "{=_xlfn.MAKEARRAY(2,3,_xlfn.LAMBDA(_xlpm.r,_xlpm.c,_xlpm.r*10+_xlpm.c))}",
        [[11.0, 12.0, 13.0], [21.0, 22.0, 23.0]],
    ),
    # what is no call of a LAMBDA
    ("=_xlfn.MAP(D!A1:A3,5)", REFUSED),
    ("=_xlfn.REDUCE(D!A1:A3,_xlfn.LAMBDA(_xlpm.a,_xlpm.a))", REFUSED),
    ("=MAP(D!A1:A3,_xlfn.LAMBDA(_xlpm.a,_xlpm.a*2))", REFUSED),
]
