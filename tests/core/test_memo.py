"""The memo: what a reader needs, the figures as people write them, and a hash that replays."""

import hashlib
import json
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.memo import LONGEST, MemoLimits, hedge_memo, inputs_hash

STANDARDS = ("ifrs9", "ias39", "asc815")
RELATIONSHIP = "economic relationship: correlation"
CREDIT = "credit risk does not dominate: share of changes"
RATIO = "hedge ratio as in risk management: actual / designated - 1"


def changes(n=12, seed=0, noise=0.2):
    """Return changes of an item and of a hedge that offsets it with noise."""
    random = np.random.default_rng(seed)
    hedge = random.normal(size=n)
    return noise * random.normal(size=n) - hedge, hedge


ITEM, HEDGE = changes()


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


def paragraph(text, start):
    """Return the one paragraph of a memo with this start."""
    (found,) = [line for line in text.split("\n") if line.startswith(start)]
    return found


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_memo_says_what_a_reader_needs(standard):
    """Item, hedge, period, count, method, verdicts, version and hash; twice equal."""
    text = memo(standard=standard)
    for needed in (
        "jet fuel",
        "heating oil futures",
        "2025",
        "12 paired",
        "least squares",
        "9.9.9",
    ):
        assert needed in text
    assert "verdict: pass." in text
    assert re.search(r"[0-9a-f]{64}\.$", text)
    assert memo(standard=standard) == text
    assert max(map(len, text.split("\n"))) < 400  # short paragraphs


def test_the_memo_keeps_the_standards_apart():
    """80-125 is text of IAS 39, practice under ASC 815, and nothing in IFRS 9."""
    assert "has no 80-125 line" in memo()
    assert "80-125 per cent is its text" in memo(standard="ias39")
    assert "practice, not its text" in memo(standard="asc815")
    assert "6.4.1(c)(ii), B6.4.7-8]: credit_changes not given" in memo()
    assert "6.4.1" not in memo(standard="ias39")


def test_figures_are_written_as_people_write_them():
    """Three decimals, thousands with commas, and a p-value too small to matter as below it."""
    item, hedge = changes(1_234, seed=3, noise=0.475)
    item += 0.05
    text = memo(data=(1e5 * item, 1e5 * hedge))
    assert "1,234 paired changes" in text
    assert re.search(r"r = -0\.\d{3}, p below 0\.0001; ", text)
    regression = memo("ias39", data=(1e5 * item, 1e5 * hedge))
    assert "slope p-value: p below 0.0001; needed: below 0.05, slope below 0" in regression
    assert re.search(r"intercept \[money\]: -?\d,\d{3}\.$", regression, re.MULTILINE)
    assert not re.search(r"\de[-+]\d|\d\.\d{7}", text + regression)
    assert re.search(r"p = 0\.\d{4}; ", memo("ias39", data=changes(noise=1.3)))


@given(
    st.floats(0.05, 0.95),
    st.integers(-6, 6),
    st.sampled_from([1e-3, 1e-4, 1e-5, 1e-7, 1e-9]),
)
def test_a_figure_stands_on_its_side_of_the_limit(limit, steps, step):
    """However near the limit, what is written is not the limit unless the figure is."""
    limit = round(limit, 2)
    designated, actual = 1.0, 1 + limit + steps * step
    line = paragraph(
        memo(designated_ratio=designated, actual_ratio=actual, limits=[None] * 5 + [limit]),
        "hedge ratio",
    )
    written = float(re.search(r"\]: (-?[\d.]+); needed", line).group(1))
    assert (written > limit) == (steps > 0)
    assert line.endswith("verdict: fail." if steps > 0 else "verdict: pass.")


@pytest.mark.parametrize(
    ("standard", "overall"),
    [
        (
            "ifrs9",
            f"0 of 3 requirements met; fail: {RELATIONSHIP}, {RATIO}; not assessed: {CREDIT}.",
        ),
        ("ias39", "1 of 3 criteria met; fail: slope, slope p-value."),
        ("asc815", "1 of 3 criteria met; fail: slope, slope p-value."),
    ],
)
def test_no_sentence_outruns_the_verdicts(standard, overall):
    """Where criteria fail the memo claims nothing, and says which ones."""
    text = memo(standard, data=(-ITEM, HEDGE), actual_ratio=0.0)
    assert not re.search(r"\beffective\b|\bqualif", text)
    assert paragraph(text, "overall").endswith(f": fail, {overall}")


def test_what_is_not_assessed_is_said_plainly():
    """Few changes and no credit figures: both are named, with the reason, and nothing passes."""
    text = memo(data=(ITEM[:8], HEDGE[:8]))
    assert paragraph(text, "overall") == (
        f"overall [6.4.1(c)]: not assessed, 1 of 3 requirements met; not assessed: {RELATIONSHIP}, "
        f"{CREDIT}."
    )
    assert "8 pairs of changes; at least 12 are needed" in paragraph(text, "economic relationship")


