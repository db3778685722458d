"""The Memo sheet: what each standard says in a line, and the paragraph for the file."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.hedge_effectiveness.dollar_offset import Offset
    from xlhedge.templates.hedge_effectiveness.oci import Split
    from xlhedge.templates.hedge_effectiveness.regression import Tested

MEMO_HEIGHT = 210  # points: some 14 lines


def write(book: Book, tested: Tested, offset: Offset, split: Split) -> None:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Memo",
        "Memo: what the auditor will say",
        "One line a standard, then the paragraph for the file. The conclusion remains yours.",
        (36, 100, 13, 16),
        landscape=True,
        pages_tall=1,
    )
    _in_a_line(sheet, tested, offset, split)
    sheet.section("2  The paragraph for the file: by the standard chosen on Inputs, default limits")
    sheet.worksheet.set_row(sheet.row, MEMO_HEIGHT)
    sheet.worksheet.write(sheet.row, LABEL, "Memo", book.styles("paragraph"))
    memo = sheet.cell(sheet.row, VALUE)
    book.write_formula(
        sheet.worksheet,
        memo,
        "=HEDGE_MEMO(item_pnl,hedge_pnl,standard,period,item,hedge,planned,held,credit)",
        "paragraph",
    )
    book.define(memo, "memo_text", "output", "text", "The paragraph for the file")
    sheet.row += 1


def _in_a_line(sheet: Sheet, tested: Tested, offset: Offset, split: Split) -> None:
    sheet.section("1  In one line a standard")
    tell = functools.partial(sheet.result, unit="", note="", answer=True)
    practice = tested.table.at(tested.table.rows - 1, 3).far
    tell("Protected now", f'=TEXT({tested.held},"0.0%")&" of the quantity"')
    tell("Trade to the ratio designated", f'=TEXT({tested.trade},"+0;-0;0")&" contracts"')
    tell(
        "IFRS 9: does it qualify?",
        f'="Requirements of 6.4.1(c): "&{tested.ifrs9.at(tested.ifrs9.rows - 1, 4).far}',
    )
    tell(
        "IFRS 9: reserve in OCI",
        f'=TEXT({split.reserve.far},"#,##0")&" USD, the lower of the two"',
    )
    tell(
        "IFRS 9: ineffectiveness so far",
        f'=TEXT({split.pnl.far},"#,##0")&" USD in profit or loss"',
    )
    tell("IAS 39: dollar offset now", f'={offset.ias39.far}&" of AG105(b), its text"')
    tell(
        "IAS 39: at all period ends",
        f'={offset.failed.far}&" of "&{offset.judged.far}&" outside the band"',
    )
    tell("IAS 39: regression", f'={practice}&" by the limits of practice"')
    tell("ASC 815: dollar offset", f'={offset.asc815.far}&" of practice, not its text"')
    tell("ASC 815: regression", f'={practice}&" by practice; the text: highly effective"')
    tell(
        "ASC 815: reserve in OCI",
        f'=TEXT({split.asc_reserve.far},"#,##0")&" USD, all of it: ASU 2017-12"',
    )
