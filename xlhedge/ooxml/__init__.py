"""Office files: packages, parts, addresses and the text of formulas."""
