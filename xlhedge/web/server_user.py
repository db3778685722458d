"""Who calls: the tokens that the server takes, and the check of the one that a call brings."""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
import re
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.web.server_errors import ServerError

if TYPE_CHECKING:
    from xlwings_server.models import User

SHORTEST = 32  # characters

_ENTRY = re.compile(rf"(?:([^\s:]{{1,100}}):)?([A-Za-z0-9._~+/=-]{{{SHORTEST},512}})")
_REFUSED = "Wrong or missing token: open the task pane and enter the one you were given."


class Token(NamedTuple):
    """A token by its digest, and whose it is."""

    owner: str
    digest: bytes


@functools.cache
def tokens() -> tuple[Token, ...]:
    """Return the tokens of XLHEDGE_TOKENS, or else of the file that XLHEDGE_TOKEN_FILE names.

    They are read once: a restart takes up a change.

    Raises
    ------
    ServerError
        There is none, one is too short, or others may read the file.
    """
    text = os.environ.get("XLHEDGE_TOKENS", "")
    if text.strip():
        return _parsed(text.replace(",", "\n"), "XLHEDGE_TOKENS")
    name = os.environ.get("XLHEDGE_TOKEN_FILE", "")
    if name:
        return _parsed(_private_text(Path(name)), name)
    raise ServerError(
        "The server has no token to know its users by: set XLHEDGE_TOKENS, or XLHEDGE_TOKEN_FILE "
        "to a file with one NAME:TOKEN a line."
    )


def make_token_file(path: Path) -> None:
    """Write a file with one new token, readable by its owner alone; leave one that exists.

    Parameters
    ----------
    path : Path
        The file; missing folders are made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.is_file():
            return
        raise ServerError(f"{path} is no file; name one to keep the token in.") from None
    except OSError as trouble:
        raise ServerError(f"{path} cannot be written ({trouble.strerror}).") from trouble
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"local:{secrets.token_urlsafe(32)}\n")


def _private_text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if os.name == "posix" and mode & 0o077:
                raise ServerError(
                    f"{path} may be read by others (mode {mode:o}); chmod 600 {path} first."
                )
            return file.read()
    except (OSError, UnicodeDecodeError) as trouble:
        said = getattr(trouble, "strerror", None) or "it is no text"
        raise ServerError(f"The token file {path} cannot be read ({said}).") from trouble


def _parsed(text: str, place: str) -> tuple[Token, ...]:
    lines = [line.strip() for line in text.splitlines()]
    found = []
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        match = _ENTRY.fullmatch(line)
        if match is None:  # the line itself may hold a token: it is not quoted
            raise ServerError(
                f"Entry {number} of {place} is no token: NAME:TOKEN or TOKEN is needed, the token "
                f"of {SHORTEST} to 512 letters, digits or ._~+/=- signs."
            )
        owner, token = match.groups()
        found.append(Token(owner or f"token {number}", _digest(token)))
    if not found:
        raise ServerError(f"{place} holds no token; give one NAME:TOKEN a line.")
    return tuple(found)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def owner_of(token: str) -> str | None:
    """Return whose token it is, None where it is nobody's; as long for a near miss as for any."""
    digest = _digest(token.removeprefix("Bearer "))
    owner = None
    for known in tokens():
        if hmac.compare_digest(known.digest, digest):
            owner = known.owner
    return owner


async def validate_token(token_string: str) -> User:
    """Return the user that a token stands for: the call xlwings Server makes for each request.

    Parameters
    ----------
    token_string : str
        The Authorization header, with or without "Bearer".

    Raises
    ------
    HTTPException
        401, with a sentence, for a token that is not known.
    """
    from fastapi import HTTPException
    from xlwings_server.models import User

    owner = owner_of(token_string)
    if owner is None:
        raise HTTPException(401, _REFUSED)
    return User(id=owner, name=owner)
