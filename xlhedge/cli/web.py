"""`xlhedge serve`: Excel on macOS and the web, and many users, through xlwings Server."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    workers: Annotated[
        int,
        typer.Option(min=1, max=256, envvar="XLHEDGE_WORKERS", help="Processes that answer."),
    ] = 1,
    token_file: Annotated[
        Path | None,
        typer.Option(help="NAME:TOKEN a line; made with a new token where it does not exist."),
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="For HTTPS: a PEM file.")] = None,
    key: Annotated[Path | None, typer.Option(help="For HTTPS: its private key.")] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A reverse proxy in front speaks HTTPS.")
    ] = False,
) -> None:
    """Serve the functions to Excel on macOS, the web and Windows (needs xlwings Server)."""
    from xlhedge.web.serve import Address, serve

    plain = host.removeprefix("[").removesuffix("]")  # IPv6 as it stands in an address
    address = Address(plain, port, certificate, key, behind_proxy)
    serve(address, workers, token_file, lambda line: print(line, flush=True))
