"""What computes: turns, the time that a call has, its memory, and processes that are ended."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest

pytest.importorskip("pebble")  # xlwings_server itself would mark this process as a server

from xlhedge.web.server_call import MOST_ROWS, NotACallError, check_rows
from xlhedge.web.server_pool import Limits, Pool, Turns
from xlhedge.worksheet import CATALOGUE

GUARD = 120  # seconds after which a test is stuck, on a machine that is busy


def end_fork_server():
    """End the process whose copies compute, where there is one."""
    if sys.platform != "win32":
        from multiprocessing.forkserver import _forkserver

        _forkserver._stop()


@pytest.fixture(autouse=True, scope="module")
def own_start():
    """What the server's own start sets, the key for tests, and a fork server that is its own.

    There is one in a process, and tests of folders may have started it with other libraries.
    """
    end_fork_server()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XLWINGS_ON_SERVER", "true")
        patch.setenv("XLWINGS_LICENSE_KEY", "noncommercial")
        yield
    end_fork_server()


def request(name, *args):
    """Return a call as the bytes of a request."""
    call = {"client": "Office.js", "func_name": name, "args": args, "version": "", "runtime": "1.4"}
    return json.dumps(call).encode()


def prices(rows, step):
    """Return a column of prices."""
    return [[100 + (i * step % 1009) / 100] for i in range(rows)]


def break_test(times):
    """Return a call of so many thousand rows: half a minute is 300.

    The prices recur after 1,009 rows, so their text is repeated: writing it takes seconds.
    """
    columns = [prices(1009, 7919), prices(1009, 104_729)]
    text = request("CORREL_BREAK_TEST", *columns).decode()
    for column in columns:
        rows = json.dumps(column)[1:-1]
        text = text.replace(f"[{rows}]", f"[{', '.join([rows] * times)}]")
    return text.encode()


RATIO = request("HEDGE_RATIO", [[52005]], [[60000]])
LONG = break_test(300)


def run(processes, work, *, seconds=600, memory=3 * 2**30):
    """Run a coroutine function with a pool, and end the pool."""

    async def whole():
        pool = Pool(Limits(processes, seconds, memory))
        try:
            async with asyncio.timeout(GUARD):
                return await work(pool)
        finally:
            await asyncio.to_thread(pool.stop)

    return asyncio.run(whole())


def evaluated(code):
    """Return what Python code gives in a process that computes."""

    async def work(pool):
        return await asyncio.wrap_future(pool._processes.schedule(eval, args=[code]))

    return run(1, work)


def result(answer):
    """Return an answer's rows."""
    assert answer.status == 200, answer
    return json.loads(answer.body)["result"]


def test_an_answer_is_the_catalogue_s():
    """What comes out of a process is what the function gives here."""
    spot, futures = prices(60, 7919), prices(60, 104_729)
    answer = run(
        1, lambda pool: pool.answer(request("MV_HEDGE_RATIO", spot, futures), "ann", slow=False)
    )
    assert result(answer) == [[CATALOGUE["MV_HEDGE_RATIO"](spot, futures)]]
    assert answer.function == "MV_HEDGE_RATIO"


OLDER_SOURCE = """
import asyncio, multiprocessing.forkserver, os
multiprocessing.forkserver.ensure_running()
os.environ.update(XLWINGS_ON_SERVER="true", XLWINGS_LICENSE_KEY="noncommercial")
from xlhedge.web.server_pool import Limits, Pool
pool = Pool(Limits(1, 600, 3 * 2**30))
answer = asyncio.run(pool.answer(BODY, "ann", slow=False))
pool.stop()
print(answer.status, answer.body.decode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows copies no process")
def test_processes_have_the_server_s_settings():
    """Also where what they are copies of was started before the licence key was set."""
    code = OLDER_SOURCE.replace("BODY", repr(RATIO))
    settings = {k: v for k, v in os.environ.items() if not k.startswith("XLWINGS")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["200", '{"result":', "[[0.86675]]}"], done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows copies no process")
def test_libraries_are_loaded_once_and_none_in_vain():
    """A fresh process has what calls need, and not what the model library loads for its charts."""
    names = ["arch.univariate", "scipy.signal", "matplotlib", "PIL", "plotly", "polars"]
    assert (
        evaluated(f"[name for name in {names} if name in __import__('sys').modules]") == names[:2]
    )


def test_a_call_ends_when_its_time_is_over():
    """It is refused with a sentence, and the next is computed by a process that is free."""

    async def work(pool):
        await pool.answer(RATIO, "ann", slow=False)  # the processes have started
        usual, pool.limits = pool.limits, pool.limits._replace(seconds=1)
        late = await pool.answer(LONG, "ann", slow=True)
        pool.limits = usual
        return late, await pool.answer(RATIO, "ann", slow=False)

    late, next_one = run(1, work)
    assert late.status == 422
    assert "ended after 1 seconds" in late.body.decode()
    assert result(next_one) == [[0.86675]]


def test_a_caller_who_leaves_frees_the_process():
    """Cancelling a call ends its computation: with one process, the next is computed."""

    async def work(pool):
        await pool.answer(RATIO, "ann", slow=False)
        long = asyncio.create_task(pool.answer(LONG, "ann", slow=True))
        await asyncio.sleep(0.5)
        long.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await long
        return await pool.answer(RATIO, "bob", slow=False)

    assert result(run(1, work)) == [[0.86675]]


def test_short_calls_are_computed_while_long_ones_run():
    """Eight long calls of one user keep another's short one, and her own, waiting for nothing."""

    async def work(pool):
        long = [asyncio.create_task(pool.answer(LONG, "ann", slow=True)) for _ in range(8)]
        await asyncio.sleep(0.5)
        short = [await pool.answer(RATIO, user, slow=False) for user in ("bob", "ann", "bob")]
        assert not any(task.done() for task in long)
        for task in long:
            task.cancel()
        await asyncio.gather(*long, return_exceptions=True)
        return short

    assert [result(answer) for answer in run(3, work)] == [[[0.86675]]] * 3


