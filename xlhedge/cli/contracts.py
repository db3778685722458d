"""`xlhedge contracts`: what common futures contracts are made of, by name."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from xlhedge.cli.common import AsJson, Quiet, need
from xlhedge.cli.screen import console
from xlhedge.cli.tables import TableLine, print_table

if TYPE_CHECKING:
    from xlhedge.contracts import Contract


def contracts(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="A symbol, or words such as mini wheat; all if omitted."),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List common futures contracts: exchange, size, unit and tick.

    The terms are as of the date below the table; the page in `source` (with --json) is the
    exchange's own, which may have changed them since.
    """
    from xlhedge import contracts as table

    sought = words or []
    match = table.search(sought)
    need(
        bool(match),
        f"no contract is called {' '.join(sought)}",
        table.near(sought) or ["xlhedge contracts for the whole list"],
    )
    if quiet:
        return
    if as_json:
        import json

        rows: list[dict[str, Any]] = [contract._asdict() for contract in match]
        print(json.dumps({"as_of": table.as_of().isoformat(), "contracts": rows}, indent=2))
        return
    titles = ("symbol", "contract", "tick and its value")
    print_table(titles, [TableLine(_row(contract)) for contract in match], texts=len(titles))
    as_of = f"Terms as of {table.as_of():%d %B %Y}; the exchange's page of each: --json."
    console().print(as_of, markup=False)


def _row(contract: "Contract") -> list[str]:
    tick = f"{contract.tick:.10f}".rstrip("0").rstrip(".")
    return [
        *contract.label.split(" - ", 1),
        f"{tick} {contract.quote} = {contract.tick_value:,.10g} {contract.currency}",
    ]
