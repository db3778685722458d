"""The Memo sheet: what each standard says in a line, and the memo for the file."""

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

MEMO_HEIGHT = 270  # points: some 18 lines


def write(book: Book, tested: Tested, offset: Offset, split: Split) -> None:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Memo",
        "Memo: what the auditor will say",
        "One line a standard, then the memo for the file. The conclusion remains yours.",
        (36, 100, 13, 16),
        landscape=True,
        pages_tall=1,
    )
    _in_a_line(sheet, tested, offset, split)
    standard, ratio, limits = _terms(sheet)
    sheet.section("3  The memo for the file: by the standard chosen on Inputs and the limits above")
    sheet.worksheet.set_row(sheet.row, MEMO_HEIGHT)
    sheet.worksheet.write(sheet.row, LABEL, "Memo", book.styles("paragraph"))
    memo = sheet.cell(sheet.row, VALUE)
    book.write_formula(
        sheet.worksheet,
        memo,
        f"=HEDGE_MEMO(item_pnl,hedge_pnl,{standard},period,item,hedge,{ratio},held,credit,{limits})",
        "paragraph",
    )
    book.define(memo, "memo_text", "output", "text", "The memo for the file")
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
    tell("IAS 39: dollar offset now", f'="AG105(b), its text: "&{offset.ias39.far}')
    tell(
        "IAS 39: at all period ends",
        f'={offset.failed.far}&" of "&{offset.judged.far}&" outside the band"',
    )
    tell("IAS 39: regression", f'={practice}&" by the limits of practice"')
    tell("ASC 815: dollar offset", f'="practice, not its text: "&{offset.asc815.far}')
    tell("ASC 815: regression", f'={practice}&" by practice; the text: highly effective"')
    tell(
        "ASC 815: reserve in OCI",
        f'=TEXT({split.asc_reserve.far},"#,##0")&" USD, all of it: ASU 2017-12"',
    )


def _terms(sheet: Sheet) -> tuple[str, str, str]:
    """Repeat what the memo judges by, so that it cannot contradict the pages before it."""
    sheet.section("2  What the memo judges by: from Inputs, as the pages before it")
    add = functools.partial(sheet.result, unit="")

    standard = add("Standard", "=standard", note="")
    ratio = add("Hedge ratio designated", "=planned", note="IFRS 9.", number="percent1")
    limits = [
        add("R squared of at least", "=r_min", note="IAS 39, ASC 815.", number="percent"),
        add("Slope from", "=slope_low", note="IAS 39, ASC 815.", number="cents"),
        add("Slope to", "=slope_high", note="IAS 39, ASC 815.", number="cents"),
        add(
            "Robust p-value below",
            '=IF(standard="ifrs9",p_max,alpha)',
            note="All three.",
            number="percent1",
        ),
        add("Credit risk dominates above", "=credit_max", note="IFRS 9.", number="percent"),
        add("Ratios apart by", "=slack", note="IFRS 9.", number="percent"),
        add("Regression", '="item on hedge"', note="IAS 39, ASC 815."),
        add(
            "Dollar offset from",
            '=IF(standard="asc815",asc_low,ias_low)',
            note="IAS 39, ASC 815.",
            number="percent",
        ),
        add(
            "Dollar offset to",
            '=IF(standard="asc815",asc_high,ias_high)',
            note="IAS 39, ASC 815.",
            number="percent",
        ),
        add("Noise floor", "=noise_floor", note="IAS 39, ASC 815.", number="money"),
    ]
    return standard.near, ratio.near, f"{limits[0].near}:{limits[-1].near}"
