"""Put spreads in cells: three prices of one market agree."""

import pytest

from xlhedge.worksheet import ExcelError
from xlhedge.worksheet.collars import COLLAR_NET_PRICE
from xlhedge.worksheet.put_spreads import PUT_SPREAD_NET_PRICE, THREE_WAY_NET_PRICE


@pytest.mark.parametrize("close", [3.0, 4.2, 5.0, 6.5])
def test_three_prices_of_one_market(close):
    """With a call nobody reaches a three-way is a put spread; with no put sold, a collar."""
    spread = PUT_SPREAD_NET_PRICE(close, -0.3, 5, 4, 0.34, 0.01)
    assert THREE_WAY_NET_PRICE(close, -0.3, 4, 5, 1000, 0.34, 0.01) == pytest.approx(spread)
    collar = COLLAR_NET_PRICE(close, -0.3, 5, 5.8, 0.4, 0.28, 0.01)
    assert THREE_WAY_NET_PRICE(close, -0.3, 0, 5, 5.8, 0.12, 0.01) == pytest.approx(collar)


def test_strikes_the_wrong_way_round():
    """A sold put above the put bought is #NUM!, and so is a put above the call."""
    assert PUT_SPREAD_NET_PRICE(4, 0, 4, 5, 0.3) == ExcelError("#NUM!", "")
    assert THREE_WAY_NET_PRICE(4, 0, 3, 6, 5, 0.3) == ExcelError("#NUM!", "")
    assert PUT_SPREAD_NET_PRICE(4, 0, 4, 5, 0.3).message.startswith("sold_put_strike is 5")
