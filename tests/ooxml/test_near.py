"""What was perhaps meant."""

from xlhedge.ooxml.near import nearest, no_file


def test_names_in_any_capitals_and_by_their_beginning():
    """Misspelt, differently written or unfinished names are found; others are not."""
    sheets = ["About", "Farmer", "ETF portfolio", "Checks"]
    assert nearest("farmr", sheets) == ["Farmer"]
    assert nearest("ETF", sheets) == ["ETF portfolio"]
    assert nearest("zzz", sheets) == nearest("", sheets) == []


def test_files(tmp_path):
    """The nearest file of the same kind is named; a folder that is not there is said."""
    for name in ("treasury.xlsx", "treasury.png"):
        (tmp_path / name).touch()
    said = no_file(tmp_path / "tresury.xlsx")
    assert said.endswith(f"did you mean {tmp_path / 'treasury.xlsx'}?")
    assert no_file(tmp_path / "other.csv") == f"There is no file {tmp_path / 'other.csv'}."
    assert "there is no folder" in no_file(tmp_path / "absent" / "x.xlsx")