def test_the_limits_judge():
    """Each limit turns the verdict it belongs to, and the memo prints it."""
    tight = MemoLimits(0.99, -1.01, -0.99, 1e-9, 0.0, 0.0, "hedge on item", 0.99, 1.01, 1e9)
    text = memo("ias39", limits=tight)
    assert "needed: 0.99 or more; verdict: fail." in paragraph(text, "r squared")
    assert "needed: -1.01 to -0.99; verdict: fail." in paragraph(text, "slope:")
    assert paragraph(text, "slope p-value").endswith("verdict: fail.")
    assert paragraph(text, "cumulative").endswith("0.99 to 1.01; verdict: below noise floor.")
    assert "least squares of hedge on item" in text
    credit = 0.01 * HEDGE
    text = memo(limits=tight, credit_changes=credit, actual_ratio=1.001)
    for start in ("economic", "credit", "hedge ratio"):
        assert paragraph(text, start).endswith("verdict: fail.")
    assert "overlap by 3 rows" in memo(overlap=3)


HASHES = {  # printed by version 0.1, which knew no limits
    ("ifrs9", False): "5265a0c5aa7216cf3cd9ab5f4fe3430fbb32ff74f1f89312e42a66243385fa93",
    ("ifrs9", True): "6d6f697b31c1f503232e959c846d0afba6411b479ab8814e5795bd572e0b3e54",
    ("ias39", False): "b21fc010402c5b661b91d5437462f565e60bac10b79f1679426ca0cf2b358ef6",
    ("asc815", True): "7971a41744d06a8f74850f0c7ebfe521c773435ef53fb014a76e0530f1da8709",
}


@pytest.mark.parametrize("limits", [(), [], [None] * 10])
@pytest.mark.parametrize(("standard", "credit"), HASHES)
def test_memos_of_the_first_version_replay(standard, credit, limits):
    """Limits and overlap that are left out leave the hash as it was before they existed."""
    item = np.array([10.0, -8.0, np.nan, 5.0, -12.0, -0.0, 3.5])
    hedge = np.array([-9.0, 8.0, 1.0, -5.0, 11.0, 0.1, -3.0])
    part = np.array([0.1, 0, 0, 0, -0.2, 0, 0]) if credit else None
    text = hedge_memo(
        *(item, hedge, standard, "2025 Ä", "jet\nfuel", "futures", 0.95, 0.94, part, "1"),
        limits,
    )
    assert text.endswith(f"{HASHES[standard, credit]}.")


def test_the_hash_can_be_replayed_with_plain_json():
    """The hash is sha256 of the arguments as compact ASCII JSON: no code of ours is needed."""
    item = np.array([1.0, np.nan, -2.5, 0.5, -0.0])
    hedge = np.array([-1.0, 3.0, 2.0, -0.4, 0.1])
    plain = [
        [1.0, None, -2.5, 0.5, 0.0],
        [-1.0, 3.0, 2.0, -0.4, 0.1],
        "ifrs9", "Ä", "", "", 1.0, 1.0, None,
    ]  # fmt: skip
    for more, limits, overlap in (
        ([], (), False),
        ([[None, None, None, 0.1]], [None, None, None, 0.1, None, None, None], False),
        ([None, 2.0], (), 2),
        ([[0.9, None, None, None, None, None, "hedge on item"], 3.0],
         [0.9, None, None, None, None, None, "hedge on item"], 3),
    ):  # fmt: skip
        expected = json.dumps([*plain, *more], separators=(",", ":"))
        found = hedge_memo(
            item, hedge, "ifrs9", "Ä", "", "", 1, 1, None, "0", limits, overlap=overlap
        )
        assert found.endswith(f"{hashlib.sha256(expected.encode()).hexdigest()}.")


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
            {"limits": [0.9]},
            {"limits": [None, -1.3]},
            {"overlap": 2},
        )
    }
    assert len(hashes) == 8
    assert memo(version="1")[-65:] == memo(version="2")[-65:]
    assert inputs_hash((ITEM,)) != inputs_hash((np.nextafter(ITEM, 9),))


def test_a_name_is_kept_on_one_line():
    """Line breaks and tabs in a name become single spaces; an empty one is not stated."""
    text = memo(item=" jet\n\tfuel\x00\u2028 ", hedge=" ")
    assert "\nHedged item: jet fuel. Hedging instrument: not stated. Period: 2025.\n" in text


@given(st.text(st.characters(codec=None), max_size=40), st.sampled_from(STANDARDS))
def test_text_of_any_kind_is_survived(name, standard):
    """Lone surrogates, controls and breaks: the memo is text that every file can hold."""
    text = memo(standard, item=name, hedge=name, period=name)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", text)
    text.encode()
    assert text.count("\n") == memo(standard).count("\n")


def test_two_halves_of_a_character_are_one():
    """A character beyond the first plane may come as two surrogates; a lone one is marked."""
    assert "Hedged item: \N{FIRE}." in memo(item="\ud83d\udd25")
    assert "Hedged item: \N{REPLACEMENT CHARACTER}x." in memo(item="\ud83dx")


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
    assert "11 paired changes in value; 1 row was dropped." in memo(credit_changes=credit)
    assert "12 paired changes in value; 0 rows" in memo("ias39", credit_changes=credit)


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x > 0))
def test_a_ratio_of_any_size_is_told(actual):
    """However far the ratios are apart, the memo is written and stays readable."""
    line = paragraph(memo(actual_ratio=actual, designated_ratio=1e-3), "hedge ratio")
    assert math.isfinite(actual / 1e-3) != ("no number that a cell holds" in line)
    assert len(line) < 250
