"""The front of xlwings in a real Chromium, with real Office.js above a stub of Excel itself.

What a test sees is what Excel would be told: Office.js serialises each result for its host, and the
stub (excel.js) keeps it.
"""

import contextlib
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from required import missing

HERE = Path(__file__).parent
CALL = "/xlwings/custom-functions-call"


class Failed(NamedTuple):
    """An error that Office.js reports instead of a value, and the sentence Excel shows with it."""

    message: str
    code: int


class Excel:
    """A workbook with the add-in loaded, in a browser profile of its own.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
        The browser.
    url : str
        The server's address.
    runtime : str
        The newest CustomFunctionsRuntime that this Excel has.
    """

    def __init__(self, browser, url, runtime="1.4"):
        self.context = browser.new_context(locale="en-US")
        self.page = self.context.new_page()
        self.asked = []  # addresses, as requests leave the browser
        self.calls = []  # those requests that want a calculation
        self.said = []  # what the page finds wrong
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda trouble: self.said.append(str(trouble)))
        self.page.on("console", lambda line: self._hear(line.type, line.text))
        self.context.add_init_script(f"globalThis.excelSettings = {{ runtime: '{runtime}' }}")
        self.context.add_init_script(path=HERE / "excel.js")
        self.page.goto(f"{url}/taskpane")

    def _note(self, request):
        self.asked.append(request.url)
        if request.url.endswith(CALL):
            self.calls.append(request)

    def _hear(self, kind, text):
        if kind in {"error", "warning"}:
            self.said.append(text)

    def sign_in(self, token):
        """Give the task pane a token, as a user does, and return what it says."""
        before = len(self.calls)
        self.page.locator("#token-answer").evaluate("(said) => { said.textContent = '' }")
        self.page.get_by_label("token").fill(token)
        self.page.get_by_role("button", name="Keep it").click()
        answer = self.page.locator("#token-answer", has_text=".")
        answer.wait_for()
        del self.calls[before:]
        return answer.inner_text()

    def calculate(self, name, *args, rich=False):
        """Return what a cell with this call gets: rows, or what failed."""
        return self.calculate_all([(name, args)], rich=rich)[0]

    def calculate_all(self, calls, *, rich=False):
        """Calculate cells in one go, as Excel does."""
        cells = [
            {"name": name, "args": list(args), "address": f"Sheet1!A{i}", "rich": rich}
            for i, (name, args) in enumerate(calls, 1)
        ]
        results = self.page.evaluate("cells => Promise.all(cells.map(excel.calculate))", cells)
        return [rest[0] if well else Failed(*rest[:2]) for _, well, *rest in results]


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium: left out where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        missing("a chromium on PATH and the Python package playwright")
    # Playwright's loop runs in this thread and must end with the module: others start their own
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program, args=["--disable-gpu", "--disable-quic", "--disable-sync"]
        )
        with contextlib.closing(browser):
            yield browser


@pytest.fixture(scope="module")
def excels(chromium, server):
    """Excels that are signed in, by the CustomFunctionsRuntime that they have."""
    open_ones = {}

    def excel_with(runtime):
        if runtime not in open_ones:
            open_ones[runtime] = Excel(chromium, server.url, runtime)
            open_ones[runtime].sign_in(server.token)
        return open_ones[runtime]

    return excel_with


@pytest.fixture
def excel(excels):
    """An Excel of today, signed in, with no call counted yet."""
    one = excels("1.4")
    one.page.evaluate("resultCache.clear()")  # of xlwings' front, which keeps answers
    one.calls.clear()
    return one


@pytest.fixture(scope="module")
def new_excel(chromium, server):
    """A way to open an Excel in which nobody has signed in."""
    with contextlib.ExitStack() as stack:

        def opened(at=server):
            one = Excel(chromium, at.url)
            stack.callback(one.context.close)
            return one

        yield opened
