"""Treasury: risk that adds as correlations say, layers that add up, bands that are met."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.treasury import exposure_at_risk, hedge_policy_check, layered_hedge

NAN = math.nan
ONE = np.array([[1.0]])


def array(*numbers):
    """Return numbers as a float array."""
    return np.array(numbers, dtype=float)


def random_book(seed, n=4):
    """Return exposures, volatilities and a correlation matrix of full rank."""
    rng = np.random.default_rng(seed)
    spread = rng.normal(size=(n, n + 2))
    covariance = spread @ spread.T
    sd = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(sd, sd)
    return rng.normal(0, 1e6, n), rng.uniform(0.02, 0.3, n), (correlations + correlations.T) / 2


@given(seed=st.integers(0, 10_000), years=st.floats(0, 3), level=st.floats(0.51, 0.999))
def test_risk_is_the_normal_quantile_of_the_book(seed, years, level):
    """It is the quantile that scipy gives of a normal with variance sum_ij e s C s e."""
    exposures, volatilities, correlations = random_book(seed)
    n = exposures.size
    variance = sum(
        exposures[i] * volatilities[i] * correlations[i, j] * volatilities[j] * exposures[j]
        for i in range(n)
        for j in range(n)
    )
    expected = norm.ppf(level) * math.sqrt(years * variance)
    assert exposure_at_risk(exposures, volatilities, correlations, years, level) == pytest.approx(
        expected, rel=1e-10
    )


def test_correlation_sets_how_risks_add():
    """At 1 they add, at 0 by Pythagoras, at -1 they offset; a short exposure turns the sign."""
    z = norm.ppf(0.95)
    for rho, expected in ((1.0, 7.0), (0.0, 5.0), (-1.0, 1.0)):
        correlations = array([1, rho], [rho, 1])
        found = exposure_at_risk(array(30, 40), array(0.1, 0.1), correlations)
        turned = exposure_at_risk(array(30, -40), array(0.1, 0.1), array([1, -rho], [-rho, 1]))
        assert found == pytest.approx(z * expected, rel=1e-12)
        assert turned == pytest.approx(found, rel=1e-12)


def test_a_perfect_offset_is_no_risk():
    """What rounding leaves of equal and opposite risks is 0."""
    ones = np.ones((3, 3))
    assert exposure_at_risk(array(0.1, 0.2, -0.3), array(0.7, 0.7, 0.7), ones) == 0
    assert exposure_at_risk(array(0, 0), array(0.1, 0.1), np.eye(2)) == 0


def test_risk_grows_with_the_square_root_of_time():
    """Four times the horizon is twice the risk; none without time."""
    book = random_book(1)
    year = exposure_at_risk(*book)
    assert exposure_at_risk(*book, years=0.25) == pytest.approx(year / 2)
    assert exposure_at_risk(*book, years=0) == 0


@pytest.mark.parametrize("which", [0, 1])
def test_a_line_without_two_numbers_leaves_with_its_correlations(which):
    """Its row and column may then hold anything, even nothing."""
    exposures, volatilities, correlations = random_book(2)
    keep = [0, 1, 3]
    expected = exposure_at_risk(
        exposures[keep], volatilities[keep], correlations[np.ix_(keep, keep)]
    )
    (exposures, volatilities)[which][2] = NAN
    correlations[2], correlations[:, 2] = NAN, NAN
    assert exposure_at_risk(exposures, volatilities, correlations) == expected


@pytest.mark.parametrize(
    ("book", "kind", "names"),
    [
        ((array(1, 2), array(0.1), ONE), Kind.MISMATCH, "exposures has 2 cells and volatilities"),
        ((array(1, 2), array(0.1, 0.1), ONE), Kind.MISMATCH, "correlations has 1 x 1"),
        ((array(1), array(0.1), array([1, 1])), Kind.MISMATCH, "correlations has 1 x 2"),
        ((array(NAN), array(0.1), ONE), Kind.UNDEFINED, "exposures"),
        ((array(1), array(-0.1), ONE), Kind.DOMAIN, "volatilities holds -0.1"),
        ((array(1), array(0.1), array([NAN])), Kind.TYPE, "correlations"),
        ((array(1), array(0.1), array([0.01])), Kind.DOMAIN, "diagonal"),
        ((array(1, 1), array(0.1, 0.1), array([1, 2], [2, 1])), Kind.DOMAIN, "holds 2"),
        ((array(1, 1), array(0.1, 0.1), array([1, 0.5], [0.4, 1])), Kind.DOMAIN, "symmetric"),
        (
            (
                array(1, 1, 1),
                array(0.1, 0.1, 0.1),
                array([1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]),
            ),
            Kind.DOMAIN,
            "eigenvalue",
        ),
        ((array(1), array(0.1), ONE, -1.0), Kind.DOMAIN, "years"),
        ((array(1), array(0.1), ONE, 1.0, 0.05), Kind.DOMAIN, "level is 0.05"),
        ((array(1), array(0.1), ONE, 1.0, 1.0), Kind.DOMAIN, "level is 1"),
    ],
)
def test_what_is_no_book_says_why(book, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    if book[2].ndim == 1:
        book = (*book[:2], book[2].reshape(1, -1), *book[3:])
    with pytest.raises(HedgeError) as caught:
        exposure_at_risk(*book)
    assert caught.value.kind is kind
    assert names in caught.value.message


@pytest.mark.market_data
def test_losses_on_real_currencies_exceed_it_about_as_often_as_they_should(markets):
    """Of daily losses on four ECB rates, 3 to 7 % exceed the 95 % figure of the same years."""
    names = ("USD", "GBP", "JPY", "CHF")
    with (markets / "ecb_eurofxref_daily.csv").open(encoding="utf-8") as file:
        rows = [[row[n] for n in names] for row in csv.DictReader(file) if row["date"] >= "2012"]
    prices = np.array([[float(cell) for cell in row] for row in rows if all(row)])
    returns = np.diff(np.log(1 / prices), axis=0)  # euro value of a unit of each currency
    exposures = array(1e6, -5e5, 8e5, -3e5)
    daily = exposure_at_risk(
        exposures,
        returns.std(axis=0, ddof=1) * math.sqrt(250),
        np.corrcoef(returns, rowvar=False),
        1 / 250,
    )
    losses = -(returns @ exposures)
    assert losses.size > 2000
    assert 0.03 < (losses > daily).mean() < 0.07
    assert daily == pytest.approx(norm.ppf(0.95) * losses.std(ddof=1), rel=1e-9)


@given(
    exposures=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8),
    data=st.data(),
)
def test_layers_build_every_hedge_up_to_the_nearest_share(exposures, data):
    """Position and later trades of a line add to -schedule[1] E, period by period to its share."""
    n = len(exposures)
    schedule = data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))
    found = layered_hedge(np.array(exposures), np.array(schedule))
    for i, exposure in enumerate(exposures):
        held = found.position[i]
        assert held == pytest.approx(-schedule[i] * exposure)
        assert found.unhedged[i] == exposure + held
        for ahead in range(1, n):
            held += found.trades[i, ahead - 1]
            due = max(i - ahead, 0)
            assert held == pytest.approx(-schedule[due] * exposure, abs=1e-6)


def test_layers_of_one_period_have_no_later_trades():
    """A single exposure is hedged now."""
    found = layered_hedge(array(-100), array(0.8))
    assert found.position.tolist() == [80]
    assert found.trades.shape == (1, 0)


def test_gaps_leave_lines_out_and_keep_distances():
    """A period without an exposure is left out; at a distance without a share nothing is traded."""
    found = layered_hedge(array(100, NAN, 100, 100, NAN), array(1, 0.75, NAN, 0.25, NAN))
    assert found.period.tolist() == [1, 4]
    assert found.position.tolist() == [-100, -25]
    assert found.trades.tolist() == [[0, 0, 0], [0, -50, -25]]


@pytest.mark.parametrize(
    ("exposures", "schedule", "kind", "names"),
    [
        (array(1, 2), array(0.5), Kind.MISMATCH, "exposures has 2 cells and schedule has 1"),
        (array(1), array(75), Kind.DOMAIN, "schedule holds 75"),
        (array(1), array(-0.1), Kind.DOMAIN, "schedule holds -0.1"),
        (array(NAN), array(0.1), Kind.UNDEFINED, "exposures"),
    ],
)
def test_what_is_no_schedule_says_why(exposures, schedule, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        layered_hedge(exposures, schedule)
    assert caught.value.kind is kind
    assert names in caught.value.message


POLICY = array([0, 3, 0.75, 1.0], [3, 6, 0.5, 0.75], [6, 12, 0.25, 0.5])


@pytest.mark.parametrize(
    ("tenor", "ratio", "low", "high", "status"),
    [
        (0, 0.75, 0.75, 1, "within band"),
        (3, 0.7, 0.75, 1, "below band"),
        (3.01, 0.7, 0.5, 0.75, "within band"),
        (12, 0.51, 0.25, 0.5, "above band"),
        (12, -0.1, 0.25, 0.5, "below band"),
        (12.1, 0.5, None, None, "no band"),
        (-1, 0.5, None, None, "no band"),
        (0.1 + 0.2, 0.1 + 0.2, 0.75, 1, "below band"),
        (6, 0.1 + 0.65, 0.5, 0.75, "within band"),
    ],
)
def test_a_hedge_meets_the_band_of_its_tenor(tenor, ratio, low, high, status):
    """Limits are inside; a tenor where two rows meet belongs to the nearer; outside is no band."""
    for table in (POLICY, POLICY[::-1]):
        (line,) = hedge_policy_check(array(ratio), array(tenor), table)
        assert (line.low, line.high, line.status) == (low, high, status)


def test_bands_of_whole_periods_leave_gaps_only_between_them():
    """Rows written 0-3 and 4-6 hold 3 and 4, not 3.5."""
    table = array([0, 3, 0.75, 1.0], [4, 6, 0.5, 0.75])
    found = hedge_policy_check(array(0.7, 0.7, 0.7), array(3, 4, 3.5), table)
    assert [line.status for line in found] == ["below band", "within band", "no band"]


def test_titles_and_gaps_are_left_out_and_lines_keep_their_numbers():
    """A row of titles in the policy and lines without two numbers drop out."""
    table = np.vstack([np.full(4, NAN), POLICY])
    found = hedge_policy_check(array(0.8, NAN, 0.6, 0.3), array(1, 1, NAN, 9), table)
    assert [(line.line, line.status) for line in found] == [(1, "within band"), (4, "within band")]


@pytest.mark.parametrize(
    ("ratios", "tenors", "table", "kind", "names"),
    [
        (array(1, 2), array(1), POLICY, Kind.MISMATCH, "hedge_ratios has 2 cells and tenors"),
        (array(1), array(NAN), POLICY, Kind.UNDEFINED, "hedge_ratios"),
        (array(1), array(1), POLICY[:, :3], Kind.TYPE, "policy_table has 3 columns"),
        (array(1), array(1), POLICY * NAN, Kind.UNDEFINED, "policy_table"),
        (array(1), array(1), POLICY[:, [1, 0, 2, 3]], Kind.DOMAIN, "policy_table has a row from"),
        (
            array(1),
            array(1),
            POLICY[:, [0, 1, 3, 2]],
            Kind.DOMAIN,
            "policy_table lowest ratio is 1",
        ),
        (array(1), array(1), POLICY + array(0, 1, 0, 0), Kind.DOMAIN, "do not overlap"),
        (array(1), array(1), POLICY * array(1, 1, 100, 100), Kind.DOMAIN, "0.75 is 75 %"),
        (array(80), array(1), POLICY, Kind.DOMAIN, "0.8 is 80 %"),
    ],
)
def test_what_is_no_policy_says_why(ratios, tenors, table, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        hedge_policy_check(ratios, tenors, table)
    assert caught.value.kind is kind
    assert names in caught.value.message
