"""A treasury's currencies: exposures by month, layered hedges, the deal at hand, the risk."""
