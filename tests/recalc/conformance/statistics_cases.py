"""Statistics: expected values from numpy, scipy and the standard library."""

import math
import statistics as st
from statistics import NormalDist

import numpy as np
from scipy import stats

from xlhedge.worksheet.errors import ExcelError

REFUSED = "refused"
A = [1.5, 2.5, -3.5, 4.5, 5.5, 7.0]
B = [2.0, 4.0, 6.0, 8.0, 10.0, 13.0]
NORMAL = NormalDist()
DIV = ExcelError("#DIV/0!")
NA = ExcelError("#N/A")
NUM = ExcelError("#NUM!")


def pct_inc(numbers, share):
    """Return the inclusive percentile: k-th of n - 1 steps."""
    ordered, k = sorted(numbers), share * (len(numbers) - 1)
    low = int(k)
    return ordered[low] + (k - low) * (ordered[min(low + 1, len(numbers) - 1)] - ordered[low])


def pct_exc(numbers, share):
    """Return the exclusive percentile: k-th of n + 1 steps."""
    ordered, k = sorted(numbers), share * (len(numbers) + 1) - 1
    low = int(k)
    return ordered[low] + (k - low) * (ordered[low + 1] - ordered[low])


SLOPE, INTERCEPT = map(float, np.polyfit(B, A, 1))
RESIDUALS = np.array(A) - np.polyval([SLOPE, INTERCEPT], B)

