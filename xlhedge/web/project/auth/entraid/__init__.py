"""The check of Microsoft Entra ID's tokens, where xlwings Server looks for it."""

from xlhedge.web.server_entra import validate_token

__all__ = ["validate_token"]
