"""How sure one can be: the error of a slope, a break in it, and models against each other.

One estimator of what changes in a row add up to (cosine-weighted sums, `long_run`) serves them all:
`slope` its interval and its p-values, `wild` its bootstrap, `breaks` a break at an unknown date,
`advantage` the contest of models, `halves` the correlation before and after the middle.
"""
