"""A damaged record: a sentence that says what is wrong, and everything can still be mended."""

import json

import pytest

from xlhedge import __version__
from xlhedge.excel import install_excel
from xlhedge.excel.doctor import examine
from xlhedge.excel.install import install, uninstall
from xlhedge.excel.install_record import DamagedRecordError, Record, read_record
from xlhedge.excel.status import status

GOOD = Record(__version__, "0" * 64, (r"HKCU\Software",), {"one.xlsx": "1" * 64})


def test_what_is_written_is_read(tmp_path):
    """A record comes back as it was; where there is none, nothing is installed."""
    assert read_record(tmp_path) is None
    GOOD.write(tmp_path)
    assert read_record(tmp_path) == GOOD


@pytest.mark.parametrize("length", [0, 1, 40, -1])
def test_cut_off_anywhere(tmp_path, length):
    """A file that the disk kept only a part of is damaged, wherever it was cut."""
    GOOD.write(tmp_path)
    path = tmp_path / "installed.json"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DamagedRecordError, match="is damaged"):
        read_record(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        *(
            json.dumps(GOOD._asdict() | wrong).encode()
            for wrong in (
                {"version": 1},
                {"version": None},
                {"addin_sha256": []},
                {"keys_made": "HKCU"},
                {"keys_made": [1]},
                {"templates": ["one.xlsx"]},
                {"templates": {"one.xlsx": 1}},
                {"templates": {"..\\one.xlsx": "1"}},
                {"templates": {"C:one.xlsx": "1"}},
            )
        ),
        *(
            json.dumps({k: v for k, v in GOOD._asdict().items() if k != name}).encode()
            for name in Record._fields
        ),
    ],
)
def test_garbage_and_wrong_types(tmp_path, content):
    """What is not the record that was written is damaged, never half believed."""
    (tmp_path / "installed.json").write_bytes(content)
    with pytest.raises(DamagedRecordError, match="run xlhedge install, which writes it anew"):
        read_record(tmp_path)


def test_a_folder_in_its_place(tmp_path):
    """Something that cannot be opened as a file is damaged, too."""
    (tmp_path / "installed.json").mkdir()
    with pytest.raises(DamagedRecordError):
        read_record(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"version": 1}'])
def test_everyone_copes_with_it(machine, addin, everything, content):
    """Status and doctor name it, installing mends it, removing works without it."""
    before = everything(machine)
    install(machine, addin=addin)
    (machine.root / "installed.json").write_bytes(content)
    assert status(machine).exit_code == 1
    assert any("is damaged" in one for one in status(machine).missing)
    (found,) = [finding for finding in examine(machine).findings if finding.about == "add-in"]
    assert "is damaged" in found.says
    assert found.next
    assert install(machine, addin=addin).exit_code == 0
    assert status(machine).exit_code == 0
    (machine.root / "installed.json").write_bytes(content)
    report = uninstall(machine)
    assert report.exit_code == 0
    assert not (machine.root / "xlhedge.xlam").exists()
    kept = {path.name for path in machine.root.rglob("*") if path.is_file()}
    assert kept == {"one.xlsx", "two.xlsx"}, "nothing says any more that these are ours"
    assert "one.xlsx is kept" in str(report)
    assert machine.registry.values(install_excel.OPTIONS) == before[0][0][1]


def test_a_record_cannot_have_other_keys_removed(machine, addin):
    """A key that no installation makes stays, whatever the record says."""
    install(machine, addin=addin)
    record = read_record(machine.root)
    machine.registry.write(r"HKCU\Software\Other", "x", 1)
    machine.registry.remove(r"HKCU\Software\Other", "x")
    record._replace(keys_made=(r"HKCU\Software\Other", "nonsense")).write(machine.root)
    assert uninstall(machine).exit_code == 0
    assert machine.registry.exists(r"HKCU\Software\Other")
