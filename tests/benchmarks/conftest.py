"""How much a benchmark takes: all of it where it measures, a little where it is only kept alive."""

import pytest


@pytest.fixture(scope="session")
def size(request):
    """Choose between what is measured and what is enough where benchmarks are disabled."""
    measured = request.config.getoption("benchmark_enable")
    return lambda whole, little: whole if measured else little
