"""How the processes of a batch are started. It imports nothing, so that they can start first."""

import sys

# Elsewhere the system's own libraries do not survive a copy of a process, or there are no copies.
METHOD = "forkserver" if sys.platform == "linux" else "spawn"
# What every process needs; loading it starts neither a thread nor an engine.
LOADED = (
    "xlhedge.recalc.batch.processes",
    "xlhedge.recalc.book",
    "xlhedge.recalc.engines.formualizer_engine",
    "xlhedge.recalc.findings",
)


def get_ready() -> None:
    """Begin to load, beside what the caller does next, what the processes will need.

    On Linux a process that does nothing else loads it once and is copied for each of them: no start
    of Python and no import is paid for twice. Elsewhere nothing is done ahead.
    """
    if METHOD == "forkserver":
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload([*LOADED])
        forkserver.ensure_running()
