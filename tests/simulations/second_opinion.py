# ruff: noqa: T201 - printing figures is what it is for
"""How often `--check` raises a false alarm: formulon and IronCalc over the books that Excel saved.

    python tests/simulations/second_opinion.py FOLDER

FOLDER holds workbooks whose saved values are Excel's. Only books that are computed as a whole, and
as Excel has them, are checked: then every difference is the other engine's fault, or a residue.
"""

import sys
import time
from collections import Counter
from pathlib import Path

from xlhedge.recalc import recalculate
from xlhedge.recalc.opinions import second_opinion as asked
from xlhedge.worksheet.errors import XlhedgeError


def main(folder):
    """Check every book, and print the rates."""
    books, alarms, against, silent = 0, Counter(), [], Counter()
    cells = Counter()
    spent = own = 0.0
    for path in sorted(Path(folder).rglob("*.xls[xm]")):
        began = time.process_time()
        try:
            result = recalculate(path, functions={})
        except XlhedgeError:
            continue
        own += time.process_time() - began
        began = time.process_time()
        opinion = asked.second_opinion(result)
        spent += time.process_time() - began
        books += 1
        cells["all"] += opinion.cells
        for engine in {doubt.engine for doubt in opinion.doubts}:
            alarms[engine] += 1
        for doubt in opinion.doubts:
            cells[doubt.engine] += 1
            print(f"{path.name}: {doubt}", file=sys.stderr)
        for sentence in opinion.silent:
            silent[sentence.split()[0]] += 1
            print(f"{path.name}: {sentence}", file=sys.stderr)
        if opinion.against:
            against.append((path.name, opinion.against[:3]))
    print(f"{books} books, {cells['all']} cells; xlhedge {own:.1f} s of processor time")
    print(f"copying and comparing: {spent:.1f} s ({spent / own:.0%})")
    for package, engine in asked.ENGINES.items():
        seconds = asked.engine_process(package).seconds
        print(
            f"{engine}: it alone differs in {alarms[engine]} books "
            f"({alarms[engine] / books:.1%}), {cells[engine]} cells; no answer for "
            f"{silent[engine]}; {seconds:.1f} s of processor time ({seconds / own:.0%})"
        )
    print(f"both against xlhedge: {len(against)} books {against}")


if __name__ == "__main__":
    main(sys.argv[1])
