"""The two dialects of Open XML: the one that Excel writes, and Strict."""

from __future__ import annotations

from typing import NamedTuple

PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


class Dialect(NamedTuple):
    """The namespaces of one dialect."""

    main: str  # of workbooks and sheets
    office: str  # of an element's attribute that names a relation; a relation's type starts so


TRANSITIONAL = Dialect(
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
STRICT = Dialect(
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
DIALECTS = (TRANSITIONAL, STRICT)


def dialect_of(space: str) -> Dialect:
    """Return the dialect whose sheets have a namespace; the usual one for any other."""
    return STRICT if space == STRICT.main else TRANSITIONAL
