"""Writes a small workbook that looks like cells in a sheet: formula and value of some functions.

usage: python .ci/cells.py FILE.xlsx      (.ci/build --pictures makes the README's picture of it)
"""

import sys

import xlsxwriter

from xlhedge.worksheet import CATALOGUE

FORMULAS = (  # what it answers, the formula with its cells' values, its number format
    ("How much of the crop is protected?", "=HEDGE_RATIO(52005,60000)", "0.0%"),
    ("Futures to sell for 90 % of 20,000 bushels", "=FUTURES_CONTRACTS(20000,5000,0.9,,,,,1)", "0"),
    ("The ratio that leaves the least risk", "=MV_HEDGE_RATIO_STATS(0.928,0.0263,0.0313)", "0.00"),
    ("The price a seller locks in", "=EXPECTED_PRICE(3.467,-0.4,0.02)", "0.000"),
    ("A hedge of nothing: an error that explains itself", "=HEDGE_RATIO(52005,0)", "0.00"),
    ("", '=HEDGE_EXPLAIN("HEDGE_RATIO",52005,0)', "@"),
)


def main(path: str) -> None:
    """Write the workbook."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Cells")
        sheet.hide_gridlines(0)
        sheet.print_row_col_headers()
        sheet.set_landscape()
        sheet.fit_to_pages(1, 1)
        sheet.set_column("A:A", 44)
        sheet.set_column("B:B", 54, book.add_format({"font_name": "Consolas"}))
        sheet.set_column("C:C", 52)
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, ["Question", "Formula", "What the cell shows"], bold)
        for row, (question, formula, number) in enumerate(FORMULAS, 1):
            name, _, inside = formula[1:].partition("(")
            value = CATALOGUE[name](*(read(text) for text in inside[:-1].split(",")))
            sheet.write(row, 0, question)
            sheet.write_string(row, 1, formula)
            style = book.add_format({"num_format": number, "align": "left"})
            shown = value if isinstance(value, float | str) else value.code
            sheet.write(row, 2, shown, style)


def read(text: str) -> object:
    """Return an argument as its cell would hold it."""
    if not text:
        return None
    return text.strip('"') if text.startswith('"') else float(text)


if __name__ == "__main__":
    main(sys.argv[1])
