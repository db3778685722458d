"""The functions of Excel that are computed, and how each treats its arguments.

What is not listed here is refused. Every entry is held by a conformance test against values
that were worked out independently of the engine.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ParameterKind(StrEnum):
    """What a parameter takes its argument for; the tables below write the letter."""

    VALUE = "v"  # one value; a range of them makes the function work cell by cell
    NUMBER = "n"  # the same, taken as a number
    NUMBER_OF_OURS = "c"  # the same, where the engine takes no text for a number
    INTEGER = "i"  # the same, its decimals cut off
    DATE = "y"  # a number of ours, of which the engine cuts the time of day off
    STRICT_NUMBER = "x"  # a number of ours, where TRUE is no number either
    TEXT = "t"  # one value, read as text
    LOGICAL = "l"  # one value, read as TRUE or FALSE
    LOGICAL_OR_TRUE = "L"  # the same, TRUE where nothing stands between the commas
    VALUE_OR_USUAL = "w"  # one value, of which a blank is 0 and nothing at all the usual
    RANGE = "r"  # a whole range or array
    PRESENT = "q"  # the same, of which nothing between the commas is #N/A
    COUNTED = "k"  # the same, for COUNT: what is no number is passed over
    CONDITIONS = "b"  # the same, for AND and OR: of texts written out only "TRUE", "FALSE" count
    NUMBERS = "d"  # the same, or a value: in a range only numbers count, else whatever is one
    NUMBERS_ONLY = "s"  # a range or array, refused unless every cell holds a number
    REFERENCE = "f"  # a whole range, which must be a reference
    ARRAY = "a"  # an array expression: operators work cell by cell even in a plain formula


Kinds = tuple[ParameterKind, ...]


class FunctionRule(NamedTuple):
    """How one function treats its arguments."""

    required: Kinds  # a kind for each argument that must be there
    optional: Kinds  # a kind for each argument that may follow
    repeated: Kinds  # kinds that then repeat
    is_array: bool  # whether the result may have several cells of its own accord
    is_text: bool  # whether the result is text
    ours: bool  # whether `supplement` computes it instead of the engine


def _kinds(letters: str) -> Kinds:
    return tuple(map(ParameterKind, letters))


def _rules(
    table: str, *, array: bool = False, text: bool = False, ours: bool = False
) -> dict[str, FunctionRule]:
    """Read a table: NAME:required/optional|repeated."""
    rules = {}
    for entry in table.split():
        name, _, kinds = entry.partition(":")
        kinds, _, repeated = kinds.partition("|")
        required, _, optional = kinds.partition("/")
        rules[name] = FunctionRule(
            _kinds(required), _kinds(optional), _kinds(repeated), array, text, ours
        )
    return rules


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


RULES: dict[str, FunctionRule] = {
    # numbers
    **_rules("""ABS:n SIGN:n SQRT:n EXP:n LN:n LOG10:n TRUNC:n/n MOD:nn QUOTIENT:xx
    ROUND:nn ROUNDUP:nn ROUNDDOWN:nn MROUND:xx EVEN:n ODD:n PI: FACT:n COMBIN:nn SIN:n COS:n
    ASIN:n ACOS:n ATAN:n ATAN2:nn SINH:n COSH:n TANH:n DEGREES:n RADIANS:n FISHER:n
    GAMMALN:n GAMMALN.PRECISE:n STANDARDIZE:nnn"""),
    **_rules("""POWER:nn LOG:n/n INT:v CEILING:vv FLOOR:vv CEILING.MATH:v/vv FLOOR.MATH:v/vv
    TAN:v VALUE:v DATE:nnn DATEVALUE:v CEILING.PRECISE:v/v ISO.CEILING:v/v FLOOR.PRECISE:v/v
    ACOSH:v ASINH:v ATANH:v ACOT:v ACOTH:v SEC:v CSC:v COT:v SECH:v CSCH:v COTH:v ERF:v/v
    ERF.PRECISE:v ERFC:v ERFC.PRECISE:v GCD:q|q LCM:q|q MULTINOMIAL:r|r FACTDOUBLE:v PERMUT:vv
    PERMUTATIONA:vv COMBINA:vv BASE:vv/w DECIMAL:vv DELTA:v/w GESTEP:v/w SQRTPI:v BIN2DEC:v
    BIN2OCT:v/w BIN2HEX:v/w OCT2BIN:v/w OCT2DEC:v OCT2HEX:v/w DEC2BIN:v/w DEC2OCT:v/w
    DEC2HEX:v/w HEX2BIN:v/w HEX2OCT:v/w HEX2DEC:v BITAND:vv BITOR:vv BITXOR:vv BITLSHIFT:vv
    BITRSHIFT:vv ARABIC:v ROMAN:v/v CONVERT:xvv IMREAL:v IMAGINARY:v IMABS:v
    IMARGUMENT:v BESSELI:xx BESSELJ:xx BESSELK:xx BESSELY:xx""", ours=True),
    **_rules("""COMPLEX:xx/v IMCONJUGATE:v IMEXP:v IMLN:v IMLOG10:v IMLOG2:v IMSQRT:v IMSIN:v
    IMCOS:v IMTAN:v IMSINH:v IMCOSH:v IMCOT:v IMCSC:v IMCSCH:v IMSEC:v IMSECH:v IMDIV:vv
    IMSUB:vv IMSUM:r|r IMPRODUCT:r|r""", text=True, ours=True),
    # sums over ranges
    **_rules("SUM:d|d PRODUCT:d|d SUMSQ:d|d"),
    **_rules("""SUMPRODUCT:a|a MDETERM:a SUMXMY2:aa SUMX2MY2:aa SUMX2PY2:aa SERIESSUM:xxxr
    PERCENTOF:dd""", ours=True),
    # counting and conditions
    **_rules("COUNT:k|k COUNTA:r|r COUNTBLANK:f"),
    **_rules("""COUNTIF:fv COUNTIFS:fv|fv SUMIF:fv/f SUMIFS:ffv|fv AVERAGEIF:fv/f
    AVERAGEIFS:ffv|fv MAXIFS:ffv|fv MINIFS:ffv|fv
    DSUM:fvf DCOUNT:fwf DCOUNTA:fwf DAVERAGE:fvf DMAX:fvf DMIN:fvf DPRODUCT:fvf DSTDEV:fvf
    DSTDEVP:fvf DVAR:fvf DVARP:fvf DGET:fvf""", ours=True),
    # logic and information
    **_rules("AND:b|b OR:b|b XOR:b|b NOT:l TRUE: FALSE: ISNUMBER:v ISTEXT:v ISNONTEXT:v"),
    **_rules("""ISBLANK:v ISLOGICAL:v ISERROR:v ISERR:v ISNA:v ISEVEN:x ISODD:x NA:
    ERROR.TYPE:v IFS:lv|lv"""),
    **_rules("N:r T:r SWITCH:vvv|v", ours=True),
    # text
    **_rules("""LEFT:t/c RIGHT:t/c MID:tcc UPPER:t LOWER:t TRIM:t CLEAN:t
    CONCATENATE:t|t REPT:tc SUBSTITUTE:ttt/c UNICHAR:c""",
    text=True),
    **_rules("LEN:t FIND:tt/c EXACT:tt CODE:t UNICODE:t"),
    **_rules("""SEARCH:vv/v HYPERLINK:v/w REGEXTEST:vv/v TEXTBEFORE:vr/vvvv
    TEXTAFTER:vr/vvvv""", ours=True),
    **_rules("FIXED:v/wl VALUETOTEXT:v/w ARRAYTOTEXT:r/w", text=True, ours=True),
    **_rules("NUMBERVALUE:v/vv TIMEVALUE:v", ours=True),
    **_rules("TEXT:vt REPLACE:tvvt CHAR:v PROPER:t REGEXREPLACE:vvv/vv", text=True, ours=True),
    **_rules("CONCAT:r|r TEXTJOIN:tlr|r", text=True, ours=True),
    # look-up
    **_rules("ROWS:r COLUMNS:r"),
    **_rules("MATCH:vr/v XMATCH:vr/vv VLOOKUP:vrv/l HLOOKUP:vrv/l", ours=True),
    **_rules("""LOOKUP:va/a ADDRESS:vv/vvv MATCH.SORTED:vr MATCH.FALLING:vr
    VLOOKUP.SORTED:vrv HLOOKUP.SORTED:vrv MATCH.CHOSEN:vrv VLOOKUP.CHOSEN:vrvl
    HLOOKUP.CHOSEN:vrvl""", ours=True),
    **_rules("XLOOKUP:vrr/wvv", array=True, ours=True),
    # dates
    **_rules("""HOUR:n MINUTE:n SECOND:n WEEKDAY:y/n WEEKNUM:x/x ISOWEEKNUM:y DAYS:yy
    YEARFRAC:xx/x DATEDIF:yyt"""),
    **_rules("""YEAR:v MONTH:v DAY:v TIME:vvv EDATE:xx EOMONTH:xx DAYS360:vv/l NETWORKDAYS:vv/r
    WORKDAY:vv/r NETWORKDAYS.INTL:vv/wr WORKDAY.INTL:vv/wr""", ours=True),
    # statistics
    **_rules("""AVERAGE:d|d AVERAGEA:d|d MIN:d|d MAX:d|d MINA:d|d MAXA:d|d MEDIAN:d|d LARGE:dn
    SMALL:dn STDEV:d|d STDEV.S:d|d STDEVP:d|d STDEV.P:d|d VAR:d|d VAR.S:d|d VARP:d|d VAR.P:d|d
    SLOPE:aa INTERCEPT:aa RSQ:aa CORREL:aa PEARSON:aa STEYX:aa COVAR:aa COVARIANCE.P:rr
    COVARIANCE.S:rr FORECAST:naa FORECAST.LINEAR:nrr PERCENTILE:rn PERCENTILE.INC:rn
    PERCENTILE.EXC:rn QUARTILE:rn QUARTILE.INC:rn QUARTILE.EXC:rn SKEW:d|d KURT:d|d GEOMEAN:d|d
    HARMEAN:d|d DEVSQ:d|d AVEDEV:d|d TRIMMEAN:rn NORM.S.DIST:nl NORM.S.INV:n NORM.DIST:nnnl
    NORM.INV:nnn NORMSDIST:n NORMSINV:n NORMDIST:nnnl NORMINV:nnn F.DIST.RT:nii FDIST:nii
    CHISQ.DIST.RT:ni CHIDIST:ni LOGNORMDIST:nnn EXPON.DIST:nnl EXPONDIST:nnl"""),
    **_rules("""RANK:vf/v RANK.EQ:vf/v RANK.AVG:vf/v MODE:r|r MODE.SNGL:r|r T.DIST:vvl
    T.DIST.2T:vv T.DIST.RT:vv TDIST:vvv T.INV:vv T.INV.2T:vv TINV:vv CONFIDENCE.T:vvv
    CONFIDENCE.NORM:vvv POISSON:vvl POISSON.DIST:vvl
    BETA.DIST:vvvl/vv BETADIST:vvv/vv BETA.INV:vvv/vv BETAINV:vvv/vv BINOM.DIST:vvvl
    BINOMDIST:vvvl BINOM.DIST.RANGE:vvv/v BINOM.INV:vvv CRITBINOM:vvv NEGBINOM.DIST:vvvl
    NEGBINOMDIST:vvv CHISQ.DIST:vvl CHISQ.INV:vv CHISQ.INV.RT:vv CHIINV:vv F.DIST:vvvl
    F.INV:vvv F.INV.RT:vvv FINV:vvv GAMMA:v GAMMA.DIST:vvvl GAMMADIST:vvvl GAMMA.INV:vvv
    GAMMAINV:vvv HYPGEOM.DIST:vvvvl HYPGEOMDIST:vvvv LOGNORM.DIST:vvvl LOGNORM.INV:vvv
    LOGINV:vvv WEIBULL:vvvl WEIBULL.DIST:vvvl GAUSS:v PHI:v FISHERINV:v SKEW.P:r|r
    PERCENTRANK:rr/r PERCENTRANK.INC:rr/r PERCENTRANK.EXC:rr/r T.TEST:rrrr TTEST:aarr
    Z.TEST:rr/r ZTEST:rr/r F.TEST:rr FTEST:aa
    CONFIDENCE:vvv PROB:aav/v CHISQ.TEST:rr CHITEST:aa STDEVA:d|d STDEVPA:d|d
    VARA:d|d VARPA:d|d""", ours=True),
    **_rules("MODE.MULT:r|r", array=True, ours=True),
    **_rules("FREQUENCY:ss", array=True),
    **_rules("LINEST:s/sLl LOGEST:s/sLl TREND:s/ssL GROWTH:s/ssL", array=True, ours=True),
    # money over time
    **_rules("""NPV:vd|d IRR:a/v XNPV:vrr XIRR:rr/v MIRR:avv PMT:vvv/vv PV:vvv/vv FV:vvv/vv
    NPER:vvv/vv RATE:vvv/vvv IPMT:vvvv/vv PPMT:vvvv/vv CUMIPMT:xxxxxx CUMPRINC:xxxxxx EFFECT:xx
    NOMINAL:xx SLN:vvv SYD:vvvv DB:vvvv/v DDB:vvvv/v RRI:vvv
    PRICE:xxxxxx/x YIELD:xxxxxx/x PDURATION:vvv DOLLARDE:xx DOLLARFR:xx
    DISC:vvvv/v INTRATE:vvvv/v RECEIVED:vvvv/v PRICEDISC:vvvv/v YIELDDISC:vvvv/v
    ACCRINTM:vvv/vv TBILLEQ:vvv TBILLPRICE:vvv TBILLYIELD:vvv ISPMT:vvvv FVSCHEDULE:vr
    DURATION:vvvvv/v MDURATION:vvvvv/v COUPNUM:vvv/v COUPPCD:vvv/v COUPNCD:vvv/v COUPDAYS:vvv/v
    COUPDAYBS:vvv/v COUPDAYSNC:vvv/v PRICEMAT:vvvvv/v YIELDMAT:vvvvv/v VDB:vvvvv/vv
    ODDFPRICE:xxxxxxxx/x ODDLPRICE:xxxxxxx/x ODDLYIELD:xxxxxxx/x AMORLINC:xxxxxx/x
    AMORDEGRC:xxxxxx/x ACCRINT:xxxxxx/xv""", ours=True),
    # tables
    **_rules("TRANSPOSE:r CHOOSECOLS:rv|v CHOOSEROWS:rv|v", array=True),
    **_rules("""SEQUENCE:w/www FILTER:ra/w TAKE:rw/w DROP:rw/w VSTACK:r|r HSTACK:r|r""",
    array=True, ours=True),
    **_rules("""TEXTSPLIT:vr/rvvv WRAPROWS:rv/v WRAPCOLS:rv/v EXPAND:rv/vv TOCOL:r/vv TOROW:r/vv
    MUNIT:v REGEXEXTRACT:vv/vv TRIMRANGE:f/ww""", array=True, ours=True),
    **_rules("MMULT:aa MINVERSE:a SORT:r/vvv SORTBY:rr/v UNIQUE:r/vv", array=True, ours=True),
}  # fmt: skip
COMPLEX_PARTS = ("IMREAL", "IMAGINARY", "IMABS", "IMARGUMENT")
_INSIDE = """IMCOS IMCOSH IMCOT IMCSC IMCSCH IMDIV IMEXP IMLN IMLOG10 IMLOG2 IMSEC IMSECH IMSIN
    IMSINH IMSQRT IMTAN"""
RULES |= {
    f"{part}.{name}": RULES[name]._replace(is_text=False)
    for part in COMPLEX_PARTS
    for name in _INSIDE.split()
}


def is_excels(name: str) -> bool:
    """Whether a name without a prefix is a function of Excel's: later ones have one in a file."""
    if any(name in names for names in (RULES, KEPT, VOLATILE, ELSEWHERE, PREFIXED)):
        return True
    from openpyxl.utils import FORMULAE  # last: it takes long to load

    return name in FORMULAE


