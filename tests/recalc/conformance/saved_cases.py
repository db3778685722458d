"""Single calls, their arguments written out, with the values that Excel saved in workbooks.

The name behind a function is that of the public workbook (test data of IronCalc, apache/poi and
others) in which the call and its value stand.
"""

from xlhedge.worksheet.errors import ExcelError

DIV = ExcelError("#DIV/0!")
NA = ExcelError("#N/A")
NUM = ExcelError("#NUM!")
VAL = ExcelError("#VALUE!")

# A formula in braces stands in a cell of its own that may spill; others are plain.
CASES = [
    # ACCRINTM (IronCalc: ACCRINTM.xlsx)
    ("=ACCRINTM(39539,39614,0.1,0,3)", NUM),
    ("=ACCRINTM(39539,39614,0,1000,3)", NUM),
    ("=ACCRINTM(39539,39614,0.1,1000,3)", 20.54794520547945),
    # ACOS (IronCalc: trigonometric_functions.xlsx)
    ("=ACOS(5)", NUM),
    ("=ACOS(0)", 1.5707963267948966),
    ("=ACOS(1)", 0.0),
    ('=ACOS("")', VAL),
    # ACOSH (IronCalc: trigonometric_functions.xlsx)
    ("=ACOSH(5)", 2.2924316695611777),
    ("=ACOSH(0)", NUM),
    ("=ACOSH(-534)", NUM),
    ("=ACOSH(TRUE)", 0.0),
    # ACOT (IronCalc: TRIGONOMETRIC.xlsx)
    ("=_xlfn.ACOT(5)", 0.19739555984988078),
    ("=_xlfn.ACOT(10)", 0.09966865249116204),
    # ACOTH (IronCalc: TRIGONOMETRIC.xlsx)
    ("=_xlfn.ACOTH(5)", 0.20273255405408222),
    ("=_xlfn.ACOTH(10)", 0.1003353477310756),
    # ADDRESS (IronCalc: ADDRESS.xlsx)
    ("=ADDRESS(1,1)", "$A$1"),
    ("=ADDRESS(2,3,5)", VAL),
    ("=ADDRESS(2,3)", "$C$2"),
    # ASIN (IronCalc: trigonometric_functions.xlsx)
    ("=ASIN(5)", NUM),
    ("=ASIN(0)", 0.0),
    ("=ASIN(1)", 1.5707963267948966),
    ('=ASIN("")', VAL),
    # ASINH (IronCalc: trigonometric_functions.xlsx)
    ("=ASINH(5)", 2.3124383412727525),
    ("=ASINH(0)", 0.0),
    ('=ASINH("")', VAL),
    ('=ASINH("1")', 0.8813735870195429),
    # ATAN (IronCalc: trigonometric_functions.xlsx)
    ("=ATAN(5)", 1.373400766945016),
    ("=ATAN(0)", 0.0),
    ('=ATAN("")', VAL),
    ("=ATAN(0.5)", 0.4636476090008061),
    # ATAN2 (IronCalc: ATAN2_POWER.xlsx)
    ("=ATAN2(1,1)", 0.7853981633974483),
    ("=ATAN2(0,0)", DIV),
    ("=ATAN2(1,0)", 0.0),
    ("=ATAN2(0.5,0.5)", 0.7853981633974483),
    # ATANH (IronCalc: trigonometric_functions.xlsx)
    ("=ATANH(5)", NUM),
    ("=ATANH(0)", 0.0),
    ('=ATANH("")', VAL),
    ("=ATANH(1.1)", NUM),
    # AVEDEV (IronCalc: AVEDEV.xlsx)
    ("=AVEDEV(TRUE,FALSE)", 0.5),
    ("=AVEDEV({1;2;3;4},{2;3},1.4)", 0.8489795918367348),
    ('=AVEDEV({"0";"0.000001";"1";"1.1";"2.99999"})', NUM),
    ('=AVEDEV({2,3,4;2.999,3.5,4.5;3.4567,5.6789,6.789;3,"ric","row"})', 1.079692),
    # AVERAGEA (IronCalc: AVERAGE.xlsx)
    ("=AVERAGEA(1)", 1.0),
    ("=AVERAGEA(0)", 0.0),
    ('=AVERAGEA("TRUE",1)', VAL),
    ('=AVERAGEA(("4"&"2"))', 42.0),
    # BASE (IronCalc: BASE.xlsx)
    ("=_xlfn.BASE(16,10)", "16"),
    ("=_xlfn.BASE(16,10,4)", "0016"),
    # BETA.DIST (IronCalc: BETADIST_BETAINV.xlsx)
    ("=_xlfn.BETA.DIST(1,1,1,TRUE)", 1.0),
    ("=_xlfn.BETA.DIST(10,9,2,TRUE)", NUM),
    ('=_xlfn.BETA.DIST(0.234,2,2.5,"TRUE",0.15,1.2)', 0.02579396768034742),
    # BETA.INV (IronCalc: BETADIST_BETAINV.xlsx)
    ("=_xlfn.BETA.INV(1,1,2,0,1)", NUM),
    # BETAINV (IronCalc: BETADIST_BETAINV.xlsx, of BETA.INV, whose older name it is)
    ("=BETAINV(1,1,2,0,1)", NUM),
    # BIN2DEC (IronCalc: NUMBER_SYSTEMS.xlsx)
    ('=BIN2DEC("0001")', 1.0),
    ("=BIN2DEC(1100100)", 100.0),
    # BIN2HEX (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=BIN2HEX(10,0)", NUM),
    ("=BIN2HEX(-25,5)", NUM),
    ("=BIN2HEX(1100100)", "64"),
    ('=BIN2HEX(110,"5")', "00006"),
    # BIN2OCT (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=BIN2OCT(10,0)", NUM),
    ("=BIN2OCT(-25,5)", NUM),
    ('=BIN2OCT("0001")', "1"),
    ("=BIN2OCT(1100100)", "144"),
    # BINOM.DIST (IronCalc: BINOM.xlsx)
    ("=_xlfn.BINOM.DIST(,,,)", 1.0),
    ("=_xlfn.BINOM.DIST(7,8,0.7,)", 0.19765031999999993),
    ("=_xlfn.BINOM.DIST(2,10,,TRUE)", 1.0),
    ("=_xlfn.BINOM.DIST(2,,0.3,TRUE)", NUM),
    # BINOM.DIST.RANGE (IronCalc: BINOM.xlsx)
    ("=_xlfn.BINOM.DIST.RANGE(10,0.3,3,7)", 0.6156268272000003),
    ("=_xlfn.BINOM.DIST.RANGE(10,0.3,2,7)", 0.8491012677),
    ("=_xlfn.BINOM.DIST.RANGE(10,0.3,4,7)", 0.34879889520000007),
    # BINOM.INV (IronCalc: BINOM.xlsx)
    ("=_xlfn.BINOM.INV(10,0.5,)", NUM),
    ("=_xlfn.BINOM.INV(10,0.7,0.8)", 8.0),
    ("=_xlfn.BINOM.INV(10,0.5,0.1)", 3.0),
    # BINOMDIST (IronCalc: BINOM.xlsx, of BINOM.DIST, whose older name it is)
    ("=BINOMDIST(,,,)", 1.0),
    ("=BINOMDIST(7,8,0.7,)", 0.19765031999999993),
    ("=BINOMDIST(2,10,,TRUE)", 1.0),
    ("=BINOMDIST(2,,0.3,TRUE)", NUM),
    # CEILING.PRECISE (ClosedXML: ceiling-floor.xlsx)
    ("=_xlfn.CEILING.PRECISE(10)", 10.0),
    ("=_xlfn.CEILING.PRECISE(23.5)", 24.0),
    ("=_xlfn.CEILING.PRECISE(-23.5)", -23.0),
    ('=_xlfn.CEILING.PRECISE(10,"")', VAL),
    # CHIDIST (ClosedXML: functions-excel-2010.xlsx, of CHISQ.DIST.RT, whose older name it is)
    ("=CHIDIST(2,5)", 0.8491450360846097),
    ("=CHIDIST(12.3,4)", 0.015254394655769613),
    # CHISQ.DIST (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.CHISQ.DIST(2,5,1)", 0.15085496391539036),
    ("=_xlfn.CHISQ.DIST(12.3,4,TRUE)", 0.9847456053442304),
    # CHISQ.DIST.RT (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.CHISQ.DIST.RT(2,5)", 0.8491450360846097),
    ("=_xlfn.CHISQ.DIST.RT(12.3,4)", 0.015254394655769613),
    # CHISQ.TEST (IronCalc: CHISQ_TEST.xlsx)
    ("=_xlfn.CHISQ.TEST({1;2;3;4},{3;4;2;3})", 0.3666353840752714),
    # CHITEST (IronCalc: CHISQ_TEST.xlsx, of CHISQ.TEST, whose older name it is)
    ("=CHITEST({1;2;3;4},{3;4;2;3})", 0.3666353840752714),
    # CLEAN (poi: FormulaEvalTestData_Copy.xlsx)
    ('=CLEAN(((CHAR(7)&"text")&CHAR(7)))', "text"),
    # COLUMNS (IronCalc: ROW_COLUM.xlsx)
    ('=COLUMNS("Rows")', 1.0),
    # COMBIN (IronCalc: COMBIN_COMBINA.xlsx)
    ("=COMBIN(5,2)", 10.0),
    ("=COMBIN((-23),12)", NUM),
    ("=COMBIN(FALSE,FALSE)", 1.0),
    ('=COMBIN("1","2.99999")', NUM),
    # COMBINA (IronCalc: COMBIN_COMBINA.xlsx)
    ("=_xlfn.COMBINA(5,2)", 15.0),
    ("=_xlfn.COMBINA(3,1)", 3.0),
    # CONCAT (IronCalc: CONCAT.xlsx)
    ('=_xlfn.CONCAT("SPAM","NEIGH")', "SPAMNEIGH"),
    ('=_xlfn.CONCAT("The ","€ ","Zone")', "The € Zone"),
    ('=_xlfn.CONCAT("Hello"," ","World")', "Hello World"),
    # CONCATENATE (calamine: issues.xlsx)
    ("=CONCATENATE(0,-1)", "0-1"),
    ('=CONCATENATE(3,"1")', "31"),
    ('=CONCATENATE("a","b")', "ab"),
    # CONFIDENCE.NORM (IronCalc: CONFIDENCE.xlsx)
    ("=_xlfn.CONFIDENCE.NORM(,1,50)", NUM),
    ("=_xlfn.CONFIDENCE.NORM(0.05,1,)", NUM),
    ("=_xlfn.CONFIDENCE.NORM(0.05,1,50)", 0.2771807648699355),
    ("=_xlfn.CONFIDENCE.NORM(1E-06,1,50)", 0.6917821474581894),
    # COS (IronCalc: COS.xlsx)
    ("=COS(0)", 1.0),
    ('=COS("")', VAL),
    ("=COS(0.5)", 0.8775825618903728),
    ('=COS("1")', 0.5403023058681398),
    # COSH (IronCalc: trigonometric_functions.xlsx)
    ("=COSH(5)", 74.20994852478785),
    ('=COSH("")', VAL),
    ('=COSH("1")', 1.5430806348152437),
    ("=COSH(-534)", 4.094711806131958e231),
    # COT (IronCalc: TRIGONOMETRIC.xlsx)
    ("=_xlfn.COT(1)", 0.6420926159343306),
    # COTH (IronCalc: TRIGONOMETRIC.xlsx)
    ("=_xlfn.COTH(10)", 1.0000000041223074),
    ("=_xlfn.COTH(9999999999999)", 1.0),
    # COUNTA (IronCalc: COUNT.xlsx)
    ("=COUNTA(1)", 1.0),
    ('=COUNTA("")', 1.0),
    ("=COUNTA(TRUE)", 1.0),
    ("=COUNTA({1,2,3})", 3.0),
    # COUPDAYBS (IronCalc: COUPDAYS.xlsx)
    ("=COUPDAYBS(43831,44197,1,0)", 0.0),
    ("=COUPDAYBS(43831,45368,1,0)", 284.0),
    # COUPDAYS (IronCalc: COUPDAYS.xlsx)
    ("=COUPDAYS(43831,44197,1,0)", 360.0),
    # COUPNCD (IronCalc: COUPDAYS.xlsx)
    ("=COUPNCD(43831,44197,1,0)", 44197.0),
    ("=COUPNCD(43831,45368,1,0)", 43907.0),
    # COUPNUM (IronCalc: COUPDAYS.xlsx)
    ("=COUPNUM(43831,44197,1,0)", 1.0),
    ("=COUPNUM(43831,45368,1,0)", 5.0),
    # COUPPCD (IronCalc: COUPDAYS.xlsx)
    ("=COUPPCD(43831,44197,1,0)", 43831.0),
    ("=COUPPCD(43831,45368,1,0)", 43541.0),
    # COVAR (IronCalc: COVARIANCE.xlsx, of COVARIANCE.P, whose older name it is)
    ("=COVAR(5,10)", 0.0),
    ("=COVAR({1},{2})", 0.0),
    ("=COVAR({1,3},{2,4})", 1.0),
    ("=COVAR({1,2,3},{1,2})", NA),
    # COVARIANCE.P (IronCalc: COVARIANCE.xlsx)
    ("=_xlfn.COVARIANCE.P(5,10)", 0.0),
    ("=_xlfn.COVARIANCE.P({1},{2})", 0.0),
    ("=_xlfn.COVARIANCE.P({1,3},{2,4})", 1.0),
    ("=_xlfn.COVARIANCE.P({1,2,3},{1,2})", NA),
    # COVARIANCE.S (IronCalc: COVARIANCE.xlsx)
    ("=_xlfn.COVARIANCE.S(5,10)", DIV),
    ("=_xlfn.COVARIANCE.S({1},{2})", DIV),
    ("=_xlfn.COVARIANCE.S({1,3},{2,4})", 2.0),
    ("=_xlfn.COVARIANCE.S({1,2,3},{1,2})", NA),
    # CRITBINOM (IronCalc: BINOM.xlsx, of BINOM.INV, whose older name it is)
    ("=CRITBINOM(10,0.5,)", NUM),
    ("=CRITBINOM(10,0.7,0.8)", 8.0),
    ("=CRITBINOM(10,0.5,0.1)", 3.0),
    # CSC (IronCalc: TRIGONOMETRIC.xlsx)
    ("=_xlfn.CSC(1)", 1.1883951057781212),
    ("=_xlfn.CSC(5)", -1.0428352127714058),
    # CSCH (IronCalc: TRIGONOMETRIC.xlsx)
    ("=_xlfn.CSCH(5)", 0.013476505830589089),
    ("=_xlfn.CSCH(10)", 9.079985971212217e-05),
    # CUMPRINC (IronCalc: CUMPRINC_CUMIPMT.xlsx)
    ("=CUMPRINC(0.0083,36,8000,1,10,1)", -2038.518055313885),
    # DATEVALUE (PhpSpreadsheet: 32readwriteScatterChartTrendlines1.xlsx)
    ('=DATEVALUE("2021-01-01")', 44197.0),
    ('=DATEVALUE("2021-04-01")', 44287.0),
    ('=DATEVALUE("2021-07-01")', 44378.0),
    # DAYS (IronCalc: DAYS_DAYS360.xlsx)
    ("=_xlfn.DAYS(45931,45664)", 267.0),
    ("=_xlfn.DAYS(40908,40544)", 364.0),
    # DDB (IronCalc: DB_DDB.xlsx)
    ("=DDB(100,10,5,3,1)", 12.800000000000004),
    # DEC2BIN (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=DEC2BIN(1)", "1"),
    ("=DEC2BIN(0,0)", NUM),
    ("=DEC2BIN(-1,0)", NUM),
    ("=DEC2BIN(-1,1)", "1111111111"),
    # DEC2HEX (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=DEC2HEX(1)", "1"),
    ("=DEC2HEX(0,0)", NUM),
    ("=DEC2HEX(-1,0)", NUM),
    ("=DEC2HEX(-1,1)", "FFFFFFFFFF"),
    # DEC2OCT (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=DEC2OCT(1)", "1"),
    ("=DEC2OCT(0,0)", NUM),
    ("=DEC2OCT(-1,0)", NUM),
    ("=DEC2OCT(-1,1)", "7777777777"),
    # DECIMAL (IronCalc: BASE.xlsx)
    ('=_xlfn.DECIMAL("16",10)', 16.0),
    # DEGREES (IronCalc: DEGREES_RADIANS.xlsx)
    ("=DEGREES(2)", 114.59155902616465),
    ("=DEGREES(0)", 0.0),
    ("=DEGREES(-2)", -114.59155902616465),
    ('=DEGREES("")', VAL),
    # DELTA (IronCalc: GESTEP_DELTA.xlsx)
    ("=DELTA(0)", 1.0),
    # DEVSQ (poi: FormulaEvalTestData_Copy.xlsx)
    ("=DEVSQ({0;1;2})", 2.0),
    ("=DEVSQ(1E-05,3)", 4.499970000049999),
    ('=DEVSQ("1","2",2)', 0.6666666666666666),
    ('=DEVSQ({"1";"1.1";"2.99999"})', NUM),
    # DISC (IronCalc: DISC.xlsx)
    ("=DISC(39472,39614,97.975,100)", 0.05207142857142884),
    ("=DISC(46169,48727,12.5,123,0)", 0.12828823250549048),
    # EFFECT (IronCalc: NOMINAL_EFFECT.xlsx)
    ("=EFFECT(0.5,10)", 0.6288946267774416),
    # ERF (IronCalc: ERF.xlsx)
    ("=ERF(0)", 0.0),
    ("=ERF(-5)", -0.9999999999984626),
    ("=ERF(0.1)", 0.11246291601828493),
    ("=ERF(0,5)", 0.9999999999984626),
    # ERF.PRECISE (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.ERF.PRECISE(2)", 0.9953222650189527),
    ("=_xlfn.ERF.PRECISE(0)", 0.0),
    ("=_xlfn.ERF.PRECISE(-5)", -0.9999999999984626),
    ("=_xlfn.ERF.PRECISE(0.1)", 0.11246291601828493),
    # ERFC (IronCalc: ERFC.xlsx)
    ("=ERFC(0)", 1.0),
    ("=ERFC(-5)", 1.9999999999984626),
    ("=ERFC(0.1)", 0.887537083981715),
    ('=ERFC("str")', VAL),
    # ERFC.PRECISE (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.ERFC.PRECISE(2)", 0.0046777349810472645),
    ("=_xlfn.ERFC.PRECISE(-5)", 1.9999999999984626),
    ("=_xlfn.ERFC.PRECISE(2.5)", 0.00040695201744495886),
    ('=_xlfn.ERFC.PRECISE("str")', VAL),
    # EVEN (IronCalc: EVEN_ODD.xlsx)
    ("=EVEN(1)", 2.0),
    ("=EVEN(0)", 0.0),
    ('=EVEN("")', VAL),
    ("=EVEN(1.1)", 2.0),
    # EXP (poi: FormulaEvalTestData_Copy.xlsx)
    ("=EXP(1)", 2.718281828459045),
    ("=EXP(-1)", 0.36787944117144233),
    ('=EXP("1")', 2.718281828459045),
    ("=EXP(TRUE)", 2.718281828459045),
    # EXPON.DIST (IronCalc: EXPONDIST.xlsx)
    ("=_xlfn.EXPON.DIST(,,)", NUM),
    ("=_xlfn.EXPON.DIST(0.2,10,)", 1.353352832366127),
    ("=_xlfn.EXPON.DIST(,10,TRUE)", 0.0),
    ("=_xlfn.EXPON.DIST(1,2,TRUE)", 0.8646647167633873),
    # F.DIST (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.F.DIST(2,6.6,8,1)", 0.8208),
    ("=_xlfn.F.DIST(0.8,2.4,3,TRUE)", 0.4733220523344033),
    ("=_xlfn.F.DIST(2,6.6,8,0)", 0.1658879999999999),
    # F.DIST.RT (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.F.DIST.RT(2,5,6)", 0.21167432749937592),
    ("=_xlfn.F.DIST.RT(0.8,2.4,3)", 0.5266779476655967),
    ("=_xlfn.F.DIST.RT(0.7,4,2.4)", 0.6597222222222223),
    # F.TEST (IronCalc: F_TEST.xlsx)
    ("=_xlfn.F.TEST({1;2;3.3},{2;3;7})", 0.3193277310924369),
    ('=_xlfn.F.TEST({1;2;TRUE;"13"},{7;4;3;1})', 0.4086186453754707),
    ("=_xlfn.F.TEST({1,2,3,4},{5;6;7;2.4})", 0.5023992107800741),
    # FACT (IronCalc: FACT_DOUBLEFACT.xlsx)
    ("=FACT(0)", 1.0),
    ("=FACT(-2)", NUM),
    ("=FACT(TRUE)", 1.0),
    ('=FACT("E8")', VAL),
    # FACTDOUBLE (IronCalc: FACT_DOUBLEFACT.xlsx)
    ("=FACTDOUBLE(0)", 1.0),
    # FALSE (ClosedXML: formats.xlsx)
    ("=FALSE()", False),
    # FDIST (ClosedXML: functions-excel-2010.xlsx, of F.DIST.RT, whose older name it is)
    ("=FDIST(2,5,6)", 0.21167432749937592),
    ("=FDIST(0.8,2.4,3)", 0.5266779476655967),
    ("=FDIST(0.7,4,2.4)", 0.6597222222222223),
    # FISHER (IronCalc: FISHER.xlsx)
    ("=FISHER(1)", NUM),
    # FISHERINV (IronCalc: FISHER.xlsx)
    ("=FISHERINV(0)", 0.0),
    # FLOOR.PRECISE (ClosedXML: ceiling-floor.xlsx)
    ("=_xlfn.FLOOR.PRECISE(23)", 23.0),
    ("=_xlfn.FLOOR.PRECISE(-23)", -23.0),
    ("=_xlfn.FLOOR.PRECISE(23.5)", 23.0),
    ("=_xlfn.FLOOR.PRECISE(1.5,2)", 0.0),
    # FTEST (IronCalc: F_TEST.xlsx, of F.TEST, whose older name it is)
    ("=FTEST({1;2;3.3},{2;3;7})", 0.3193277310924369),
    ('=FTEST({1;2;TRUE;"13"},{7;4;3;1})', 0.4086186453754707),
    ("=FTEST({1,2,3,4},{5;6;7;2.4})", 0.5023992107800741),
    # FVSCHEDULE (IronCalc: FVSCHEDULE.xlsx)
    ("=FVSCHEDULE(1000,0.05)", 1050.0),
    ("=FVSCHEDULE(1000,(-1.5))", -500.0),
    ("=FVSCHEDULE(1,{0.08;0.12;0.1})", 1.3305600000000004),
    # GAMMA (IronCalc: BETA_GAMMA.xlsx)
    ("=_xlfn.GAMMA(-3)", NUM),
    ("=_xlfn.GAMMA(2.5)", 1.329340388179137),
    # GAMMA.DIST (IronCalc: GAMMA.xlsx)
    ("=_xlfn.GAMMA.DIST(,,,)", NUM),
    ("=_xlfn.GAMMA.DIST(10,9,2,)", 0.032639019674079374),
    ("=_xlfn.GAMMA.DIST(,9,2,TRUE)", 0.0),
    ("=_xlfn.GAMMA.DIST(10,,2,TRUE)", NUM),
    # GAMMA.INV (IronCalc: GAMMA.xlsx)
    ("=_xlfn.GAMMA.INV(,,)", NUM),
    ("=_xlfn.GAMMA.INV(,9,2)", 0.0),
    # GAMMADIST (IronCalc: GAMMA.xlsx, of GAMMA.DIST, whose older name it is)
    ("=GAMMADIST(,,,)", NUM),
    ("=GAMMADIST(10,9,2,)", 0.032639019674079374),
    ("=GAMMADIST(,9,2,TRUE)", 0.0),
    ("=GAMMADIST(10,,2,TRUE)", NUM),
    # GAMMAINV (IronCalc: GAMMA.xlsx, of GAMMA.INV, whose older name it is)
    ("=GAMMAINV(,,)", NUM),
    ("=GAMMAINV(,9,2)", 0.0),
    # GAMMALN (IronCalc: BETA_GAMMA.xlsx)
    ("=GAMMALN(-3)", NUM),
    # GAMMALN.PRECISE (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.GAMMALN.PRECISE(2)", 0.0),
    ("=_xlfn.GAMMALN.PRECISE(-3)", NUM),
    # GCD (IronCalc: GCD_LCM.xlsx)
    ("=GCD(1,1,1)", 1.0),
    ("=GCD({1,1})", 1.0),
    ("=GCD({0,0,0})", 0.0),
    ("=GCD({4,-8,12})", NUM),
    # GESTEP (IronCalc: GESTEP_DELTA.xlsx)
    ("=GESTEP(3,3)", 1.0),
    # HEX2BIN (IronCalc: NUMBER_SYSTEMS.xlsx)
    ('=HEX2BIN("FE")', "11111110"),
    ("=HEX2BIN(10,0)", NUM),
    ("=HEX2BIN(-25,5)", NUM),
    ('=HEX2BIN("FE",3)', NUM),
    # HEX2DEC (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=HEX2DEC(0)", 0.0),
    ('=HEX2DEC("1")', 1.0),
    ('=HEX2DEC("FE")', 254.0),
    # HEX2OCT (IronCalc: NUMBER_SYSTEMS.xlsx)
    ('=HEX2OCT("FE")', "376"),
    ("=HEX2OCT(10,0)", NUM),
    ("=HEX2OCT(-25,5)", NUM),
    # HOUR (poi: FormulaEvalTestData_Copy.xlsx)
    ("=HOUR(1)", 0.0),
    ("=HOUR(0.75)", 18.0),
    ('=HOUR("nospaces")', VAL),
    # HYPGEOM.DIST (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.HYPGEOM.DIST(2,6,8,44,1)", 0.9368209782276714),
    ("=_xlfn.HYPGEOM.DIST(1.8,4.2,8.2,22,TRUE)", 0.5349282296650714),
    ("=_xlfn.HYPGEOM.DIST(2,6,8,44,0)", 0.23364893756272084),
    # INT (IronCalc: MROUND_TRUNC_INT.xlsx)
    ("=INT(1)", 1.0),
    ("=INT(0)", 0.0),
    ("=INT(-2)", -2.0),
    ('=INT("")', VAL),
    # INTRATE (IronCalc: INTRATE.xlsx)
    ("=INTRATE(46433,46522,2000000,2040000,0)", 0.08),
    # ISBLANK (IronCalc: IS_INFORMATION.xlsx)
    ("=ISBLANK(1)", False),
    ('=ISBLANK("")', False),
    ("=ISBLANK(FALSE)", False),
    # ISERR (IronCalc: IS_INFORMATION.xlsx)
    ("=ISERR(1)", False),
    # ISLOGICAL (IronCalc: IS_INFORMATION.xlsx)
    ("=ISLOGICAL(1)", False),
    ("=ISLOGICAL(TRUE)", True),
    ('=ISLOGICAL("TRUE")', False),
    # ISNA (IronCalc: IS_INFORMATION.xlsx)
    ("=ISNA(1)", False),
    ("=ISNA(TRUE)", False),
    # ISNONTEXT (IronCalc: IS_INFORMATION.xlsx)
    ("=ISNONTEXT(1)", True),
    ('=ISNONTEXT("1")', False),
    ("=ISNONTEXT(TRUE)", True),
    # ISO.CEILING (ClosedXML: ceiling-floor.xlsx)
    ("=ISO.CEILING(10)", 10.0),
    ("=ISO.CEILING(23.5)", 24.0),
    ("=ISO.CEILING(-23.5)", -23.0),
    ('=ISO.CEILING(10,"")', VAL),
    # ISOWEEKNUM (IronCalc: weekly_timesheet.xlsx)
    ("=_xlfn.ISOWEEKNUM(46226)", 30.0),
    # ISPMT (IronCalc: ISPMT.xlsx)
    ("=ISPMT(0.2,1,3,100)", -13.333333333333334),
    # ISTEXT (IronCalc: IS_INFORMATION.xlsx)
    ("=ISTEXT(1)", False),
    ('=ISTEXT("1")', True),
    ("=ISTEXT(TRUE)", False),
    # LCM (IronCalc: GCD_LCM.xlsx)
    ("=LCM(1,1,1)", 1.0),
    ("=LCM({1,1})", 1.0),
    ("=LCM({0,0,0})", 0.0),
    ("=LCM({4,-8,12})", NUM),
    # LN (IronCalc: LOG_LOG10_LN.xlsx)
    ("=LN(1)", 0.0),
    ("=LN(0)", NUM),
    ("=LN(-1)", NUM),
    ('=LN("")', VAL),
    # LOG10 (IronCalc: LOG_LOG10_LN.xlsx)
    ("=LOG10(1)", 0.0),
    ("=LOG10(0)", NUM),
    ('=LOG10("")', VAL),
    ("=LOG10(534)", 2.727541257028556),
    # LOGINV (IronCalc: LOGNORM.xlsx, of LOGNORM.INV, whose older name it is)
    ("=LOGINV(,,)", NUM),
    ("=LOGINV(,3.5,1.2)", NUM),
    # LOGNORM.DIST (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.LOGNORM.DIST(,,,)", NUM),
    ("=_xlfn.LOGNORM.DIST(5,2,6.6,1)", 0.47640593326077213),
    ("=_xlfn.LOGNORM.DIST(4,,1.2,TRUE)", 0.8760050057471365),
    ("=_xlfn.LOGNORM.DIST(4,3.5,,TRUE)", NUM),
    # LOGNORM.INV (IronCalc: LOGNORM.xlsx)
    ("=_xlfn.LOGNORM.INV(,,)", NUM),
    ("=_xlfn.LOGNORM.INV(,3.5,1.2)", NUM),
    # LOWER (poi: FormulaEvalTestData_Copy.xlsx)
    ("=LOWER(534)", "534"),
    ("=LOWER(TRUE)", "true"),
    ('=LOWER("TRUE")', "true"),
    # MAXA (poi: FormulaEvalTestData_Copy.xlsx)
    ("=MAXA({0;1;2;534})", 534.0),
    ("=MAXA({-2;-1;TRUE;FALSE})", 1.0),
    ("=MAXA({-2.99999;-1.00001;-1.1;-1E-05})", -1e-05),
    ('=MAXA({"1";"1.1";"2.99999"},-2.99999,2.3456)', 2.3456),
    # MDETERM (IronCalc: MUNIT_MDETERM_MINVERSE.xlsx)
    ("=MDETERM(1)", 1.0),
    ("=MDETERM({1,2})", VAL),
    ("=MDETERM({1,2;2,3})", -1.0),
    ("=MDETERM({1,2,3;3,4,-2;2,3.5,6})", -5.5),
    # MINA (IronCalc: MINA_MAXA.xlsx)
    ('=MINA({1;"-1"})', 0.0),
    ('=MINA(1,"Hola")', VAL),
    ("=MINA(TRUE,534,2)", 1.0),
    ('=MINA(4,"-1",TRUE)', -1.0),
    # MINUTE (poi: FormulaEvalTestData_Copy.xlsx)
    ("=MINUTE(1)", 0.0),
    ('=MINUTE("sp ace s")', VAL),
    ("=MINUTE(TIME(0,15,0))", 15.0),
    # MODE.SNGL (IronCalc: MODE.xlsx)
    ("=_xlfn.MODE.SNGL({1,2,3,2,2,3})", 2.0),
    ("=_xlfn.MODE.SNGL({2;4.5;6.7;23;12;21;7.5})", NA),
    ("=_xlfn.MODE.SNGL({2;4.5;6.7;23;12;21;7.5;2})", 2.0),
    ('=_xlfn.MODE.SNGL({1;TRUE;"Munilla";"1";2;3;4})', NA),
    # MONTH (IronCalc: MONTH.xlsx)
    ("=MONTH(1)", 1.0),
    ("=MONTH((-5))", NUM),
    ('=MONTH("str")', VAL),
    ("=MONTH((10/0))", DIV),
    # MULTINOMIAL (IronCalc: MULTINOMIAL.xlsx)
    ("=MULTINOMIAL(1,2,3)", 59.99999999999993),
    ("=MULTINOMIAL(TRUE,2)", VAL),
    ("=MULTINOMIAL({2,5,7})", 72071.99999999993),
    ("=MULTINOMIAL((-1),2,3)", NUM),
    # NEGBINOM.DIST (IronCalc: BINOM.xlsx)
    ("=_xlfn.NEGBINOM.DIST(7,8,0.7,TRUE)", 0.949987459946224),
    # NETWORKDAYS.INTL (ClosedXML: functions-excel-2010.xlsx)
    ("=NETWORKDAYS.INTL(41709,41733)", 19.0),
    ('=NETWORKDAYS.INTL(41709,41733,"1001000")', 18.0),
    ("=NETWORKDAYS.INTL(41709,41733,2,{41714;41733;41718;41640})", 17.0),
    # NOMINAL (IronCalc: NOMINAL_EFFECT.xlsx)
    ("=NOMINAL(0.5,10)", 0.4137974399241062),
    # NORM.DIST (IronCalc: NORM_DIST.xlsx)
    ("=_xlfn.NORM.DIST(,,,)", NUM),
    ("=_xlfn.NORM.DIST(42,40,1.5,)", 0.10934004978399575),
    ("=_xlfn.NORM.DIST(42,40,,TRUE)", NUM),
    ("=_xlfn.NORM.DIST(,40,1.5,TRUE)", 5.7347825020024226e-157),
    # NORM.INV (IronCalc: NORM_DIST.xlsx)
    ("=_xlfn.NORM.INV(,,)", NUM),
    ("=_xlfn.NORM.INV(1,,1.5)", NUM),
    # NORM.S.DIST (IronCalc: NORM_DIST.xlsx)
    ("=_xlfn.NORM.S.DIST(,)", 0.3989422804014327),
    ("=_xlfn.NORM.S.DIST(1.5,)", 0.12951759566589174),
    ("=_xlfn.NORM.S.DIST(,TRUE)", 0.5),
    # NORMDIST (IronCalc: NORM_DIST.xlsx, of NORM.DIST, whose older name it is)
    ("=NORMDIST(,,,)", NUM),
    ("=NORMDIST(42,40,1.5,)", 0.10934004978399575),
    ("=NORMDIST(42,40,,TRUE)", NUM),
    ("=NORMDIST(,40,1.5,TRUE)", 5.7347825020024226e-157),
    # NORMINV (IronCalc: NORM_DIST.xlsx, of NORM.INV, whose older name it is)
    ("=NORMINV(,,)", NUM),
    ("=NORMINV(1,,1.5)", NUM),
    # NOT (IronCalc: simple_functions.xlsx)
    ("=NOT(0)", True),
    ("=NOT(TRUE)", False),
    ('=NOT("nospaces")', VAL),
    # NPER (IronCalc: NPER.xlsx)
    ("=NPER(1,3,100)", -5.1015380264620624),
    ("=NPER(0.01,1,10)", -9.578594039813161),
    ("=NPER(12,4500,100000,100000)", NUM),
    ('=NPER("0.01",TRUE,"10",(-20))', 8.744571238244413),
    # OCT2BIN (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=OCT2BIN(776)", "111111110"),
    ("=OCT2BIN(10,0)", NUM),
    ("=OCT2BIN(-25,5)", NUM),
    # OCT2DEC (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=OCT2DEC(777)", 511.0),
    # OCT2HEX (IronCalc: NUMBER_SYSTEMS.xlsx)
    ("=OCT2HEX(777)", "1FF"),
    ("=OCT2HEX(10,0)", NUM),
    ("=OCT2HEX(-25,5)", NUM),
    # PDURATION (IronCalc: PDURATION.xlsx)
    ("=_xlfn.PDURATION(0.2,100,200)", 3.8017840169239268),
    # PEARSON (IronCalc: PEARSON.xlsx)
    ("=PEARSON({1;2;3;4;5},{2;-2;3;3;1})", 0.228747855498907),
    # PERCENTILE.EXC (IronCalc: PERCENTIL_QUARTIL.xlsx)
    ("=_xlfn.PERCENTILE.EXC({1;2;3;4;5;6;7;8;9;10},1)", NUM),
    ("=_xlfn.PERCENTILE.EXC({12;-1;7.5;56;12;-4;3},0.1)", NUM),
    # PERCENTILE.INC (IronCalc: PERCENTIL_QUARTIL.xlsx)
    ("=_xlfn.PERCENTILE.INC({1;2;3;4;5;6;7;8;9;10},1)", 10.0),
    ("=_xlfn.PERCENTILE.INC({12;-1;7.5;56;12;-4;3},0.1)", -2.1999999999999997),
    # PERCENTRANK (ClosedXML: functions-excel-2010.xlsx, of PERCENTRANK.INC, whose older name it is)
    ("=PERCENTRANK({4,8;2,1},1)", 0.0),
    ("=PERCENTRANK({1;2;3;4;5;6;7;8;9;10},7)", 0.666),
    ("=PERCENTRANK({12;-1;7.5;56;12;-4;3},-4.1)", NA),
    ("=PERCENTRANK({1;2;3;4;5;6;7;8;9;10},5.12,6)", 0.457777),
    # PERCENTRANK.EXC (IronCalc: PERCENTIL_QUARTIL.xlsx)
    ("=_xlfn.PERCENTRANK.EXC({1;2;3;4;5;6;7;8;9;10},9,2)", 0.81),
    ("=_xlfn.PERCENTRANK.EXC({12;-1;7.5;56;12;-4;3},-4.1)", NA),
    ("=_xlfn.PERCENTRANK.EXC({1;2;3;4;5;6;7;8;9;10},2.5,7)", 0.2272727),
    # PERCENTRANK.INC (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.PERCENTRANK.INC({4,8;2,1},1)", 0.0),
    ("=_xlfn.PERCENTRANK.INC({1;2;3;4;5;6;7;8;9;10},7)", 0.666),
    ("=_xlfn.PERCENTRANK.INC({12;-1;7.5;56;12;-4;3},-4.1)", NA),
    ("=_xlfn.PERCENTRANK.INC({1;2;3;4;5;6;7;8;9;10},5.12,6)", 0.457777),
    # PERMUT (IronCalc: PERMUT_PERMUTATIONA.xlsx)
    ("=PERMUT(1,2)", NUM),
    # PERMUTATIONA (IronCalc: PERMUT_PERMUTATIONA.xlsx)
    ("=_xlfn.PERMUTATIONA(1,2)", 1.0),
    # PHI (IronCalc: PHI.xlsx)
    ("=_xlfn.PHI(1)", 0.24197072451914337),
    # PI (IronCalc: ARABIC_ROMAN.xlsx)
    ("=PI()", 3.141592653589793),
    # POISSON (poi: FormulaEvalTestData_Copy.xlsx)
    ("=POISSON(2,5,TRUE)", 0.12465201948308113),
    ("=POISSON(2,5,FALSE)", 0.08422433748856833),
    # PPMT (IronCalc: IPMT_PPMT.xlsx)
    ("=PPMT(0.0083,1,36,8000)", -191.5872854663676),
    ("=PPMT(0.0083,1,36,8000,0,1)", -255.86361744160234),
    ("=PPMT(0.0083,1,36,8000,1234,1)", -285.1726909149607),
    # PROPER (IronCalc: PROPER.xlsx)
    ('=PROPER("democracy dies in the shadows")', "Democracy Dies In The Shadows"),
    # QUARTILE (IronCalc: PERCENTIL_QUARTIL.xlsx, of QUARTILE.INC, whose older name it is)
    ("=QUARTILE({1;2;3;4;5;6;7;8;9;10},0)", 1.0),
    # QUARTILE.EXC (IronCalc: PERCENTIL_QUARTIL.xlsx)
    ("=_xlfn.QUARTILE.EXC({1;2;3;4;5;6;7;8;9;10},0)", NUM),
    # QUARTILE.INC (IronCalc: PERCENTIL_QUARTIL.xlsx)
    ("=_xlfn.QUARTILE.INC({1;2;3;4;5;6;7;8;9;10},0)", 1.0),
    # RADIANS (IronCalc: DEGREES_RADIANS.xlsx)
    ("=RADIANS(2)", 0.03490658503988659),
    ("=RADIANS(0)", 0.0),
    ("=RADIANS(-2)", -0.03490658503988659),
    ('=RADIANS("")', VAL),
    # REPT (ClosedXML: DataTableFormula-Excel-Input.xlsx)
    ('=REPT("Z",2)', "ZZ"),
    ('=REPT("Qwery",3)', "QweryQweryQwery"),
    # RIGHT (IronCalc: STRING_HANDLING.xlsx)
    ("=RIGHT(TRUE,2)", "UE"),
    ('=RIGHT("a string",0)', ""),
    ('=RIGHT("A wonderful world",(-2))', VAL),
    # ROWS (IronCalc: ROW_COLUM.xlsx)
    ('=ROWS("Rows")', 1.0),
    # SEC (IronCalc: TRIGONOMETRIC.xlsx)
    ("=_xlfn.SEC(1)", 1.8508157176809255),
    # SECH (IronCalc: TRIGONOMETRIC.xlsx)
    ("=_xlfn.SECH(5)", 0.013475282221304556),
    ("=_xlfn.SECH(10)", 9.079985933781724e-05),
    # SECOND (poi: FormulaEvalTestData_Copy.xlsx)
    ("=SECOND(0.5)", 0.0),
    ("=SECOND(TIME(0,0,15))", 15.0),
    ('=SECOND(" beginsWithSpace")', VAL),
    # SIGN (IronCalc: EXP_SIGN.xlsx)
    ("=SIGN(0)", 0.0),
    ("=SIGN(10)", 1.0),
    ('=SIGN("")', VAL),
    ("=SIGN(TRUE)", 1.0),
    # SIN (IronCalc: trigonometric_functions.xlsx)
    ("=SIN(5)", -0.9589242746631385),
    ("=SIN(0)", 0.0),
    ("=SIN(1)", 0.8414709848078965),
    ('=SIN("")', VAL),
    # SINH (IronCalc: trigonometric_functions.xlsx)
    ("=SINH(5)", 74.20321057778875),
    ("=SINH(0)", 0.0),
    ("=SINH(-2)", -3.626860407847019),
    ('=SINH("")', VAL),
    # SLN (IronCalc: SLN_SYD.xlsx)
    ("=SLN(1,2,3)", -0.3333333333333333),
    ("=SLN(1,0,14)", 0.07142857142857142),
    ("=SLN(30000,7500,10)", 2250.0),
    # SQRT (IronCalc: SQRT_SQRTPI.xlsx)
    ("=SQRT(0)", 0.0),
    ("=SQRT(1)", 1.0),
    ("=SQRT(-1)", NUM),
    ('=SQRT("")', VAL),
    # SQRTPI (IronCalc: SQRT_SQRTPI.xlsx)
    ("=SQRTPI(-1)", NUM),
    # STANDARDIZE (IronCalc: STANDARIZE.xlsx)
    ("=STANDARDIZE(0.8,1,0.2)", -0.9999999999999998),
    # STDEV (poi: FormulaEvalTestData_Copy.xlsx)
    ('=STDEV("1","2")', 0.7071067811865476),
    ("=STDEV(1E-05,1)", 0.7070997101187356),
    ("=STDEV(TRUE,FALSE,TRUE)", 0.5773502691896258),
    ('=STDEV({"1";"1.1";"2.99999"})', DIV),
    # STDEV.P (IronCalc: STDEV.xlsx)
    ("=_xlfn.STDEV.P(1,1.2,1.3,0.7)", 0.22912878474779197),
    # STDEVP (IronCalc: STDEV.xlsx, of STDEV.P, whose older name it is)
    ("=STDEVP(1,1.2,1.3,0.7)", 0.22912878474779197),
    # SUBSTITUTE (poi: FormulaEvalTestData_Copy.xlsx)
    ('=SUBSTITUTE("","1","2",1)', ""),
    ('=SUBSTITUTE("teststr","t","T",0)', VAL),
    ('=SUBSTITUTE("   "," ","*")', "***"),
    # SUMSQ (IronCalc: SUMSQ.xlsx)
    ("=SUMSQ(6)", 36.0),
    ("=SUMSQ({3;0})", 9.0),
    ("=SUMSQ({0;0})", 0.0),
    ("=SUMSQ({TRUE;0})", 0.0),
    # SUMX2MY2 (IronCalc: SUMX2MY2_SUMX2PY2_SUMXMY2.xlsx)
    ("=SUMX2MY2(1.001,2.999)", -7.992000000000001),
    ("=SUMX2MY2({1;3;3},{1,2,3})", 5.0),
    ("=SUMX2MY2({2.999;3.4567;3},{1;1.001})", NA),
    ("=SUMX2MY2({1;2;534},{1.001,2.999,3.5})", 285138.753998),
    # SUMX2PY2 (IronCalc: SUMX2MY2_SUMX2PY2_SUMXMY2.xlsx)
    ("=SUMX2PY2({1;3;3;4;5},{4.4;5;6;2;3})", 153.36),
    ('=SUMX2PY2({-2;-1;TRUE},{"1";"1.1";"2.99999"})', DIV),
    ('=SUMX2PY2({1,2;1.001,2.999;2.3456,3.4567},{4;4.5;6.789;"row";1E-05;0})', 105.7931362501),
    # SUMXMY2 (IronCalc: SUMX2MY2_SUMX2PY2_SUMXMY2.xlsx)
    ("=SUMXMY2(2,4)", 4.0),
    ("=SUMXMY2({1;3;3;4;5},{4.4;5;6;2;3})", 32.56),
    ('=SUMXMY2({"1";"1.1"},{-1.00001;-1.1})', DIV),
    ("=SUMXMY2({0;1E-05;1.1;1.00001},{0;1E-05;1.1})", NA),
    # SYD (IronCalc: SLN_SYD.xlsx)
    ("=SYD(1,2,3,4)", NUM),
    # T.DIST.2T (IronCalc: T_DIST.xlsx)
    ("=_xlfn.T.DIST.2T(3,5.2)", 0.030099247897462586),
    # T.DIST.RT (IronCalc: T_DIST.xlsx)
    ("=_xlfn.T.DIST.RT(3,5.2)", 0.015049623948731293),
    # T.TEST (IronCalc: T_TEST.xlsx)
    ('=_xlfn.T.TEST({1;2;3;4;-3;TRUE;"hello"},{2;-3.3;0;TRUE;"no";2;2},1,1)', 0.15855028798217946),
    # TAN (IronCalc: trigonometric_functions.xlsx)
    ("=TAN(5)", -3.380515006246586),
    ("=TAN(0)", 0.0),
    ("=TAN(-2)", 2.185039863261519),
    ('=TAN("")', VAL),
    # TANH (IronCalc: trigonometric_functions.xlsx)
    ("=TANH(5)", 0.999909204262595),
    ("=TANH(0)", 0.0),
    ("=TANH(TRUE)", 0.7615941559557649),
    ('=TANH("1.1")', 0.8004990217606297),
    # TBILLEQ (IronCalc: TBILLs.xlsx)
    ("=TBILLEQ(20000,20182,0.5)", 0.6784386617100372),
    # TBILLPRICE (IronCalc: TBILLs.xlsx)
    ("=TBILLPRICE(20000,20182,0.5)", 74.72222222222223),
    # TBILLYIELD (IronCalc: TBILLs.xlsx)
    ("=TBILLYIELD(20000,20182,200)", -0.989010989010989),
    # TEXTAFTER (IronCalc: TEXTBEFORE_TEXTAFTER.xlsx)
    ('=_xlfn.TEXTAFTER("A day in the woods","the")', " woods"),
    # TEXTBEFORE (IronCalc: TEXTBEFORE_TEXTAFTER.xlsx)
    ('=_xlfn.TEXTBEFORE("A day in the woods","the")', "A day in "),
    # TRIM (poi: FormulaEvalTestData_Copy.xlsx)
    ("=TRIM(9)", "9"),
    ('=TRIM("")', ""),
    ('=TRIM("0")', "0"),
    # TRIMMEAN (IronCalc: TRIMMEAN.xlsx)
    ("=TRIMMEAN({12.4;5;7.3;-4;0;2.3;4.3;7;-2},0.2)", 3.5888888888888886),
    # TRUE (ClosedXML: formats.xlsx)
    ("=TRUE()", True),
    # TTEST (IronCalc: T_TEST.xlsx, of T.TEST, whose older name it is)
    ('=TTEST({1;2;3;4;-3;TRUE;"hello"},{2;-3.3;0;TRUE;"no";2;2},1,1)', 0.15855028798217946),
    # UNICODE (IronCalc: UNICODE.xlsx)
    ('=_xlfn.UNICODE(" ")', 32.0),
    # UPPER (poi: FormulaEvalTestData_Copy.xlsx)
    ("=UPPER(123)", "123"),
    ("=UPPER(TRUE)", "TRUE"),
    ('=UPPER("TRUE")', "TRUE"),
    # VAR (poi: FormulaEvalTestData_Copy.xlsx)
    ('=VAR("1","2")', 0.5),
    ("=VAR(1E-05,1)", 0.49999000004999994),
    ("=VAR(TRUE,FALSE,TRUE)", 0.33333333333333337),
    ('=VAR({"1";"1.1";"2.99999"})', DIV),
    # VAR.P (IronCalc: VARIANCE.xlsx)
    ("=_xlfn.VAR.P({1,2,3})", 0.6666666666666666),
    # VAR.S (ClosedXML: functions-excel-2010.xlsx)
    ("=_xlfn.VAR.S({2;2;4})", 1.333333333333334),
    ('=_xlfn.VAR.S({1;2;TRUE;"Hola";5})', 4.333333333333334),
    ("=_xlfn.VAR.S(1,{1,2,3},5)", 2.8),
    # VARP (poi: FormulaEvalTestData_Copy.xlsx)
    ('=VARP("1","2")', 0.25),
    ("=VARP(1E-05,1)", 0.24999500002499997),
    ("=VARP(TRUE,FALSE,TRUE)", 0.2222222222222222),
    ('=VARP({"1";"1.1";"2.99999"})', DIV),
    # VDB (xlcalculator: VDB.xlsx)
    ("=VDB(1,0,14,13,14,1.25,FALSE)", 0.06866789938377948),
    ("=VDB(575000,5000,10,(1-1),1,1.5)", 86250.0),
    ("=VDB(575000,5000,10,3,5,1.5,FALSE)", 102160.546875),
    # WEIBULL (IronCalc: WEIBULL_DIST.xlsx, of WEIBULL.DIST, whose older name it is)
    ("=WEIBULL(0.8,1,9,TRUE)", 0.08505277126996899),
    # WEIBULL.DIST (IronCalc: WEIBULL_DIST.xlsx)
    ("=_xlfn.WEIBULL.DIST(0.8,1,9,TRUE)", 0.08505277126996899),
    # YEAR (IronCalc: YEAR.xlsx)
    ("=YEAR(1)", 1900.0),
    ("=YEAR((-5))", NUM),
    ('=YEAR("str")', VAL),
    ("=YEAR((10/0))", DIV),
    # Z.TEST (IronCalc: Z_TEST.xlsx)
    ("=_xlfn.Z.TEST({1;2;3;2;2.2;1.8;2;TRUE;1;2},2.3)", 0.9785431996696947),
    ("=_xlfn.Z.TEST({1;2;3;2;2.2;1.8;2;TRUE;1;2},1.99)", 0.6907332550934567),
    ("=_xlfn.Z.TEST({1;2;3;2;2.2;1.8;2;TRUE;1;2},2,0.8)", 0.6615388804893105),
    # ZTEST (IronCalc: Z_TEST.xlsx, of Z.TEST, whose older name it is)
    ("=ZTEST({1;2;3;2;2.2;1.8;2;TRUE;1;2},2.3)", 0.9785431996696947),
    ("=ZTEST({1;2;3;2;2.2;1.8;2;TRUE;1;2},1.99)", 0.6907332550934567),
    ("=ZTEST({1;2;3;2;2.2;1.8;2;TRUE;1;2},2,0.8)", 0.6615388804893105),
]
