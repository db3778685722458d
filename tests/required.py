"""What a test needs beyond Python: left out where it is missing, unless XLHEDGE_FULL=1.

`.ci/run` sets it; CI is what every outsider's service sets, which has neither Wine nor the data.
"""

import os
from typing import NoReturn

import pytest

FULL = os.environ.get("XLHEDGE_FULL") == "1"


def missing(what: str) -> NoReturn:
    """Skip a test that needs `what`; fail it where the whole suite was asked for."""
    if FULL:
        pytest.fail(f"XLHEDGE_FULL=1 requires {what}")
    pytest.skip(f"needs {what}")
