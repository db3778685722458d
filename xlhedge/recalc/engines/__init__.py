"""Who computes: the interface, and the engine behind it."""
