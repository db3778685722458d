"""Who calls: the tokens that the server takes, and the check of the one that a call brings."""

from __future__ import annotations

import functools
import hashlib
import hmac
import logging
import os
import re
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.web.server_errors import ServerError

if TYPE_CHECKING:
    from xlwings_server.models import User

_log = logging.getLogger("xlhedge")
SHORTEST = 32  # characters

_ENTRY = re.compile(rf"(?:([^\s:]{{1,100}}):)?([A-Za-z0-9._~+/=-]{{{SHORTEST},512}})")
_REFUSED = "Wrong or missing token: open the task pane and enter the one you were given."


class AccessToken(NamedTuple):
    """A token by its digest, and whose it is."""

    owner: str
    digest: bytes


class _Read(NamedTuple):
    """Tokens, and by what one sees that their files have changed."""

    tokens: tuple[AccessToken, ...]
    mark: object


_read: dict[str, _Read] = {}  # by the place that was read last


def access_tokens() -> tuple[AccessToken, ...]:
    """Return the tokens of XLHEDGE_TOKENS, or else of what XLHEDGE_TOKEN_FILE names.

    That is a file, or a folder of files such as a mounted secret, where a token without NAME has
    its file's. They are read again when they change; a change that cannot be used is logged, and
    those read before stay.

    Raises
    ------
    ServerError
        There is none, one is too short, or others may read the file.
    """
    text = os.environ.get("XLHEDGE_TOKENS", "")
    name = os.environ.get("XLHEDGE_TOKEN_FILE", "")
    if text.strip():
        return _of_environment(text)
    if not name:
        raise ServerError(
            "The server has no token to know its users by: set XLHEDGE_TOKENS, or "
            "XLHEDGE_TOKEN_FILE to a file with one NAME:TOKEN a line, or a folder of such files."
        )
    before = _read.get(name)
    files = _token_files(Path(name))
    mark = _mark(files)
    if before and before.mark == mark:
        return before.tokens
    try:
        current = _of_files(files, name)
    except ServerError as error:
        if before is None:
            raise
        _log.warning("%s The tokens read before stay.", error)
        current = before.tokens
    _read[name] = _Read(current, mark)
    return current


@functools.lru_cache(maxsize=1)
def _of_environment(text: str) -> tuple[AccessToken, ...]:
    return _parsed(text.replace(",", "\n"), "XLHEDGE_TOKENS")


def _token_files(path: Path) -> list[Path]:
    """Return a file, or the files of a folder; Kubernetes' own entries there begin with a dot."""
    try:
        if path.is_dir():
            return sorted(p for p in path.iterdir() if not p.name.startswith(".") and p.is_file())
    except OSError:
        return []
    return [path]


def _mark(files: list[Path]) -> object:
    try:
        stats = [file.stat() for file in files]
    except OSError:
        return None
    return [(str(f), s.st_mtime_ns, s.st_size, s.st_ino) for f, s in zip(files, stats, strict=True)]


def _of_files(files: list[Path], place: str) -> tuple[AccessToken, ...]:
    if not files:
        raise ServerError(f"{place} holds no token; put a file with NAME:TOKEN there.")
    one = len(files) == 1 and str(files[0]) == place
    return tuple(
        token
        for file in files
        for token in _parsed(_private_text(file), str(file), None if one else file.name)
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
        if path.is_file() or path.is_dir():
            return
        raise ServerError(f"{path} is no file; name one to keep the token in.") from None
    except OSError as error:
        raise ServerError(f"{path} cannot be written ({error.strerror}).") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"local:{secrets.token_urlsafe(32)}\n")


def _private_text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            status = os.fstat(file.fileno())
            mode = stat.S_IMODE(status.st_mode)
            # a mounted secret is another's, usually root's, and read as one of its group
            closed = 0o077 if os.name == "posix" and status.st_uid == os.getuid() else 0o037
            if os.name == "posix" and mode & closed:
                raise ServerError(
                    f"{path} may be read by others (mode {mode:o}); chmod 600 {path} first."
                )
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ServerError(f"The token file {path} cannot be read ({reason}).") from error


def _parsed(text: str, place: str, name: str | None = None) -> tuple[AccessToken, ...]:
    lines = [line.strip() for line in text.splitlines()]
    entries = []
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
        entries.append(AccessToken(owner or name or f"token {number}", _digest(token)))
    if not entries:
        raise ServerError(f"{place} holds no token; give one NAME:TOKEN a line.")
    return tuple(entries)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def owner_of(token: str) -> str | None:
    """Return whose token it is, None where it is nobody's; as long for a near miss as for any."""
    digest = _digest(token.removeprefix("Bearer "))
    owner = None
    for known in access_tokens():
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
