"""Excel's part in the benchmark, under Wine: our server and stock xlwings', asked turn by turn.

usage: python com_client.py STARTS ROUNDS ROWS...
Prints one JSON object: of each case the answers and the seconds they took, of the first answer
after a start ("cold") and of calls with so many rows.
"""

import contextlib
import itertools
import json
import os
import random
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "excel" / "wine"))

import fake_excel
import pythoncom
from variants import Dispatch, as_our_vba

from xlhedge.excel import doctor_server
from xlhedge.excel.environment import DLLS

HERE = Path(__file__).parent
HOME = Path(sys.executable).parent
NAME = "MV_HEDGE_RATIO"
NOTHING = {"nothing": True}
COLD_ROWS = 250
IN_A_ROW = 5  # calls of a case: one after another as Excel makes them, then the other's turn


def stock_command(python, start):
    """Return the command line that xlwings' own VBA makes, for a module in this folder."""
    paths = ["false", "Z:\\book.xlsm", "Z:\\book.xlsm", "", "", "", str(HERE)]
    text = ";".join(paths).replace("\\", "\\\\")
    code = f'import sys, os;import xlwings.utils;xlwings.utils.prepare_sys_path(\\"{text}\\");'
    return f'"{python}" -B -c "{code}import xlwings; xlwings.serve(\'$(CLSID)\') #{start}"'


class Server(doctor_server.Server):
    """A server, with the module that it serves and the way that it is warmed up."""

    def __init__(self, module, command, warm=()):
        super().__init__(HOME / "pythonw.exe", HOME / DLLS[0])
        self.module, self._command_line, self._warm = module, command, warm

    def _ask(self, mode):
        with command_line(self._command_line):
            return super()._ask(mode)

    def ready(self):
        """Start it as its VBA does; return it as an object to call."""
        found = Dispatch(self.start())
        for name, *cells in self._warm:
            found.call("CallUDF", self.module, name, tuple(cells), NOTHING, NOTHING)
        return found


@contextlib.contextmanager
def command_line(made):
    """Start servers by another command line than ours for the moment."""
    ours, doctor_server.command = doctor_server.command, made
    try:
        yield
    finally:
        doctor_server.command = ours


OURS = Server("xlhedge.udfs", doctor_server.command, warm=[("HEDGE_RATIO", 1.0, 1.0)])
STOCK = Server("stock_hedge", stock_command)


def prices(rows):
    """Return two columns of prices."""
    rng = random.Random(5)
    futures, spot = [[100.0]], [[90.0]]
    for _ in range(rows - 1):
        move = rng.gauss(0, 1)
        futures.append([futures[-1][0] + move])
        spot.append([spot[-1][0] + 0.8 * move + rng.gauss(0, 0.3)])
    return spot, futures


def as_range(rows):
    """Return a block as a Range object."""
    return {"object": int(re.search(r"obj at 0x(\w+)", repr(fake_excel.Range(rows).com()))[1], 16)}


def as_bytes(rows):
    """Return a block packed as bytes, few cells or many."""
    return {"packed": rows}


def as_doubles(rows):
    """Return a block as an array of Double."""
    return {"doubles": rows}


def as_values(rows):
    """Return a block as Range.Value2 gives it."""
    return rows


WAYS = {
    "ours": (OURS, as_our_vba),
    "ours, bytes": (OURS, as_bytes),
    "ours, doubles": (OURS, as_doubles),
    "ours, values": (OURS, as_values),
    "stock, values": (STOCK, as_values),
    "stock, ranges": (STOCK, as_range),
}


class Case:
    """One way to ask for the ratio of so many rows, with its arguments laid out beforehand."""

    def __init__(self, way, rows, servers):
        owner, form = WAYS[way]
        self.server, self.seconds, self.answers = servers[owner], [], set()
        cells = tuple(form(column) for column in prices(rows))
        self.arguments = self.server.arguments(owner.module, NAME, cells, NOTHING, NOTHING)

    def ask(self):
        """Make one call."""
        started = time.perf_counter()
        result, answer = self.server.invoke("CallUDF", self.arguments)
        self.seconds.append(time.perf_counter() - started)
        if result:
            raise OSError(f"0x{result:08X}")
        self.answers.add(answer.number)
        answer.clear()


def calls(rows, rounds):
    """Ask both servers, each case in its turn."""
    servers = {owner: owner.ready() for owner in (OURS, STOCK)}
    cases = {way: Case(way, rows, servers) for way in WAYS}
    for case in cases.values():
        case.ask()  # what is the same in every later call happens in the second
    before = fake_excel.Questions.count
    cases["stock, ranges"].ask()
    questions = fake_excel.Questions.count - before
    for case in cases.values():
        case.seconds.clear()
    for _, case in itertools.product(range(rounds), cases.values()):
        case.ask()
        case.seconds.pop()  # it finds the other's data in the processor's caches
        for _ in range(IN_A_ROW):
            case.ask()
    told = {way: [sorted(case.answers), case.seconds] for way, case in cases.items()}
    return {"cases": told, "questions": questions}


def cold(starts):
    """Start each server anew and ask it once, in turn; nothing of either runs before."""
    told = {"ours": [[], []], "stock": [[], []]}
    for _, (word, owner, form) in itertools.product(
        range(starts), [("ours", OURS, as_our_vba), ("stock", STOCK, as_values)]
    ):
        cells = tuple(form(column) for column in prices(COLD_ROWS))
        stop()
        started = time.perf_counter()
        server = owner.ready()
        _, answer = server.call("CallUDF", owner.module, NAME, cells, NOTHING, NOTHING)
        told[word][1].append(time.perf_counter() - started)
        told[word][0].append(answer)
    return {"cases": told}


def stop():
    """Stop what runs of both servers."""
    for owner in (OURS, STOCK):
        owner.stop()


def main(starts, rounds, *rows):
    """Print what was measured."""
    pythoncom.CoInitialize()
    with fake_excel.registered():
        told = {"cold": cold(int(starts))}  # the last one started serves the calls
        told |= {count: calls(int(count), int(rounds)) for count in rows}
        stop()
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)  # as a process that is ended: no object is given back in order


if __name__ == "__main__":
    main(*sys.argv[1:])
