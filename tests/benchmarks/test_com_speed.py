"""Speed in Excel for Windows: our way through COM beside stock xlwings', in one run under Wine.

python -m pytest tests/benchmarks/test_com_speed.py --benchmark-enable -s

Both are served by xlwings' own COM server through its DLL, and compute the same ratio of the same
prices. Reading the cells, and our VBA's packing of them, happen in Excel and are not in it.
"""

import importlib.util
from pathlib import Path
from statistics import median

import pytest

HERE = Path(__file__).parent
_source = HERE.parent / "excel" / "wine" / "conftest.py"
_spec = importlib.util.spec_from_file_location("xlhedge_wine", _source)
windows = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(windows)
wine, wheel, installed = windows.wine, windows.wheel, windows.installed

CLIENT = HERE / "com" / "com_client.py"
LIMITS = {  # whom ours is compared with, and the share of its time that ours may take
    "cold": ("stock", 0.8),
    "250": ("stock, ranges", 1 / 10),
    "10000": ("stock, values", 1 / 5),
}


def report(what, told):
    """Print the figures of a part for who asks with -s; return them for the benchmark's file."""
    other, limit = LIMITS[what]
    times = {case: median(seconds) for case, (_, seconds) in told["cases"].items()}
    share = times["ours"] / times[other]
    lines = [f"{what}: ours / {other} = {share:.3f}"]
    lines[0] += f", limit {limit:.3f}: {'kept' if share <= limit else 'MISSED'}"
    fastest = {case: min(seconds) for case, (_, seconds) in told["cases"].items()}
    for case, seconds in times.items():
        shown = f"median {seconds * 1e3:9.2f} ms, fastest {fastest[case] * 1e3:9.2f}"
        lines.append(f"  {case:14} {shown}")
    print("", *lines, sep="\n")  # noqa: T201
    return {
        "median seconds": times,
        "fastest seconds": fastest,
        "ours / " + other: share,
        "limit": limit,
    }


def test_ours_beside_stock(benchmark, size, wine, installed):  # noqa: ARG001 - the client runs in it
    """One figure whoever computes it, at once after a start too; how soon is not judged."""
    command = (wine.python, CLIENT, size(9, 1), size(12, 1), *list(LIMITS)[1:])
    told = benchmark.pedantic(wine.json, command, {"seconds": 1800}, rounds=1)
    benchmark.extra_info |= {what: report(what, told[what]) for what in LIMITS}
    for what in LIMITS:
        cases = told[what]["cases"].values()
        answers = [answer for given, _ in cases for answer in given]
        assert answers == pytest.approx([answers[0]] * len(answers), rel=1e-12)
        assert 0.7 < answers[0] < 0.9
        if what != "cold":  # a Range is asked over and over: what ours is spared
            assert told[what]["questions"] > 50
