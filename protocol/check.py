#!/usr/bin/env python3
"""Checks each case of the models to its last state, and sees each mutant of it fail: check.py SPIN COMPILER FOLDER [CASE ...]

Prints the number of states. The exit code is 1 when a case fails or a mutant does not.
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
MODELS = dict.fromkeys((2, 3, 9, 10), HERE / "moves.pml")  # of the others: invalidation.pml
# What each case is about, and the mutants that must fail in it: see README.md.
CASES = {
    1: ("entries with one number", [11, 12, 13, 14, 15]),
    2: ("what ends one key", [21, 22, 23, 24]),
    3: ("tags that the value tells", [31, 32, 33]),
    4: ("memory and lost announcements", [42, 43, 46]),
    5: ("a connection that breaks", [52, 53]),
    6: ("an invalidation that fails first", [61, 62]),
    7: ("reads that bound staleness", [71, 72]),
    8: ("own writes, and copies that are confirmed", [41, 44, 45]),
    9: ("the record of moves", [91, 92, 93, 94, 95, 96]),
    10: ("a lease", [101, 102, 103, 104]),
}


def run(command, folder):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def states(spin, compiler, folder, case, mutant):
    """Whether an assertion failed or a process hangs, and how many states were seen. Absent when it could not be checked."""
    folder = pathlib.Path(folder) / f"case{case}_mutant{mutant}"
    folder.mkdir(parents=True, exist_ok=True)
    steps = (
        [spin, f"-DCASE={case}", f"-DMUTANT={mutant}", "-a", str(MODELS.get(case, HERE / "invalidation.pml"))],
        [compiler, "-O1", "-w", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=1000", "-o", "pan", "pan.c"],
        ["./pan", "-m100000", "-w22"],
    )
    for step in steps:
        done = run(step, folder)
        output = done.stdout + done.stderr
        if done.returncode != 0 and step is not steps[-1]:
            break
    found = re.search(r"errors: (\d+)", output), re.search(r"(\d+) states, stored", output)
    is_cut_short = re.search(r"max search depth too small|Search not completed|reached -DMEMLIM", output)
    failed = all(found) and int(found[0][1]) > 0
    if not all(found) or (is_cut_short and not failed):
        sys.exit(f"case {case}, mutant {mutant}: could not be checked\n{output}")
    return failed, int(found[1][1])


def main():
    spin, compiler, folder, *chosen = sys.argv[1:]
    work = [(case, mutant) for case, (_, mutants) in CASES.items() if not chosen or str(case) in chosen
            for mutant in (0, *mutants)]
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda each: states(spin, compiler, folder, *each), work)
        for (case, mutant), (failed, count) in zip(work, results):
            wrong += failed != (mutant != 0)
            what = f"mutant {mutant}" if mutant else CASES[case][0]
            if mutant:
                verdict = "fails, as it must" if failed else "IS NOT NOTICED"
            else:
                verdict = "FAILS" if failed else "holds"
            print(f"case {case}: {what} {verdict}, {count} states", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
