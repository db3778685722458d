"""Many workbooks: a folder recomputed by processes, or by a cluster."""
