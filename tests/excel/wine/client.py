"""Excel's part, played under Wine: starts the server by xlwings' DLL and calls functions.

usage: python client.py calls FILE | killed | restarts N | orphan | alive PID
Prints one JSON object.
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pythoncom
import pywintypes
import win32api
import win32con
import win32process
from variants import Dispatch
from win32com.client import dynamic

from xlhedge.excel.doctor_server import Server
from xlhedge.excel.environment import DLLS

HOME = Path(sys.executable).parent
NOTHING = {"nothing": True}
STILL_ACTIVE = 259


def excel_number(number):
    """Return a server of its own.

    The DLL keeps one class id a command line. Windows forgets a class whose server has ended; Wine
    8 does not and looks for the old one, so each start has a command of its own here: a space more.
    """
    server = Server(HOME / "pythonw.exe", HOME / DLLS[0])
    server._command += b" " * number
    return server


def udf(server, name, *cells):
    """Call a worksheet function as the add-in does: plain values, no workbook, no caller."""
    return server.call("CallUDF", "xlhedge.udfs", name, tuple(cells), NOTHING, NOTHING)


def ratio(address):
    """Ask for one ratio."""
    return udf(Dispatch(address), "HEDGE_RATIO", 52005.0, 60000.0)


def pid_of(address):
    """Return the server's process id, asked of the server itself."""
    server = dynamic.Dispatch(pythoncom.ObjectFromAddress(address, pythoncom.IID_IDispatch))
    return int(server.Var(server.Eval("__import__('os').getpid()")))


def alive(pid):
    """Whether a process runs."""
    try:
        process = win32api.OpenProcess(win32con.PROCESS_QUERY_INFORMATION, False, pid)
    except pywintypes.error:
        return False
    return win32process.GetExitCodeProcess(process) == STILL_ACTIVE


def ends(pid, seconds=10):
    """Whether a process ends in time."""
    limit = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def calls(path):
    """Make the calls of a file."""
    excel = excel_number(0)
    server = Dispatch(excel.start())
    asked = json.loads(Path(path).read_text(encoding="utf-8"))
    answers = [udf(server, name, *cells) for name, cells in asked]
    excel.stop()
    return {"answers": answers}


def killed():
    """End the server under the client's feet, and go on."""
    excel, next_excel = excel_number(0), excel_number(1)
    address = excel.start()
    before, pid = ratio(address), pid_of(address)
    process = win32api.OpenProcess(win32con.PROCESS_TERMINATE, False, pid)
    win32process.TerminateProcess(process, 1)
    gone = ends(pid)
    lost = ratio(address)
    excel.stop()
    again = next_excel.start()
    after, next_pid = ratio(again), pid_of(again)
    next_excel.stop()
    return {
        "before": before,
        "gone": gone,
        "lost": lost,
        "after": after,
        "another": next_pid != pid,
        "stopped": ends(next_pid),
    }


def restarts(count):
    """Start, ask and stop the server again and again."""
    rounds = []
    for number in range(int(count)):
        excel = excel_number(number)
        started = time.perf_counter()
        address = excel.start()
        answer, pid = ratio(address), pid_of(address)
        seconds = time.perf_counter() - started
        excel.stop()
        rounds.append({"answer": answer, "pid": pid, "gone": ends(pid), "seconds": seconds})
    return {"rounds": rounds}


def orphan():
    """Leave a running server behind, as an Excel that crashes does."""
    address = excel_number(0).start()
    return {"answer": ratio(address), "pid": pid_of(address)}


def main(what, *given):
    """Play a part and print the outcome."""
    if what == "alive":
        outcome = {"ended": ends(int(given[0]))}
    else:
        pythoncom.CoInitialize()
        parts = {"calls": calls, "killed": killed, "restarts": restarts, "orphan": orphan}
        outcome = parts[what](*given)
    sys.stdout.write(json.dumps(outcome))
    sys.stdout.flush()
    os._exit(0)  # as a process that is ended: no object is given back in order


if __name__ == "__main__":
    main(*sys.argv[1:])
