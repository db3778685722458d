"""The task pane, which Excel loads for the functions too."""


def test_the_pane_opens_without_complaint(new_excel, server):
    """No script ends in an error, Office.js finds its host, and no other machine is needed."""
    excel = new_excel()
    excel.page.get_by_role("heading", name="Hedge ratios in the worksheet").wait_for()
    assert excel.page.evaluate("Office.onReady()") == {
        "host": "Excel",
        "platform": "Mac",
        "addin": {"visibilityMode": "Unknown"},
    }
    assert excel.said == []  # a file that does not load is said here too
    assert len(excel.asked) > 10
    assert [url for url in excel.asked if not url.startswith(server.url)] == []
    assert not excel.page.locator("#xlwings-office-ready-error").is_visible()


def test_signing_in_keeps_the_token_and_calculates_the_book_again(new_excel, server):
    """A token that was taken stands nowhere on the page; cells that asked for one need no key.

    Excel on the web has no key that calculates everything.
    """
    excel = new_excel()
    assert excel.sign_in(server.token) == "Signed in: the functions work."
    assert excel.page.get_by_label("token").input_value() == ""
    assert server.token not in excel.page.content()
    assert excel.page.evaluate("excel.recalculated") == ["Full"]
