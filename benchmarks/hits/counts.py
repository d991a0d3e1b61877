"""Counts what one hit or one miss takes, where Valgrind is: instructions, atomic instructions, locks, lines of memory,
allocations.

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
MissCounts = collections.namedtuple("MissCounts", "instructions atomics locks allocations pieces")
Executed = collections.namedtuple("Executed", "instructions atomics locks pieces")
LOCKING = re.compile(r"^cfn=_*pthread_(?:mutex_lock|rwlock_(?:rd|wr)lock)\b")
TAKING_PIECE = re.compile(r"^cfn=tagcache::detail::take_piece\(")


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


def executed_by(command, scratch):
    """What a whole run takes."""
    profile = scratch / "callgrind.out"
    subprocess.run(["valgrind", "--tool=callgrind", "--dump-instr=yes", "--compress-pos=no", "--compress-strings=no",
                    f"--callgrind-out-file={profile}", *command],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    instructions = atomics = locks = pieces = 0
    atomic = set()
    called = ""
    is_call = False  # the line below `calls=` is about what is called, which is counted where it stands
    for line in profile.read_text().splitlines():
        if line.startswith("ob="):
            path = line[3:]
            atomic = atomic_instructions(path) if path.startswith("/") else set()
        elif line.startswith("cfn="):
            called = line
        elif line.startswith("calls="):
            is_call = True
            times = int(line[6:].split()[0])
            locks += times if LOCKING.match(called) else 0
            pieces += times if TAKING_PIECE.match(called) else 0
        elif line.startswith("0x"):
            address, _, cost = line.split()
            if not is_call:
                instructions += int(cost)
                atomics += int(cost) if int(address, 16) in atomic else 0
            is_call = False
    return Executed(instructions, atomics, locks, pieces)


def executed_each(program, what, peer, scratch):
    """The same of one read, and how often that allocates."""
    few, many = 1_000, 3_000
    first, second = (executed_by([program, what, peer, str(reads)], scratch) for reads in (few, many))
    plain = subprocess.run([program, what, peer, str(many)], check=True, stdout=subprocess.PIPE, text=True).stdout
    each = Executed(*((after - before) / (many - few) for before, after in zip(first, second)))
    return each, said(plain)["allocations"] / many


def touched(program, peer):
    """Lines of memory that the last of a few reads read or wrote, and wrote, without those of the stack."""
    run = subprocess.run(["valgrind", "--tool=lackey", "--trace-mem=yes", program, "hits", peer, "8"],
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
    each, allocations = executed_each(program, "hits", peer, scratch)
    lines, written = touched(program, peer)
    return Counts(each.instructions, each.atomics, lines, written, allocations)


def of_a_miss(program, peer, scratch):
    each, allocations = executed_each(program, "misses", peer, scratch)
    return MissCounts(each.instructions, each.atomics, each.locks, allocations, each.pieces)
