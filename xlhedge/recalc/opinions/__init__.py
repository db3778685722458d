"""Other programs that compute the same workbook, to be compared."""
