"""Counts what one hit takes, where Valgrind is: instructions, atomic instructions, lines of memory, allocations.

These are no times: the same program gives the same numbers on each run, however busy the machine is.
"""
import collections
import functools
import re
import shutil
import subprocess

LINE_BYTES = 64
STACK_BYTES = 64 * 1024

Counts = collections.namedtuple("Counts", "instructions atomics lines written_lines allocations")


def missing():
    return [tool for tool in ("valgrind", "objdump") if shutil.which(tool) is None]


def said(output):
    """What the program itself prints: allocations, and where its mark and its stack are."""
    return {word: int(value, 0) for word, value in (line.split() for line in output.splitlines())}


@functools.lru_cache(maxsize=None)
def atomic_instructions(path):
    """Where in a program or library they are: what has a lock prefix, and exchanges with memory, which need none."""
    listing = subprocess.run(["objdump", "-d", "--no-show-raw-insn", path], stdout=subprocess.PIPE, text=True).stdout
    return {int(found[1], 16) for found in re.finditer(r"^ *([0-9a-f]+):\t(?:lock |xchg .*\()", listing, re.MULTILINE)}


def executed(program, peer, reads, scratch):
    """Instructions, and atomic ones, of a whole run."""
    return executed_by([program, peer, str(reads)], scratch)


def executed_by(command, scratch):
    profile = scratch / "callgrind.out"
    subprocess.run(["valgrind", "--tool=callgrind", "--dump-instr=yes", "--compress-pos=no", "--compress-strings=no",
                    f"--callgrind-out-file={profile}", *command],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    instructions = atomics = 0
    atomic = set()
    is_call = False  # the line below `calls=` is about what is called, which is counted where it stands
    for line in profile.read_text().splitlines():
        if line.startswith("ob="):
            path = line[3:]
            atomic = atomic_instructions(path) if path.startswith("/") else set()
        elif line.startswith("calls="):
            is_call = True
        elif line.startswith("0x"):
            address, _, cost = line.split()
            if not is_call:
                instructions += int(cost)
                atomics += int(cost) if int(address, 16) in atomic else 0
            is_call = False
    return instructions, atomics


def touched(program, peer):
    """Lines of memory that the last of a few reads read or wrote, and wrote, without those of the stack."""
    run = subprocess.run(["valgrind", "--tool=lackey", "--trace-mem=yes", program, peer, "8"],
                         check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    printed = said(run.stdout)
    mark, stack = printed["mark"], printed["stack"]
    reads = [[]]
    for line in run.stderr.splitlines():
        if line[:2] not in (" L", " S", " M"):
            continue
        address, size = line[3:].split(",")
        begin = int(address, 16)
        if begin == mark:
            reads.append([])
        elif abs(begin - stack) > STACK_BYTES:
            lines = range(begin // LINE_BYTES, (begin + int(size) - 1) // LINE_BYTES + 1)
            reads[-1] += [(each, line[1] != "L") for each in lines]
    last = reads[-2]  # behind the last mark the program ends
    return len({each for each, _ in last}), len({each for each, is_written in last if is_written})


def of_a_hit(program, peer, scratch):
    few, many = 1_000, 3_000
    first, second = executed(program, peer, few, scratch), executed(program, peer, many, scratch)
    instructions, atomics = ((after - before) / (many - few) for before, after in zip(first, second))
    plain = subprocess.run([program, peer, str(many)], check=True, stdout=subprocess.PIPE, text=True).stdout
    lines, written = touched(program, peer)
    return Counts(instructions, atomics, lines, written, said(plain)["allocations"] / many)
