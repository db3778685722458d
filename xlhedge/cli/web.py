"""`xlhedge serve`: Excel on macOS and the web, and many users, through xlwings Server."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="The port.")] = 8000,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Where to listen; 127.0.0.1 is this machine alone."),
    ] = "127.0.0.1",
    workers: Annotated[
        int,
        typer.Option(
            min=1,
            max=256,
            metavar="N",
            envvar="XLHEDGE_WORKERS",
            help="How many processes answer, up to 256.",
        ),
    ] = 1,
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The users, one NAME:TOKEN a line. Where there is none, it is made, with a token.",
        ),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="For HTTPS: the certificate, a PEM file.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="For HTTPS: its private key, a PEM file.")
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="HTTPS is the work of a reverse proxy in front.")
    ] = False,
) -> None:
    """Serve the functions to Excel on macOS, the web and Windows (needs xlwings Server)."""
    from xlhedge.web.serve import Address, serve

    plain = host.removeprefix("[").removesuffix("]")  # IPv6 as it stands in an address
    address = Address(plain, port, certificate, key, behind_proxy)
    serve(address, workers, token_file, lambda line: print(line, flush=True))
