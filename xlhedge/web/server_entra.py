"""Who calls, by a token of Microsoft Entra ID: checked on every call, of one tenant, with an end.

xlwings Server's own check keeps a token as valid for an hour after its end, takes tokens that have
none, and with XLWINGS_AUTH_ENTRAID_MULTITENANT every tenant's: ours stands in its place. Claims as
learn.microsoft.com/entra/identity-platform/access-token-claims-reference has them.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi import HTTPException

from xlhedge.web.server_adapter import provided_keys

if TYPE_CHECKING:
    from joserfc.jwk import KeySet
    from xlwings_server.models import User

_KEYS = "https://login.microsoftonline.com/{tenant}/discovery/v2.0/keys"
_KEYS_LAST = 24 * 3600  # seconds
_KEYS_AGAIN = 300  # seconds: no sooner for a token whose key is not known, which strangers can send
_UNAVAILABLE = (
    "https://learn.microsoft.com/office/dev/add-ins/develop/troubleshoot-sso-in-office-add-ins"
)
_log = logging.getLogger("xlhedge")


class _Kept(NamedTuple):
    keys: KeySet
    since: float


_kept: dict[str, _Kept] = {}  # by tenant: one


async def validate_token(token_string: str) -> User:
    """Return the user of a token: the call xlwings Server makes for each request.

    Parameters
    ----------
    token_string : str
        The Authorization header: "Bearer" and the token.

    Raises
    ------
    HTTPException
        401, with a sentence, for a token that is not valid now, here, for a user of this tenant;
        503 where Microsoft's keys cannot be had.
    """
    from xlwings_server.config import settings
    from xlwings_server.models import User

    if token_string.lower().startswith("error"):  # Office's own, in place of a token
        raise HTTPException(
            401, f"Office has no token of Entra ID for this add-in; see {_UNAVAILABLE}."
        )
    word, _, token = token_string.partition(" ")
    if word.lower() != "bearer" or not token.strip():
        raise _refused("Bearer and a token are needed")
    claims = await _claims(token.strip(), settings.auth_entraid_tenant_id)
    _check(claims, settings.auth_entraid_client_id, settings.auth_entraid_tenant_id)
    user = User(claims=claims, sso_token=token.strip())
    user.id = user.id or claims.get("sub")
    user.name = user.name or user.email or user.id
    return user


def _refused(what: str) -> HTTPException:
    return HTTPException(
        401, f"Your Entra ID token is refused ({what}): close and open the workbook to sign in."
    )


async def _claims(token: str, tenant: str) -> dict[str, Any]:
    """Return the claims of a token that is signed with a key of Microsoft's."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    for again in (False, True):
        keys = await _key_set(tenant, again=again)
        try:
            return jwt.decode(token, keys, algorithms=["RS256"]).claims
        except (JoseError, ValueError, KeyError, TypeError) as error:
            _log.info("A token of Entra ID is refused: %s", type(error).__name__)
    raise _refused("its signature is not Microsoft's")


async def _key_set(tenant: str, *, again: bool) -> KeySet:
    """Return Microsoft's keys; asked for again where a token's is not among them."""
    kept = _kept.get(tenant)
    age = time.monotonic() - kept.since if kept else None
    if kept and age is not None and age < (_KEYS_AGAIN if again else _KEYS_LAST):
        return kept.keys
    keys = await _fetched(tenant)
    _kept[tenant] = _Kept(keys, time.monotonic())
    return keys


async def _fetched(tenant: str) -> KeySet:
    import httpx
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        data = await provided_keys()
        if data is None:
            async with httpx.AsyncClient(timeout=10) as client:
                answer = await client.get(_KEYS.format(tenant=tenant))
            data = answer.raise_for_status().json()
        return KeySet.import_key_set(data)
    except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        _log.error("Entra ID's keys cannot be fetched: %r", error)
        raise HTTPException(
            503, "Microsoft Entra ID, which knows the users, cannot be reached by the server."
        ) from error


def _check(claims: dict[str, Any], client: str, tenant: str) -> None:
    """Refuse what is not for this add-in, of this tenant, of a user, and valid now."""
    from joserfc.errors import JoseError
    from joserfc.jwt import JWTClaimsRegistry

    if claims.get("ver") == "1.0":
        issuer, audience = f"https://sts.windows.net/{tenant}/", f"api://{client}"
    else:
        issuer, audience = f"https://login.microsoftonline.com/{tenant}/v2.0", client
    registry = JWTClaimsRegistry(
        leeway=0,  # Entra ID's tokens begin five minutes before they are made
        ver={"essential": True, "values": ["1.0", "2.0"]},
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        exp={"essential": True},
    )
    try:
        registry.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        claim = getattr(error, "claim", None)
        raise _refused(
            f"its {claim} does not do here" if claim else "it has expired, or is not valid yet"
        ) from error
    if claims.get("idtyp") == "app" or not (claims.get("oid") or claims.get("sub")):
        raise _refused("it is a program's, not a user's")
