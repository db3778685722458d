"""Plain formulas that work cell by cell: an array written out, or an argument that asks for it.

A formula that a file does not mark as an array formula takes one cell of a range (implicit
intersection), but an array written out in it is worked through; so is everything in an argument
of SUMPRODUCT, LOOKUP, INDEX and the older functions of statistics. Source: Microsoft's "Guidelines
and examples of array formulas" and, for arguments, the classes that Excel's binary format gives
them ([MS-XLS] 2.5.198, published with LibreOffice's import of it).
"""

from xlhedge.worksheet.errors import ExcelError

REFUSED = "refused"
NA = ExcelError("#N/A")
VAL = ExcelError("#VALUE!")

CASES = [
    # an array written out
    ('=SUM(COUNTIF(D!D1:D6,{"apple","cherry"}))', 3.0),
    ('=SUM(SUMIFS(D!A1:A6,D!D1:D6,{"apple","cherry"}))', 13.0),
    ('=OR(D!D1={"x","apple"})', True),
    ('=IF(OR(D!D1={"x","apple"}),1,2)', 1.0),
    ('=SUM(LEN({"a","bb"}))', 3.0),
    ("=SUM(LARGE(D!A1:A6,{1,2,3}))", 17.0),
    ("=AVERAGE(SMALL(D!A1:A6,{1,2}))", -1.0),
    ("=SUM({1,2}*{3,4})", 11.0),
    ("=SUM({1,2,3}*D!A1)", 9.0),
    ("=SUM({1,2;3,4}*{1;2})", 17.0),
    ("=SUM(-{1,2})", -3.0),
    ("=MIN(ABS({-3,2}))", 2.0),
    ("=SUM(ROUND({1.44,2.55},1))", 4.0),
    ("=SUM(IFERROR({1,2}/{0,1},5))", 7.0),
    ("=SUM(IF({1,0,1},5,6))", 16.0),
    ("=SUM(IF({TRUE,FALSE},D!A1,D!B1))", 3.5),
    ("=SUM(IF(TRUE,{1,2},3))", 3.0),
    ('=VLOOKUP("banana",CHOOSE({1,2},D!D1:D6,D!A1:A6),2,FALSE)', 2.5),
    ('=VLOOKUP("banana",IF({1,0},D!D1:D6,D!A1:A6),2,FALSE)', 2.5),
    ("{=CHOOSE({1,2,3},D!A1:A2,D!B1)}", [[1.5, 2.0, VAL], [2.5, 2.0, VAL]]),
    ("=IF({1,0},5,6)", 5.0),
    ("={1,2}+1", 2.0),
    # an argument that works cell by cell of its own accord
    ("=MATCH(1,INDEX((D!A1:A6>2)*(D!B1:B6>3),0),0)", 2.0),
    ("=SUM(INDEX((D!A1:A6>2)*D!B1:B6,0))", 35.0),
    ("=LOOKUP(2,1/(D!A1:A6>3),D!B1:B6)", 13.0),
    ("=LOOKUP(2,1/(D!A1:A6>3))", 1.0),
    ("=CORREL(D!A1:A6*2,D!B1:B6)", 0.649550421957884),
    ("=IRR(D!G1:G5*2)", 0.13116132429427022),
    ("=SUMPRODUCT(MAX((D!A1:A6>2)*D!B1:B6))", 13.0),
    # a matrix whose numbers are too large
    ("=SUM(MMULT({1E+200,1E+200},{1E+200;1E+200}))", ExcelError("#NUM!")),
    ("{=MMULT({1E+200,1},{1E+200;1})}", ExcelError("#NUM!")),
    ("{=MMULT({1E+200;1},{1E+200,1})}", REFUSED),
    # IronCalc's MMULT: Excel gives one error for the whole
    ("{=MMULT({1E+200,3E+200;1E+200,5E+200},{3E+200,3E+200;2E+200,3E+200})}", ExcelError("#NUM!")),
    ("{=MMULT({1E+200,-1E+200},{1E+200;1E+200})}", ExcelError("#NUM!")),
    ("=MDETERM({1E+200,0;0,1E+200})", ExcelError("#NUM!")),
    # one that takes a cell of a range
    ("=MAX((D!A100:A106>2)*D!B100:B106)", VAL),
    ("=SUMPRODUCT(IF(D!A1:A6>2,1,0))", REFUSED),
    ("{=SUMPRODUCT(IF(D!A1:A6>2,1,0))}", 4.0),
    ("=SUMPRODUCT(IFERROR(1*D!C1:D3,0))", REFUSED),
    ("=SUMPRODUCT(VLOOKUP(D!D1:D2,D!D1:E6,2,FALSE))", REFUSED),
    ("{=SUMPRODUCT(VLOOKUP(D!D1:D2,D!D1:E6,2,FALSE))}", 91326.0),
    ("=SUMPRODUCT(VLOOKUP(T(IF({1},D!D2)),D!D1:E6,2,FALSE))", 45668.0),
    ("=SUMPRODUCT(LARGE(D!A1:A6,ROW(D!A1:A3)))", 17.0),
    ("=SUMPRODUCT(LARGE(D!A1:A6,D!B1:B2))", REFUSED),
    ("=SUMPRODUCT(SUMIF(D!D1:D6,D!D1:D2,D!A1:A6))", 11.0),
    ("=SUMPRODUCT(COUNTIF(D!D1:D6,D!D1:D2)*D!A1:A2)", 5.5),
    # look-ups by order in a list that is not in order: above all, or below all
    ("=LOOKUP(9.99E+307,D!A1:A6)", 7.0),
    ("=LOOKUP(9.99E+307,D!F1:F3)", 3.0),
    ('=LOOKUP("zzzz",D!C1:C6)', "x"),
    ("=MATCH(1E+306,D!C1:C6)", 6.0),
    ("=MATCH(-99,D!A1:A6)", NA),
    ("=MATCH(2,D!A1:A6)", REFUSED),
    ("=LOOKUP(1,1/(D!A1:A6>3),D!B1:B6)", 13.0),
    ("=LOOKUP(1,1/(MOD(D!B1:B6,4)=0),D!B1:B6)", REFUSED),
    # and in descending order, or as a cell says
    ("=MATCH(4,{10,8,6,4,2},-1)", 4.0),
    ("=MATCH(5,{10,8,6,4,2},-1)", 3.0),
    ("=MATCH(11,{10,8,6,4,2},-1)", NA),
    ("=MATCH(1,{10,8,6,4,2},-1)", 5.0),
    ("=MATCH(6,{10,6,6,4},-1)", REFUSED),
    ("=MATCH(6,{1,2,3},-1)", REFUSED),
    ("=MATCH(4,D!B1:B6,D!K1)", 2.0),
    ("=MATCH(5,D!B1:B6,D!A1)", 2.0),
    ("=VLOOKUP(7,D!B1:C6,1,D!A1>0)", 6.0),
    ("=VLOOKUP(7,D!B1:C6,1,2)", 6.0),
    ("=VLOOKUP(8,D!B1:C6,1,D!A1<0)", 8.0),
]
