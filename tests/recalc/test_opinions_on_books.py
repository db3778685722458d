"""What formulon and IronCalc say of real workbooks: never both against a computed cell."""

import pytest
from required import missing

from xlhedge.recalc import recalculate
from xlhedge.recalc.opinions import second_opinion as asking
from xlhedge.recalc.opinions.second_opinion import ENGINES, installed_engines, second_opinion
from xlhedge.worksheet.errors import XlhedgeError

EACH = 16  # of the public books one in so many: 42
TIME_LIMIT = 600.0  # seconds a book: formulon takes 7 of a processor for the longest shipped one


@pytest.fixture(scope="module", autouse=True)
def both():
    """Both engines are there, and have time on a busy machine."""
    if len(installed_engines()) < len(ENGINES):
        missing("formulon and IronCalc, which `pip install 'xlhedge[check]'` brings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "TIME_LIMIT", TIME_LIMIT)
        asking.engine_process.cache_clear()  # those of other tests have less time
        yield
        for package in ENGINES:
            asking.engine_process(package).close()
        asking.engine_process.cache_clear()


def test_the_shipped_books(root):
    """Both engines answer for each shipped workbook and agree with all but residues."""
    books = sorted((root / "workbooks").glob("*.xlsx"))
    assert len(books) == 6
    for path in books:
        opinion = second_opinion(recalculate(path))
        assert len(opinion.engines) == len(ENGINES), opinion.silent
        assert opinion.cells > 100
        assert opinion.against == [], path.name


@pytest.mark.excel_books
def test_books_that_excel_saved(excel_books):
    """Of a fixed sample no computed cell has both engines against it; most of it is compared."""
    against, compared = {}, 0
    for path in sorted(excel_books.rglob("*.xls[xm]"))[::EACH]:
        try:
            result = recalculate(path, functions={})
        except XlhedgeError:  # refused: nothing to ask about
            continue
        opinion = second_opinion(result)
        compared += bool(opinion.cells)
        if opinion.against:
            against[path.name] = opinion.against
    assert against == {}
    assert compared >= 20
