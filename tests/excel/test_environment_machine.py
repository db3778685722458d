"""Where the installer must not run: told apart from the environment, each in a sentence."""

from pathlib import Path

import pytest

from xlhedge.excel.environment_machine import (
    NotAUserError,
    StorePythonError,
    folders,
    refuse_store_python,
)

HOME = r"C:\Users\Zoë\AppData"


def test_a_users_folders():
    """The two folders come from the environment, with whatever letters they have."""
    settings = {"LOCALAPPDATA": HOME + r"\Local", "APPDATA": HOME + r"\Roaming"}
    assert folders(settings) == (Path(HOME + r"\Local"), Path(HOME + r"\Roaming"))


@pytest.mark.parametrize("missing", ["LOCALAPPDATA", "APPDATA"])
def test_a_session_without_them(missing):
    """Without one of them there is no user to install for, and the name is given."""
    settings = {"LOCALAPPDATA": HOME, "APPDATA": HOME, missing: ""}
    with pytest.raises(NotAUserError, match=f"{missing} is not set"):
        folders(settings)


@pytest.mark.parametrize(
    "local",
    [
        r"C:\WINDOWS\system32\config\systemprofile\AppData\Local",
        r"C:\Windows\ServiceProfiles\LocalService\AppData\Local",
    ],
)
def test_windows_own_accounts(local):
    """A deployment that runs as the system would install for nobody: it is told what to set."""
    with pytest.raises(NotAUserError, match="Install behavior: User"):
        folders({"LOCALAPPDATA": local, "APPDATA": local})


def test_the_stores_python():
    """Files of the Microsoft Store's Python are hidden from Excel: it is refused, by its path."""
    store = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12\python.exe"
    with pytest.raises(StorePythonError, match=r"python\.org"):
        refuse_store_python(r"C:\venv\Scripts\python.exe", store)
    refuse_store_python(r"C:\venv\Scripts\python.exe", r"C:\Python312")
