"""The reduced basis: the same lattice, in short vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.lattice import short_basis, triangle_of


@given(st.integers(0, 100_000), st.integers(1, 8), st.sampled_from([3, 10**6, 10**40]))
def test_a_reduced_basis_spans_the_same_lattice(seed, count, largest):
    """The volume stays, and no vector's own part is much shorter than the one before it."""
    random = np.random.default_rng(seed)
    columns = [[int(largest * x) for x in random.normal(size=count)] for _ in range(count)]
    for i in range(count):
        columns[i][i] += largest  # no two alike
    matrix = np.array(columns, dtype=float) / largest
    volume = abs(np.linalg.det(matrix))
    if volume < 1e-6:
        return  # a lattice of fewer dimensions
    basis = [
        [sum(n * column[r] for n, column in zip(times, columns, strict=True)) for r in range(count)]
        for times in short_basis(columns)
    ]
    lengths = np.abs(np.diag(triangle_of(np.array(basis, dtype=float) / largest)))
    assert np.prod(lengths) == pytest.approx(volume, rel=1e-6)
    # Lovasz' condition less the half that a reduced vector may lean on the one before
    assert (lengths[1:] ** 2 >= (0.99 - 0.26) * lengths[:-1] ** 2).all()


def test_a_hidden_short_vector_comes_first():
    """1,000,001 and 1,000,000 times the same thing differ by one."""
    combination = short_basis([[1_000_000, 0, 1], [1_000_001, 1, 0]])[0]
    assert sorted(map(abs, combination)) == [1, 1]
