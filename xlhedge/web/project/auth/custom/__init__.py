"""The token check, where xlwings Server looks for it."""

from xlhedge.web.server_user import validate_token

__all__ = ["validate_token"]
