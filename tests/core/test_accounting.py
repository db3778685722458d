"""OCI and the IFRS 9 assessment: identities, verdicts, and what they may not say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.accounting import ifrs9_assessment, oci_split
from xlhedge.core.errors import HedgeError, Kind

cents = st.integers(-(10**9), 10**9).map(float)


def changes(n=40, seed=0, noise=0.2):
    """Return changes of an item and of a hedge that offsets it with noise."""
    random = np.random.default_rng(seed)
    hedge = random.normal(size=n)
    return noise * random.normal(size=n) - hedge, hedge


def by_name(lines):
    """Return a table's lines by the first words of their names."""
    return {line.name.split(":")[0]: line for line in lines}


@given(st.lists(st.tuples(cents, cents), min_size=1, max_size=12))
def test_oci_and_pnl_are_the_whole_change(pairs):
    """Cumulatively and in each period OCI + P&L is the hedge's change, and OCI the lower of."""
    hedge, hypothetical = np.array(pairs).T
    periods = oci_split(hedge, hypothetical)
    before = 0.0
    for period, h, y in zip(periods, hedge, hypothetical, strict=True):
        assert period.oci_cumulative + period.pnl_cumulative == h
        assert period.oci_movement + period.pnl_movement == h - before
        assert abs(period.oci_cumulative) == (min(abs(h), abs(y)) if h * y > 0 else 0)
        before = h
    assert sum(p.oci_movement for p in periods) == periods[-1].oci_cumulative


@pytest.mark.parametrize(
    ("hedge", "hypothetical", "oci", "pnl"),
    [
        (100, 80, 80, 20),  # over-hedge: the excess is ineffective
        (80, 100, 80, 0),  # under-hedge: nothing is
        (-100, -80, -80, -20),
        (50, -30, 0, 50),  # both sides lost or gained: nothing was offset
        (0, 30, 0, 0),
    ],
)
def test_the_cases_of_the_lower_of_test(hedge, hypothetical, oci, pnl):
    """IFRS 9 6.5.11: over-hedge, under-hedge, both signs, no offset."""
    (period,) = oci_split(np.array([hedge], float), np.array([hypothetical], float))
    assert (period.oci_cumulative, period.pnl_cumulative) == (oci, pnl)


def test_a_dropped_period_is_in_the_next_movement():
    """Cumulative figures carry on over a gap: the movement covers both periods."""
    periods = oci_split(np.array([10.0, np.nan, 30.0]), np.array([10.0, 20.0, 30.0]))
    assert [p.period for p in periods] == [1, 3]
    assert periods[1].oci_movement == 20


def test_ifrs9_has_no_band():
    """A dollar offset far outside 80-125 % is information: it cannot fail the assessment."""
    item, hedge = changes()
    item = item + 0.8  # shifts the total, not the relationship
    lines = by_name(ifrs9_assessment(item, hedge, 1, 1, 0 * item))
    offset = lines["cumulative dollar offset"]
    assert not 0.8 <= offset.figure <= 1.25
    assert offset.verdict == "not a criterion"
    assert "no 80-125" in offset.needed
    assert lines["overall"].verdict == "pass"


def test_the_three_requirements_can_fail_alone():
    """No opposite movement, dominant credit risk, or another ratio: each fails on its own."""
    item, hedge = changes()
    names = [
        "economic relationship",
        "credit risk does not dominate",
        "hedge ratio as in risk management",
    ]

    def verdicts(*arguments):
        lines = by_name(ifrs9_assessment(*arguments))
        return [lines[name].verdict for name in names], lines["overall"].verdict

    none = 0 * item
    assert verdicts(item, hedge, 1, 1, none) == (["pass"] * 3, "pass")
    assert verdicts(-item, hedge, 1, 1, none) == (["fail", "pass", "pass"], "fail")
    assert verdicts(item, hedge, 1, 1, 0.6 * hedge) == (["pass", "fail", "pass"], "fail")
    assert verdicts(item, hedge, 1, 0.9, none) == (["pass", "pass", "fail"], "fail")
    assert verdicts(item, hedge, 1, 1) == (["pass", "not assessed", "pass"], "not assessed")


def test_judgements_include_their_limits():
    """A credit share of exactly the limit and ratios exactly the tolerance apart still pass."""
    item, hedge = changes()
    lines = by_name(ifrs9_assessment(item, hedge, 1.0, 0.98, 0.5 * hedge))
    assert lines["credit risk does not dominate"].verdict == "pass"
    assert lines["hedge ratio as in risk management"].verdict == "pass"


def test_paragraphs_are_cited():
    """Each requirement names its paragraph of IFRS 9, information names none."""
    lines = ifrs9_assessment(*changes(), 1, 1)
    assert [line.paragraph for line in lines if line.paragraph.startswith("6.4.1(c)(")] == [
        "6.4.1(c)(i), B6.4.4-6",
        "6.4.1(c)(ii), B6.4.7-8",
        "6.4.1(c)(iii), B6.4.9-11",
    ]
    assert all(line.paragraph == "none" for line in lines if line.verdict == "information")


