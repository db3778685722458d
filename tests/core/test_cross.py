"""The cross hedge: its parts agree with the functions it is made of."""

import numpy as np
import pytest

from xlhedge.core.changes import joint_changes
from xlhedge.core.cross import cross_hedge
from xlhedge.core.minimum_variance import effectiveness, hedge_ratio

RNG = np.random.default_rng(11)
FUTURES = 80 + np.cumsum(RNG.normal(0, 1, 60))
SPOT = 0.7 * FUTURES + 20 + np.cumsum(RNG.normal(0, 0.2, 60))


def test_price_changes():
    """In price changes: the ratio's contracts, its effectiveness, and the residual in money."""
    found = cross_hedge(SPOT, FUTURES, -2e6, 42000)
    changes = joint_changes([SPOT, FUTURES])
    ratio = hedge_ratio(changes)
    ds, df = changes.series
    assert found.hedge_ratio == ratio
    assert found.contracts_exact == pytest.approx(ratio * 2e6 / 42000)
    assert found.contracts_rounded == round(found.contracts_exact)
    assert found.effectiveness == pytest.approx(effectiveness(changes), abs=1e-12)
    residual = (ds - ratio * df).std(ddof=0) * np.sqrt(ds.size / (ds.size - 2))
    assert found.residual_sd == pytest.approx(2e6 * residual)


@pytest.mark.parametrize("kind", ["return", "log"])
def test_a_ratio_of_returns_is_turned_into_units(kind):
    """h_price = h_return x S/F, with the last complete row's prices."""
    spot = np.append(SPOT, np.nan)
    futures = np.append(FUTURES, 99.0)
    found = cross_hedge(spot, futures, 1000, 10, kind)
    ratio = hedge_ratio(joint_changes([SPOT, FUTURES], kind))
    assert found.hedge_ratio == ratio
    assert found.contracts_exact == pytest.approx(-ratio * SPOT[-1] / FUTURES[-1] * 100)
