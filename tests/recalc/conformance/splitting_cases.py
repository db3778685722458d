"""Texts cut at delimiters, turned into numbers and made of values.

Expected values are those of Microsoft's pages, and those that Excel saved in IronCalc's workbooks
TEXTBEFORE_TEXTAFTER, TEXTSPLIT, ARRAYTOTEXT, T_VALUE_VALUETOTEXT and DATE_TIME.
"""

from xlhedge.worksheet.errors import ExcelError

REFUSED = "refused"
NA = ExcelError("#N/A")
VAL = ExcelError("#VALUE!")
WORDS = "123 the 456 the 891"

CASES = [
    (f'=_xlfn.TEXTAFTER("{WORDS}","the")', " 456 the 891"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","the",2)', " 891"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","the",-2)', " 456 the 891"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","the",-1.2)', " 456 the 891"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","the",1.6)', " 456 the 891"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","THE",2,1)', " 891"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","THE",2,0,0,"@")', "@"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","THE")', NA),
    (f'=_xlfn.TEXTAFTER("{WORDS}","the",5,1,0,"none")', "none"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","the",0)', VAL),
    (f'=_xlfn.TEXTAFTER("{WORDS}","the",100)', VAL),
    ('=_xlfn.TEXTAFTER("del","deli")', NA),
    ('=_xlfn.TEXTAFTER("del","deli",1)', VAL),
    (f'=_xlfn.TEXTAFTER("{WORDS}","Hello",1,1,1,"x")', ""),
    (f'=_xlfn.TEXTAFTER("{WORDS}","Hello",-1,1,1,"x")', WORDS),
    (f'=_xlfn.TEXTAFTER("{WORDS}","Hello",2,1,1,"x")', "x"),
    (f'=_xlfn.TEXTAFTER("{WORDS}","Hello",-1,1,2,"x")', VAL),
    (f'=_xlfn.TEXTAFTER("{WORDS}","",1)', WORDS),
    ('=_xlfn.TEXTAFTER("Email - me@example.com","- ",-1,,1)', "me@example.com"),
    ('=_xlfn.TEXTAFTER("a.b-c",{".","-"},2)', "c"),
    ('=_xlfn.TEXTAFTER("a.b-c",{".",".b"},1)', REFUSED),
    (f'=_xlfn.TEXTBEFORE("{WORDS}","the",-1)', "123 the 456 "),
    (f'=_xlfn.TEXTBEFORE("{WORDS}","the",2)', "123 the 456 "),
    (f'=_xlfn.TEXTBEFORE("{WORDS}","Hello",1,1,1,"x")', WORDS),
    (f'=_xlfn.TEXTBEFORE("{WORDS}","Hello",-1,1,1,"x")', ""),
    (f'=_xlfn.TEXTBEFORE("{WORDS}",1/0)', ExcelError("#DIV/0!")),
    ('{=_xlfn.TEXTBEFORE({"a-b";"c-d"},"-")}', [["a"], ["c"]]),
    ('{=_xlfn.TEXTSPLIT("1,2,3;4,5,6",",",";")}', [["1", "2", "3"], ["4", "5", "6"]]),
    ('{=_xlfn.TEXTSPLIT("1,,2",",")}', [["1", "", "2"]]),
    ('{=_xlfn.TEXTSPLIT("1,,2",",",,TRUE)}', [["1", "2"]]),
    ('{=_xlfn.TEXTSPLIT("1,2.3-4",{",",".","-"})}', [["1", "2", "3", "4"]]),
    ('{=_xlfn.TEXTSPLIT("1,2.3-4",,{",","."})}', [["1"], ["2"], ["3-4"]]),
    ('{=_xlfn.TEXTSPLIT("1,2;3",",",";")}', [["1", "2"], ["3", NA]]),
    ('{=_xlfn.TEXTSPLIT("1,2;3",",",";",TRUE,0,"-")}', [["1", "2"], ["3", "-"]]),
    ('{=_xlfn.TEXTSPLIT("1x2X3","x",,,1)}', [["1", "2", "3"]]),
    ('=_xlfn.TEXTSPLIT("Hello","")', VAL),
    ('=_xlfn.TEXTSPLIT("Hello",)', VAL),
    ('=INDEX(_xlfn.TEXTSPLIT("1,2,3",","),2)', "2"),
    # values as texts
    ("=FIXED(1234.567,1)", "1,234.6"),
    ("=FIXED(1234.567,-1)", "1,230"),
    ("=FIXED(-1234.567,-1,TRUE)", "-1230"),
    ("=FIXED(44.332)", "44.33"),
    ("=_xlfn.VALUETOTEXT(1.2345)", "1.2345"),
    ('=_xlfn.VALUETOTEXT("x",1)', '"x"'),
    ("=_xlfn.VALUETOTEXT(TRUE)", "TRUE"),
    ("=_xlfn.VALUETOTEXT(1,2)", VAL),
    ("=_xlfn.ARRAYTOTEXT(D!C1:D3)", "5, apple, 5, banana, TRUE, apricot"),
    ("=_xlfn.ARRAYTOTEXT(D!C1:D3,1)", '{5,"apple";"5","banana";TRUE,"apricot"}'),
    # and texts as numbers
    ('=_xlfn.NUMBERVALUE("2.500,27",",",".")', 2500.27),
    ('=_xlfn.NUMBERVALUE("3.5%",".",",")', 0.035),
    ('=_xlfn.NUMBERVALUE("9%%",".",",")', 0.0009),
    ('=_xlfn.NUMBERVALUE(" 3 000 ",".",",")', 3000.0),
    ('=_xlfn.NUMBERVALUE("",".",",")', 0.0),
    ('=_xlfn.NUMBERVALUE("1.2.3",".",",")', VAL),
    ('=_xlfn.NUMBERVALUE("1.2,3",".",",")', VAL),
    ('=_xlfn.NUMBERVALUE("x",".",",")', VAL),
    ('=TIMEVALUE("2:24 AM")', 0.1),
    ('=TIMEVALUE("12:00 PM")', 0.5),
    ('=TIMEVALUE("24:00")', 0.0),
    ('=TIMEVALUE(" 1:30 ")', 0.0625),
    ('=TIMEVALUE("22-Aug-2011 6:35 AM")', REFUSED),
    ("=TIMEVALUE(0.5)", VAL),
    ('=DATEVALUE("2026-01-01 24:00:00")', 46024.0),
    ('=DATEVALUE("2026-01-01 6:30")', 46023.0),
]
