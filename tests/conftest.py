"""What several rooms' tests share: where things are, and what may be missing."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

settings.register_profile("xlhedge", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("xlhedge")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root():
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def markets():
    """The folder of real price series: read in place, required in CI."""
    folder = ROOT.parent / "shared" / "data" / "markets"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the market data is missing and CI requires it")
        pytest.skip("the market data lies beside the checkout only where the project is developed")
    return folder


@pytest.fixture(scope="session")
def wti(markets):
    """The daily WTI spot and first futures, NaN where a day has none."""
    with (markets / "eia_energy_spot_futures_daily.csv").open() as file:
        rows = list(csv.DictReader(file))
    return [
        np.array([float(row[name] or "nan") for row in rows])
        for name in ("wti_spot_usd_bbl", "wti_fut1_usd_bbl")
    ]
