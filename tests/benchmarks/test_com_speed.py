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
ONE_CALL = [  # rows, whom ours is compared with, the share of its time that ours may take
    (250, "stock, ranges", 1 / 10),
    (10_000, "stock, values", 1 / 5),
]
COLD_LIMIT = 1.2


@pytest.fixture
def measured(benchmark, size, wine, installed):  # noqa: ARG001 - the client runs in it
    """Run the client, a little of it where benchmarks are disabled; keep and print the figures."""

    def measure(what, *given, rounds, other, limit):
        command = (wine.python, CLIENT, what, *given, size(rounds, 1))
        told = benchmark.pedantic(wine.json, command, {"seconds": 900}, rounds=1)
        times = {case: median(seconds) for case, (_, seconds) in told["cases"].items()}
        share = times["ours"] / times[other]
        benchmark.extra_info |= {
            "median seconds": times,
            "fastest seconds": {case: min(s) for case, (_, s) in told["cases"].items()},
            "ours / " + other: share,
            "limit": limit,
        }
        lines = [f"{' '.join([what, *map(str, given)])}: ours / {other} = {share:.3f}"]
        lines[0] += f", limit {limit:.3f}: {'kept' if share <= limit else 'MISSED'}"
        for case, (_, seconds) in told["cases"].items():
            fastest = min(seconds) * 1e3
            lines.append(f"  {case:14} median {times[case] * 1e3:9.2f} ms, fastest {fastest:9.2f}")
        print("", *lines, sep="\n")  # noqa: T201 - the figures, for who asks with -s
        return told

    return measure


def check_answers(told):
    """All ways give one figure."""
    answers = [answer for given, _ in told["cases"].values() for answer in given]
    assert answers == pytest.approx([answers[0]] * len(answers), rel=1e-12)
    assert 0.7 < answers[0] < 0.9


@pytest.mark.parametrize(("rows", "other", "limit"), ONE_CALL)
def test_one_call(measured, rows, other, limit):
    """The same figure whoever computes it; how long each takes is measured, not judged."""
    told = measured("calls", rows, rounds=12, other=other, limit=limit)
    check_answers(told)
    assert told["questions"] > 50  # a Range is asked over and over: what ours is spared


def test_the_first_answer_after_a_cold_start(measured):
    """A server started anew answers right at once; how soon is measured, not judged."""
    check_answers(measured("cold", rounds=9, other="stock", limit=COLD_LIMIT))