# Names that stand for a use of a function, not for one that a workbook may call.
INTERNAL = frozenset(
    [name for name in RULES if name.endswith((".SORTED", ".FALLING", ".CHOSEN"))]
    + [name for name in RULES if name.startswith(tuple(f"{part}." for part in COMPLEX_PARTS))]
    + ["LAMBDA.GRID", "LAMBDA.STEPS"]
)

VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO"})

# Not computed, but what Excel saved may stand: what they read does not show in the formula.
KEPT = frozenset({"INDIRECT", "FORMULATEXT"})

# Functions of data that lie elsewhere; only Excel, connected to them, computes these.
ELSEWHERE = _names(
    """CUBEKPIMEMBER CUBEMEMBER CUBEMEMBERPROPERTY CUBERANKEDMEMBER CUBESET CUBESETCOUNT CUBEVALUE
    GETPIVOTDATA IMAGE RTD STOCKHISTORY WEBSERVICE"""
)

# Functions that came after the file format: a file names them with _xlfn. before the name, and
# Excel shows #NAME? where it does not.
PREFIXED = _names(
    """ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST
    BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH
    CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST CHOOSECOLS
    CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S
    CSC CSCH DAYS DECIMAL DROP ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV
    F.INV.RT F.TEST FILTER FLOOR.MATH FLOOR.PRECISE FORECAST.LINEAR GAMMA GAMMA.DIST GAMMA.INV
    GAMMALN.PRECISE GAUSS HSTACK HYPGEOM.DIST IFNA IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH
    IMTAN IFS ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET
    LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST
    NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC
    PERCENTILE.INC PERCENTRANK.EXC PERCENTRANK.INC PERCENTOF PERMUTATIONA PHI POISSON.DIST
    QUARTILE.EXC QUARTILE.INC RANK.AVG RANK.EQ REDUCE REGEXEXTRACT REGEXREPLACE REGEXTEST RRI
    SCAN SEC SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORT SORTBY STDEV.P STDEV.S SWITCH T.DIST
    T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL
    TOROW TRIMRANGE UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WEIBULL.DIST WRAPCOLS
    WRAPROWS XLOOKUP XMATCH XOR Z.TEST"""
)
