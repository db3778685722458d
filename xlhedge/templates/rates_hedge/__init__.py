"""Interest-rate hedges: bond futures by duration and by DV01, key rates, and a swap."""