ITEM, HEDGE = changes(n=12)


@pytest.mark.parametrize(
    ("call", "kind", "named"),
    [
        (lambda: oci_split(ITEM, HEDGE[:2]), Kind.MISMATCH, "hypothetical_cumulative"),
        (lambda: oci_split(ITEM * np.nan, HEDGE), Kind.UNDEFINED, "hedge_cumulative"),
        (lambda: ifrs9_assessment(ITEM, HEDGE[:2], 1, 1), Kind.MISMATCH, "hedge_changes"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, 1, 1, HEDGE[:2]), Kind.MISMATCH, "credit_changes"),
        (lambda: ifrs9_assessment(ITEM[:2], HEDGE[:2], 1, 1), Kind.UNDEFINED, "item_changes"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, -1, 1), Kind.DOMAIN, "designated_ratio"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, 0, 1), Kind.UNDEFINED, "designated_ratio is 0"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, 1, 1, tolerance=2), Kind.DOMAIN, "0.02 is 2 %"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, 1, 1, overlap=True), Kind.DOMAIN, "number of rows"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, 1, 1, None, 1), Kind.DOMAIN, "alpha"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, 1, 1, None, 0.05, 2), Kind.DOMAIN, "credit_limit"),
        (
            lambda: ifrs9_assessment(ITEM, HEDGE, 1, 1, None, 0.05, 0.5, -1),
            Kind.DOMAIN,
            "tolerance",
        ),
    ],
)
def test_what_cannot_be_assessed_says_why(call, kind, named):
    """Each trouble has its kind and names the argument."""
    with pytest.raises(HedgeError, match=named) as caught:
        call()
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    ("designated", "actual", "tolerance", "verdict"),
    [
        (1, 0.98, 0.02, "pass"),  # the tolerance itself still passes
        (1, 1.02, 0.02, "pass"),
        (1, 0.97, 0.02, "fail"),
        (0.0002, 0.0001, 0.02, "fail"),  # half of it, however small the numbers
        (0.0002, 0.000196, 0.02, "pass"),
        (2e6, 1.97e6, 0.02, "pass"),
        (0.01, 0, 0.02, "fail"),  # nothing held
        (1, 0, 1, "fail"),
        (1, 1e-9, 1, "pass"),
        (0.01, -0.005, 0.02, "fail"),  # it adds to the risk
        (1, -1, 1, "fail"),
        (5e-324, 1, 1, "fail"),
    ],
)
def test_the_ratio_is_kept_in_proportion(designated, actual, tolerance, verdict):
    """The tolerance is a share of the designated ratio; nothing held or a wrong sign fails."""
    lines = ifrs9_assessment(ITEM, HEDGE, designated, actual, tolerance=tolerance)
    assert lines[2].verdict == verdict
    assert lines[2].figure == actual / designated - 1
    assert (lines[-1].verdict == "fail") == (verdict == "fail")


@given(st.floats(1e-6, 1e6), st.floats(-2, 2), st.floats(1e-3, 1e3))
def test_the_ratio_has_no_unit(designated, share, factor):
    """Lots, barrels or millions: the verdict depends on actual / designated alone."""
    verdicts = {
        ifrs9_assessment(ITEM, HEDGE, k * designated, k * share * designated)[2].verdict
        for k in (1, factor)
    }
    assert verdicts == {"pass" if 0.98 <= share <= 1.02 else "fail"} or abs(
        abs(share - 1) - 0.02
    ) == pytest.approx(0)


@pytest.mark.parametrize(("overlap", "fewest"), [(False, 12), (5, 20)])
def test_a_relationship_of_few_changes_is_not_assessed(overlap, fewest):
    """Below 12 changes or 4 overlaps no figure but the robust ones is lost."""
    verdicts = {}
    for n in (fewest - 1, fewest):
        item, hedge = changes(n)
        lines = by_name(ifrs9_assessment(item, hedge, 1, 1, 0 * item, overlap=overlap))
        missing = {name for name, x in lines.items() if isinstance(x.figure, HedgeError)}
        assert missing == ({"slope p-value", "robust standard error"} if n < fewest else set())
        verdicts[n] = lines["economic relationship"].verdict, lines["overall"].verdict
    assert verdicts == {fewest - 1: ("not assessed",) * 2, fewest: ("pass", "pass")}


def test_an_exact_offset_is_a_relationship():
    """Critical terms that match: no residual is left, and the requirement is met."""
    _, hedge = changes(12)
    lines = by_name(ifrs9_assessment(-0.9 * hedge, hedge, 1, 1))
    assert lines["economic relationship"].verdict == "pass"
    assert lines["slope p-value"].figure == 0
