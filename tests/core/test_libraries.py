"""Libraries that only some functions need."""

import sys

import pytest

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.libraries import library


def test_a_missing_library_is_explained(monkeypatch):
    """The sentence names the library, how to get it, and what holds in the browser."""
    monkeypatch.setitem(sys.modules, "arch.univariate", None)
    with pytest.raises(HedgeError, match=r"python -m pip install arch\.") as trouble:
        library("arch.univariate")
    assert trouble.value.kind is Kind.UNAVAILABLE
    assert "library arch" in trouble.value.message
    assert "there is no arch for it" in trouble.value.message


def test_a_library_that_is_there_is_returned():
    """The module asked for, not its package."""
    assert library("arch.univariate").__name__ == "arch.univariate"
