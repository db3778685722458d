"""Hedge ratios, contracts and outcomes for worksheets."""

__version__ = "0.2.0"
