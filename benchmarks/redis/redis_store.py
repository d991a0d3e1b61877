"""What round trips to Redis take: of redis-benchmark, of a loop over hiredis, and of tagcache; one caller and fifty.

All ask one server on this machine, in turn, for the same keys and sizes. The server counts what it was asked: reads from
connections, commands and bytes; it and its clients share the processors, so what both take of them stands beside the rates.
"""
import json
import os
import re
import statistics
import subprocess

from hits import counts as valgrind
from measurement import ratio, table, with_spread
from redis import syscalls
from redis.server import Server, between, missing

ALONE, MANY = 1, 50
FLOOR = "redis-benchmark"
SHARED_FLOOR = "redis-benchmark, 2 connections"
NAMES = {
    FLOOR: "`redis-benchmark`, a connection each",
    SHARED_FLOOR: "`redis-benchmark`, 2 connections, 25 commands at a time each",
    "hiredis_mget": "hiredis in a loop, a connection each",
    "hiredis_mget_time": "the same, `TIME` sent with each",
    "hit": "tagcache: hit",
    "miss": "tagcache: miss",
    "layers_strict": "memory in front: hit, `consistency: strict`",
    "layers_recent": "memory in front: hit, `consistency: 10s`",
    "layers_local": "memory in front: hit, `consistency: local`",
}
OPERATIONS = {
    "hiredis_mget": "`MGET` of hiredis", "hit": "hit", "hit_found": "hit, a tag of the result", "hit_many": "hits, ten keys",
    "miss": "miss", "set": "`set`", "invalidate": "`invalidate`", "layers_strict": "memory in front: strict hit",
    "layers_local": "memory in front: local hit",
}
# One takes long enough to tell; more rounds take minutes.
ROUNDS_MAX = 9
COUNTED = ["hiredis_mget", "hit", "miss", "invalidate", "layers_strict", "layers_local"]


def tables(settings):
    """Yields tables by name."""
    program = settings.programs and settings.programs / "redis_benchmarks"
    if program is None or not program.exists():
        print("redis_benchmarks was not built: Boost or OpenSSL is not there, or no --programs was given\n")
        return
    if absent := missing():
        print(f"Redis is not measured: {' and '.join(absent)} cannot be found\n")
        return
    with Server(settings.scratch) as server, Callers(program, server) as callers:
        keys = floor_keys(server, callers)
        yield "redis_sizes", sizes(server, keys)
        rounds, seconds = min(settings.rounds, ROUNDS_MAX), 0.02 if settings.quick else 0.4
        measured = measure(server, callers, keys, rounds, seconds)
        yield "redis_trips", trips(measured) + left_out(measured)
        yield "redis_commands", commands(measured)
        yield "redis_counts", counted(settings, program, server, keys)


