"""`xlhedge serve`: the server on this machine, or behind whatever makes it reachable."""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.web.server_errors import NotInstalledError, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlhedge.web.server import Application

# whose word on a client's address counts, where the environment does not say: a proxy of this
# machine or network, never the client itself, which would have a new address for each guess
_PROXIES = (
    "127.0.0.0/8,::1,10.0.0.0/8,100.64.0.0/10,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16,fc00::/7"
)
TOKEN_FILE = Path("~/.xlhedge/server-token")


class Address(NamedTuple):
    """Where the server listens, and how safe the way to it is."""

    host: str
    port: int
    certificate: Path | None
    key: Path | None
    behind_proxy: bool

    @property
    def url(self) -> str:
        """What Excel is given."""
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    def check(self) -> None:
        """Refuse a way on which a token could be read, and files that are not there.

        Raises
        ------
        ServerError
            With what would be accepted.
        """
        if (self.certificate is None) != (self.key is None):
            raise ServerError("--certificate and --key belong together; give both or neither.")
        for option, path in (("--certificate", self.certificate), ("--key", self.key)):
            if path is not None and not path.is_file():
                raise ServerError(f"{option} {path} is no file; a PEM file is needed.")
        if self.certificate and self.key:
            _check_certificate(self.certificate, self.key)
        if not (_is_loopback(self.host) or self.certificate or self.behind_proxy):
            raise ServerError(
                f"--host {self.host} is reached from other machines, and tokens would travel "
                "unencrypted: give --certificate and --key, or --behind-proxy if a reverse proxy "
                "in front of this server speaks HTTPS."
            )


def _check_certificate(certificate: Path, key: Path) -> None:
    """Refuse a pair of files with which HTTPS could not be spoken."""
    import ssl

    try:
        # a passphrase that cannot be: without any, OpenSSL would ask for it at the terminal
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, lambda: "")
    except OSError as error:
        reason = error.strerror
        if isinstance(error, ssl.SSLError):
            reason = (error.reason or "no PEM, or a passphrase").replace("_", " ").lower()
        raise ServerError(
            f"--certificate {certificate} and --key {key} cannot be used ({reason}); a certificate "
            "and its own private key are needed, both as PEM, the key without a passphrase."
        ) from error


def _check_free(host: str, port: int) -> None:
    """Refuse an address that cannot be had, before anything is loaded."""
    import socket

    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for family, *_, where in addresses:  # localhost is two addresses
            try:
                socket.create_server(where[:2], family=family).close()
            except OSError as error:
                if error.errno != errno.EADDRNOTAVAIL or len(addresses) == 1:
                    raise
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no name of a machine"
        raise ServerError(
            f"{host}:{port} cannot be listened at ({reason.partition(' (')[0]}); choose another "
            "--port or --host."
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def serve(
    address: Address, workers: int, token_file: Path | None, say: Callable[[str], None]
) -> None:
    """Run the server until it is stopped.

    Parameters
    ----------
    address : Address
        Where it listens.
    workers : int
        Processes that answer; one that dies is replaced where there are two or more.
    token_file : Path or None
        The tokens' file, made with a new one where it does not exist; None = XLHEDGE_TOKENS or
        XLHEDGE_TOKEN_FILE of the environment, else ~/.xlhedge/server-token where the address is a
        loopback one.
    say : callable
        Takes what the user should read.

    Raises
    ------
    ServerError
        It cannot start as it is set up.
    """
    address.check()
    _check_free(address.host, address.port)
    try:
        import uvicorn
    except ImportError as missing:
        raise NotInstalledError from missing
    from xlhedge.web.server import create_app
    from xlhedge.web.server_http import Http, header_seconds

    header_seconds()  # what is wrong with it is said now
    if token_file is not None:
        os.environ["XLHEDGE_TOKENS"] = ""  # what is asked for by name counts
        os.environ["XLHEDGE_TOKEN_FILE"] = str(token_file)
    tokens = _prepare_tokens(on_loopback=_is_loopback(address.host))

    application = create_app()  # here, so that what is wrong is said once and in a sentence
    for line in _next_steps(address, tokens):
        say(line)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a terminal that closes ends no server
    if workers > 1 and os.environ.get("XLHEDGE_METRICS"):
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="xlhedge-"))
    uvicorn.run(
        "xlhedge.web.serve:worker_app" if workers > 1 else application,
        factory=workers > 1,
        host=address.host,
        port=address.port,
        http=Http,
        workers=workers,
        log_level="warning",
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
        proxy_headers=address.behind_proxy,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", _PROXIES),
        server_header=False,
        timeout_graceful_shutdown=_longest_call() + 5,  # a call that runs is answered first
    )


def worker_app() -> Application:
    """Return the application in a process of its own; what is wrong by now is one sentence."""
    from xlhedge.web.server import create_app

    try:
        return create_app()
    except ServerError as error:
        raise SystemExit(f"xlhedge: {error}") from None


def _longest_call() -> int:
    from xlhedge.web.server import DEADLINE
    from xlhedge.web.server_settings import whole_setting

    return whole_setting("XLHEDGE_DEADLINE", DEADLINE, "seconds")


def _manifest(address: Address) -> str:
    """Return the manifest's address as Excel reaches it."""
    name = os.environ.get("XLWINGS_HOSTNAME")  # what xlwings writes into the manifest
    if not name and address.behind_proxy:
        name = "NAME-OF-THE-PROXY"
    base = f"https://{name}" if name else address.url
    return f"{base}{os.environ.get('XLWINGS_APP_PATH', '')}/manifest"


def _next_steps(address: Address, tokens: str) -> Iterator[str]:
    """Yield what the user should read: where the manifest and the tokens are, how it ends."""
    yield f"Manifest: {_manifest(address)} (give it to Excel as a custom add-in)"
    if tokens:
        yield f"Tokens: {tokens}"
    if address.certificate is None and not address.behind_proxy:
        https = "use --certificate and --key, or a proxy"
        yield f"Excel itself loads add-ins over HTTPS alone: {https}."
    yield "Ctrl+C ends the server, once the calls that it computes are done."


def _prepare_tokens(on_loopback: bool) -> str:
    """Return where the tokens are; where nobody named any and only this machine calls, make one.

    What is wrong with them is said here, before xlwings Server is loaded.
    """
    providers = os.environ.get("XLWINGS_AUTH_PROVIDERS") or '["custom"]'
    if '"custom"' not in providers:
        return ""
    from xlhedge.web.server_user import access_tokens, make_token_file

    where = "those of XLHEDGE_TOKENS"
    if not os.environ.get("XLHEDGE_TOKENS", "").strip():
        named = os.environ.get("XLHEDGE_TOKEN_FILE")
        if named or on_loopback:
            path = Path(named or TOKEN_FILE).expanduser()
            make_token_file(path)
            os.environ["XLHEDGE_TOKEN_FILE"] = str(path)
            where = f"in {path} (the task pane asks for one)"
    access_tokens()
    return where
