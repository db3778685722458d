"""What keeps the server from starting.

ServerError
 |- NotInstalledError   xlwings Server is not there
 '- NoLicenceError      xlwings says that its licence key is missing or not valid
"""

from xlhedge.worksheet.errors import XlhedgeError

LICENCE = (
    "xlwings Server is free for noncommercial use (PolyForm Noncommercial) and needs a paid "
    "licence otherwise"
)


class ServerError(XlhedgeError):
    """The server cannot be started as it is set up; the message says what to do."""


class NotInstalledError(ServerError):
    """The optional part is not installed."""

    def __init__(self) -> None:
        from xlhedge.extras import install_command

        super().__init__(
            f"xlwings Server is not installed; run {install_command('server')}. {LICENCE}."
        )


class NoLicenceError(ServerError):
    """xlwings refuses to start.

    Parameters
    ----------
    reason : str
        What xlwings itself says about the key.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason} {LICENCE}: set XLWINGS_LICENSE_KEY to your key, or to noncommercial if your "
            "use is. xlhedge brings no key."
        )
