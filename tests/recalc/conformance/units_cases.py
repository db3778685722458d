"""CONVERT: Microsoft's examples, and values that Excel saved (IronCalc: CONVERT.xlsx)."""

from xlhedge.worksheet.errors import ExcelError

DIV = ExcelError("#DIV/0!")
NA = ExcelError("#N/A")
VAL = ExcelError("#VALUE!")
REFUSED = "refused"

# A formula in braces stands in a cell of its own that may spill; others are plain.
CASES = [
    ('=CONVERT(1,"lbm","kg")', 0.45359237),
    ('=CONVERT(68,"F","C")', 20.0),
    ('=CONVERT(2.5,"ft","sec")', NA),
    ('=CONVERT(CONVERT(100,"ft","m"),"ft","m")', 9.290304),
    ('=CONVERT(1,"barrel","gal")', 42.0),
    ('=CONVERT(1,"barrel","m3")', 0.158987294928),
    ('=CONVERT(1,"BTU","J")', 1055.05585262),
    ('=CONVERT(0.005,"MWh","J")', 18000000.0),
    ('=CONVERT(0.005,"MBTU","J")', NA),  # takes no prefix
    ('=CONVERT(0.05,"Mm2","m2")', 5e10),
    ('=CONVERT(0.0002,"Mm^3","m3")', 2e14),
    ('=CONVERT(0.05,"Mar","m2")', 5e6),
    ('=CONVERT(0.0002,"Muk_pt","m3")', 0.11365225),
    ('=CONVERT(0.004,"Mmph","m/s")', 1788.16),
    ('=CONVERT(1,"mbyte","bit")', 0.008),
    ('=CONVERT(1,"Mibyte","kibyte")', 1024.0),
    ('=CONVERT(1,"pc","m")', 3.0856775812815532e16),  # no picocalorie
    ('=CONVERT(4,"day","yr")', 0.010951403148528405),
    ('=CONVERT(1,"sec","msec")', REFUSED),
    ('=CONVERT(1,"F","K")', 255.92777777777775),
    ('=CONVERT(32,"F","C")', 0.0),
    ('=CONVERT(-40,"C","F")', -40.0),
    ('=CONVERT(1,"Reau","K")', 274.4),
    ('=CONVERT(12,"MK","K")', 12000000.0),
    ('=CONVERT(12,"MC","K")', NA),
    ('=CONVERT(1,"LBM","g")', NA),  # large letters are others
    ('=CONVERT(1,D!K1,"s")', NA),
    ('=CONVERT(TRUE,"m","ft")', VAL),
    ('=CONVERT("2","m","cm")', 200.0),
    ('=CONVERT("x","m","cm")', VAL),
    ('=CONVERT(1,D!F1,"cm")', DIV),
    ('=CONVERT(1,2,"cm")', REFUSED),
]
