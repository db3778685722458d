"""Lines and curves through points, chances, and arrays cut to shape.

Expected values are those that Excel saved in IronCalc's workbooks LINEST_LOGEST, TREND_GROWTH,
PROB, BITs, WRAPCOLS_ROWS, EXPAND, TOCOL, MUNIT and COUPDAYS, and in ClosedXML's workbook
functions-excel-2010.
"""

from xlhedge.worksheet.errors import ExcelError

REFUSED = "refused"
DIV = ExcelError("#DIV/0!")
NA = ExcelError("#N/A")
NUM = ExcelError("#NUM!")
REF = ExcelError("#REF!")
VAL = ExcelError("#VALUE!")

Y, X = "{0.2;0.41;0.62;0.8;1.1}", "{1.1;1.9;3.1;4.05;5}"
GROWN, AT = "{0.2;0.31;0.4;0.51;0.7}", "{1.1;2.1;3;5.2;7}"
AGGREGATED = "D!B1:B6"

CASES = [
    (f"{{=LINEST({Y},{X})}}", [[0.21928887993553592, -0.03844530620467368]]),
    (f"{{=LINEST({Y})}}", [[0.21900000000000006, -0.031000000000000028]]),
    (f"{{=LINEST({Y},{X},FALSE)}}", [[0.20885684860968076, 0.0]]),
    (
        f"{{=LINEST({Y},{X},,TRUE)}}",
        [
            [0.21928887993553592, -0.03844530620467368],
            [0.013841437712295469, 0.04625298202423793],
            [0.9881888981982191, 0.04361261091452368],
            [250.99831918087844, 3.0],
            [0.47741382050765524, 0.00570617949234489],
        ],
    ),
    (f"{{=LOGEST({Y},{X})}}", [[1.502261308701874, 0.15653044951525133]]),
    (f"{{=LOGEST({Y})}}", [[1.5034990254289031, 0.1580622610071315]]),
    (f"{{=LOGEST({Y},{X},FALSE)}}", [[0.9082429233796212, 1.0]]),
    ("{=LOGEST({1;2;-3})}", NUM),
    (f"{{=TREND({GROWN},{AT},{{8;9}})}}", [[0.7668816454592993], [0.846252396723026]]),
    (f"{{=TREND({GROWN},{AT},{{8;9}},FALSE)}}", [[0.8491506728435914], [0.9552945069490403]]),
    (f"=TREND({GROWN})", 0.18400000000000014),
    (f"=TREND({GROWN},{AT})", 0.21922346173958526),
    (f"{{=GROWTH({GROWN},{AT},{{8;9}})}}", [[0.8925767627890601], [1.0820857720306072]]),
    ("{=GROWTH({2;4;8;16;32},{1;2;3;4;5},6)}", 64.0),
    ("=INDEX(GROWTH({2,4,8,16,32},{1,2,3,4,5},6),1,1)", 64.0),
    ("{=LINEST({1;2;3},{1;2})}", REF),
    ("{=LINEST({1;2;3},{1;1;1})}", REFUSED),
    ("{=LINEST({1;2;3},{1;2;3},,TRUE)}", REFUSED),
    ("=PROB({1;2;3;4;5;6},{0.2;0.111;0.05;0.07;0.5;0.069},1,3)", 0.361),
    ("=PROB({1;2;3;4;5;6},{0.2;0.111;0.05;0.07;0.5;0.069},2.4,5.3)", 0.62),
    ("=PROB({1;2;3;4;5;6},{0.2;0.111;0.05;0.07;0.5;0.069},7)", 0.0),
    ("=PROB({1;2;3},{0.2;0.8},1)", NA),
    ("=PROB({1;2},{0.2;0.7},1)", NUM),
    ('=PROB({"a";"b"},{"c";"d"},1)', DIV),
    ("=CONFIDENCE(0.05,2.5,50)", 0.692951912174839),
    ("=_xlfn.BITAND(123123123,65662)", 50.0),
    ("=_xlfn.BITOR(123123123,65662)", 123188735.0),
    ("=_xlfn.BITXOR(123123123,65662)", 123188685.0),
    ("=_xlfn.BITLSHIFT(123123123,6)", 7879879872.0),
    ("=_xlfn.BITRSHIFT(123123123,6)", 1923798.0),
    ("=_xlfn.BITLSHIFT(12,100)", NUM),
    ("=_xlfn.BITAND(12.5,3)", NUM),
    ("=_xlfn.BITAND(-34,2)", NUM),
    ("=COUPDAYSNC(DATE(2011,1,25),DATE(2011,11,15),2,1)", 110.0),
    ("=COUPDAYSNC(DATE(2020,1,1),DATE(2021,1,1),1,2)", 366.0),
    ("=COUPDAYSNC(DATE(2020,1,1),DATE(2021,1,1),1,0)", 360.0),
    # Microsoft's pages on PRICEMAT and YIELDMAT
    (
        "=PRICEMAT(DATE(2008,2,15),DATE(2008,4,13),DATE(2007,11,11),0.061,0.061,0)",
        99.98449887555694,
    ),
    (
        "=YIELDMAT(DATE(2008,3,15),DATE(2008,11,3),DATE(2007,11,8),0.0625,100.0123,0)",
        0.060954333691538576,
    ),
    ("=PRICEMAT(DATE(2008,4,13),DATE(2008,2,15),DATE(2007,11,11),0.061,0.061,0)", NUM),
    # arrays
    ("{=_xlfn.WRAPROWS({1,2,3},2)}", [[1.0, 2.0], [3.0, NA]]),
    ('{=_xlfn.WRAPCOLS({1,2,3},2,"x")}', [[1.0, 3.0], [2.0, "x"]]),
    ("{=_xlfn.WRAPROWS({1,2;3,4},2)}", VAL),
    ("{=_xlfn.WRAPROWS({1,2},0)}", NUM),
    ("{=_xlfn.EXPAND({1,2},2)}", [[1.0, 2.0], [NA, NA]]),
    ('{=_xlfn.EXPAND({1,2},2,3,"x")}', [[1.0, 2.0, "x"], ["x", "x", "x"]]),
    ("{=_xlfn.EXPAND({1,2},1,1)}", VAL),
    ("{=_xlfn.TOCOL({1,2;3,4},0,TRUE)}", [[1.0], [3.0], [2.0], [4.0]]),
    ("{=_xlfn.TOCOL(D!C3:D4,1)}", [[True], ["apricot"], ["cherry"]]),
    ("{=_xlfn.TOROW(D!F1:F3,2)}", 3.0),
    ("{=_xlfn.TOROW({1,2},4)}", VAL),
    ("{=_xlfn.MUNIT(2)*3}", [[3.0, 0.0], [0.0, 3.0]]),
    ("{=_xlfn.MUNIT(0)}", VAL),
    # AGGREGATE
    (f"=_xlfn.AGGREGATE(1,4,{AGGREGATED})", 43 / 6),
    (f"=_xlfn.AGGREGATE(2,0,{AGGREGATED})", 6.0),
    ("=_xlfn.AGGREGATE(3,6,D!F1:F3)", 1.0),
    (f"=_xlfn.AGGREGATE(4,,{AGGREGATED})", 13.0),
    (f"=_xlfn.AGGREGATE(5,4,{AGGREGATED})", 2.0),
    (f"=_xlfn.AGGREGATE(6,4,{AGGREGATED})", 49920.0),
    ("=_xlfn.AGGREGATE(7,4,D!O5:O10)", 4.381780460041329),
    ("=_xlfn.AGGREGATE(8,4,D!O5:O10)", 4.0),
    ("=_xlfn.AGGREGATE(9,6,D!F1:F3,D!A1:A2)", 7.0),
    ("=_xlfn.AGGREGATE(9,4,D!F1:F3)", DIV),
    ("=_xlfn.AGGREGATE(10,4,D!O5:O10)", 19.2),
    ("=_xlfn.AGGREGATE(11,4,D!O5:O10)", 16.0),
    (f"=_xlfn.AGGREGATE(12,4,{AGGREGATED})", 7.0),
    (f"=_xlfn.AGGREGATE(13,4,{AGGREGATED})", NA),
    (f"=_xlfn.AGGREGATE(14,6,{AGGREGATED},2)", 10.0),
    (f"=_xlfn.AGGREGATE(14,6,{AGGREGATED}/(D!A1:A6>2),1)", 13.0),
    (f"=_xlfn.AGGREGATE(15,6,{AGGREGATED}/(D!A1:A6>2),1)", 4.0),
    (f"=_xlfn.AGGREGATE(15,6,{AGGREGATED}/(D!A1:A6>2),9)", NUM),
    (f"=_xlfn.AGGREGATE(15,4,{AGGREGATED}/(D!A1:A6>2),1)", DIV),
    ("=_xlfn.AGGREGATE(16,4,{1;2;3;4},0.5)", 2.5),
    ("=_xlfn.AGGREGATE(17,4,{1;2;3;4},1)", 1.75),
    ("=_xlfn.AGGREGATE(18,4,{1;2;3;4},0.5)", 2.5),
    ("=_xlfn.AGGREGATE(19,4,{1;2;3;4},1)", 1.25),
    (f"=_xlfn.AGGREGATE(20,4,{AGGREGATED})", REFUSED),
    (f"=_xlfn.AGGREGATE(D!F3,4,{AGGREGATED})", 6.0),  # a number in a cell without a formula
    (f"=_xlfn.AGGREGATE(D!F1,4,{AGGREGATED})", REFUSED),
    # the book itself
    ("=_xlfn.SHEET()", 2.0),
    ("=_xlfn.SHEET(D!A1)", 1.0),
    ("=_xlfn.SHEET(0)", NA),
    ('=_xlfn.SHEET("d")', 1.0),
    ('=_xlfn.SHEET("")', NA),
    ("=_xlfn.SHEETS()", 2.0),
    ("=_xlfn.SHEETS(D!A1:B2)", 1.0),
    ("=AREAS((D!A1:A5,D!C1:C5))", 2.0),
    ("=AREAS(D!A1)", 1.0),
    ("=_xlfn.ISFORMULA(D!F1)", True),
    ("=_xlfn.ISFORMULA(D!F3)", False),
    ("=_xlfn.ISFORMULA(D!F1:F3)", REFUSED),
    ("=TYPE(1)", 1.0),
    ('=TYPE("x")', 2.0),
    ("=TYPE(D!C3)", 4.0),
    ("=TYPE(D!F1)", 16.0),
    ("=TYPE({1,2})", 64.0),
    ("=TYPE(D!K1)", 1.0),
    ("=TYPE(D!A1:A2)", REFUSED),
    # OFFSET by numbers that are known before computing
    ("=SUM(OFFSET(D!A1,0,0,COUNT(D!A:A),1))", 17.5),
    ("=SUM(OFFSET(D!A1,0,0,COUNTA(D!D1:D6)-2))", 5.0),
    ("=SUM(OFFSET(D!A1,ROWS(D!A1:A2),0,2))", 1.0),
    ("=OFFSET(D!A1,D!B1,0)", -3.5),
    ("=SUM(OFFSET(D!A4,0,0,-3,1))", 3.5),
    ("=SUM(OFFSET(D!B4,0,0,1,-2))", 12.5),
]
