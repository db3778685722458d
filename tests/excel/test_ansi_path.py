"""Paths for xlwings' DLL: in letters of the code page, by a short name where needed."""

import pytest

from xlhedge.excel import ansi_path as module
from xlhedge.excel.ansi_path import BeyondCodePageError, ansi_path, beyond

POLISH = r"C:\Users\Łukasz Zoë\AppData\Local"


@pytest.fixture
def western(monkeypatch):
    """A Windows with the western code page, whose short names are those given."""
    names = {}
    monkeypatch.setattr(module, "CODE_PAGE", "cp1252")
    monkeypatch.setattr(module, "_short", lambda path: names.get(path, path))
    return names


@pytest.mark.parametrize("path", [r"C:\Users\me", r"C:\Users\Zoë Müller"])
def test_letters_of_the_code_page(western, path):
    """A path in letters of the code page is passed on as it is, even if it has a short name."""
    western[path] = r"C:\USERS~1"
    assert ansi_path(path) == path


def test_a_short_name(western):
    """A path with other letters is passed on by its short name."""
    western[POLISH] = r"C:\Users\UKASZZ~1\AppData\Local"
    assert ansi_path(POLISH) == western[POLISH]


def test_no_short_name(western):
    """Without one it is refused: the path and the letters at fault are named, no others."""
    with pytest.raises(BeyondCodePageError) as refused:
        ansi_path(POLISH)
    assert str(refused.value).startswith(f"{POLISH} has letters that are not in")
    assert "code page (Ł) and no short name" in str(refused.value)
    western[POLISH] = r"C:\Users\Ł~1\AppData\Local"
    with pytest.raises(BeyondCodePageError, match="no short name"):
        ansi_path(POLISH)


def test_every_letter_is_in_utf8(monkeypatch):
    """Where Windows' code page is UTF-8, nothing is beyond it."""
    monkeypatch.setattr(module, "CODE_PAGE", "utf-8")
    assert beyond("Łódź 東京") == []
