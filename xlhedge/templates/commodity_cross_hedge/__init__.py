"""Jet fuel bought, heating oil futures held: a cross hedge from the price history to the margin."""
