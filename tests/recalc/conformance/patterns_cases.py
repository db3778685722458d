"""Regular expressions: Microsoft's examples, values that Excel saved, and what is refused.

The saved ones are those of public workbooks (IronCalc: REGEX.xlsx, wordle.xlsx).
"""

from xlhedge.worksheet.errors import ExcelError

DIV = ExcelError("#DIV/0!")
NA = ExcelError("#N/A")
REFUSED = "refused"

TABLE = [[-1000.0, 45658.0], [300.0, 45748.0], [420.0, 45848.0], [500.0, 45948.0]]
TABLE += [[100.0, 46038.0]]

# A formula in braces stands in a cell of its own that may spill; others are plain.
CASES = [
    ('=_xlfn.REGEXTEST("alfalfa","a")', True),
    ('=_xlfn.REGEXTEST("alfalfa","[A-Z]")', False),
    ('=_xlfn.REGEXTEST("alfalfa","[A-Z]",1)', True),
    ('=_xlfn.REGEXTEST("alfalfa","[aeiou]")', True),
    ('=_xlfn.REGEXTEST("(378) 555-4195","^\\([0-9]{3}\\) [0-9]{3}-[0-9]{4}$")', True),
    ('=_xlfn.REGEXTEST("+1 (878) 555-8622","^\\([0-9]{3}\\) [0-9]{3}-[0-9]{4}$")', False),
    ('=_xlfn.REGEXTEST("Mr. Sherlock Holmes","[A-Z]her")', True),
    ('=_xlfn.REGEXTEST("CRANE","^[A-Z]{5}$")', True),
    ('=_xlfn.REGEXTEST("12-34","^(\\d{2}-)?\\d{2}$")', True),
    ('=_xlfn.REGEXTEST(123,"^\\d+$")', True),
    ("=_xlfn.REGEXTEST(D!F1,1)", DIV),
    ('=_xlfn.REGEXTEST("é","e")', REFUSED),  # no plain English
    ('=_xlfn.REGEXTEST("ab","")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","(?i)AB")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","a(?=b)")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","\\p{L}")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","a++")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","[[:alpha:]]")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","(a+)+b")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","a{,2}")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","a(")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","^*a")', REFUSED),
    ('=_xlfn.REGEXTEST("ab","ab",2)', REFUSED),
    ('=_xlfn.REGEXTEST(REPT("a",90),"a*a*a*a*a*b")', REFUSED),
    ('=_xlfn.REGEXEXTRACT("LonelyPlanet","[A-Z][a-z]+")', "Lonely"),
    ('{=_xlfn.REGEXEXTRACT("LonelyPlanet","[A-Z][a-z]+",1)}', [["Lonely", "Planet"]]),
    ('=_xlfn.REGEXEXTRACT("DylanWilliams","[0-9]+")', NA),
    ('=_xlfn.REGEXEXTRACT("DylanWilliams","([A-Z][a-z]+)",2)', REFUSED),
    ('=_xlfn.REGEXEXTRACT("abc","x*")', REFUSED),
    (
        '=_xlfn.REGEXREPLACE("JamesBond","([A-Z][a-z]+)([A-Z][a-z]+)","$2, $1 $2")',
        "Bond, James Bond",
    ),
    ('=_xlfn.REGEXREPLACE("(378) 555-4195","[0-9]+-","***-")', "(378) ***-4195"),
    ('=_xlfn.REGEXREPLACE("a1b2","[0-9]","#",2)', "a1b#"),
    ('=_xlfn.REGEXREPLACE("a1b2","[0-9]","#",3)', REFUSED),
    ('=_xlfn.REGEXREPLACE("a1b2","[0-9]","#",-1)', REFUSED),
    ('=_xlfn.REGEXREPLACE("a1","[0-9]","$0")', REFUSED),
    ('=_xlfn.REGEXREPLACE("ab","x","y")', "ab"),
    # what else was refused before, with the values that Excel saved
    ("=SERIESSUM(2,0,1,{1,2,3})", 17.0),
    ("=SERIESSUM(0.5,1,2,{2,2,2})", 1.3125),
    ("=SERIESSUM(-1,0,2,{1,2,3})", 6.0),
    ("=SERIESSUM(0,0,2,{1,2,3})", ExcelError("#NUM!")),
    ("=SERIESSUM(TRUE,0,2,{1,2,3})", ExcelError("#VALUE!")),
    ("=SERIESSUM(0,1,2,{1,2,3})", REFUSED),
    ("=SERIESSUM(2,0,1,D!C1:C2)", REFUSED),
    ("=_xlfn.PERCENTOF(D!B1:B2,D!B1:B4)", 0.3),
    ("=_xlfn.PERCENTOF(1,0)", DIV),
    ("=_xlfn.PERCENTOF(D!F1:F3,2)", DIV),
    (
        "{=_xlfn.TRIMRANGE(D!G1:H9)}",
        [
            [-1000.0, 45658.0],
            [300.0, 45748.0],
            [420.0, 45848.0],
            [500.0, 45948.0],
            [100.0, 46038.0],
        ],
    ),
    ("{=_xlfn.TRIMRANGE(D!G1:G9,1)}", REFUSED),
    ("=_xlfn.TRIMRANGE(D!K1:K3)", REFUSED),
    ('=_xlfn.NUMBERVALUE("45")', 45.0),
    ('=_xlfn.NUMBERVALUE(" 4 5%")', 0.45),
    ('=_xlfn.NUMBERVALUE("1.5")', REFUSED),  # 15 in Germany
    ("=SUM(OFFSET(D!A1:B2,0,0,1,))", 3.5),
    ("=SUM(OFFSET(D!A1:B2,0,0,,1))", 4.0),
    ("=SUM(OFFSET(D!A1:B2,1,0,))", 2.5 + 4.0 - 3.5 + 6.0),
    ("=SUM(OFFSET(D!A1,0,0,3,0))", ExcelError("#REF!")),
    ("=SUM(OFFSET(D!A1,0,0,3,0.9))", REFUSED),
    ("=VLOOKUP(2,D!B1:C3,1/0)", DIV),
    ('=ADDRESS(2,3,1,1,"Me lo invente")', "'Me lo invente'!$C$2"),
    ('=ADDRESS(2,3,1,1,"Sheet2")', "Sheet2!$C$2"),
    ('=ADDRESS(2,3,1,1,"AB12")', REFUSED),
]
