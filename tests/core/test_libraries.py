"""Libraries that only some functions need."""

import sys

import pytest

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.libraries import library


@pytest.mark.parametrize(
    ("module", "in_lite"),
    [
        ("arch.univariate", "there is no arch for it"),
        ("statsmodels.tsa.adfvalues", "add statsmodels to requirements.txt"),
    ],
)
def test_a_missing_library_is_explained(monkeypatch, module, in_lite):
    """The sentence names the library, how to get it, and what holds in the browser."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(HedgeError, match=r'pip install "xlhedge\[models\]"') as trouble:
        library(module)
    assert trouble.value.kind is Kind.UNAVAILABLE
    assert module.partition(".")[0] in trouble.value.message
    assert in_lite in trouble.value.message


def test_a_library_that_is_there_is_returned():
    """The module asked for, not its package."""
    assert library("arch.univariate").__name__ == "arch.univariate"
