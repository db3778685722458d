"""The term that a header of a yield curve names: 1M, 3 Mo, 10 YR, BC_10YEAR, SR_1Y6M, DGS10."""

from __future__ import annotations

import re
from typing import NamedTuple

_YEARS = r"(?:Y|YR|YRS|YEAR|YEARS|JAHR|JAHRE|ANS|AN)"
_MONTHS = r"(?:M|MO|MOS|MTH|MON|MONTH|MONTHS|MONAT|MONATE|MOIS)"
_WEEKS = r"(?:W|WK|WKS|WEEK|WEEKS)"
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_TERM = re.compile(
    rf"(?:{_NUMBER}[ _-]?{_YEARS})?[ _-]?(?:{_NUMBER}[ _-]?{_MONTHS})?(?:{_NUMBER}[ _-]?{_WEEKS})?"
)
_SDMX = re.compile(r"\bYC\..*\.([A-Z]{2})_((?:\d+Y)?(?:\d+M)?)\b")
_FRED = re.compile(r"D?GS(\d+)(MO)?")
_BEFORE = re.compile(r"(?:BC|SR|PY|IF|TENOR|TERM|UST|YIELD|RATE|ZERO|PAR|SWAP)[ _-]+")
_BEHIND = re.compile(r"[ _-]+(?:YIELD|RATE|MATURITY|PAR|ZERO|SWAP|TREASURY|CMT)$")
_BARE = re.compile(_NUMBER)
LONGEST = 100.0  # years

ZERO, PAR, FORWARD = "zero", "par", "forward"
_KINDS = {"SR": ZERO, "PY": PAR, "IF": FORWARD}


class Tenor(NamedTuple):
    """A term in years, and which rates its header says they are: nothing where it does not."""

    years: float
    kind: str = ""
    made_by: str = ""


def tenor_of(text: str) -> Tenor | None:
    """Return the term that a header names, None where it names none."""
    bare = re.sub(r"[\[(].*?[\])]", " ", text).strip().upper()
    if match := _SDMX.search(text.upper()):
        years = _term(match[2])
        return Tenor(years, _KINDS.get(match[1], ""), "ECB") if years else None
    if match := _FRED.fullmatch(bare):
        return Tenor(int(match[1]) / (12 if match[2] else 1), PAR, "Treasury")
    made_by = "Treasury" if re.match(r"BC_\d", bare) else ""
    kind = PAR if made_by else _KINDS.get(bare[:2], "") if bare[2:3] == "_" else ""
    years = _term(_BEHIND.sub("", _BEFORE.sub("", bare, count=1)))
    return Tenor(years, kind, made_by) if years else None


def years_alone(text: str) -> float | None:
    """Return a header that is a plain number of years, as 0.5 or 10."""
    match = _BARE.fullmatch(text.strip())
    years = float(match[1].replace(",", ".")) if match else 0.0
    return years if 0 < years <= LONGEST else None


def _term(text: str) -> float | None:
    match = _TERM.fullmatch(text.strip())
    if not match or not any(match.groups()):
        return None
    years, months, weeks = (float((part or "0").replace(",", ".")) for part in match.groups())
    total = years + months / 12 + weeks / 52
    return total if 0 < total <= LONGEST else None


def term_text(years: float) -> str:
    """Return a term as people write it: 18 months, 10 years."""
    months = round(years * 12, 6)
    if years >= 1 and months % 12 == 0:
        return f"{years:g} year{'s' if years != 1 else ''}"
    return f"{months:g} month{'s' if months != 1 else ''}"
