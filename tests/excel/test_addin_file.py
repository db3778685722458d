"""What an add-in's file says of itself, read without Excel."""

from xlhedge import __version__
from xlhedge.excel.addin_file import AddinFile, is_signed, look_into


def test_the_real_one(root):
    """The add-in that is shipped is known, with its version, and not signed."""
    content = (root / "install" / "xlhedge.xlam").read_bytes()
    assert look_into(content) == AddinFile(__version__, signed=False)


def test_a_signed_one(make_addin, tmp_path):
    """A project with a signature is told from one without, by content and by path."""
    assert look_into(make_addin("1.2", signed=True)) == AddinFile("1.2", signed=True)
    path = tmp_path / "xlhedge.xlam"
    assert not is_signed(path)
    path.write_bytes(make_addin())
    assert not is_signed(path)
    path.write_bytes(make_addin(signed=True))
    assert is_signed(path)


def test_what_is_none(root):
    """A cut file, another program's, a workbook: none is an add-in of ours."""
    whole = (root / "install" / "xlhedge.xlam").read_bytes()
    workbook = (root / "workbooks" / "hedging-template.xlsx").read_bytes()
    assert [look_into(content) for content in (b"", b"MZ", whole[:500], workbook)] == [None] * 4
