"""OCI, the IFRS 9 assessment and the memo: identities, verdicts, and what they may not say."""

import hashlib
import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.accounting import ifrs9_assessment, oci_split
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.memo import LONGEST, hedge_memo, inputs_hash

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


ITEM, HEDGE = changes(n=6)


@pytest.mark.parametrize(
    ("call", "kind", "named"),
    [
        (lambda: oci_split(ITEM, HEDGE[:2]), Kind.MISMATCH, "hypothetical_cumulative"),
        (lambda: oci_split(ITEM * np.nan, HEDGE), Kind.UNDEFINED, "hedge_cumulative"),
        (lambda: ifrs9_assessment(ITEM, HEDGE[:2], 1, 1), Kind.MISMATCH, "hedge_changes"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, 1, 1, HEDGE[:2]), Kind.MISMATCH, "credit_changes"),
        (lambda: ifrs9_assessment(ITEM[:2], HEDGE[:2], 1, 1), Kind.UNDEFINED, "item_changes"),
        (lambda: ifrs9_assessment(ITEM, HEDGE, -1, 1), Kind.DOMAIN, "designated_ratio"),
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


def test_a_position_that_adds_to_the_risk_fails_the_ratio_requirement():
    """A negative actual ratio gets a figure and a verdict, within the tolerance or not."""
    for designated, actual in ((1, -1), (0.01, -0.005)):
        ratio = ifrs9_assessment(ITEM, HEDGE, designated, actual)[2]
        assert (ratio.figure, ratio.verdict) == (pytest.approx(designated - actual), "fail")


def memo(standard="ifrs9", data=(ITEM, HEDGE), **other):
    """Return a memo with everything but what is given left at its default."""
    arguments = {
        "period": "2025",
        "item": "jet fuel",
        "hedge": "heating oil futures",
        "designated_ratio": 1.0,
        "actual_ratio": 1.0,
        "credit_changes": None,
        "version": "9.9.9",
        **other,
    }
    return hedge_memo(*data, standard, **arguments)


@pytest.mark.parametrize("standard", ["ifrs9", "ias39", "asc815"])
def test_the_memo_says_what_a_reader_needs(standard):
    """One line with item, hedge, period, count, method, verdicts, version and hash; twice equal."""
    text = memo(standard=standard)
    assert "\n" not in text
    for needed in ("jet fuel", "heating oil futures", "2025", "6 paired", "least squares", "9.9.9"):
        assert needed in text
    assert re.search(r"\((needed: .*; )?pass\)", text)
    assert re.search(r"[0-9a-f]{64}\.$", text)
    assert memo(standard=standard) == text


def test_the_memo_keeps_the_standards_apart():
    """80-125 is text of IAS 39, practice under ASC 815, and nothing in IFRS 9."""
    assert "has no 80-125 line" in memo()
    assert "80-125 per cent is its text" in memo(standard="ias39")
    assert "practice, not its text" in memo(standard="asc815")
    assert "6.4.1(c)(ii), B6.4.7-8] credit_changes not given" in memo()
    assert "6.4.1" not in memo(standard="ias39")


def test_the_hash_can_be_replayed_with_plain_json():
    """The hash is sha256 of the arguments as compact ASCII JSON: no code of ours is needed."""
    item = np.array([1.0, np.nan, -2.5, 0.5, -0.0])
    hedge = np.array([-1.0, 3.0, 2.0, -0.4, 0.1])
    plain = [
        [1.0, None, -2.5, 0.5, 0.0],
        [-1.0, 3.0, 2.0, -0.4, 0.1],
        "ifrs9", "Ä", "", "", 1.0, 1.0, None,
    ]  # fmt: skip
    expected = hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode()).hexdigest()
    found = hedge_memo(item, hedge, "ifrs9", "Ä", "", "", 1, 1, None, "0")
    assert found.endswith(f"{expected}.")


def test_any_other_input_has_another_hash():
    """A changed number, text, gap or argument changes the hash; the version does not."""
    hashes = {
        memo(**change)[-65:]
        for change in (
            {},
            {"period": "2026"},
            {"designated_ratio": 1.01},
            {"credit_changes": 0 * HEDGE},
            {"hedge": "other futures"},
        )
    }
    assert len(hashes) == 5
    assert memo(version="1")[-65:] == memo(version="2")[-65:]
    assert inputs_hash((ITEM,)) != inputs_hash((np.nextafter(ITEM, 9),))


def test_a_name_is_kept_on_one_line():
    """Line breaks and tabs in a name become single spaces; an empty one is not stated."""
    text = memo(item=" jet\n\tfuel ", hedge=" ")
    assert "Hedged item: jet fuel. Hedging instrument: not stated. Period: 2025." in text


def test_a_memo_that_no_cell_holds_is_refused():
    """A cell holds 32,767 UTF-16 units: a character beyond the first plane counts twice."""
    spare = LONGEST - len(memo(item="x")) + 1
    assert len(memo(item="x" * spare)) == LONGEST
    for item in ("x" * (spare + 1), "x" * (spare - 1) + "\N{FIRE}"):
        with pytest.raises(HedgeError, match="item, hedge and period") as caught:
            memo(item=item)
        assert caught.value.kind is Kind.DOMAIN


def test_the_memo_counts_what_was_dropped():
    """Rows without a number in any range that is used are told."""
    credit = 0 * HEDGE
    credit[0] = np.nan
    assert "5 paired changes in value; 1 rows were dropped" in memo(credit_changes=credit)
    assert "6 paired changes in value; 0 rows" in memo("ias39", credit_changes=credit)
