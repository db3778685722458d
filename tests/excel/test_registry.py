"""The registry's twin keeps the contract that the real one keeps under Wine."""

import runpy
from pathlib import Path

import pytest
from excel.memory_registry import MemoryRegistry

CONTRACT = runpy.run_path(str(Path(__file__).with_name("registry_contract.py")))
CHECKS = [name for name in CONTRACT if name.startswith("check_")]


@pytest.mark.parametrize("name", CHECKS)
def test_the_twin_keeps_the_contract(name):
    """Each check of the contract holds on the registry in memory."""
    CONTRACT[name](MemoryRegistry())


def test_a_twin_starts_with_what_it_is_given():
    """Keys given at the start are there, with or without values."""
    registry = MemoryRegistry({r"HKCU\a\b": {"x": 1}, r"HKCU\c": {}})
    assert registry.values(r"hkcu\A\B") == {"x": 1}
    assert registry.exists(r"HKCU\a")
    assert registry.exists(r"HKCU\c")
