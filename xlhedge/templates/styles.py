"""Every format of the templates, once: banking colours, fonts and number formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT = "Calibri"

INK = "#1F3A4D"  # titles and section bands
BLUE = "#0000FF"  # inputs
PALE_YELLOW = "#FFF9DB"  # behind inputs, and behind nothing else
BLACK = "#000000"  # formulas
GREEN = "#00703C"  # formulas that read another sheet
GREY = "#5F6B73"  # units and notes
LINE = "#C9D2D8"
BAND = "#E8EEF2"
ANSWER_BAND = "#F3F7F4"
RED = "#B3261E"
GREEN_BAND = "#DDEFE3"
RED_BAND = "#F9DEDC"
AMBER_INK = "#8A5A00"
AMBER_BAND = "#FCEFD0"

_RULED = {"bottom": 1, "bottom_color": LINE}
_HEADER = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bottom_color": INK}
_ANSWER = {"bold": True, "bg_color": ANSWER_BAND, **_RULED}

LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#FFFFFF", "bg_color": INK},
    "subtitle": {"font_color": GREY},
    "section": {"bold": True, "font_size": 12, "font_color": INK, "bg_color": BAND, **_RULED},
    "group": {"bold": True, "font_color": INK, "valign": "bottom"},
    "header": {"font_color": INK, **_HEADER},
    "label": {},
    "unit": {"font_color": GREY, "font_size": 10, "indent": 1},
    "note": {"font_color": GREY, "font_size": 10, "italic": True},
    "answer_label": _ANSWER,
    "answer_unit": {
        "font_color": GREY,
        "font_size": 10,
        "indent": 1,
        "bg_color": ANSWER_BAND,
        **_RULED,
    },
    "input": {
        "font_color": BLUE,
        "bg_color": PALE_YELLOW,
        "border": 1,
        "border_color": "#E3DCB0",
        "locked": False,
    },
    "formula": {"font_color": BLACK},
    "spill": {"font_color": BLACK, **_HEADER},
    "answer": {"font_color": BLACK, **_ANSWER},
    "state": {"font_color": BLACK, "bold": True, "align": "right"},
    "paragraph": {"font_color": BLACK, "text_wrap": True, "valign": "top"},
    "banner": {"font_color": BLACK, "bold": True, "bg_color": "#FFFFFF"},
    "contents": {"font_color": GREEN, "underline": 1},
}

# Each look of a formula has a green twin, for formulas that read another sheet.
LINK_LOOKS = {
    look: f"{look}_link" for look in ("formula", "spill", "answer", "state", "paragraph", "banner")
}
LOOKS["input_sample"] = {**LOOKS["input"], "locked": True}
LOOKS |= {twin: {**LOOKS[look], "font_color": GREEN} for look, twin in LINK_LOOKS.items()}

# Words inside a number format keep the cell a number: it can be charted, checked and linked.
NUMBERS: dict[str, str] = {
    "general": "General",
    "words": "General",  # a text that may take more than one line
    "whole": "#,##0",
    "money": "#,##0",
    "cents": "#,##0.00",
    "price": "0.000",
    "rate": "0.0000",
    "quote": "[<0.1]0.000000;0.0000",  # a rate of exchange: yen have their digits further behind
    "ratio": "0.0000",
    "fine": "0.00000",
    "row": '0;-0;"-"',
    # of spare lines, where a sum or product needs a 0
    "spare_money": '#,##0;-#,##0;"-"',
    "spare_rate": '0.0000;-0.0000;"-"',
    "spare_cents": '0.00;-0.00;"-"',
    "spare_fine": '0.00000;-0.00000;"-"',
    "contracts": "0.00",
    "probability": '[<0.0001]"below 0.0001";0.0000',
    "percent": "0%",
    "percent1": "0.0%",
    "percent2": "0.00%",
    "date": "yyyy-mm-dd",
    "check": "#,##0.0000;-#,##0.0000;0",
    "tolerance": "[=0]0;[<0.001]0E+00;General",
    "difference": "0.0E+00;-0.0E+00;0",
    "trade": '"buy "0;"sell "0;"no trade"',
    "position": '"long "0;"short "0;"none"',
    "verdict": "General",  # a word such as pass, watch, fail: verdicts.py
    "outside": '[=1]"outside";[=0]"within";General',
    "passed": '[=1]"pass";[=0]"FAIL";General',
}


class Styles:
    """The formats of one workbook, made when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str, str], Format] = {}

    def __call__(self, look: str, number: str = "general", align: str = "") -> Format:
        """Return the format of a look, a number format and an alignment, each by its name."""
        key = (look, number, align)
        if key not in self._made:
            properties = {
                "font_name": FONT,
                "valign": "vcenter",
                "num_format": NUMBERS[number],
                **LOOKS[look],
            }
            if number == "words":
                properties["text_wrap"] = True
            if align == "indent":  # in line with units and notes
                properties |= {"align": "left", "indent": 1}
            elif align:
                properties["align"] = align
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
