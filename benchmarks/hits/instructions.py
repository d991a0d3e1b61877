"""What one hit takes in numbers that do not depend on the machine's other work; see counts.py."""
from hits import counts
from measurement import table

PEERS = ["F_ptr", "F_sp", "tagcache: generated method", "generated method, four tags of depth 8",
         "tagcache: primitives().query", "unordered_map + shared_mutex, text key", "LRU list + mutex, text key",
         "LRU list + mutex, integer key"]


def tables(settings):
    if settings.programs is None or not (settings.programs / "counted_hits").exists():
        print("counted_hits was not built\n")
        return
    if absent := counts.missing():
        print(f"Nothing is counted: {' and '.join(absent)} cannot be found\n")
        return
    rows = []
    for peer in PEERS[2:3] if settings.quick else PEERS:
        counted = counts.of_a_hit(settings.programs / "counted_hits", peer, settings.scratch)
        rows.append([peer, *(f"{round(number)}" for number in counted)])
    yield "counts", table(["one hit, in a program with several threads", "instructions", "atomic instructions",
                           "lines of memory", "of these written", "allocations"], rows)
