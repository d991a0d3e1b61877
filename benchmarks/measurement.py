"""Runs programs in turn and says how long they took: medians, the spread around them, and ratios.

The machine may have other work to do. So cases run in turn, one of each a round, and what disturbs a round disturbs all
of them; a ratio is taken within each round, and processor time stands beside the time at the wall.
"""
import os
import statistics
import subprocess
import time


class Times:
    """How long one case took, a value a round, in milliseconds."""

    def __init__(self):
        self.wall = []
        self.processor = []


def run(command):
    """Runs one program; returns milliseconds at the wall and of the processor. A program that fails ends it all."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{said.decode()}")
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3


def run_in_turn(cases, rounds):
    """`cases` are commands by name. A round before the first warms the caches of the system and counts for nothing."""
    times = {name: Times() for name in cases}
    for number in range(rounds + 1):
        for name, command in cases.items():
            wall, processor = run(command)
            if number > 0:
                times[name].wall.append(wall)
                times[name].processor.append(processor)
    return times


def quartiles(values):
    """The middle half lies between these two."""
    if len(values) < 2:
        return values[0], values[0]
    lower, _, upper = statistics.quantiles(values, n=4, method="inclusive")
    return lower, upper


def with_spread(values, digits=0):
    """`41 (38 to 45)`: the median, and where the middle half lies."""
    lower, upper = quartiles(values)
    return f"{statistics.median(values):.{digits}f} ({lower:.{digits}f} to {upper:.{digits}f})"


def ratio(values, base):
    """Of values that belong together by round."""
    return with_spread([value / other for value, other in zip(values, base)], 2)


def table(heads, rows):
    """A table in Markdown; all columns but the first are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
