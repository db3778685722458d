"""Hedge ratios, contracts and outcomes for worksheets."""

__version__ = "0.1.0"
