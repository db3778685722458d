"""A twin in memory of the Windows registry: registry_contract.py says what both keep."""

from xlhedge.excel.registry import Value, ancestors, need_no_keys_below


class MemoryRegistry:
    """A registry that is a dictionary, with the same manners."""

    def __init__(self, keys: dict[str, dict[str, Value]] | None = None) -> None:
        self._keys: dict[str, tuple[str, dict[str, tuple[str, Value]]]] = {}
        for key, values in (keys or {}).items():
            self._make(key)
            for name, value in values.items():
                self.write(key, name, value)

    def _make(self, key: str) -> None:
        for one in [key, *ancestors(key)]:
            self._keys.setdefault(one.lower(), (one.rpartition("\\")[2], {}))

    def values(self, key: str) -> dict[str, Value]:
        """Return the values of a key by name."""
        _, values = self._keys.get(key.lower(), ("", {}))
        return dict(values.values())

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys directly below a key."""
        above = key.lower()
        items = self._keys.items()
        return [shown for path, (shown, _) in items if path.rpartition("\\")[0] == above]

    def exists(self, key: str) -> bool:
        """Whether the key is there, with or without values."""
        return key.lower() in self._keys

    def write(self, key: str, name: str, value: Value) -> None:
        """Set a value; the key and those above it are made where they are missing."""
        self._make(key)
        values = self._keys[key.lower()][1]
        shown = values.get(name.lower(), (name, value))[0]
        values[name.lower()] = (shown, value)

    def remove(self, key: str, name: str) -> None:
        """Remove a value; nothing happens where there is none."""
        self._keys.get(key.lower(), ("", {}))[1].pop(name.lower(), None)

    def remove_key(self, key: str) -> None:
        """Remove a key and its values; nothing happens where there is none."""
        need_no_keys_below(self, key)
        self._keys.pop(key.lower(), None)
