"""All template workbooks built and computed: at most 15 seconds.

Run with ``python -m pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group``.
"""

import pytest

from xlhedge import templates
from xlhedge.recalc import recalculate


def made(names):
    """Build workbooks and put their values in, as `xlhedge template` does."""
    return {name: recalculate(templates.build(name)).to_bytes() for name in names}


def test_all_templates(benchmark):
    """From nothing to the files that are shipped, one after another."""
    benchmark.group = "templates"
    books = benchmark.pedantic(made, (templates.NAMES,), rounds=3)
    assert len(books) == len(templates.NAMES)


@pytest.mark.parametrize("name", templates.NAMES)
def test_one_template(benchmark, name):
    """One of them; its values are final: computing it again changes nothing."""
    benchmark.group = "templates, one by one"
    book = benchmark.pedantic(made, ((name,),), rounds=3)[name]
    assert recalculate(book).differences == []