# A formula in braces stands in a cell of its own that may spill; others are plain.
CASES = [
    ("=AVERAGE(D!A1:A6)", sum(A) / 6),
    ("=AVERAGE(D!C1:C6)", 1.5),
    ("=AVERAGE(D!K1:K3)", DIV),
    ('=AVERAGE(1,TRUE,"4")', 2.0),
    ("=AVERAGEA(D!C1:C6)", (5 + 0 + 1 + 0 - 2) / 5),
    ("=MIN(D!A1:A6)", -3.5),
    ("=MAX(D!A1:A6)", 7.0),
    ("=MAX(D!K1:K2)", 0.0),
    ("=MAX(D!C1:C6)", 5.0),
    ("=MIN(D!C3,9)", 9.0),
    ("=MAX(D!C3,-9)", -9.0),
    ("=MAX(TRUE,-1)", 1.0),
    ("=MAX(D!F1:F3)", DIV),
    ("=MEDIAN(D!A1:A6)", 3.5),
    ("=MEDIAN(1,2,9)", 2.0),
    ("=MEDIAN(D!K1:K3)", NUM),
    ("=MODE(1,2,2,3)", 2.0),
    ("=_xlfn.MODE.SNGL(1,2,2,3)", 2.0),
    ("=MODE(1,2,3)", NA),
    ("=LARGE(D!A1:A6,2)", 5.5),
    ("=LARGE(D!A1:A6,7)", NUM),
    ("=SMALL(D!A1:A6,1)", -3.5),
    ("=SMALL(D!A1:A6,0)", NUM),
    ("=RANK(5.5,D!A1:A6)", 2.0),
    ("=RANK(5.5,D!A1:A6,1)", 5.0),
    ("=RANK(99,D!A1:A6)", NA),
    ("=_xlfn.RANK.EQ(5.5,D!A1:A6)", 2.0),
    ("=_xlfn.RANK.AVG(2,{1,2,2,3})", REFUSED),
    ("=STDEV(D!A1:A6)", st.stdev(A)),
    ("=_xlfn.STDEV.S(D!A1:A6)", st.stdev(A)),
    ("=_xlfn.STDEV.S(D!A1)", DIV),
    ("=_xlfn.STDEV.S(D!C1:C6)", st.stdev([5, -2])),
    ("=STDEVP(D!A1:A6)", st.pstdev(A)),
    ("=_xlfn.STDEV.P(D!A1:A6)", st.pstdev(A)),
    ("=VAR(D!A1:A6)", st.variance(A)),
    ("=_xlfn.VAR.S(D!A1:A6)", st.variance(A)),
    ("=_xlfn.VAR.S(D!K1:K2)", DIV),
    ("=VARP(D!A1:A6)", st.pvariance(A)),
    ("=_xlfn.VAR.P(D!A1:A6)", st.pvariance(A)),
    ("=SLOPE(D!A1:A6,D!B1:B6)", SLOPE),
    ("=INTERCEPT(D!A1:A6,D!B1:B6)", INTERCEPT),
    ("=RSQ(D!A1:A6,D!B1:B6)", float(np.corrcoef(A, B)[0, 1] ** 2)),
    ("=CORREL(D!A1:A6,D!B1:B6)", float(np.corrcoef(A, B)[0, 1])),
    ("=PEARSON(D!A1:A6,D!B1:B6)", float(np.corrcoef(A, B)[0, 1])),
    ("=CORREL(D!A1:A6,D!B1:B5)", NA),
    ("=SLOPE(D!A1:A6,D!C1:C6)", (7 - 1.5) / (-2 - 5)),
    ("=SLOPE(D!A1,D!B1)", DIV),
    ("=CORREL(D!K1:K3,D!A1:A3)", DIV),
    ("=STEYX(D!A1:A6,D!B1:B6)", math.sqrt(float((RESIDUALS**2).sum()) / 4)),
    ("=COVAR(D!A1:A6,D!B1:B6)", float(np.cov(A, B, ddof=0)[0, 1])),
    ("=_xlfn.COVARIANCE.P(D!A1:A6,D!B1:B6)", float(np.cov(A, B, ddof=0)[0, 1])),
    ("=_xlfn.COVARIANCE.S(D!A1:A6,D!B1:B6)", float(np.cov(A, B)[0, 1])),
    ("=FORECAST(5,D!A1:A6,D!B1:B6)", float(np.polyval([SLOPE, INTERCEPT], 5))),
    ("=_xlfn.FORECAST.LINEAR(5,D!A1:A6,D!B1:B6)", float(np.polyval([SLOPE, INTERCEPT], 5))),
    ("=PERCENTILE(D!A1:A6,0.3)", pct_inc(A, 0.3)),
    ("=_xlfn.PERCENTILE.INC(D!A1:A6,0.05)", pct_inc(A, 0.05)),
    ("=_xlfn.PERCENTILE.EXC(D!A1:A6,0.3)", pct_exc(A, 0.3)),
    ("=_xlfn.PERCENTILE.EXC(D!A1:A6,0.05)", NUM),
    ("=PERCENTILE(D!A1:A6,1.1)", NUM),
    ("=QUARTILE(D!A1:A6,1)", pct_inc(A, 0.25)),
    ("=_xlfn.QUARTILE.INC(D!A1:A6,3)", pct_inc(A, 0.75)),
    ("=_xlfn.QUARTILE.EXC(D!A1:A6,1)", pct_exc(A, 0.25)),
    ("=SKEW(D!A1:A6)", float(stats.skew(A, bias=False))),
    ("=KURT(D!A1:A6)", float(stats.kurtosis(A, bias=False))),
    ("=GEOMEAN(D!B1:B6)", float(stats.gmean(B))),
    ("=HARMEAN(D!B1:B6)", float(stats.hmean(B))),
    ("=DEVSQ(D!A1:A6)", st.pvariance(A) * 6),
    ("=AVEDEV(D!A1:A6)", float(np.mean(np.abs(np.array(A) - np.mean(A))))),
    ("=STANDARDIZE(42,40,1.5)", 4 / 3),
    ("=TRIMMEAN(D!A1:A6,0.4)", 3.5),
    ("=_xlfn.NORM.S.DIST(1.2,TRUE)", NORMAL.cdf(1.2)),
    ("=_xlfn.NORM.S.DIST(1.2,FALSE)", NORMAL.pdf(1.2)),
    ("=_xlfn.NORM.S.INV(0.95)", NORMAL.inv_cdf(0.95)),
    ("=_xlfn.NORM.S.INV(0)", NUM),
    ("=_xlfn.NORM.DIST(42,40,1.5,TRUE)", NORMAL.cdf(4 / 3)),
    ("=_xlfn.NORM.DIST(42,40,1.5,FALSE)", NORMAL.pdf(4 / 3) / 1.5),
    ("=_xlfn.NORM.INV(0.908789,40,1.5)", 40 + 1.5 * NORMAL.inv_cdf(0.908789)),
    ("=NORMSDIST(-2)", NORMAL.cdf(-2)),
    ("=NORMSINV(0.05)", NORMAL.inv_cdf(0.05)),
    ("=NORMDIST(42,40,1.5,TRUE)", NORMAL.cdf(4 / 3)),
    ("=NORMINV(0.3,1,2)", 1 + 2 * NORMAL.inv_cdf(0.3)),
    ("=_xlfn.T.DIST(1.5,10,TRUE)", float(stats.t.cdf(1.5, 10))),
    ("=_xlfn.T.DIST.2T(1.5,10)", 2 * float(stats.t.sf(1.5, 10))),
    ("=_xlfn.T.DIST.RT(1.5,10)", float(stats.t.sf(1.5, 10))),
    ("=_xlfn.T.INV(0.95,10)", float(stats.t.ppf(0.95, 10))),
    ("=_xlfn.T.INV.2T(0.05,10)", float(stats.t.ppf(0.975, 10))),
    ("=TINV(0.05,10)", float(stats.t.ppf(0.975, 10))),
    ("=TDIST(1.5,10,2)", 2 * float(stats.t.sf(1.5, 10))),
    ("=_xlfn.F.DIST.RT(3.2,2,10)", float(stats.f.sf(3.2, 2, 10))),
    ("=FDIST(3.2,2,10)", float(stats.f.sf(3.2, 2, 10))),
    ("=_xlfn.CHISQ.DIST.RT(3.2,2)", float(stats.chi2.sf(3.2, 2))),
    ("=CHIDIST(3.2,2)", float(stats.chi2.sf(3.2, 2))),
    ("=_xlfn.CONFIDENCE.NORM(0.05,2.5,50)", 2.5 / math.sqrt(50) * NORMAL.inv_cdf(0.975)),
    ("=_xlfn.CONFIDENCE.T(0.05,1,50)", float(stats.t.ppf(0.975, 49)) / math.sqrt(50)),
    ("=LOGNORMDIST(4,3.5,1.2)", NORMAL.cdf((math.log(4) - 3.5) / 1.2)),
    ("=POISSON(2,5,TRUE)", float(stats.poisson.cdf(2, 5))),
    ("=_xlfn.POISSON.DIST(2,5,FALSE)", float(stats.poisson.pmf(2, 5))),
    ("=_xlfn.EXPON.DIST(0.2,10,TRUE)", 1 - math.exp(-2)),
    ("=INDEX(LINEST(D!A1:A6,D!B1:B6),1,1)", SLOPE),
    ("=INDEX(LINEST(D!A1:A6,D!B1:B6),1,2)", INTERCEPT),
    ("=INDEX(LINEST(D!A1:A6,D!B1:B6,TRUE,TRUE),3,1)", float(np.corrcoef(A, B)[0, 1] ** 2)),
    ("=INDEX(LINEST(D!A1:A6,D!B1:B6,TRUE,TRUE),2,1)", float(stats.linregress(B, A).stderr)),
    ("=INDEX(TREND(D!A1:A6,D!B1:B6),1)", float(np.polyval([SLOPE, INTERCEPT], 2))),
    ("{=SUM(FREQUENCY(D!A1:A6,{0;5}))}", 6.0),
    ("=FISHER(0.75)", math.atanh(0.75)),
    ("=_xlfn.GAMMALN.PRECISE(4.5)", math.lgamma(4.5)),
    ("=GAMMALN(4.5)", math.lgamma(4.5)),
    ("=MAXA(D!C3,0)", 1.0),
    ("=MINA(D!C1:C6)", -2.0),
    ("=_xlfn.RANK.AVG(5.5,D!A1:A6)", 2.0),
    ("=_xlfn.T.DIST(1.5,10,FALSE)", float(stats.t.pdf(1.5, 10))),
    ("{=MEDIAN(IF(D!A1:A6>2,D!B1:B6))}", 9.0),
    ("{=_xlfn.STDEV.S(IF(D!A1:A6>2,D!B1:B6))}", st.stdev([4.0, 8.0, 10.0, 13.0])),
    ("{=PERCENTILE(IF(D!A1:A6>2,D!B1:B6),0.5)}", 9.0),
    ("{=LARGE(IF(D!A1:A6>2,D!B1:B6),2)}", 10.0),
    ("{=COUNT(IF(D!A1:A6>2,D!B1:B6))}", 4.0),
    ("{=MIN(IF(D!A1:A6>2,D!B1:B6))}", 4.0),
    ("=SLOPE(D!A1:A6,D!F1:F6)", DIV),
    ("=INDEX(LINEST(D!A1:A6,D!C1:C6),1)", REFUSED),
    ("=_xlfn.COVARIANCE.S(D!A1:A6,D!C1:C6)", -19.25),
]
