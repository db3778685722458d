"""The arithmetic of hedging: numbers in, numbers out, and no spreadsheet in sight."""
