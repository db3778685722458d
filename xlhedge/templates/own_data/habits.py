"""What columns are called by those who export them; compared without case, units, punctuation."""

from __future__ import annotations

PERIODS = ("day", "week", "fortnight", "month", "quarter", "year", "period")
DATES = (
    *("date", "dates", *PERIODS, "time", "timestamp", "datetime", "date time", "index level 0"),
    *(f"{period}'s end" for period in PERIODS),
    *("observation date", "time period", "trade date", "trading day", "trading date", "price date"),
    *("business date", "bus dt", "bus date", "value date", "as of", "as of date"),
    *("week ending", "month ending", "dtyyyymmdd"),
    *("datum", "tag", "handelstag", "fecha", "data", "jour", "dia", "giorno", "séance"),
)
SPOT = (
    *("spot", "spot price", "cash", "cash price", "cash bid", "physical", "local price"),
    *("elevator", "elevator price", "posted price", "spot close", "spot settle"),
    *("kasse", "kassa", "kassakurs", "kassapreis", "comptant", "contado"),
    *("à vista", "a vista", "pronti"),
)
FUTURES = (
    *("futures", "futures price", "future", "future price", "fut", "hedge", "nearby"),
    *("nearby futures", "nearby contract", "front", "front month", "front month futures"),
    *("first nearby", "contract 1", "futures settle", "futures close", "futures settlement"),
    *("fut settle", "fut close", "terminkurs", "terminpreis", "termin", "terme", "à terme"),
    *("futuro", "futuros", "a termine"),
    *("forward rate", "forward price"),
)
ROLES = {"spot": SPOT, "futures": FUTURES}
# a word that makes a longer header one of the two: Cushing, OK WTI Spot Price FOB
WORDS = {
    "spot": frozenset(("spot", "cash", "physical")),
    "futures": frozenset(("futures", "future", "fut", "nearby")),
}
# ... unless one of these stands in it too
OTHERWISE = frozenset(
    (
        *("change", "chg", "volume", "vol", "interest", "oi"),
        *("basis", "spread", "date", "open", "high", "low"),
    )
)
PRICES = (  # of a file with one price a day
    *("price", "close", "settle", "settlement", "settlement price", "settle price", "last"),
    *("last price", "latest", "px last", "px settle", "value", "obs value", "close last"),
    *("adj close", "adjusted close", "adj close price", "closing price", "close price"),
    *("trade close", "official close", "universal close price", "fixing", "rate", "mid"),
    *("zuletzt", "schluss", "schlusskurs", "letzter", "último", "último precio", "cierre"),
    *("ultimo", "ultimo prezzo", "chiusura", "fechamento", "dernier", "clôture", "zamkniecie"),
)
NO_PRICES = (  # numbers beside one
    *("open", "high", "low", "vol", "volume", "tickvol", "openint", "open interest", "change"),
    *("change %", "chg", "chg %", "prior day open interest", "previous day open interest"),
    *("open int", "tick vol", "estimated volume", "per", "spread", "unnamed 0"),
    *("dividends", "stock splits", "var"),
    *("bid", "ask", "eröffnung", "eröffn", "apertura", "abertura", "ouv", "ouverture"),
    *("máxima", "máximo", "massimo", "plus haut", "haut", "hoch", "otwarcie", "najwyzszy"),
    *("mínima", "mínimo", "minimo", "plus bas", "bas", "tief", "najnizszy", "wolumen"),
    *("variation", "variation %", "umsatz", "volumen", "stück"),
)
CURRENCIES = (
    *("currency", "currencies", "ccy", "curr", "currency code", "unit", "units", "uom"),
    *("unit of measure", "währung", "einheit", "devise", "unité", "divisa", "moneda", "unidad"),
    *("valuta", "moeda", "unidade"),
)
CONTRACTS = ("contract", "contract month", "ticker", "symbol", "delivery", "expiry", "maturity")
GENERIC = (*PRICES, *NO_PRICES)
