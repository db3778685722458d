"""Currency cash flows hedged by a treasury's policy."""
