"""The simulated price history: the same on every machine, and plausible."""

import datetime as dt
import hashlib
import itertools

import numpy as np

from xlhedge.templates import prices

LAST = dt.date(2026, 11, 20)
WEEKS = prices.weekly(LAST, 3.0, 3.467)


def test_it_is_the_same_everywhere():
    """Only whole numbers and random() make it, so its digest is one for all machines."""
    digest = hashlib.sha256(repr([(w.spot, w.futures) for w in WEEKS]).encode()).hexdigest()
    assert digest[:16] == "82e7f3ac02031b63"


def test_it_ends_at_the_prices_given():
    """The farmer's own prices are the last ones; weeks are seven days apart."""
    assert WEEKS[-1] == (LAST, 3.0, 3.467)
    assert len(WEEKS) == 104
    assert {b.day - a.day for a, b in itertools.pairwise(WEEKS)} == {dt.timedelta(weeks=1)}


def test_spot_follows_futures_but_not_one_for_one():
    """A slope below 1 and a good correlation: what the sizing section is there to show."""
    spot, futures = (np.diff([w[i] for w in WEEKS]) for i in (1, 2))
    slope = np.cov(spot, futures)[0, 1] / futures.var(ddof=1)
    assert 0.85 < slope < 0.95
    assert np.corrcoef(spot, futures)[0, 1] > 0.9
    assert min(w.spot for w in WEEKS) > 2
