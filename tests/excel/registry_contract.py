"""What every registry must keep to: run here on the twin in memory, under Wine on winreg itself."""

from xlhedge.excel.registry import Saved, ancestors

ROOT = r"HKCU\Software\xlhedge contract"
KEY = ROOT + r"\one\two"


def check_what_is_written_is_read(registry):
    """Text, numbers and bytes come back as they went in, names as they were first written."""
    registry.write(KEY, "Text", "täxt €")
    registry.write(KEY, "number", 7)
    registry.write(KEY, "bytes", b"\x00\x01")
    registry.write(KEY, "TEXT", "again")
    assert registry.values(KEY) == {"Text": "again", "number": 7, "bytes": b"\x00\x01"}
    assert registry.values(KEY.upper()) == registry.values(KEY)


def check_keys_above_are_made(registry):
    """Writing makes the keys above; each knows the one below."""
    registry.write(KEY, "x", 1)
    assert all(registry.exists(key) for key in [KEY, *ancestors(KEY)])
    assert registry.keys(ROOT) == ["one"]
    assert registry.keys(ROOT + r"\ONE") == ["two"]


def check_what_is_absent_reads_as_nothing(registry):
    """An absent key has no values and no keys; removing what is absent does nothing."""
    assert registry.values(KEY) == {}
    assert registry.keys(KEY) == []
    assert not registry.exists(KEY)
    registry.remove(KEY, "x")
    registry.remove_key(KEY)


def check_removal(registry):
    """A value goes alone; a key goes only when no key is below it."""
    registry.write(KEY, "x", 1)
    registry.write(KEY, "y", 2)
    registry.remove(KEY, "X")
    assert registry.values(KEY) == {"y": 2}
    refused = False
    try:
        registry.remove_key(ROOT)
    except OSError:
        refused = True
    assert refused, "a key with keys below it was removed"
    registry.remove_key(KEY)
    assert not registry.exists(KEY)
    assert registry.exists(ROOT + r"\one")


def check_restoring(registry):
    """What was saved is put back: values as they were, and no key that was not there."""
    other = ROOT + r"\other"
    registry.write(KEY, "kept", "a")
    registry.write(KEY, "changed", "b")
    saved = Saved(registry, [KEY, other])
    registry.write(KEY, "changed", "c")
    registry.write(KEY, "added", "d")
    registry.remove(KEY, "kept")
    registry.write(other, "x", 1)
    saved.restore()
    assert registry.values(KEY) == {"kept": "a", "changed": "b"}
    assert not registry.exists(other)


def clean(registry, key=ROOT):
    """Remove a key and all below it."""
    for name in registry.keys(key):
        clean(registry, f"{key}\\{name}")
    registry.remove_key(key)


def run_all(registry):
    """Run every check and return their names."""
    checks = {name: check for name, check in globals().items() if name.startswith("check_")}
    for check in checks.values():
        clean(registry)
        check(registry)
    clean(registry)
    return sorted(checks)
