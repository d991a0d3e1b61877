"""What one hit, and one miss, take in numbers that do not depend on the machine's other work; see counts.py."""
from hits import counts
from measurement import table

PEERS = ["F_ptr", "F_sp", "tagcache: generated method", "generated method, four tags of depth 8",
         "tagcache: primitives().query", "unordered_map + shared_mutex, text key", "LRU list + mutex, text key",
         "LRU list + mutex, integer key"]
MISSING_PEERS = ["F_new", "tagcache: generated method", "tagcache: generated method, one tag of its own",
                 "tagcache: primitives().query", "LRU list + mutex, text key", "LRU list + mutex, integer key"]


def tables(settings):
    if settings.programs is None or not (settings.programs / "counted_reads").exists():
        print("counted_reads was not built\n")
        return
    if absent := counts.missing():
        print(f"Nothing is counted: {' and '.join(absent)} cannot be found\n")
        return
    program = settings.programs / "counted_reads"

    def rows(count, peers):
        return [[peer, *(f"{round(number)}" for number in count(program, peer, settings.scratch))] for peer in peers]

    yield "counts", table(["one hit, in a program with several threads", "instructions", "atomic instructions",
                           "lines of memory", "of these written", "allocations"],
                          rows(counts.of_a_hit, PEERS[2:3] if settings.quick else PEERS))
    yield "miss_counts", table(["one miss, in a full cache of 1,000 entries", "instructions", "atomic instructions",
                                "locks", "allocations", "pieces of the engine's own"],
                               rows(counts.of_a_miss, MISSING_PEERS[1:2] if settings.quick else MISSING_PEERS))
