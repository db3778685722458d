"""A workbook on paper: rendered pages and the report."""
