r"""The Windows registry behind one small face.

Keys are written as Windows shows them, with their hive: ``HKCU\Software\Microsoft``. Names are
told apart without regard to case, as Windows does. An absent key reads as one without values.
"""

from __future__ import annotations

import importlib
import itertools
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

Value = str | int | bytes  # REG_SZ, REG_DWORD, REG_BINARY


class Registry(Protocol):
    """What the installer and the doctor need of a registry."""

    def values(self, key: str) -> dict[str, Value]:
        """Return the values of a key by name."""

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys directly below a key."""

    def exists(self, key: str) -> bool:
        """Whether the key is there, with or without values."""

    def write(self, key: str, name: str, value: Value) -> None:
        """Set a value; the key and those above it are made where they are missing."""

    def remove(self, key: str, name: str) -> None:
        """Remove a value; nothing happens where there is none."""

    def remove_key(self, key: str) -> None:
        """Remove a key and its values; nothing happens where there is none."""


class WindowsRegistry:
    """The registry of the running Windows (or Wine), by the standard library's winreg."""

    def __init__(self) -> None:
        self._api: Any = importlib.import_module("winreg")  # Windows alone has it
        self._hives = {
            "HKCU": self._api.HKEY_CURRENT_USER,
            "HKLM": self._api.HKEY_LOCAL_MACHINE,
            "HKCR": self._api.HKEY_CLASSES_ROOT,
        }

    def _open(self, key: str, access: int) -> Any:
        hive, _, path = key.partition("\\")
        # a 64-bit view throughout: a 32-bit Python is else shown another HKLM
        return self._api.OpenKey(self._hives[hive], path, 0, access | self._api.KEY_WOW64_64KEY)

    def _listed(self, key: str, enumerate_one: Any) -> Iterable[Any]:
        try:
            opened = self._open(key, self._api.KEY_READ)
        except OSError:  # absent, or a policy that this user may not read
            return
        with opened:
            for index in itertools.count():
                try:
                    yield enumerate_one(opened, index)
                except OSError:  # how winreg says that there are no more
                    return

    def values(self, key: str) -> dict[str, Value]:
        """Return the values of a key by name."""
        return {name: value for name, value, _ in self._listed(key, self._api.EnumValue)}

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys directly below a key."""
        return list(self._listed(key, self._api.EnumKey))

    def exists(self, key: str) -> bool:
        """Whether the key is there, with or without values."""
        try:
            self._open(key, self._api.KEY_READ).Close()
        except OSError:
            return False
        return True

    def write(self, key: str, name: str, value: Value) -> None:
        """Set a value; the key and those above it are made where they are missing."""
        hive, _, path = key.partition("\\")
        kinds = {str: self._api.REG_SZ, int: self._api.REG_DWORD, bytes: self._api.REG_BINARY}
        access = self._api.KEY_WRITE | self._api.KEY_WOW64_64KEY
        with self._api.CreateKeyEx(self._hives[hive], path, 0, access) as made:
            self._api.SetValueEx(made, name, 0, kinds[type(value)], value)

    def remove(self, key: str, name: str) -> None:
        """Remove a value; nothing happens where there is none."""
        with (
            suppress(FileNotFoundError),
            self._open(key, self._api.KEY_SET_VALUE) as opened,
        ):
            self._api.DeleteValue(opened, name)

    def remove_key(self, key: str) -> None:
        """Remove a key and its values; nothing happens where there is none."""
        need_no_keys_below(self, key)
        hive, _, path = key.partition("\\")
        with suppress(FileNotFoundError):
            self._api.DeleteKeyEx(self._hives[hive], path, self._api.KEY_WOW64_64KEY)


def need_no_keys_below(registry: Registry, key: str) -> None:
    """Refuse to remove a key that holds others."""
    below = registry.keys(key)
    if below:
        raise OSError(
            f"{key} still holds {below[0]}; a key is removed only when it holds no others."
        )


def ancestors(key: str) -> list[str]:
    r"""Return the keys above a key, nearest first, the hive left out.

    Examples
    --------
    >>> ancestors(r"HKCU\Software\Microsoft\Office")
    ['HKCU\\Software\\Microsoft', 'HKCU\\Software']
    """
    above = []
    while key.count("\\") > 1:
        key = key.rpartition("\\")[0]
        above.append(key)
    return above


class Saved:
    """What some keys held at one moment, to put back later."""

    def __init__(self, registry: Registry, keys: Iterable[str]) -> None:
        self._registry = registry
        self._held = {key: registry.values(key) for key in keys}
        family = {one for key in self._held for one in [key, *ancestors(key)]}
        self.missing = sorted((k for k in family if not registry.exists(k)), key=len, reverse=True)

    def restore(self) -> None:
        """Put back every value, and remove the keys that were not there."""
        for key, held in self._held.items():
            for name in self._registry.values(key):
                if name not in held:
                    self._registry.remove(key, name)
            for name, value in held.items():
                if self._registry.values(key).get(name) != value:
                    self._registry.write(key, name, value)
        remove_if_empty(self._registry, self.missing)


def remove_if_empty(registry: Registry, keys: Iterable[str]) -> None:
    """Remove those of the keys that hold nothing; give the lowest first."""
    for key in keys:
        if not registry.values(key) and not registry.keys(key):
            registry.remove_key(key)
