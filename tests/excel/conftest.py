"""LibreOffice as the judge of our VBA."""

import contextlib
import json
import os
import secrets
import select
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest

with warnings.catch_warnings():  # oletools 0.60 uses what pyparsing has deprecated
    warnings.simplefilter("ignore")
    import oletools.olevba  # noqa: F401 - the tests then find it imported

OFFICE_PYTHON = "/usr/bin/python3"


class Office:
    """A LibreOffice of our own, and the script that speaks to it."""

    def __init__(self, folder):
        pipe = f"judge{secrets.token_hex(8)}"
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
        } | {"SAL_USE_VCLPLUGIN": "svp"}
        program = Path(shutil.which("soffice")).resolve().with_name("soffice.bin")
        command = [
            program, "--headless", "--norestore", "--nologo", "--nodefault",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp",
        ]  # fmt: skip
        self._office = self._start(command)
        self._judge = subprocess.Popen(
            [OFFICE_PYTHON, Path(__file__).with_name("office_judge.py"), pipe],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )
        while not select.select([self._judge.stdout], [], [], 0.1)[0]:
            if self._office.poll() is not None:  # a new profile: it asks to be started again
                self._office = self._start(command)
        self._answer()

    def _start(self, command):
        return subprocess.Popen(
            command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _answer(self):
        answer = json.loads(self._judge.stdout.readline())
        assert "failed" not in answer, answer["failed"]
        return answer["done"]

    def ask(self, *request):
        """Have the judge do one thing."""
        self._judge.stdin.write(json.dumps(request) + "\n")
        self._judge.stdin.flush()
        return self._answer()

    def call(self, macro, *arguments):
        """Run a function of the open workbook's VBA project."""
        return self.ask("call", macro, list(arguments))

    def close(self):
        """Let LibreOffice end by itself, or it leaves locks; then end both, by their ids."""
        with contextlib.suppress(ValueError, OSError, subprocess.TimeoutExpired):
            self.ask("end")
            self._office.wait(timeout=10)
        for process in (self._judge, self._office):
            process.kill()
            process.wait()
        self._judge.stdin.close()
        self._judge.stdout.close()


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """A running LibreOffice: skipped where there is none, required in CI."""
    speaks_uno = [OFFICE_PYTHON, "-c", "import uno"]
    if (
        shutil.which("soffice") is None
        or not Path(OFFICE_PYTHON).exists()
        or subprocess.run(speaks_uno, capture_output=True, check=False, env={}).returncode
    ):
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing and CI requires it")
        pytest.skip("LibreOffice, the judge of our VBA, is not on this machine")
    judge = Office(tmp_path_factory.mktemp("office"))
    yield judge
    judge.close()
