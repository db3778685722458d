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

HERE = Path(__file__).parent
HOME = Path(sys.executable).parent
NOTHING = {"nothing": True}
STILL_ACTIVE = 259
MADE = "vars(__import__('xlhedge.udfs').udfs).keys()"  # the functions that are ready
PANDAS = "'pandas' in __import__('sys').modules"  # whose tables no function takes or gives
LOADED = "len(__import__('sys').modules)"
WATCHED = "__import__('xlwings.udfs').udfs.udf_modules['xlhedge.udfs']['filetime']"
SOURCES = f"__import__('runpy').run_path({str(HERE / 'read_sources.py')!r})['TOLD']"


def excel():
    """Return what starts servers as our VBA does: each by a command line of its own."""
    return Server(HOME / "pythonw.exe", HOME / DLLS[0])


def udf(server, name, *cells):
    """Call a worksheet function as the add-in does: plain values, no workbook, no caller."""
    return server.call("CallUDF", "xlhedge.udfs", name, tuple(cells), NOTHING, NOTHING)


def ratio(address):
    """Ask for one ratio."""
    return udf(Dispatch(address), "HEDGE_RATIO", 52005.0, 60000.0)


def evaluated(address, expression):
    """Return what an expression of Python is in the server."""
    server = dynamic.Dispatch(pythoncom.ObjectFromAddress(address, pythoncom.IID_IDispatch))
    return server.Var(server.Eval(expression))


def pid_of(address):
    """Return the server's process id, asked of the server itself."""
    return int(evaluated(address, "__import__('os').getpid()"))


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
    """Look into a server that is warm, make the calls of a file, and ask what it has read."""
    one = excel()
    address = one.start()
    told, server = {"warm": warm(address)}, Dispatch(address)
    asked = json.loads(Path(path).read_text(encoding="utf-8"))
    told["answers"] = [udf(server, name, *cells) for name, cells in asked]
    told["sources"] = json.loads(evaluated(address, SOURCES))
    one.stop()
    return told


def killed():
    """End the server under the client's feet, and go on as our VBA does: stop, start, ask."""
    one = excel()
    address = one.start()
    before, pid = ratio(address), pid_of(address)
    process = win32api.OpenProcess(win32con.PROCESS_TERMINATE, False, pid)
    win32process.TerminateProcess(process, 1)
    gone = ends(pid)
    lost = ratio(address)
    one.stop()
    again = one.start()
    after, next_pid = ratio(again), pid_of(again)
    found = pid_of(one.start())
    one.stop()
    return {
        "before": before,
        "gone": gone,
        "lost": lost,
        "after": after,
        "another": next_pid != pid,
        "found": found == next_pid,
        "stopped": ends(next_pid),
    }


def restarts(count):
    """Start, ask and stop the server again and again, as Restart Python does."""
    one, rounds = excel(), []
    for _ in range(int(count)):
        started = time.perf_counter()
        address = one.start()
        answer, pid = ratio(address), pid_of(address)
        seconds = time.perf_counter() - started
        one.stop()
        rounds.append({"answer": answer, "pid": pid, "gone": ends(pid), "seconds": seconds})
    return {"rounds": rounds}


def warm(address):
    """Look into a server that has answered once, the call that our VBA makes after a start."""
    ratio(address)
    waiting = f"not set(__import__('xlhedge.udfs').udfs.__all__) <= {MADE}"
    limit = time.monotonic() + 60
    while evaluated(address, waiting) and time.monotonic() < limit:
        time.sleep(0.1)
    told = {
        "waiting": bool(evaluated(address, waiting)),
        "modules": int(evaluated(address, LOADED)),
        "watched": evaluated(address, WATCHED) is not None,
    }
    for name in ("MV_HEDGE_RATIO", "HEDGE_EFFECTIVENESS", "FORWARD_PRICE"):
        udf(Dispatch(address), name, [[1.0], [2.0], [4.0]], [[1.0], [2.5], [4.0]])
    told["pandas"] = evaluated(address, PANDAS)
    told["modules after calls"] = int(evaluated(address, LOADED))
    return told


def orphan():
    """Leave a running server behind, as an Excel that crashes does."""
    address = excel().start()
    return {"answer": ratio(address), "pid": pid_of(address)}


def main(what, *given):
    """Play a part and print the outcome."""
    if what == "alive":
        outcome = {"ended": ends(int(given[0]))}
    else:
        pythoncom.CoInitialize()
        parts = {"calls": calls, "killed": killed, "restarts": restarts}
        parts |= {"orphan": orphan}
        outcome = parts[what](*given)
    sys.stdout.write(json.dumps(outcome))
    sys.stdout.flush()
    os._exit(0)  # as a process that is ended: no object is given back in order


if __name__ == "__main__":
    main(*sys.argv[1:])
