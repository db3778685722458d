"""Excel's functions that Python computes: values in, values out."""