def test_memory_is_bounded():
    """A call that needs more than a process may have is refused; the process works on."""

    async def work(pool):
        large = await pool.answer(break_test(1000), "ann", slow=True)
        return large, await pool.answer(RATIO, "ann", slow=False)

    if sys.platform != "linux":
        pytest.skip("the bound is set with Linux's RLIMIT_AS")
    pages = int(evaluated("open('/proc/self/statm').read()").split()[0])  # of the libraries
    bound = pages * os.sysconf("SC_PAGESIZE") + 100 * 2**20
    large, after = run(1, work, memory=bound)  # it comes in 40, its cells are 240
    if large.status == 200:  # numpy's part of it did not fit: the function's own error
        assert result(large) == [[{"type": "Error", "errorType": "Value"}]]
    else:
        assert large.status == 422
        assert "needs more memory than a call has here" in large.body.decode()  # it has not ended
    assert result(after) == [[0.86675]]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
def test_a_process_that_is_killed_is_replaced():
    """Whatever ends a process, calls go on."""

    async def work(pool):
        await pool.answer(RATIO, "ann", slow=False)
        killed = list(pool._processes._pool_manager.worker_manager.workers)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        answers = []
        while len(answers) < 20:
            answer = await pool.answer(RATIO, "ann", slow=False)
            if answer.status == 200:
                answers.append(answer)
            else:
                assert "recalculate" in answer.body.decode()
        assert not set(killed) & set(pool._processes._pool_manager.worker_manager.workers)
        return answers

    assert [result(answer) for answer in run(2, work)] == [[[0.86675]]] * 20


def test_turns_go_round_the_users():
    """Whoever waits with one call is not behind all of another's."""

    async def work():
        turns, order = Turns(1), []

        async def one(user):
            await turns.take(user, slow=False)
            order.append(user)
            await asyncio.sleep(0)
            turns.give_back(user, slow=False)

        await asyncio.gather(*map(one, ["ann", "ann", "ann", "ann", "bob", "cy", "bob"]))
        return order

    assert asyncio.run(work()) == ["ann", "ann", "bob", "cy", "ann", "bob", "ann"]


@pytest.mark.parametrize(
    ("places", "of_one", "of_all"), [(1, 1, 1), (2, 1, 1), (3, 1, 2), (8, 6, 7)]
)
def test_what_may_take_long_never_has_all_places(places, of_one, of_all):
    """One user's long calls leave a place for another's, and all long calls one for short ones."""

    async def work():
        turns, taken = Turns(places), []

        async def one(user, slow):
            await turns.take(user, slow=slow)
            taken.append((user, slow))

        calls = [("ann", True)] * 10 + [("bob", True)] * 10 + [("cy", False)]
        tasks = [asyncio.create_task(one(*call)) for call in calls]
        await asyncio.sleep(0.01)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return taken

    taken = asyncio.run(work())
    assert taken.count(("ann", True)) == of_one
    assert sum(slow for _, slow in taken) == of_all
    assert (("cy", False) in taken) is (places > 1)


def test_a_place_that_was_waited_for_in_vain_is_nobody_s():
    """Those who leave while they wait take no place with them."""

    async def work():
        turns = Turns(1)
        await turns.take("ann", slow=False)
        waiting = [asyncio.create_task(turns.take("bob", slow=False)) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        turns.give_back("ann", slow=False)
        waiting[1].cancel()  # it has the place already, and does not know yet
        await asyncio.gather(*waiting[:2], return_exceptions=True)
        await asyncio.wait_for(waiting[2], GUARD)

    asyncio.run(work())


@pytest.mark.parametrize("name", MOST_ROWS)
def test_ranges_beyond_what_a_call_can_compute_are_refused(name):
    """The sentence names the rows that would do; as a row or as a column."""
    most = MOST_ROWS[name]
    check_rows(name, [[[1.0]] * most])
    for long in ([[1.0]] * (most + 1), [[1.0] * (most + 1)]):
        explained = ("HEDGE_EXPLAIN", [[[f" {name.lower()}"]], [[[1.0]], long]])
        for call in ((name, [None, [[1.0]], long]), explained):
            with pytest.raises(NotACallError, match=f"{name} takes at most {most:,} rows") as no:
                check_rows(*call)
            assert no.value.status == 422


@pytest.mark.parametrize("first", [None, [], [[]], [[5]], "", [["NONE"]], [["HEDGE_RATIO"]]])
def test_what_is_explained_may_be_anything(first):
    """A name that is none, or of a function without a limit, is the function's to answer."""
    check_rows("HEDGE_EXPLAIN", [first, [[[1.0]] * 10**6]])
    check_rows("HEDGE_EXPLAIN", [first])


def test_functions_with_a_limit_are_ours():
    """Each limit is of a function that there is."""
    assert set(MOST_ROWS) <= set(CATALOGUE)
