"""Measures cases in turn and says how long they took: medians, the spread around them, and ratios.

The machine may have other work to do. So cases run in turn, one of each a round, and what disturbs a round disturbs all
of them; a ratio is taken within each round, and processor time stands beside the time at the wall. A case is a command,
or one of many that a program measures by itself, which is then asked for a round of them all.
"""
import collections
import contextlib
import json
import os
import statistics
import subprocess
import time


class Times:
    """What one case took, a value a round: of a command in milliseconds, of what a program measured as it says."""

    def __init__(self):
        self.wall = []
        self.processor = []
        self.counters = collections.defaultdict(list)


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


class Measurer:
    """A program that measures by itself: for each line that it reads it prints a line of JSON a case, then an empty one."""

    def __init__(self, command):
        self.command = list(map(str, command))
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)

    def round(self):
        self.process.stdin.write("round\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line == "\n":
                return
            yield json.loads(line)
        raise SystemExit(f"{' '.join(self.command)}\nended before its round did, with {self.process.wait()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def measure_in_turn(commands, rounds):
    """`commands` are those of programs that measure by themselves. Times by name and number of threads, as
    `run_in_turn`, with what else they tell."""
    times = collections.defaultdict(Times)
    with contextlib.ExitStack() as ended:
        measurers = [ended.enter_context(Measurer(command)) for command in commands]
        for number in range(rounds + 1):
            for measurer in measurers:
                for told in measurer.round():
                    case = times[told.pop("name"), told.pop("threads")]
                    if number == 0:
                        continue
                    case.wall.append(told.pop("wall"))
                    case.processor.append(told.pop("processor"))
                    for name, value in told.items():
                        case.counters[name].append(value)
    return dict(times)


def measure_once(command):
    """For what is counted, and is the same each time."""
    with Measurer(command) as measurer:
        return list(measurer.round())


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
