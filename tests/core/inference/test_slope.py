"""The robust slope: exact chances against integration and simulation, and what may not matter."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import integrate, linalg, stats
from simulations.processes import PROCESSES, changes_of, overlapping

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference.line import line
from xlhedge.core.inference.long_run import cosines
from xlhedge.core.inference.scores import Scores, ar_covariance
from xlhedge.core.inference.slope import robust_slope

RANDOM = np.random.default_rng(11)


def slope_of(spot, futures, overlap=False):
    """Return the robust slope of given changes."""
    return robust_slope(joint_changes([spot, futures], "given", overlap=overlap))


def sample(n, seed=0, name="ar .5"):
    """Return spot and futures changes of a process."""
    return changes_of(PROCESSES[name], np.random.default_rng(seed), n)


def t_statistics(errors, futures):
    """Return t of slope 0 for rows of errors, by the definition: lstsq, leverages, cosine sums."""
    n = futures.size
    x = np.column_stack([np.ones(n), futures])
    hat = x @ np.linalg.pinv(x)
    centred = futures - futures.mean()
    squares = centred @ centred
    scores = (errors - errors @ hat) * (centred / (1 - np.diag(hat)))
    count = max(4, round(0.4 * n ** (2 / 3)))
    sums = scores @ cosines(n, count, 0, n)
    return (errors @ centred / squares) / (np.sqrt(n * (sums**2).mean(axis=1)) / squares)


@pytest.mark.parametrize("n", [12, 33, 250])
def test_estimate_and_error_are_the_plain_formulas(n):
    """Slope of numpy; t of slope 0 by the definition."""
    spot, futures = sample(n)
    found = slope_of(spot, futures)
    assert found.slope == pytest.approx(np.polyfit(futures, spot, 1)[0], rel=1e-10)
    (t,) = t_statistics(spot[None, :], futures)
    assert found.slope / found.standard_error == pytest.approx(t, rel=1e-9)
    assert (found.observations, found.overlap) == (n, 1)


@pytest.mark.parametrize(("n", "overlap"), [(12, 1), (20, 1), (40, 6)])
def test_the_gaussian_tail_is_what_gaussian_errors_do(n, overlap):
    """200,000 samples of errors for one regressor: the chance of t, within 4 standard errors."""
    spot, futures = sample(n, 2)
    found = slope_of(spot, futures, overlap)
    if overlap > 1:
        correlation = np.maximum(0, 1 - np.arange(float(n)) / overlap)
    else:
        correlation = found.autocorrelation ** np.arange(float(n))
    root = np.linalg.cholesky(linalg.toeplitz(correlation))
    t = np.abs(t_statistics(RANDOM.normal(size=(200_000, n)) @ root.T, futures))
    for limit in (1.0, 2.5, 5.0):
        chance = (t > limit).mean()
        error = np.sqrt(chance * (1 - chance) / t.size)
        assert found._law.tail(limit) == pytest.approx(chance, abs=4 * error)


@pytest.mark.parametrize("n", [12, 60])
def test_the_gaussian_tail_is_imhofs(n):
    """The same chance by Imhof's (1961) integral over the form's eigenvalues, to 1e-6."""
    found = slope_of(*sample(n, 4))
    fit = line(joint_changes(list(sample(n, 4)), "given"), ("spot", "futures"), 12)
    covariance = ar_covariance(Scores.of(fit), found.autocorrelation)
    for limit in (0.7, 2.0, 4.0):
        signs = np.array([1.0, *[-limit * limit / found.degrees] * found.degrees])
        values = np.linalg.eigvals(covariance * signs).real / covariance[0, 0]

        def integrand(u, values=values):
            angle = 0.5 * np.arctan(values * u).sum()
            length = np.prod((1 + (values * u) ** 2) ** 0.25)
            return np.sin(angle) / (u * length)

        integral, _ = integrate.quad(integrand, 0, np.inf, limit=2_000, epsabs=1e-10)
        assert found._law.tail(limit) == pytest.approx(0.5 + integral / np.pi, abs=1e-6)


def test_the_gaussian_tail_keeps_its_digits_far_out():
    """It falls as t to the power of minus the degrees: a nearly perfect hedge has next to no p."""
    found = slope_of(*sample(20, 3, "ar .8"))
    chances = np.array([found._law.tail(10.0**k) for k in range(2, 9)])
    np.testing.assert_allclose(np.diff(np.log10(chances)), -found.degrees, atol=0.01)
    futures = sample(40, 1)[1]
    close = slope_of(futures + 1e-9 * RANDOM.normal(size=40), futures)
    assert close.p_value() < 1e-30
    assert [found._law.tail(t) for t in (1e70, 1e300)] == [found._law.tail(1e60)] * 2


def test_without_autocorrelation_it_is_students_t():
    """A regressor of 1 and -1 and errors that do not hang together: t with the cosines' degrees."""
    n = 2_000
    futures = RANDOM.permutation(np.repeat([1.0, -1.0], n // 2))
    error = RANDOM.normal(size=n)
    found = slope_of(0.5 * futures + error, futures)
    assert abs(found.autocorrelation) < 0.06
    for level in (0.8, 0.95, 0.99):
        limit = stats.t.ppf((1 + level) / 2, found.degrees)
        assert found._law.tail(limit) == pytest.approx(1 - level, rel=0.03)
        assert found.critical_value(level) == pytest.approx(limit, rel=0.01)


@given(st.integers(12, 60), st.integers(0, 10**6), st.sampled_from([0.01, 0.5, 0.9, 0.95, 0.9999]))
def test_interval_and_p_value_are_one(n, seed, level):
    """At either end the p-value is 1 - level; inside larger, outside smaller."""
    found = slope_of(*sample(n, seed, ("iid", "ar .8", "t4")[seed % 3]))
    low, high = found.interval(level)
    assert low < found.slope < high
    assert found.slope - low == pytest.approx(high - found.slope, rel=1e-9)
    for end in (low, high):
        assert found.p_value(end) == pytest.approx(1 - level, rel=1e-6)
        assert found.p_value(found.slope + 0.99 * (end - found.slope)) > 1 - level
        assert found.p_value(found.slope + 1.01 * (end - found.slope)) < 1 - level
    assert found.p_value(found.slope) == 1
    student = stats.t.ppf((1 + level) / 2, found.degrees)
    assert high - found.slope >= student * found.standard_error * (1 - 1e-9)


@given(
    st.sampled_from([1e-150, 1e-7, -3.0, 1e150]),
    st.sampled_from([1e-150, -0.01, 1e9, 1e150]),
    st.sampled_from([0.0, 5.0, -800.0]),
)
def test_units_signs_and_means_do_not_matter(spot_unit, futures_unit, mean):
    """T and its chance stay; slope and error have the ratio of the units."""
    spot, futures = sample(40, 9)
    factor = spot_unit / futures_unit
    assume(1e-290 < abs(factor) < 1e290)
    plain = slope_of(spot, futures)
    scaled = slope_of((spot + mean) * spot_unit, (futures - mean) * futures_unit)
    assert scaled.slope == pytest.approx(factor * plain.slope, rel=1e-9)
    assert scaled.standard_error == pytest.approx(abs(factor) * plain.standard_error, rel=1e-9)
    assert scaled.p_value() == pytest.approx(plain.p_value(), rel=1e-7)
    assert scaled.critical_value(0.95) == pytest.approx(plain.critical_value(0.95), rel=1e-7)


def test_a_slope_is_added_to_without_a_change_of_its_error():
    """Spot plus a multiple of futures: the slope moves by it, and nothing else does."""
    spot, futures = sample(50, 12)
    plain, moved = slope_of(spot, futures), slope_of(spot + 2 * futures, futures)
    assert moved.slope == pytest.approx(plain.slope + 2, rel=1e-12)
    assert moved.p_value(2.0) == pytest.approx(plain.p_value(0.0), rel=1e-8)


def test_time_may_run_backwards():
    """Neither autocorrelation nor cosines know a direction."""
    spot, futures = sample(45, 13)
    forward, backward = slope_of(spot, futures), slope_of(spot[::-1], futures[::-1])
    assert forward.interval() == pytest.approx(backward.interval(), rel=1e-9)


def test_autocorrelation_is_paid_for():
    """Changes that hang together tell less: fewer effective ones, a wider critical value."""
    free, bound = (slope_of(*sample(60, 3, name)) for name in ("iid", "ar .8"))
    assert bound.effective_observations < 0.4 * free.effective_observations
    assert bound.critical_value(0.95) > stats.t.ppf(0.975, bound.degrees)


def test_declared_overlap_is_allowed_for():
    """Sums over 12 rows: the declared interval is the wider one in most samples."""
    random = np.random.default_rng(1)
    wider = []
    for _ in range(40):
        futures, error = overlapping(random, 60, 12), overlapping(random, 60, 12)
        declared, silent = (slope_of(futures + error, futures, k) for k in (12, False))
        assert declared.autocorrelation == pytest.approx(11 / 12)
        wider.append(declared.critical_value(0.95) > silent.critical_value(0.95))
    assert np.mean(wider) > 0.5


ODD = {
    "duplicates": (np.tile([1.0, 2.0, 4.0], 8), np.tile([1.0, 1.0, 3.0], 8)),
    "a regime of zeros": (
        np.r_[np.zeros(20), sample(20, 1)[0]],
        np.r_[np.zeros(20), sample(20, 1)[1]],
    ),
    "two rows that move": (np.r_[np.zeros(28), 1.0, 3.0], np.r_[np.zeros(28), 1.0, 2.0]),
    "heavy leverage": (np.r_[sample(29, 1)[0], 900.0], np.r_[sample(29, 1)[1], 1_000.0]),
    "zeros and ones": (np.arange(30.0) % 2, (np.arange(30.0) // 2) % 2),
    "errors of one row": (np.arange(30.0) + 5 * np.eye(30)[3], np.arange(30.0)),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_samples_have_sensible_answers(name):
    """Finite ends around the slope, p-values that fall from 1 towards 0."""
    found = slope_of(*ODD[name])
    for level in (0.5, 0.95, 0.999):
        low, high = found.interval(level)
        assert np.isfinite([low, high]).all()
        assert low <= found.slope <= high
    distances = np.array([0, 0.1, 1, 3, 10, 100]) * found.standard_error
    chances = [found.p_value(found.slope + d) for d in distances]
    assert chances[0] == 1
    assert (np.diff(chances) < 1e-12).all()


@given(
    hnp.arrays(np.float64, (14, 2), elements=st.sampled_from([-1.0, 0.0, 0.5, 1.0, 1e6])),
    st.sampled_from([False, 2, 3]),
)
def test_few_values_are_answered_or_refused(pairs, overlap):
    """Any two columns of few different values give finite figures or a sentence."""
    try:
        found = slope_of(*pairs.T, overlap)
    except HedgeError:
        return
    assert np.isfinite([*found.interval(), found.effective_observations]).all()
    assert 0 <= found.p_value() <= 1


def test_errors_that_do_not_count_for_the_slope():
    """What is left over stands only where futures are at their mean: no error can be told."""
    futures = np.tile([-1.0, 0.0, 1.0, 0.0], 6)
    error = np.tile([0.0, 1.0, 0.0, -1.0], 6)
    with pytest.raises(HedgeError, match="do not count for the slope") as caught:
        slope_of(futures + error, futures)
    assert caught.value.kind is Kind.UNDEFINED


def test_units_too_far_apart():
    """A slope beyond what a number can be is refused, not infinite."""
    spot, futures = sample(20)
    with pytest.raises(HedgeError, match="units too far apart") as caught:
        slope_of(spot * 1e200, futures * 1e-200)
    assert caught.value.kind is Kind.DOMAIN


@pytest.mark.parametrize("level", [1e-300, 1e-17, 1e-12, 1e-9, 1 - 1e-12, 1 - 2**-53])
@pytest.mark.parametrize("name", ["iid", "ar .8"])
def test_levels_next_to_0_and_1(name, level):
    """Every level has an end: next to nothing, or far out, and never a search without one."""
    found = slope_of(*sample(20, 3, name))
    low, high = found.interval(level)
    assert low <= found.slope <= high < np.inf
    if level < 0.5:
        assert high - low < 1e-5 * found.standard_error
    else:
        assert high - low > 100 * found.standard_error


@pytest.mark.parametrize("level", [0, 1, -0.1, 95])
def test_a_level_is_a_share(level):
    """95 for 95 % is refused by name."""
    with pytest.raises(HedgeError, match="level is") as caught:
        slope_of(*sample(20)).interval(level)
    assert caught.value.kind is Kind.DOMAIN


def test_names_are_those_of_the_caller():
    """Accounting calls the two by other names."""
    changes = joint_changes([np.arange(5.0), np.arange(5.0)], "given")
    with pytest.raises(HedgeError, match="item_changes and hedge_changes give 5"):
        robust_slope(changes, ("item_changes", "hedge_changes"))


def test_rows_are_taken_in_blocks_without_a_seam():
    """3,000 rows, three blocks: the same as one matrix product over all of them."""
    spot, futures = sample(3_000, 5, "ar .8")
    found = slope_of(spot, futures)
    fit = line(joint_changes([spot, futures], "given"), ("spot", "futures"), 12)
    matrix = linalg.toeplitz(found.autocorrelation ** np.arange(3_000.0))
    expected = 3_000 * fit.squares / (fit.x @ matrix @ fit.x)
    assert found.effective_observations == pytest.approx(expected, rel=1e-9)