class Callers:
    """The program that calls: a line of JSON for each line."""

    def __init__(self, program, server):
        self.process = subprocess.Popen([program, "127.0.0.1", str(server.port)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def call(self, case, callers, seconds, keys):
        """Empty where there is no such case."""
        self.process.stdin.write(" ".join(map(str, [case, callers, seconds, *keys])) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"redis_benchmarks ended in {case}, with {self.process.wait()}")
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def floor_keys(server, callers):
    """Copies of what one hit asks for, under names of the same lengths that can stand on a command line."""
    callers.call("hit", ALONE, 0.01, [])
    number = b"150"
    asked = [b"{bench}:i", b"{bench}:e:SharedAccounts:account(" + number + b")"]
    asked += sorted(name for name in server.ask("KEYS", "{bench}:[st]:*") if re.search(rb"(\D" + number + rb"|\D)$", name))
    copies = [(b"{floor}:%02d" % place).ljust(len(name), b"-") for place, name in enumerate(asked)]
    for name, copy in zip(asked, copies):
        server.ask("COPY", name, copy)
    return [copy.decode() for copy in copies]


def sizes(server, keys):
    values = server.ask("MGET", *keys)
    asked = 20 + sum(len(key) + 7 for key in keys)
    return (f"`MGET` of {len(keys)} keys: the incarnation, an entry of {len(values[1])} bytes, and {len(keys) - 2} markers "
            f"of {len(values[2])}; {asked} bytes there and {sum(map(len, values))} and their frames back.\n")


def redis_benchmark(server, clients, pipelined, seconds, rate, keys):
    """So many commands that they take about so long, at the rate of before."""
    calls = max(int(rate * seconds), 50 * pipelined)
    command = ["redis-benchmark", "-h", "127.0.0.1", "-p", str(server.port), "-c", str(clients), "-P", str(pipelined),
               "-n", str(calls), "--csv", "MGET", *keys]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"redis-benchmark ended with {process.returncode}")
    per_second = float(said.splitlines()[-1].split(",")[-7].strip('"'))
    return {"calls": calls, "wall": calls / per_second, "processor": usage.ru_utime + usage.ru_stime}


class Case:
    """What one case took, a value a round, each for one call."""

    def __init__(self):
        self.rate, self.client, self.server, self.reads = [], [], [], []
        self.counts = []

    def add(self, told, counts):
        calls = told["calls"]
        asked = calls + told.get("unmeasured", 0)
        self.rate.append(calls / told["wall"])
        self.client.append(told["processor"] / calls * 1e6)
        self.server.append(counts.processor / asked * 1e6)
        self.reads.append(counts.reads / asked)
        self.counts.append((asked, counts))


def measure(server, callers, keys, rounds, seconds):
    """One of each case a round, after a round that counts for nothing. Cases by name and callers; those that are only
    counted are called once a round, shortly."""
    measured, rates = {}, {}
    for number in range(rounds + 1):
        for name in NAMES | OPERATIONS:
            for many in (ALONE, MANY) if name in NAMES else (ALONE,):
                if name == SHARED_FLOOR and many == ALONE:
                    continue
                before = server.counts()
                if name in (FLOOR, SHARED_FLOOR):
                    clients, pipelined = (2, many // 2) if name == SHARED_FLOOR else (many, 1)
                    told = redis_benchmark(server, clients, pipelined, seconds, rates.get((name, many), 1000), keys)
                    rates[name, many] = told["calls"] / told["wall"]
                else:
                    told = callers.call(name, many, seconds if name in NAMES else seconds / 4, keys)
                if told and number > 0:
                    measured.setdefault((name, many), Case()).add(told, between(before, server.counts()))
    return measured


def trips(measured):
    rows = []
    for name, text in NAMES.items():
        for many in (ALONE, MANY):
            case = measured.get((name, many))
            if case is None:
                continue
            rows.append([text, str(many), with_spread(case.rate), ratio(case.rate, measured[FLOOR, many].rate),
                         with_spread(case.client, 1), with_spread(case.server, 1), f"{statistics.median(case.reads):.2f}"])
    return table(["", "callers", "a second", "× `redis-benchmark`", "µs of the processor: client", "server",
                  "reads by the server"], rows)


def left_out(measured):
    is_there = ("hiredis_mget", ALONE) in measured
    return "" if is_there else "\nLeft out, because not installed: hiredis (libhiredis-dev).\n"


def commands(measured):
    """What the server counted for one call of one caller."""
    rows = []
    for name, text in OPERATIONS.items():
        if (name, ALONE) not in measured:
            continue
        told = measured[name, ALONE].counts
        calls = sum(each for each, _ in told)
        total = {}
        for _, counts in told:
            for command, times in counts.commands.items():
                total[command] = total.get(command, 0) + times
        shown = ", ".join(f"{command} {times / calls:.3g}" for command, times in
                          sorted(total.items(), key=lambda item: -item[1]) if times / calls >= 0.05)
        mean = [sum(getattr(counts, what) for _, counts in told) / calls for what in ("reads", "input", "output")]
        rows.append([text, f"{mean[0]:.2f}", f"{mean[1]:.0f}", f"{mean[2]:.0f}", shown or "none"])
    return table(["one call, one caller", "round trips", "bytes there", "bytes back", "commands, those in scripts too"], rows)


def counted(settings, program, server, keys):
    """What the client does for one call: the same on each run, or nearly."""
    if valgrind.missing() or syscalls.missing():
        return "Nothing is counted: valgrind or strace is not there, or may not look.\n"
    few, many = (20, 40) if settings.quick else (200, 1200)
    rows = []
    for name in COUNTED[1:2] if settings.quick else COUNTED:
        def command(calls):
            return [program, "127.0.0.1", str(server.port), name, str(calls), *keys]
        plain = json.loads(subprocess.run(command(many), check=True, stdout=subprocess.PIPE, text=True).stdout)
        if not plain:
            continue
        first, second = (syscalls.of(command(calls), settings.scratch) for calls in (few, many))
        each = {call: times for call in second if (times := (second[call] - first[call]) / (many - few)) >= 0.05}
        instructions = [valgrind.executed_by(command(calls), settings.scratch).instructions for calls in (few, many)]
        shown = ", ".join(f"{call} {times:.1f}" for call, times in sorted(each.items(), key=lambda item: -item[1]))
        rows.append([OPERATIONS[name], f"{(instructions[1] - instructions[0]) / (many - few):,.0f}",
                     f"{plain['allocations'] / many:.1f}", f"{plain['switches'] / many:.1f}",
                     f"{sum(each.values()):.1f}", shown])
    return table(["one call, one caller", "instructions", "allocations", "waits of a thread", "calls of the system", "which"], rows)
